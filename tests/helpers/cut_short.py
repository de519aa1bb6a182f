"""What is cut short: work in a copy of this process, which is killed, or meets a full disk, at a step on the disk."""

from __future__ import annotations

import errno
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import AssistantError, DiskFull

if TYPE_CHECKING:
    from collections.abc import Callable

DONE, REFUSED, FULL, DEFECT = 0, 1, 2, 3
"""How work ended that was not killed."""

_STEPS: Final = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "shutil.rmtree", "os.listdir"}
)


def in_a_child(work: Callable[[], object]) -> int:
    """Do it in a copy of this process, and return how that ended; negative for killed."""
    child = os.fork()
    if child == 0:
        code = DEFECT
        with suppress(BaseException):
            try:
                work()
                code = DONE
            except DiskFull:
                code = FULL
            except AssistantError:
                code = REFUSED
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def steps_of(work: Callable[[], object], act: Callable[[int, str, tuple[object, ...]], None]) -> Callable[[], object]:
    """Return what does `work` and calls `act` before each step on the disk, with its number, its kind and on what."""

    def watched() -> object:
        count = [0]

        def watch(event: str, arguments: tuple[object, ...]) -> None:
            if event in _STEPS:
                count[0] += 1
                act(count[0], event, arguments)

        sys.addaudithook(watch)
        return work()

    return watched


def count_steps(work: Callable[[], object]) -> int:
    """Do it in a copy of this process, and return how many steps it takes."""
    reader, writer = os.pipe()

    def told() -> None:
        seen = [0]

        def act(number: int, _event: str, _arguments: object) -> None:
            seen[0] = number

        steps_of(work, act)()
        os.write(writer, str(seen[0]).encode())

    ended = in_a_child(told)
    os.close(writer)
    with os.fdopen(reader) as file:
        counted = file.read()
    assert ended == DONE, ended
    return int(counted)


def kill(at: int) -> Callable[[int, str, tuple[object, ...]], None]:
    """Kill the process before the step of that number."""
    return lambda number, _event, _arguments: os.kill(os.getpid(), signal.SIGKILL) if number == at else None


def no_room(at: int) -> Callable[[int, str, tuple[object, ...]], None]:
    """Let the disk be full from the step of that number on: nothing new can be made or written to."""

    def full(number: int, event: str, arguments: tuple[object, ...]) -> None:
        writes = event in {"os.mkdir", "os.symlink"} or (event == "open" and _to_write(arguments))
        if number >= at and writes:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    return full


def _to_write(arguments: tuple[object, ...]) -> bool:
    _path, mode, flags = arguments
    if isinstance(mode, str):
        return mode[:1] in "wxa" or "+" in mode
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))
