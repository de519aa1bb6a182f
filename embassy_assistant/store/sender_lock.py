"""Only one program may send from a workspace. The operating system lets go of the lock when the program dies."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Final

from embassy_assistant.store.files import PRIVATE_FILE, private_directory

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "sender.lock"
# Windows locks bytes and then lets nobody else read them: lock one far behind the process id.
_LOCKED_BYTE: Final = 1 << 20
_LONGEST_ID: Final = 20


class SenderFileLock:
    """See `domain.ports.SenderLock`."""

    def __init__(self, workspace: Path) -> None:
        """Look after `workspace`; nothing is locked yet."""
        self._path = workspace / FILE
        self._gate = threading.Lock()
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free; True when this process holds it."""
        with self._gate:
            if self._descriptor is not None:
                return True
            private_directory(self._path.parent)
            descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE)
            if not _lock(descriptor):
                os.close(descriptor)
                return False
            os.ftruncate(descriptor, 0)
            os.write(descriptor, str(os.getpid()).encode())
            self._descriptor = descriptor
            return True

    def release(self) -> None:
        """Let it go."""
        with self._gate:
            if self._descriptor is not None:
                # The file stays: deleting it would let two programs lock two files of one name.
                os.ftruncate(self._descriptor, 0)
                os.close(self._descriptor)
                self._descriptor = None

    @property
    def holder(self) -> int | None:
        """The process id that holds the lock, as far as the file says."""
        try:
            with self._path.open("rb") as stream:
                return int(stream.read(_LONGEST_ID))
        except (OSError, ValueError):
            return None


if sys.platform == "win32":  # pragma: no cover - the other half runs here
    import msvcrt

    def _lock(descriptor: int) -> bool:
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

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
