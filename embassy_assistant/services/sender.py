"""The sender: takes Deliveries through the state table, one durable step at a time.

Every step is committed before the next begins, so that a crash at any moment leaves a row whose state is true. The
publishing request is made only in ARMED, which is committed before its first byte; whoever finds a row ARMED at start
knows that its outcome is not known, and reads back before anything else.
"""

from __future__ import annotations

import json
import logging
import random
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import (
    UNSENT,
    Cause,
    Delivery,
    State,
    Step,
    advance,
)
from embassy_assistant.domain.errors import (
    AnotherSender,
    AssistantError,
    Damaged,
    KeyringUnavailable,
    NetworkRefused,
    RateLimited,
    Refused,
    RequestFailed,
    SignInAgain,
    Unusable,
)
from embassy_assistant.domain.events import DeliveriesChanged, NetworkSeen
from embassy_assistant.domain.network import Network, Reconciliation, Sight, Sighting, ThreadPlace
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.services.gates import Gates

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.ports import Clock, SenderLock
    from embassy_assistant.services.accounts import AccountBook
    from embassy_assistant.services.review import Review
    from embassy_assistant.services.workspace import Workspace

log = logging.getLogger(__name__)

FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(minutes=15)
IDLE: Final = timedelta(seconds=30)
_RESEND_WHEN_ABSENT: Final = frozenset({Reconciliation.KEYED, Reconciliation.STATE_BEARING})


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

    def __init__(
        self,
        workspace: Workspace,
        accounts: AccountBook,
        review: Review,
        lock: SenderLock,
        events: Events,
        clock: Clock,
        checkpoint: Callable[[str], None] = lambda _name: None,
    ) -> None:
        """Send from `workspace`.

        Args:
            workspace: where the queue is.
            accounts: credentials and networks.
            review: re-checks what is queued.
            lock: taken by `step`, let go by `stop`.
            events: told of every step.
            clock: where the time comes from.
            checkpoint: called before and after each durable step with its name; fault tests kill the process there.
        """
        self._workspace = workspace
        self._accounts = accounts
        self._review = review
        self._lock = lock
        self._events = events
        self._clock = clock
        self._checkpoint = checkpoint

    def step(self) -> Report:
        """Take every Delivery as far as it can go now.

        Raises:
            AnotherSender: another program sends from this workspace.
            DraftsLocked: the key has not arrived.
        """
        deliveries = self._workspace.store.deliveries
        if not self._lock.acquire():
            raise AnotherSender
        moved = 0
        defect: Exception | None = None
        gates = Gates(self._workspace.store, self._accounts, self._review, self._clock)
        for state in (State.ARMED, State.UNKNOWN, State.PARKED, State.WAITING, State.PREPARED):
            for row in deliveries.open():
                if row.state is state:
                    # An Officer who moved the row first has the say; the next pass sees it as it is now.
                    try:
                        with suppress(Conflict):
                            moved += self._move(row, gates)
                    except AssistantError as error:
                        if not isinstance(error, Unusable):
                            raise
                        defect = defect or error
                    except Exception as error:
                        # One row that trips over a defect must not hold up all that stand behind it.
                        defect = defect or error
        if defect is not None:
            raise defect
        self._events.publish(NetworkSeen(not gates.offline))
        return Report(moved, gates.next_at(deliveries.open()), gates.offline)

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
        while not stop.is_set():
            pause = IDLE
            try:
                report = self.drain()
                if report.next_at is not None:
                    pause = min(IDLE, max(timedelta(seconds=0.2), report.next_at - self._clock.now()))
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

    def _move(self, row: Delivery, gates: Gates) -> int:
        """Take one row one step; returns how many steps were taken."""
        before = row.version
        if self._thread_ended(row):
            return self._write(row, Cause.TAKEN_BACK, note=json.dumps({"thread": "ended"})).version - before
        match row.state:
            case State.ARMED:
                row = self._found_armed(row)
            case State.UNKNOWN | State.PARKED:
                row = self._look(row, gates)
            case State.WAITING:
                row = self._prepare(row, gates)
            case _:
                row = self._send(row, gates)
        self._end_thread(row)
        return row.version - before

    def _found_armed(self, row: Delivery) -> Delivery:
        first_look = self._network(row).look_after[0]
        return self._write(
            row, Cause.FOUND_ARMED_AT_START, looks=0, not_before=(row.armed_at or self._clock.now()) + first_look
        )

    def _prepare(self, row: Delivery, gates: Gates) -> Delivery:
        if gates.too_late(row):
            return self._write(row, Cause.TOO_LATE)
        if not gates.may_prepare(row):
            return row
        if row.prepared is not None and row.armed_at is not None:
            # Missed after an attempt, then given a new time: it keeps its key, for the attempt may be out after all.
            return self._write(row, Cause.PREPARED_THERE, problem="", attempts=0, not_before=None)
        network = self._network(row)
        account = gates.account(row)
        try:
            prepared = network.prepare(
                row.segment, self._accounts.signed_in(account), self._workspace.store.media.read, self._place(row)
            )
        except (Refused, Damaged) as error:
            return self._write(row, Cause.PREPARING_REFUSED, error)
        except AssistantError as error:
            self._close_gates(row, error, gates)
            return self._write(
                row,
                Cause.PREPARING_FAILED,
                error,
                attempts=row.attempts + 1,
                not_before=self._after(error, row.attempts),
            )
        return self._write(row, Cause.PREPARED_THERE, prepared=prepared, problem="", attempts=0, not_before=None)

    def _send(self, row: Delivery, gates: Gates) -> Delivery:
        if gates.too_late(row):
            return self._write(row, Cause.TOO_LATE)
        if row.prepared is None or (row.armed_at is None and gates.expired(row)):
            return self._write(row, Cause.EXPIRED_THERE, prepared=None)
        if not gates.may_arm(row):
            return row
        network = self._network(row)
        signed_in = self._accounts.signed_in(gates.account(row))
        evidence = json.dumps({"wall": self._clock.now().isoformat(), "boot": self._clock.boot()})
        armed = self._write(
            row,
            Cause.COMMITTED_TO_SEND,
            note=evidence,
            armed_at=self._clock.now(),
            attempts=row.attempts + 1,
            looks=0,
        )
        self._checkpoint("publishing")
        try:
            published = network.publish(armed.prepared or row.prepared, signed_in)
        except AssistantError as error:
            return self._failed(armed, error, gates, network)
        except Exception as error:
            # A defect of ours: what left the machine is not known, and the row must say so before it gets loud.
            self._write(armed, Cause.OUTCOME_UNCLEAR, note=type(error).__name__, not_before=self._clock.now())
            raise
        self._checkpoint("published")
        cause = Cause.TAKEN_FOR_LATER if published.parked else Cause.ACCEPTED
        return self._write(armed, cause, published=published, problem="", not_before=None)

    def _failed(self, armed: Delivery, error: AssistantError, gates: Gates, network: Network) -> Delivery:
        """Write what an error of the publishing request means; only plain refusals are certain."""
        self._close_gates(armed, error, gates)
        if isinstance(error, RequestFailed) and not error.left_the_machine:
            return self._write(
                armed, Cause.NOTHING_LEFT_THE_MACHINE, error, not_before=self._after(error, armed.attempts)
            )
        if isinstance(error, RateLimited | SignInAgain | KeyringUnavailable):
            return self._write(
                armed, Cause.REFUSED_WITHOUT_ACTING, error, not_before=self._after(error, armed.attempts)
            )
        if isinstance(error, NetworkRefused):
            return self._write(armed, Cause.REFUSED, error)
        return self._write(armed, Cause.OUTCOME_UNCLEAR, error, not_before=self._clock.now() + network.look_after[0])

    def _look(self, row: Delivery, gates: Gates) -> Delivery:
        """Read back what became of a row whose outcome is not known."""
        if row.state is State.PARKED and row.instant > gates.now:
            return row
        if not gates.may_look(row):
            return row
        network = self._network(row)
        if row.prepared is None:
            return self._write(row, Cause.CANNOT_TELL)
        try:
            sighting = network.find(row.prepared, self._accounts.signed_in(gates.account(row)))
        except AssistantError as error:
            self._close_gates(row, error, gates)
            if row.state is State.PARKED:
                return row
            if isinstance(error, Refused):
                return self._write(row, Cause.CANNOT_TELL, error)
            return self._write(
                row,
                Cause.READING_FAILED,
                error,
                attempts=row.attempts + 1,
                not_before=self._after(error, row.attempts),
            )
        return self._judge(row, sighting, network)

    def _judge(self, row: Delivery, sighting: Sighting, network: Network) -> Delivery:
        if sighting.sight is Sight.ONE and sighting.published:
            return self._write(
                row, Cause.READ_BACK, published=sighting.published, problem="", evidence=sighting.seen, not_before=None
            )
        now = self._clock.now()
        if row.state is State.PARKED:
            return self._write(row, Cause.NOT_THERE_WHEN_DUE, not_before=now + network.look_after[0], looks=0)
        if sighting.sight is not Sight.ABSENT:
            return self._write(row, Cause.CANNOT_TELL, problem="", evidence=sighting.seen)
        looks = row.looks + 1
        if looks < len(network.look_after):
            later = (row.armed_at or now) + network.look_after[looks]
            return self._write(row, Cause.NOT_THERE_YET, looks=looks, not_before=max(later, now))
        if self._reconciliation(row) in _RESEND_WHEN_ABSENT:
            return self._write(row, Cause.NOT_THERE_AND_SAFE, looks=0, not_before=None)
        return self._write(row, Cause.CANNOT_TELL, looks=looks, problem="", evidence=sighting.seen)

    def _end_thread(self, row: Delivery) -> None:
        """Cancel the rest of a thread that cannot go on; the Post asks for a person by its ended row."""
        if row.state not in {State.REJECTED, State.CANCELLED} or row.segment.count == 1:
            return
        for other in self._workspace.store.deliveries.of_thread(row.thread):
            if other.segment.index > row.segment.index and other.state in UNSENT:
                self._write(other, Cause.TAKEN_BACK, note=json.dumps({"thread": "ended"}))

    def _thread_ended(self, row: Delivery) -> bool:
        """Whether a segment before this one will never go out: the program may have died before it could say so."""
        if row.segment.index == 0 or row.state not in UNSENT:
            return False
        return any(
            other.state in {State.REJECTED, State.CANCELLED} and other.segment.index < row.segment.index
            for other in self._workspace.store.deliveries.of_thread(row.thread)
        )

    def _place(self, row: Delivery) -> ThreadPlace | None:
        """Return what the row replies to; None when it begins a thread.

        Raises:
            NetworkRefused: an Officer said that what it replies to is out, and the program does not know where.
        """
        parent = self._before(row)
        if parent is None:
            return None
        root = parent
        while (before := self._before(root)) is not None:
            root = before
        references = [other.published.reference if other.published else "" for other in (root, parent)]
        if not all(references):
            raise NetworkRefused("delivery.no-parent")
        return ThreadPlace(*references)

    def _before(self, row: Delivery) -> Delivery | None:
        deliveries = self._workspace.store.deliveries
        if row.segment.index:
            return deliveries.of_thread(row.thread)[row.segment.index - 1]
        return deliveries.get(row.segment.follows) if row.segment.follows else None

    def _close_gates(self, row: Delivery, error: AssistantError, gates: Gates) -> None:
        if isinstance(error, SignInAgain):
            self._accounts.refused(row.account_id)
        if isinstance(error, RequestFailed):
            gates.lost(row)

    def _after(self, error: AssistantError, attempts: int) -> datetime:
        """Return when to try again: when the server said, else after a pause that doubles, with some chance in it."""
        if isinstance(error, RateLimited):
            return error.retry_at
        pause: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(attempts, 6)))
        return self._clock.now() + pause * random.uniform(0.8, 1.0)  # noqa: S311 - spreads load, guards nothing

    def _reconciliation(self, row: Delivery) -> Reconciliation:
        account = self._workspace.store.accounts.get(row.account_id)
        if account is None or row.prepared is None:
            return Reconciliation.BLIND
        return self._network(row).reconciliation(account, row.prepared)

    def _network(self, row: Delivery) -> Network:
        return self._accounts.network(row.network)

    def _write(
        self, row: Delivery, cause: Cause, error: AssistantError | None = None, *, note: str = "", **changes: object
    ) -> Delivery:
        """Commit one step."""
        if error is not None:
            note = json.dumps({"id": error.id, "parameters": error.parameters}, ensure_ascii=False, default=str)
            changes["problem"] = note
        after = advance(row, cause, **changes)
        self._checkpoint(f"before {cause}")
        step = Step(row.id, row.state, after.state, cause, self._clock.now(), note)
        self._workspace.store.deliveries.apply(row, after, step)
        self._checkpoint(f"after {cause}")
        self._events.publish(DeliveriesChanged(row.post_id))
        return after
