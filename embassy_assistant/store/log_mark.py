"""A mark beside the store's file that says: a log belongs here, and it is this one.

SQLite opens a file whose log was taken away as it was at its last checkpoint, in silence; what went out since would go
out again. The mark is written once in each opening, after the first commit made the log, and goes once a checkpoint has
put everything into the file. It is no defence against somebody who takes file, log and mark back to an earlier day
together, or who cuts the log behind its first commit: nothing that lies in the workspace alone could tell.
"""

from __future__ import annotations

import json
import struct
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.store.driver import named_failures
from embassy_assistant.store.files import named_disk_failures, sync_directory, write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.store.driver import Database

MARK: Final = "-mark"
# https://www.sqlite.org/fileformat2.html#the_write_ahead_log: behind magic, version, page size and count of restarts.
_SALTS: Final = struct.Struct(">16xII8x")
# The first salt counts on each time that the log begins anew, which takes a thousand pages; the second is drawn.
_MOST_RESTARTS: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class _Log:
    """What tells one log from another, and how long it is."""

    count: int
    drawn: int
    size: int

    def follows(self, marked: _Log) -> bool:
        """Whether it is the log that was marked, or what that one became."""
        restarts = (self.count - marked.count) % (1 << 32)
        if restarts:
            return restarts < _MOST_RESTARTS
        return self.drawn == marked.drawn and self.size >= marked.size


class LogMark:
    """The mark of one file."""

    def __init__(self, path: Path) -> None:
        """Look after the mark of the database `path`."""
        self._mark = path.with_name(f"{path.name}{MARK}")
        self._path, self._log = path, path.with_name(f"{path.name}-wal")
        self._written = False

    @property
    def there(self) -> bool:
        """Whether a log must lie beside the file."""
        return self._mark.exists()

    @property
    def lost(self) -> bool:
        """Whether the log that must lie beside the file does not: it is gone, empty, cut or another one.

        Raises:
            NeedsOfficer: the disk does not tell.
        """
        with named_disk_failures(self._log):
            if not self.there:
                return False
            log, marked = self._read(), self._marked()
            return log is None or (marked is not None and not log.follows(marked))

    def committed(self) -> None:
        """See to it that the log is marked; called after each commit, and costs a look after the first."""
        # The commit stands whatever becomes of its mark; the next one tries again.
        with suppress(AssistantError), named_disk_failures(self._mark):
            if self._written and self.there:
                return
            self._written = False
            log, marked = self._read(), self._marked()
            if log is None:
                return
            if marked is None or not log.follows(marked):
                write_whole(self._mark, json.dumps(asdict(log)).encode())
            self._written = True

    def settle(self, database: Database) -> None:
        """Put the whole log into the file, then take the mark away; nobody else may have the file open.

        Where the log cannot be put there now, the mark stays, and so does the log.
        """
        if not self.there:
            return
        with named_failures(self._path), named_disk_failures(self._mark):
            # Not TRUNCATE: the log must lie there as it was marked until the mark is gone.
            busy, _, _ = database.conn.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
            if not busy:
                self._mark.unlink()
                sync_directory(self._mark.parent)

    def _read(self) -> _Log | None:
        """Return the log that lies there, None where none does."""
        try:
            with self._log.open("rb") as stream:
                head = stream.read(_SALTS.size)
        except FileNotFoundError:
            return None
        if len(head) < _SALTS.size or not any(head):
            return None
        count, drawn = _SALTS.unpack(head)
        return _Log(count, drawn, self._log.stat().st_size)

    def _marked(self) -> _Log | None:
        """Return the log that was marked, None where nothing says which."""
        try:
            marked = _Log(**json.loads(self._mark.read_bytes()))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return marked if all(isinstance(number, int) for number in astuple(marked)) else None
