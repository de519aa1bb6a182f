"""Leaves as little as can be in memory of what was let go: for the moments in which the drafts are locked.

Neither Python nor Qt overwrites what it frees. The C library of Linux can: first of all that is freed while it is told
to; and whole pages that nobody uses are given back to the system, which hands them out empty. What lies in pages that
are in use for something else stays; SECURITY.md says so.
"""

from __future__ import annotations

import contextlib
import gc
import sys
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

# `M_PERTURB` of malloc.h: every byte of what is freed becomes this value's.
_PERTURB: Final = -6
_FILLING: Final = 0xA5


def begin_wiping() -> None:
    """Have whatever is freed from now on overwritten; this makes freeing slower."""
    _libc("mallopt", _PERTURB, _FILLING)


def end_wiping() -> None:
    """Free what nobody holds any more, and overwrite no longer."""
    # The standard library keeps the last addresses that it took apart: of drafts, and a proxy's with its password.
    urlsplit.cache_clear()  # type: ignore[attr-defined]
    gc.collect()
    _libc("mallopt", _PERTURB, 0)
    _libc("malloc_trim", 0)


def _libc(name: str, *arguments: int) -> None:
    """Call a function of the C library; nothing happens where it has none of that name."""
    if sys.platform != "linux":
        return
    # Few start to lock within the first second: imported then, it costs the start nothing.
    import ctypes

    with contextlib.suppress(AttributeError):  # musl has neither
        function: Callable[..., int] = getattr(ctypes.CDLL(None), name)
        function(*arguments)
