"""Locks between programs, as files. The operating system lets go of one when the program that holds it dies."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import RequestFailed
from embassy_assistant.store.files import PRIVATE_FILE, named_disk_failures, private_directory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RENEWAL_FILE: Final = "renewal.lock"
# Longer than any one request may take (`net.Limits`); whoever holds it for longer is stopped or hangs.
_PATIENCE: Final = 100.0
LOOK_EVERY: Final = 0.05
"""Seconds between two tries of whoever waits for a lock."""
# Windows locks bytes and then lets nobody else read them: lock one far behind whatever the file says.
_LOCKED_BYTE: Final = 1 << 20


def take(path: Path, *, shared: bool = False) -> int | None:
    """Lock the file `path`, made if need be; the file stays, since deleting it would let two programs lock two files.

    Args:
        path: the file.
        shared: lock it together with others who share it, and against whoever does not.

    Returns:
        A descriptor, which is the lock until it is closed; None where somebody else has it.

    Raises:
        DiskFull, NeedsOfficer: what the disk says; some know no locks.
    """
    if not path.parent.is_dir():
        private_directory(path.parent)
    with named_disk_failures(path):
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
        try:
            locked = _lock(descriptor, shared=shared)
        except BaseException:
            os.close(descriptor)
            raise
    if locked:
        return descriptor
    os.close(descriptor)
    return None


def wait_for(path: Path, patience: float, *, rest: Callable[[float], object] = time.sleep) -> int | None:
    """Lock a file as `take` does, once whoever has it lets go.

    Args:
        path: the file.
        patience: seconds after which to give up.
        rest: waits for that many seconds until the next try.
    """
    deadline = time.monotonic() + patience
    while (descriptor := take(path)) is None and time.monotonic() <= deadline:
        rest(LOOK_EVERY)
    return descriptor


class RenewalLock:
    """One renewal of a session at a time, whichever program and thread wants it: a refresh token is good once."""

    def __init__(self, workspace: Path, patience: float = _PATIENCE) -> None:
        """Look after `workspace`; nothing is locked yet."""
        self._path = workspace / RENEWAL_FILE
        self._patience = patience

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait for the turn, and have it until the end of the block.

        Raises:
            RequestFailed: it did not come; nothing was sent.
        """
        descriptor = wait_for(self._path, self._patience)
        if descriptor is None:
            raise RequestFailed("store.busy", left_the_machine=False, path=RENEWAL_FILE)
        try:
            yield
        finally:
            os.close(descriptor)


if sys.platform == "win32":  # pragma: no cover - the other half runs here
    import msvcrt

    def _lock(descriptor: int, *, shared: bool) -> bool:
        if shared:
            # Not needed: Windows lets nobody rename what another program has open.
            return True
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool) -> bool:
        try:
            fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
