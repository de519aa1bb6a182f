"""One encrypted file of the workspace: made private, opened, checked against its key, and brought up to date."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import sqlcipher3

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.store.driver import BUSY_MILLISECONDS, Database, Migrations, connect, is_busy, named_failures
from embassy_assistant.store.files import private_directory, private_file, read_if_there
from embassy_assistant.store.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOOK_EVERY: Final = 0.02
# https://www.sqlite.org/fileformat2.html#the_write_ahead_log
_LOG_BEGINS: Final = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83", bytes(4))


def open_writable(path: Path, key: bytes, migrations: Migrations, *, made: bool) -> Database:
    """Open a file for writing, make it if it is not there, and apply the migrations it lacks.

    Args:
        path: the file.
        key: 32 bytes.
        migrations: what its tables are.
        made: whether it was made before: then it is looked at first, and nothing is changed unless it is whole.

    Raises:
        Damaged: the key does not fit, or the file is broken, empty or gone; only the caller can tell which.
        NewerWorkspace: a newer program wrote it; nothing was changed.
        DiskFull, TryLater, NeedsOfficer: what the disk says.
    """
    if made:
        look(path, key, migrations)
    private_directory(path.parent)
    private_file(path)
    with named_failures(path):
        database = connect(path, key)
        try:
            _use_log(database)
            database.conn.execute("PRAGMA synchronous = FULL")
            migrate(database, migrations)
        except BaseException:
            database.close()
            raise
    return database


def _use_log(database: Database) -> None:
    """Let the file have a log; while another program does the same, SQLite refuses at once instead of waiting."""
    deadline = time.monotonic() + BUSY_MILLISECONDS / 1000
    while True:
        try:
            database.conn.execute("PRAGMA journal_mode = WAL")
        except sqlcipher3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > deadline:
                raise
            time.sleep(_LOOK_EVERY)
        else:
            return


def look(path: Path, key: bytes, migrations: Migrations, *, log: bool = True) -> None:
    """Refuse what is not the file that was made: SQLite takes an empty file for a new database, and makes one of it.

    The connection only reads: one that may write copies the log beside the file into it on closing, whosever log it is.
    Without `log`, what lies beside the file is passed over.
    """
    if not path.exists():
        raise Damaged("store.gone", path=path.name)
    if log and not log_is_one(path):
        raise Damaged(path=_log_of(path).name)
    with named_failures(path):
        database = connect(path, key, readonly=True, log=log)
        try:
            if not migrations.applied(database):
                raise Damaged(path=path.name)
        finally:
            database.close()


def log_is_one(path: Path) -> bool:
    """Whether the log beside a file is absent, empty or a log; SQLite would pass over any other in silence.

    Raises:
        NeedsOfficer: the disk does not tell.
    """
    begin = read_if_there(_log_of(path), len(_LOG_BEGINS[0]))
    return not begin or begin in _LOG_BEGINS


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


class Readers:
    """Lends read-only connections, each to one thread at a time; as many as ever read at once."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Remember the file; connections are opened when they are needed."""
        self._path = path
        self._key = key
        self._lock = threading.Lock()
        self._idle: list[Database] = []
        self._open = True

    @contextmanager
    def lend(self) -> Iterator[Database]:
        """Yield a connection that sees every commit made before now."""
        with named_failures(self._path):
            with self._lock:
                database = self._idle.pop() if self._idle else None
            if database is None:
                database = connect(self._path, self._key, readonly=True)
            keep = False
            try:
                yield database
                keep = True
            finally:
                with self._lock:
                    keep = keep and self._open
                    if keep:
                        self._idle.append(database)
                if not keep:
                    # Also where something failed: a connection that met a broken page can read no whole one any more.
                    database.close()

    def close(self) -> None:
        """Close what is idle now, and the rest when it comes back."""
        with self._lock:
            self._open = False
            idle, self._idle = self._idle, []
        for database in idle:
            database.close()


def check_integrity(path: Path, key: bytes) -> None:
    """Read every page of a file on a connection of its own, and check each page's seal and the structure.

    Raises:
        Damaged: at least one page was changed outside this program.
    """
    with named_failures(path):
        database = connect(path, key, readonly=True)
        try:
            problems = database.conn.execute("PRAGMA cipher_integrity_check").fetchall()
            problems += [row for row in database.conn.execute("PRAGMA quick_check").fetchall() if row[0] != "ok"]
        finally:
            database.close()
    if problems:
        raise Damaged(path=path.name)
