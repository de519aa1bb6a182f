"""One encrypted file copied as it is at one moment, while others write, and verified before anybody relies on it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.keeping import part, unheard
from embassy_assistant.store.database import check_integrity
from embassy_assistant.store.driver import connect, named_failures
from embassy_assistant.store.files import named_disk_failures, private_file

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.domain.keeping import Progress
    from embassy_assistant.store.driver import Database

# The rest of it is reading the copy back.
_COPIED: Final = 70
_AT_ONCE: Final = 512


def copy_database(
    source: Path, key: bytes, target: Path, target_key: bytes | None = None, progress: Progress = unheard
) -> dict[str, int]:
    """Copy `source` as it is now; the copy is a single file, on disk and verified when this returns.

    Args:
        source: may be open and written to meanwhile.
        key: of `source`, 32 bytes.
        target: does not exist yet.
        target_key: of the copy; the same when None.
        progress: hears how far it is.

    Returns:
        How many rows each table has.

    Raises:
        Damaged: `source` is, or the copy did not become what it should (`backup.not-whole`).
        DiskFull, NeedsOfficer: what the disk says; the caller removes `target`.
    """
    private_file(target)
    target_key = target_key or key
    counts = _copy((source, key), (target, target_key), part(progress, 0, _COPIED))
    try:
        verify(target, target_key, counts)
    except Damaged as error:
        # A page that was broken in the source is copied as zeros, in silence.
        check_integrity(source, key)
        raise Damaged("backup.not-whole") from error
    with named_disk_failures(target):
        descriptor = os.open(target, os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    return counts


def _copy(source: tuple[Path, bytes], target: tuple[Path, bytes], progress: Progress) -> dict[str, int]:
    def tell(_status: int, remaining: int, total: int) -> None:
        progress(100 * (total - remaining) // max(1, total))

    reading = connect(*source, readonly=True)
    try:
        with named_failures(source[0]):
            # One read transaction: what is counted is what is copied.
            reading.conn.execute("BEGIN")
            counts = count_rows(reading)
        with named_failures(target[0]):
            writing = connect(*target)
            try:
                reading.conn.backup(writing.conn, pages=_AT_ONCE, progress=tell)
                # The target must be one file, whatever the source is.
                writing.conn.execute("PRAGMA journal_mode = DELETE")
            finally:
                writing.close()
    finally:
        reading.close()
    return counts


def verify(path: Path, key: bytes, counts: dict[str, int]) -> None:
    """Read a copy back whole.

    Raises:
        Damaged: it has not got the rows that it should, or a page is broken.
    """
    check_integrity(path, key)
    with named_failures(path):
        database = connect(path, key, readonly=True)
        try:
            found = count_rows(database)
        finally:
            database.close()
    if found != counts:
        raise Damaged(path=path.name)


def count_rows(database: Database) -> dict[str, int]:
    """Return how many rows each table has; the index of the search is made anew from them where need be."""
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'post_search%'"
    names = [name for (name,) in database.execute(listed)]
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608
