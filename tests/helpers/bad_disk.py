"""A disk that fails on purpose: below SQLite, at the n-th write, as the system itself would fail."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pytest
import sqlcipher3._sqlite3 as driver

from embassy_assistant.store import driver as store_driver
from embassy_assistant.store.files import has_room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WRITES: Final = ("pwrite", "pwrite64")
_NAMED = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
_library: Final = ctypes.CDLL(driver.__file__)
_system: Final = ctypes.CDLL(None, use_errno=True)


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("file_bytes", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        *((f"method_{number}", ctypes.c_void_p) for number in range(13)),
        ("set_system_call", _NAMED),
    ]


def _set(name: str, call: int | None) -> None:
    _library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = _library.sqlite3_vfs_find(None)
    vfs.contents.set_system_call(ctypes.addressof(vfs.contents), name.encode(), call)


@contextmanager
def each_write(fails: Callable[[int], bool]) -> Iterator[list[int]]:
    """Let every write of SQLite for which `fails` says so, given its number from 1, meet a full disk.

    Yields:
        A list whose only item is how many writes there were.
    """
    seen = [0]
    failed = threading.Event()
    real = _system.pwrite64 if hasattr(_system, "pwrite64") else _system.pwrite
    real.restype, real.argtypes = ctypes.c_ssize_t, [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_longlong]

    def write(descriptor: int, data: int, size: int, offset: int) -> int:
        seen[0] += 1
        if fails(seen[0]):
            failed.set()
            ctypes.set_errno(errno.ENOSPC)
            return -1
        return int(real(descriptor, data, size, offset))

    # `use_errno` swaps the real errno in when the call returns: SQLite reads it.
    call = ctypes.CFUNCTYPE(
        ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_longlong, use_errno=True
    )(write)
    patch = pytest.MonkeyPatch()
    # Whoever asks the full disk whether it has room is told the same; the reason for a failure gets lost on the way up.
    patch.setattr(store_driver, "has_room", lambda directory: not failed.is_set() and has_room(directory))
    try:
        for name in _WRITES:
            _set(name, ctypes.cast(call, ctypes.c_void_p).value)
        yield seen
    finally:
        patch.undo()
        for name in _WRITES:
            _set(name, None)


def killed_at(number: int) -> Callable[[int], bool]:
    """Return what kills this process with SIGKILL just before its write of that number."""

    def at(seen: int) -> bool:
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return False

    return at
