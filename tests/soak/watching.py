"""Watches a GUI thread: how long it was held up, by what, and whether that was this program at all.

The heart beats on the GUI thread each 10 ms. When a beat is late, the time since the last one is made up of what the
thread computed itself, of what it waited for a processor that others had, and of the rest: the interpreter's lock, the
disk, another thread of this program. Only others' use of the processor is excused, and it is measured, not assumed.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

STALL: Final = 0.05
_TICK: Final = 0.01
_LOOK_EVERY: Final = 0.01
_SAMPLE_AFTER: Final = 0.03
_FRAMES: Final = 16


class Moment(NamedTuple):
    """What the clocks of a thread say, in seconds.

    Attributes:
        now: the time.
        own: what the thread computed so far.
        program: what all threads of the program computed so far.
        queued: how long the thread was ready to run and had no processor.
    """

    now: float
    own: float
    program: float
    queued: float


@dataclass(frozen=True, slots=True)
class Stall:
    """A beat that came late; all in seconds.

    Attributes:
        late: how late.
        own: what the GUI thread computed meanwhile.
        others: how long the GUI thread was ready to run while a processor that it could have had was at work for
            others than this program: the time in the queue, less what the program's other threads computed meanwhile.
        collecting: how long garbage was collected meanwhile.
        stack: where the GUI thread was, the innermost call first; empty where nobody could look.
    """

    late: float
    own: float
    others: float
    collecting: float
    stack: tuple[str, ...]

    @property
    def ours(self) -> float:
        """How late the beat would have been on a machine that had a processor left."""
        return self.late - self.others


def between(before: Moment, after: Moment, collecting: float, stack: tuple[str, ...]) -> Stall:
    """Return how late the beat `after` is, one tick after `before` having been due."""
    spent = Moment(*(late - early for early, late in zip(before, after, strict=True)))
    others = max(0.0, spent.queued - max(0.0, spent.program - spent.own))
    return Stall(spent.now - _TICK, spent.own, others, collecting, stack)


class Clocks:
    """Reads the clocks of the thread that makes it."""

    def __init__(self) -> None:
        self._file = os.open(f"/proc/self/task/{threading.get_native_id()}/schedstat", os.O_RDONLY)

    def read(self) -> Moment:
        # All at one moment: a thread that is put off between two of its clocks has been put off by the one only.
        queued = self._queued()
        while True:
            clocks = time.perf_counter(), time.thread_time(), time.process_time()
            before, queued = queued, self._queued()
            if queued == before:
                return Moment(*clocks, queued / 1e9)

    def _queued(self) -> int:
        return int(os.pread(self._file, 100, 0).split()[1])

    def close(self) -> None:
        os.close(self._file)


class Watchdog(QObject):
    """Looks every 10 ms whether the GUI thread still looks; made and closed on the GUI thread.

    Attributes:
        stalls: each time that it was held up for longer than `STALL`, whoever's fault it was.
        kept: whenever the watching thread itself was held up for longer than `STALL`: for how long, in seconds, and
            where the program's other threads were then; one of them may have kept the interpreter.
        worst: the longest time late, in seconds.
    """

    def __init__(self, parent: QObject) -> None:
        """Watch from now on."""
        super().__init__(parent)
        self.stalls: list[Stall] = []
        self.kept: list[tuple[float, tuple[str, ...]]] = []
        self.worst = 0.0
        self._clocks = Clocks()
        self._gui = threading.get_ident()
        self._collecting = self._collects = 0.0
        self._stack: tuple[str, ...] = ()
        self._over = threading.Event()
        self._last = self._clocks.read()
        gc.callbacks.append(self._collected)
        self._timer = QTimer(self, interval=int(_TICK * 1000), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()
        self._sampler = threading.Thread(target=self._sample, name="watchdog", daemon=True)
        self._sampler.start()

    def close(self) -> None:
        """Watch no longer."""
        self._over.set()
        self._sampler.join()
        self._timer.stop()
        gc.callbacks.remove(self._collected)
        self._clocks.close()

    def _beat(self) -> None:
        now = self._clocks.read()
        stall = between(self._last, now, self._collecting, self._stack)
        self.worst = max(self.worst, stall.late)
        if stall.late > STALL:
            self.stalls.append(stall)
        self._last, self._collecting, self._stack = now, 0.0, ()

    def _collected(self, phase: str, _info: dict[str, int]) -> None:
        if phase == "start":
            self._collects = time.perf_counter()
        else:
            self._collecting += time.perf_counter() - self._collects

    def _sample(self) -> None:
        """Look where the GUI thread is whenever its heart is silent, once a silence."""
        looked = time.perf_counter()
        while not self._over.wait(_LOOK_EVERY):
            before, looked = looked, time.perf_counter()
            if looked - before - _LOOK_EVERY > STALL:
                self.kept.append((looked - before - _LOOK_EVERY, self._others()))
            beat = self._last
            if time.perf_counter() - beat.now < _SAMPLE_AFTER or self._stack:
                continue
            stack = places(sys._current_frames().get(self._gui))  # noqa: SLF001 - the documented way
            if self._last is beat:
                self._stack = stack

    def _others(self) -> tuple[str, ...]:
        """Return where each thread is that does more than wait for a lock."""
        passed_over = {self._gui, threading.get_ident()}
        frames = [frame for thread, frame in sys._current_frames().items() if thread not in passed_over]  # noqa: SLF001
        return tuple(
            " < ".join(places(frame)[:3]) for frame in frames if frame.f_code.co_filename != threading.__file__
        )


def places(frame: FrameType | None) -> tuple[str, ...]:
    """Return file, line and function of the innermost calls, the innermost first."""
    called = traceback.extract_stack(frame)[-_FRAMES:] if frame is not None else []
    return tuple(f"{Path(place.filename).stem}:{place.lineno} {place.name}" for place in reversed(called))


class Weight(NamedTuple):
    """What a process has in memory, in MB.

    Attributes:
        resident: all of it.
        own: its share of it (PSS): what is mapped by others too counts by the number of those.
        private: what it alone has written to.
    """

    resident: float
    own: float
    private: float


def weigh() -> Weight:
    """Weigh this process."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()[1:]
    sizes = {name: int(size.split()[0]) / 1024 for name, _, size in (line.partition(":") for line in lines)}
    return Weight(sizes["Rss"], sizes["Pss"], sizes["Private_Dirty"])


def loudly(tell: Callable[[str], None]) -> None:
    """Tell of every exception that nobody caught, on whichever thread, Qt's slots among them; and print it as before.

    Args:
        tell: gets the exception in one line.
    """

    def hook(kind: type[BaseException], error: BaseException | None, *_rest: object) -> None:
        tell(f"{kind.__name__}: {error}")

    before, before_thread = sys.excepthook, threading.excepthook

    def main_hook(kind: type[BaseException], error: BaseException, trace: Any) -> None:  # noqa: ANN401 - Python's own
        hook(kind, error)
        before(kind, error, trace)

    def thread_hook(args: threading.ExceptHookArgs) -> None:
        hook(args.exc_type, args.exc_value)
        before_thread(args)

    sys.excepthook, threading.excepthook = main_hook, thread_hook
