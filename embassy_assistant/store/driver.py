"""The one place that joins sqlite-utils to SQLCipher, and gives SQLite's failures the names an Officer can act on."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import sqlcipher3

# sqlite-utils prefers a module of this name to the standard library's sqlite3, which cannot decrypt.
sys.modules["pysqlite3"] = sqlcipher3

from sqlite_utils import Database, Migrations  # noqa: E402 - only after the line above

from embassy_assistant.domain.errors import AssistantError, Damaged, DiskFull, NeedsOfficer, TryLater  # noqa: E402
from embassy_assistant.store.files import has_room  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["Database", "Migrations", "connect", "is_busy", "named_failures"]

BUSY_MILLISECONDS: Final = 5_000
KEY_BYTES: Final = 32
_CACHE_KIB: Final = 512

# https://www.sqlite.org/rescode.html
_BUSY, _LOCKED, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, _NOTADB = 5, 6, 8, 10, 11, 13, 14, 26
_WORDS: Final = {
    "database or disk is full": _FULL,
    "disk I/O error": _IOERR,
    "database disk image is malformed": _CORRUPT,
}


def connect(path: Path, key: bytes, *, readonly: bool = False, log: bool = True) -> Database:
    """Open one encrypted file, and try the key on it.

    Args:
        path: an existing file, which may be empty.
        key: 32 bytes, used as they are: a passphrase would cost a tenth of a second each time.
        readonly: refuse every write.
        log: whether to read the log beside the file too; without it, the file must be readonly and nobody's.

    Returns:
        A database in autocommit mode, for one thread at a time; the caller closes it.
    """
    if len(key) != KEY_BYTES:
        msg = f"a key has {KEY_BYTES} bytes"
        raise ValueError(msg)
    # check_same_thread is off because a pool lends a connection to one thread at a time.
    connection = sqlcipher3.connect(
        f"{path.resolve().as_uri()}?mode={'ro' if readonly else 'rw'}{'' if log else '&immutable=1'}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _prepare(connection, key, readonly=readonly)
    except BaseException:
        # One that is left to the garbage collector would keep the file and the log's index open.
        connection.close()
        raise
    return Database(connection, execute_plugins=False, recursive_triggers=False)


def _prepare(connection: Any, key: bytes, *, readonly: bool) -> None:  # noqa: ANN401 - sqlcipher3 has no types
    # SQLCipher would write what it thinks of a damaged page to the terminal.
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_memory_security = OFF")
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    connection.execute("PRAGMA foreign_keys = ON")
    # A quarter of SQLite's own: with ten thousand posts, a page of the queue takes 1.5 ms longer to read, and a window
    # that is open for a day has several connections, all of which fill theirs in time.
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    if readonly:
        connection.execute("PRAGMA query_only = ON")


@contextmanager
def named_failures(path: Path) -> Iterator[None]:
    """Turn what SQLite says of the disk or the file into an error of the domain; defects in our SQL stay loud."""
    try:
        yield
    except sqlcipher3.Error as error:
        named = _name(error, path)
        if named is None:
            raise
        raise named from error


def _refused(path: Path) -> AssistantError:
    """Return what it means that the disk refused a write to `path` without saying why."""
    return NeedsOfficer("store.unusable-disk", path=path.name) if has_room(path.parent) else DiskFull(path=path.name)


def is_busy(error: Any) -> bool:  # noqa: ANN401 - sqlcipher3 has no types
    """Whether another program is in the way, for a moment."""
    return _code(error) in {_BUSY, _LOCKED}


def _code(error: Any) -> int:  # noqa: ANN401 - sqlcipher3 has no types
    """Return the primary result code: extended ones keep it in their low byte, and `backup` only has the words."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF or _WORDS.get(str(error), 0)


def _name(error: Any, path: Path) -> AssistantError | None:  # noqa: ANN401 - sqlcipher3 has no types
    match _code(error):
        case code if code == _FULL:
            return DiskFull(path=path.name)
        case _ if is_busy(error):
            return TryLater("store.busy", path=path.name)
        case code if code in {_CORRUPT, _NOTADB}:
            return Damaged(path=path.name)
        case code if code in {_IOERR, _READONLY, _CANTOPEN}:
            return _refused(path)
        case _:
            return None
