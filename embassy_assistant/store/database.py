"""One encrypted file of the workspace: made private, opened, checked against its key, and brought up to date."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.store.driver import Database, Migrations, connect, named_failures
from embassy_assistant.store.files import private_directory, private_file
from embassy_assistant.store.migrations import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def open_writable(path: Path, key: bytes, migrations: Migrations) -> Database:
    """Open a file for writing, make it if it is not there, and apply the migrations it lacks.

    Raises:
        Damaged: the key does not fit, or the file is broken; only the caller can tell which.
        NewerWorkspace: a newer program wrote it; nothing was changed.
        DiskFull, TryLater, NeedsOfficer: what the disk says.
    """
    private_directory(path.parent)
    private_file(path)
    with named_failures(path):
        database = connect(path, key)
        try:
            # The first statement that reads is the one that tries the key.
            database.conn.execute("PRAGMA journal_mode = WAL")
            database.conn.execute("PRAGMA synchronous = FULL")
            migrate(database, migrations)
        except BaseException:
            database.close()
            raise
    return database


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
            try:
                yield database
            finally:
                with self._lock:
                    keep = self._open
                    if keep:
                        self._idle.append(database)
                if not keep:
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
