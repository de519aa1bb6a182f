"""Small files that must be whole or absent, and that nobody else on the machine may read."""

from __future__ import annotations

import errno
import os
import secrets
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import DiskFull, NeedsOfficer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
PRIVATE_DIRECTORY: Final = 0o700
PRIVATE_FILE: Final = 0o600


@contextmanager
def named_disk_failures(path: Path) -> Iterator[None]:
    """Turn what the system says of the disk into an error of the domain.

    Raises:
        DiskFull: there is no room.
        NeedsOfficer: the disk or the rights of the folder do not allow it.
    """
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFull(path=path.name) from error
        raise NeedsOfficer("store.unusable-disk", path=path.name) from error


def read_if_there(path: Path, most: int = -1) -> bytes | None:
    """Return the bytes of a file, None where nothing is there.

    Args:
        path: The file.
        most: How many bytes at most; all of them where it is negative.

    Raises:
        NeedsOfficer: a folder or a link to itself is there, or the disk or its rights do not allow it.
    """
    with named_disk_failures(path):
        try:
            with path.open("rb") as stream:
                return stream.read(most)
        except FileNotFoundError:
            return None


def private_directory(directory: Path) -> None:
    """Make `directory` if need be, and see to it that only its owner can enter.

    Raises:
        DiskFull, NeedsOfficer: what the disk says.
    """
    with named_disk_failures(directory):
        directory.mkdir(mode=PRIVATE_DIRECTORY, parents=True, exist_ok=True)
        directory.chmod(PRIVATE_DIRECTORY)


def private_file(path: Path) -> None:
    """Make an empty file if need be, and see to it that only its owner can read it.

    SQLite gives its `-wal` and `-shm` files the permissions of the database they belong to, so this goes first.

    Raises:
        DiskFull, NeedsOfficer: what the disk says.
    """
    with named_disk_failures(path):
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, PRIVATE_FILE))
        path.chmod(PRIVATE_FILE)


def write_whole(path: Path, data: bytes) -> None:
    """Write `path` so that, whatever happens, it holds the old bytes or the new ones; on disk when it returns.

    Raises:
        DiskFull, NeedsOfficer: what the disk says; the old file stands.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    with named_disk_failures(path):
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)


def sync_directory(directory: Path) -> None:
    """Make the names in `directory` durable, where the system knows such a thing."""
    if sys.platform == "win32":  # pragma: no cover - Windows cannot open a directory, and needs not
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def has_room(directory: Path) -> bool:
    """Whether 64 KiB can really be written there: what the system reports as free need not be ours."""
    probe = directory / f".room.{secrets.token_hex(4)}"
    try:
        descriptor = os.open(probe, os.O_CREAT | os.O_EXCL | os.O_WRONLY, PRIVATE_FILE)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(bytes(65_536))
                stream.flush()
                os.fsync(stream.fileno())
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        return error.errno not in NO_ROOM
    return True
