"""The sender: takes Deliveries through the state table, one durable step at a time.

Every step is committed before the next begins, so that a crash at any moment leaves a row whose state is true. The
publishing request is made only in ARMED, which is committed before its first byte; whoever finds a row ARMED at start
knows that its outcome is not known, and reads back before anything else.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import UNSENT, Cause, Delivery, State
from embassy_assistant.domain.errors import AnotherSender, AssistantError, Unusable
from embassy_assistant.domain.events import NetworkSeen
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.services.attempts import Attempts
from embassy_assistant.services.freezes import mark_frozen
from embassy_assistant.services.gates import clock_error
from embassy_assistant.services.looking import Looking
from embassy_assistant.services.record import Pass
from embassy_assistant.services.threads import ENDED_NOTE, end_thread, thread_ended

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from embassy_assistant.domain.ports import SenderLock
    from embassy_assistant.services.record import Means
    from embassy_assistant.services.workspace import Workspace

log = logging.getLogger(__name__)

IDLE: Final = timedelta(seconds=30)
_MAY_GO: Final = UNSENT | {State.PARKED}


@dataclass(frozen=True, slots=True)
class Report:
    """What one pass did.

    Attributes:
        moved: steps taken.
        next_at: when something may be due again, aware UTC; None when nothing waits for a time.
        offline: whether an account's server did not answer.
    """

    moved: int = 0
    next_at: datetime | None = None
    offline: bool = False


class Sender:
    """Moves Deliveries. One at a time holds the sender lock of a workspace."""

    def __init__(self, workspace: Workspace, lock: SenderLock, means: Means) -> None:
        """Send from `workspace`; `lock` is taken by `step` and let go by `stop`."""
        self._workspace = workspace
        self._lock = lock
        self._means = means
        self._offline = False
        self._stopped: Callable[[], bool] = lambda: False

    def step(self) -> Report:
        """Take every Delivery as far as it can go now.

        Raises:
            AnotherSender: another program sends from this workspace.
            DraftsLocked: the key has not arrived.
        """
        if not self._lock.acquire():
            raise AnotherSender
        store = self._workspace.store
        if any(row.state in _MAY_GO for row in store.deliveries.open()):
            self._means.sync(offline=self._offline, stopped=self._stopped)
        run = Pass(store, self._means)
        run.keys.mark()
        mark_frozen(store, self._means.review)
        defect: Exception | None = None
        for state in (State.ARMED, State.UNKNOWN, State.PARKED, State.WAITING, State.PREPARED):
            for row in store.deliveries.open():
                if row.state is state:
                    # An Officer who moved the row first has the say; the next pass sees it as it is now.
                    try:
                        with suppress(Conflict):
                            self._move(row, run)
                    except AssistantError as error:
                        if not isinstance(error, Unusable):
                            raise
                        defect = defect or error
                    except Exception as error:
                        # One row that trips over a defect must not hold up all that stand behind it.
                        defect = defect or error
        if defect is not None:
            raise defect
        gates = run.gates
        self._offline = gates.offline
        self._means.events.publish(NetworkSeen(not gates.offline, clock_error(run.clock)))
        return Report(run.moved, gates.next_at(store.deliveries.open()), gates.offline)

    def drain(self) -> Report:
        """Step until a pass moves nothing.

        Returns:
            The last pass's report, with the steps of all passes.
        """
        total = 0
        while True:
            report = self.step()
            total += report.moved
            if not report.moved:
                return replace(report, moved=total)

    def run(self, stop: threading.Event, wake: threading.Event) -> None:
        """Send until `stop` is set, resting until something is due or `wake` is set. For a thread of its own."""
        self._stopped = stop.is_set
        while not stop.is_set():
            pause = IDLE
            try:
                report = self.drain()
                # Whoever writes checks against what is here: it is brought up to date before there is anything to send.
                self._means.sync(offline=self._offline, stopped=self._stopped)
                if report.next_at is not None:
                    pause = min(IDLE, max(timedelta(seconds=0.2), report.next_at - self._means.clock.now()))
            except AssistantError as error:
                log.info("sending rests: %s", error.id)
            except Exception:
                # A defect must be loud, and must not end the sending of everything else without a word.
                log.exception("sending stumbled")
            wake.wait(pause.total_seconds())
            wake.clear()
        self.stop()

    def stop(self) -> None:
        """Let the sender lock go."""
        self._lock.release()

    @staticmethod
    def _move(row: Delivery, run: Pass) -> None:
        """Take one row one step."""
        run.begin()
        if thread_ended(row, run.store.deliveries):
            run.write(row, Cause.TAKEN_BACK, note=ENDED_NOTE)
            return
        match row.state:
            case State.ARMED:
                row = Looking(run).found_armed(row)
            case State.UNKNOWN | State.PARKED:
                row = Looking(run).look(row)
            case State.WAITING:
                row = Attempts(run).prepare(row)
            case _:
                row = Attempts(run).send(row)
        end_thread(row, run)
