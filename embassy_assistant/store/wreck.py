"""Reads, row by row, what can still be read of a file that may be damaged. Nothing of it is changed.

Each page has a seal of its own, so that what is read is what was written. A page whose seal is broken takes its rows
with it, and the connection that met it; the rows beyond it are looked for with a new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sqlcipher3

from embassy_assistant.store.driver import connect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.store.driver import Database

# The farthest that the next whole page is looked for, in row numbers.
_FARTHEST: Final = 1 << 16
# Behind the last whole page nobody knows how many rows there were; a page of the smallest rows has about so many.
_BEHIND: Final = 256

Row = dict[str, Any]


class Wreck:
    """One file, which may be whole.

    Attributes:
        broken: tables of which something could not be read.
        tables: the tables there are; none where not even that can be read.
    """

    def __init__(self, path: Path, key: bytes, *, log: bool) -> None:
        """Try the file; `log`: with the log beside it."""
        self._path, self._key, self._log = path, key, log
        self._database: Database | None = None
        self.broken: set[str] = set()
        self.tables: frozenset[str] = frozenset()
        try:
            listed = self._connection().execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        except sqlcipher3.Error:
            self.close()
        else:
            self.tables = frozenset(name for (name,) in listed)

    def rows(self, table: str, columns: str = "*") -> Iterator[Row]:
        """Yield the rows of a table that can be read, by row number, which each has as `rowid`."""
        if table not in self.tables:
            return
        at = 0
        while True:
            try:
                for row in self._select(table, columns, "rowid > ? ORDER BY rowid", at):
                    yield row
                    at = row["rowid"]
            except sqlcipher3.Error:
                self.close()
                self.broken.add(table)
            else:
                return
            following = self._beyond(table, at)
            for number in range(at + 1, following or at + 1 + _BEHIND):
                found = self.row(table, number, columns)
                if found is not None:
                    yield found
            if following is None:
                return
            at = following - 1

    def row(self, table: str, number: int, columns: str = "*") -> Row | None:
        """Return one row, None where it is not there or cannot be read."""
        try:
            return next(iter(self._select(table, columns, "rowid = ?", number)), None)
        except sqlcipher3.Error:
            self.close()
            return None

    def close(self) -> None:
        """Let the file go; it is opened again when something is read."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def _connection(self) -> Database:
        if self._database is None:
            self._database = connect(self._path, self._key, readonly=True, log=self._log)
        return self._database

    def _select(self, table: str, columns: str, clause: str, number: int) -> Iterator[Row]:
        sql = f'SELECT rowid, {columns} FROM "{table}" WHERE {clause}'  # noqa: S608 - ours
        cursor = self._connection().execute(sql, (number,))
        names = [column[0] for column in cursor.description]
        for values in cursor:
            # SQLCipher hands out zeros for a broken page of a long value, and fails only at what is read next. No text
            # of ours has any; what is no text is a picture, which has a hash.
            if any(isinstance(value, str) and "\0" in value for value in values):
                raise sqlcipher3.DatabaseError(table)
            yield dict(zip(names, values, strict=True)) | {"rowid": values[0]}

    def _beyond(self, table: str, at: int) -> int | None:
        """Return the number of a readable row behind the damage that follows `at`, None where none is found."""
        step = 1
        while step <= _FARTHEST:
            sql = f'SELECT rowid FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT 1'  # noqa: S608
            try:
                found = self._connection().execute(sql, (at + step,)).fetchone()
            except sqlcipher3.Error:
                self.close()
                step *= 2
            else:
                return int(found[0]) if found else at + step + 1
        return None
