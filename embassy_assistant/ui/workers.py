"""Runs functions off the GUI thread and delivers result or error on it.

A lane is one thread that works through its jobs in order, so that what belongs together stays in order and a keyring
dialog never keeps a save waiting.
"""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from shiboken6 import isValid

from embassy_assistant.domain.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")
Lane = Literal["reads", "writes", "review", "slow", "browser", "guidelines"]


@dataclass(eq=False, slots=True)
class _Job:
    function: Callable[[], Any]
    then: Callable[[Any], object] | None
    failed: Callable[[AssistantError], object] | None
    owner: QObject | None
    newest: str
    result: Any = None
    error: BaseException | None = None


class _LaneThread:
    """One daemon thread: a job that blocks for ever must not keep the program from ending."""

    def __init__(self, name: str, done: Callable[[_Job], None]) -> None:
        self._jobs: queue.SimpleQueue[_Job | threading.Event | None] = queue.SimpleQueue()
        self._done = done
        self._thread = threading.Thread(target=self._work, name=f"window-{name}", daemon=True)
        self._thread.start()

    def put(self, job: _Job | threading.Event | None) -> None:
        self._jobs.put(job)

    def join(self, seconds: float) -> None:
        self._thread.join(seconds)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            if isinstance(job, threading.Event):
                job.set()
                continue
            if job.function is _superseded:
                continue
            try:
                job.result = job.function()
            except BaseException as error:  # A defect, too, is raised where somebody sees it: on the GUI thread.
                job.error = error
            self._done(job)


def _superseded() -> None:
    """Stand in for a job that a newer one made needless."""


class Workers(QObject):
    """The lanes of one window.

    Signals:
        troubled: an `AssistantError` that nobody asked to hear of.
    """

    troubled = Signal(object)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start no thread yet; each lane starts with its first job."""
        super().__init__(parent)
        self._lanes: dict[Lane, _LaneThread] = {}
        self._newest: dict[str, _Job] = {}
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        function: Callable[[], Result],
        then: Callable[[Result], object] | None = None,
        failed: Callable[[AssistantError], object] | None = None,
        *,
        owner: QObject | None = None,
        lane: Lane = "reads",
        newest: str = "",
    ) -> None:
        """Run `function` on a lane.

        Args:
            function: what to run; touches no widget.
            then: gets the result on the GUI thread.
            failed: gets an `AssistantError` on the GUI thread; without it `troubled` is emitted. Any other exception
                is a defect and is raised on the GUI thread.
            owner: nothing is delivered once this object is gone.
            lane: which thread.
            newest: jobs of one name supersede each other: a waiting one is dropped, a running one delivers nothing.
        """
        job = _Job(function, then, failed, owner, newest)
        if newest:
            earlier = self._newest.get(newest)
            if earlier is not None:
                earlier.function = _superseded
            self._newest[newest] = job
        thread = self._lanes.get(lane)
        if thread is None:
            thread = self._lanes[lane] = _LaneThread(lane, self._finished.emit)
        thread.put(job)

    def idle(self, lane: Lane, seconds: float) -> bool:
        """Wait until a lane has worked through what it had.

        Returns:
            False when it took longer than `seconds`.
        """
        thread = self._lanes.get(lane)
        if thread is None:
            return True
        reached = threading.Event()
        thread.put(reached)
        return reached.wait(seconds)

    def stop(self, seconds: float = 2.0) -> None:
        """End the lanes after their waiting jobs; one that blocks is left behind."""
        lanes, self._lanes = self._lanes, {}
        for thread in lanes.values():
            thread.put(None)
        for thread in lanes.values():
            thread.join(seconds)

    def settle(self) -> None:
        """Deliver on this thread what has finished; for tests and for closing."""
        QCoreApplication.sendPostedEvents(self)

    def _deliver(self, job: _Job) -> None:
        if job.newest:
            if self._newest.get(job.newest) is not job:
                return
            del self._newest[job.newest]
        if job.owner is not None and not isValid(job.owner):
            return
        if isinstance(job.error, AssistantError):
            (job.failed or self.troubled.emit)(job.error)
        elif job.error is not None:
            raise job.error
        elif job.then is not None:
            job.then(job.result)
