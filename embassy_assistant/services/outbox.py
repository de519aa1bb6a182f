"""The outbox as the Officer sees it: queue, take back, decide, hold."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.domain.delivery import (
    GOOD_AFTER_DUE,
    UNSENT,
    Action,
    Cause,
    Delivery,
    Kind,
    State,
    Step,
    advance,
)
from embassy_assistant.domain.errors import NeedsOfficer, NotSendable, Unusable
from embassy_assistant.domain.events import DeliveriesChanged, HoldChanged
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.services.corrections import Corrections
from embassy_assistant.services.freezes import looked_at, read_marks
from embassy_assistant.services.freezing import Frozen, Planned, freeze
from embassy_assistant.services.gates import BY_HAND, Wait, true_time, waits_for
from embassy_assistant.services.new_rows import new_rows, parking, timing
from embassy_assistant.services.pair_order import pair_order
from embassy_assistant.services.post_rows import PostRows
from embassy_assistant.services.standing import standing
from embassy_assistant.services.threads import ENDED_NOTE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.officer import Officer
    from embassy_assistant.domain.ports import Clock
    from embassy_assistant.domain.post import Due, Post
    from embassy_assistant.domain.review import ReviewResult
    from embassy_assistant.services.accounts import AccountBook
    from embassy_assistant.services.review import Review
    from embassy_assistant.services.workspace import Workspace

_CAUSES = {
    (State.WAITING, Action.TAKE_BACK): Cause.TAKEN_BACK,
    (State.PREPARED, Action.TAKE_BACK): Cause.TAKEN_BACK,
    (State.MISSED, Action.SEND_NOW): Cause.NEW_TIME,
    (State.MISSED, Action.NEW_TIME): Cause.NEW_TIME,
    (State.MISSED, Action.DROP): Cause.OFFICER_DROPS,
    (State.NEEDS_HUMAN, Action.MARK_SENT): Cause.OFFICER_SAW_IT,
    (State.NEEDS_HUMAN, Action.SEND_AGAIN): Cause.OFFICER_SENDS,
    (State.NEEDS_HUMAN, Action.DROP): Cause.OFFICER_DROPS,
    (State.REJECTED, Action.DROP): Cause.OFFICER_DROPS,
}
_OPEN_OUTCOME = frozenset({State.ARMED, State.UNKNOWN, State.NEEDS_HUMAN, State.PARKED})


class Outbox:
    """Freezes posts into Deliveries and carries out what an Officer decides of them."""

    def __init__(
        self, workspace: Workspace, review: Review, accounts: AccountBook, events: Events, clock: Clock
    ) -> None:
        """Work on `workspace`."""
        self._changes = Corrections(workspace, review, accounts, events, clock)
        self._workspace = workspace
        self._review = review
        self._accounts = accounts
        self._events = events
        self._clock = clock

    def plan(self, post: Post) -> tuple[Planned, ...]:
        """Return word for word what each account would get by `queue`.

        Raises:
            NotSendable: as `queue`, for a Post that was queued before.
        """
        earlier = self._workspace.store.deliveries.of_post(post.id)
        frozen = self._freeze(post, earlier)
        if earlier and not frozen.planned:
            raise _nothing(frozen)
        return frozen.planned

    def queue(self, post: Post, officer: Officer) -> Sequence[Delivery]:
        """Freeze the Post into Deliveries, in one transaction.

        Rows of an earlier queueing that have not been sent are cancelled and replaced; what is out stays out and is not
        sent to the same account in the same language again. See `services.freezing`.

        Args:
            post: as written.
            officer: who queues it.

        Returns:
            The new rows.

        Raises:
            NotSendable: a check stands in the way, no account is chosen, an earlier row's outcome is not known yet, or
                a thread cannot go on.
            Unusable: its rows moved meanwhile (`delivery.moved-on`).
        """
        result = self._review.check(post)
        if not result.sendable:
            first = result.obstacles[0]
            raise NotSendable(rule=first.rule, count=len(result.obstacles))
        deliveries = self._workspace.store.deliveries
        earlier = deliveries.of_post(post.id)
        frozen = self._freeze(post, earlier)
        now = self._clock.now()
        rows = parking(list(new_rows(post, frozen, result.judged_by, now)), self._accounts, now)
        if not rows:
            raise _nothing(frozen)
        cancelled = [self._cancel(row, now, officer) for row in frozen.replaced]
        try:
            # Somebody may have queued it at the same moment, in another window or from a shell.
            deliveries.enqueue(replace(post, updated_at=now), rows, cancelled, {row.id for row in earlier})
        except Conflict:
            raise Unusable("delivery.moved-on") from None
        self._events.publish(DeliveriesChanged(post.id))
        return rows

    def replaced_by(self, post: Post) -> int:
        """Return how many rows of a Post that have not gone out queueing it again would replace."""
        return len(self._freeze(post, self._workspace.store.deliveries.of_post(post.id)).replaced)

    def act(self, delivery_id: str, action: Action, officer: Officer, due: Due | None = None) -> Delivery:
        """Carry out an Officer's decision.

        Args:
            delivery_id: which row.
            action: one of its `actions`.
            officer: who decides.
            due: the new time, for `Action.NEW_TIME`.

        Returns:
            The row; of what a server keeps until its time, the Delivery that deletes it there.

        Raises:
            Unusable: the state does not allow the action any more (`delivery.moved-on`).
        """
        row = self._workspace.store.deliveries.get(delivery_id)
        if row is None or action not in row.actions:
            raise Unusable("delivery.moved-on")
        if action is Action.OPEN:
            return row
        if row.state is State.PARKED:
            return self._changes.delete(row.id, officer)
        now = self._clock.now()
        cause = _CAUSES.get((row.state, action))
        note = json.dumps({"officer": officer.initials, "action": action.value})
        changes: dict[str, object] = {}
        if action in {Action.SEND_NOW, Action.NEW_TIME}:
            changes = timing(now, due if action is Action.NEW_TIME else None)
            looked_at(self._workspace.store.settings, [row.id])
        if action is Action.SEND_NOW:
            changes["alone"] = True
        if action is Action.SEND_AGAIN:
            changes = {"looks": 0, "not_before": None, "good_until": now + GOOD_AFTER_DUE}
        if cause is None:
            return self._retime(row, note, changes)
        after = advance(row, cause, **changes)
        self._write(row, after, cause, note)
        self._end_thread(after)
        return after

    def correct(
        self, delivery_id: str, text: str, officer: Officer, alt: Mapping[str, str] | None = None, reason: str = ""
    ) -> Delivery:
        """Queue the correction of what is out; see `services.corrections`."""
        return self._changes.correct(delivery_id, text, officer, alt, reason)

    def check_correction(self, delivery_id: str, text: str, alt: Mapping[str, str] | None = None) -> ReviewResult:
        """Return what the checks say of a corrected text; see `services.corrections`."""
        return self._changes.check(delivery_id, text, alt)

    def delete(self, delivery_id: str, officer: Officer) -> Delivery:
        """Queue the deletion of what is out, or of what a server keeps for later; see `services.corrections`."""
        return self._changes.delete(delivery_id, officer)

    def hold(self) -> None:
        """Hold everything: nothing is armed until `release`; what servers keep for later goes out all the same."""
        self._set_hold(held=True)

    def release(self) -> None:
        """Let the queue go on.

        Raises:
            NeedsOfficer: the workspace moved to another laptop, which sends now (`moved.away`); see `Keeping.stay`.
        """
        if self._workspace.store.settings.get("moved"):
            raise NeedsOfficer("moved.away")
        self._set_hold(held=False)
        if self._workspace.store.settings.get("log-lost"):
            # Whoever lets the queue go on knows.
            self._workspace.store.settings.set("log-lost", "")

    @property
    def held(self) -> bool:
        """Whether everything is held."""
        return self._workspace.store.settings.get("held") == "yes"

    def group(self, post_id: str) -> PostRows | None:
        """Return a Post with its rows, None when there are none."""
        return next(iter(self.groups([post_id])), None)

    def groups(self, post_ids: Sequence[str]) -> Sequence[PostRows]:
        """Return a page of Posts with their rows, in the order of their ids."""
        store = self._workspace.store
        accounts = {account.id: account for account in store.accounts.all()}
        abilities = {a.id: self._accounts.network(a.network).abilities(a) for a in accounts.values()}
        held, order, marks = self.held, pair_order(store), read_marks(store.settings)
        now, due_by = self._clock.now(), true_time(self._clock)
        unreliable = self._review.unreliable(due_by)

        def wait(post: Post, row: Delivery) -> Wait:
            finding = None
            if row.state in UNSENT and row.kind is not Kind.DELETE:
                finding = self._review.still_sendable(row, post.overrides, post.topic)
            rule = self._review.pack.rule(finding.rule) if finding else None
            if rule:
                rules[row.id] = rule
            account = accounts.get(row.account_id)
            together = standing(rows[post.id])
            return waits_for(
                row,
                together,
                account,
                held=held,
                # What says that there is too much to apply all rules is no rule of the pack, and holds as well.
                ruled_out=finding is not None,
                unseen=row.id in marks,
                unreliable=unreliable,
                now=now,
                due_by=due_by,
                order=order,
            )

        rules: dict[str, Rule] = {}
        rows: dict[str, list[Delivery]] = {}
        for row in store.deliveries.of_posts(post_ids):
            rows.setdefault(row.post_id, []).append(row)
        return [
            PostRows(
                post,
                tuple(rows[post.id]),
                accounts,
                _waiting_for_each_other(rows[post.id], {row.id: wait(post, row) for row in rows[post.id]}),
                abilities,
                rules,
            )
            for post in store.posts.many(post_ids)
            if post.id in rows
        ]

    def post_ids(self, query: str = "", account: str = "", limit: int = 0) -> Sequence[str]:
        """Return the ids of queued posts: those that need a person, then by due time, then newest first.

        Args:
            query: words to find in texts and topics, by prefix.
            account: only Posts with a row for this Account.
            limit: at most so many, which is quick however many there are; 0 for all.
        """
        return self._workspace.store.deliveries.post_ids(query=query, account=account, limit=limit)

    def history(self, delivery_id: str) -> Sequence[Step]:
        """Return the row's steps, oldest first."""
        return self._workspace.store.deliveries.history(delivery_id)

    def counts(self) -> dict[State, int]:
        """Return how many rows stand in each state."""
        return self._workspace.store.deliveries.counts()

    def open(self) -> Sequence[Delivery]:
        """Return every row that is not final."""
        return self._workspace.store.deliveries.open()

    def _set_hold(self, *, held: bool) -> None:
        self._workspace.store.settings.set("held", "yes" if held else "no")
        self._events.publish(HoldChanged(held))

    def _freeze(self, post: Post, earlier: Sequence[Delivery]) -> Frozen:
        """Return what queueing would do.

        Raises:
            NotSendable: an earlier row's outcome is not known yet (`post.outcome-open`).
        """
        if any(row.state in _OPEN_OUTCOME for row in earlier):
            raise NotSendable("post.outcome-open")
        return freeze(post, self._accounts.targets_of(post), standing(earlier))

    def _cancel(self, row: Delivery, now: datetime, officer: Officer) -> tuple[Delivery, Delivery, Step]:
        cause = Cause.TAKEN_BACK if row.state in UNSENT else Cause.OFFICER_DROPS
        after = advance(row, cause)
        note = json.dumps({"officer": officer.initials, "replaced": True})
        return row, after, Step(row.id, row.state, after.state, cause, now, note)

    def _retime(self, row: Delivery, note: str, changes: dict[str, object]) -> Delivery:
        """Give a row that has not been sent a new time: what was prepared and never tried is made anew."""
        # What was armed before keeps its key: the first attempt may be out after all.
        afresh = row.state is State.PREPARED and row.armed_at is None
        cause = Cause.EXPIRED_THERE if afresh else Cause.NEW_TIME
        after = advance(row, cause, **changes, **({"prepared": None} if afresh else {}))
        self._write(row, after, cause, note)
        return after

    def _end_thread(self, ended: Delivery) -> None:
        """Cancel the rest of a thread whose segment was dropped."""
        if ended.state is not State.CANCELLED or ended.segment.count == 1:
            return
        for row in self._workspace.store.deliveries.of_thread(ended.thread):
            if row.segment.index > ended.segment.index and row.state in UNSENT:
                self._write(row, advance(row, Cause.TAKEN_BACK), Cause.TAKEN_BACK, ENDED_NOTE)

    def _write(self, before: Delivery, after: Delivery, cause: Cause, note: str) -> None:
        step = Step(before.id, before.state, after.state, cause, self._clock.now(), note)
        try:
            self._workspace.store.deliveries.apply(before, after, step)
        except Conflict:
            raise Unusable("delivery.moved-on") from None
        self._events.publish(DeliveriesChanged(before.post_id))


def _waiting_for_each_other(rows: Sequence[Delivery], waits: dict[str, Wait]) -> dict[str, Wait]:
    """Return the waits: what is ready itself waits for the halves that nobody could send now."""
    stuck = {Wait.PAUSE, *BY_HAND}
    first = [row for row in rows if row.kind is Kind.PUBLISH and row.state in UNSENT and row.segment.index == 0]
    if any(row.state is State.SENT for row in standing(rows)) or not any(waits[row.id] in stuck for row in first):
        return waits
    ready = (row.id for row in first if waits[row.id] is Wait.NOTHING and not row.alone and not row.segment.follows)
    return waits | dict.fromkeys(ready, Wait.OTHER_HALF)


def _nothing(frozen: Frozen) -> NotSendable:
    return NotSendable("post.thread-changed" if frozen.changed else "post.nothing-to-queue")
