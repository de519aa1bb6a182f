"""Only one program may send from a workspace. The operating system lets go of the lock when the program dies."""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING, Final

from embassy_assistant.store.file_lock import take

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "sender.lock"
_LONGEST_ID: Final = 20


class SenderFileLock:
    """See `domain.ports.SenderLock`."""

    def __init__(self, workspace: Path) -> None:
        """Look after `workspace`; nothing is locked yet."""
        self._path = workspace / FILE
        self._gate = threading.Lock()
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free; True when this process holds it.

        Raises:
            DiskFull, NeedsOfficer: what the disk says.
        """
        with self._gate:
            if self._descriptor is not None:
                return True
            descriptor = take(self._path)
            if descriptor is None:
                return False
            self._descriptor = descriptor
            # Who holds it is a courtesy: a full disk does not keep anybody from sending.
            with contextlib.suppress(OSError):
                os.ftruncate(descriptor, 0)
                os.write(descriptor, str(os.getpid()).encode())
            return True

    def release(self) -> None:
        """Let it go."""
        with self._gate:
            if self._descriptor is not None:
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
