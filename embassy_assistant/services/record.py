"""Commits the sender's steps, and remembers during one pass what they mean for the steps after them."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import Cause, Kind, Step, advance
from embassy_assistant.domain.errors import RateLimited, RequestFailed, SignInAgain
from embassy_assistant.domain.events import DeliveriesChanged
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.services.freezes import needs_look
from embassy_assistant.services.gates import Gates
from embassy_assistant.services.keys import Keys
from embassy_assistant.services.new_rows import change_of, here_again, ordered
from embassy_assistant.services.stored import read_table
from embassy_assistant.services.syncing import Sync, no_sync

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.network import Network
    from embassy_assistant.domain.ports import Clock, Store
    from embassy_assistant.services.accounts import AccountBook
    from embassy_assistant.services.review import Review

FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(minutes=15)
_PATIENCE: Final = 20
CALLED_BACK: Final = "delivery.called-back"
"""Id of the message that says why a deletion was ordered by the program itself."""
FROZEN: Final = "frozen"
"""Key in such an order, of the freeze that it was ordered for."""


@dataclass(frozen=True, slots=True)
class Means:
    """What sending needs besides the store.

    Attributes:
        accounts: credentials and networks.
        review: re-checks what is queued.
        events: told of every step.
        clock: where the time comes from.
        checkpoint: called before and after each durable step with its name; fault tests kill the process there.
        exchanges: returns what this thread exchanged with servers since it was last asked, without secrets.
        whole: verifies that the guidelines are those that the unit signed.
        sync: brings the guidelines up to date before anything is sent.
    """

    accounts: AccountBook
    review: Review
    events: Events
    clock: Clock
    checkpoint: Callable[[str], None] = lambda _name: None
    exchanges: Callable[[], Sequence[object]] = tuple
    whole: Callable[[], bool] = lambda: True
    sync: Sync = no_sync


class Pass:
    """One pass of the sender over the queue: what its parts work with, and the only way that they write.

    Attributes:
        moved: steps taken.
    """

    def __init__(self, store: Store, means: Means) -> None:
        """Work on `store`."""
        self.store = store
        self.accounts, self.clock, self.checkpoint = means.accounts, means.clock, means.checkpoint
        self.gates = Gates(store, means.accounts, means.review, means.clock, means.whole)
        self.keys = Keys(store, means.accounts, means.clock)
        self.moved = 0
        self._means = means

    def begin(self) -> None:
        """Forget what was exchanged before: it was about another row."""
        self._means.exchanges()

    def network(self, row: Delivery) -> Network:
        """Return the network of a row's account."""
        return self.accounts.network(row.network)

    def write(
        self, row: Delivery, cause: Cause, error: AssistantError | None = None, *, note: str = "", **changes: object
    ) -> Delivery:
        """Commit one step."""
        if error is not None:
            note = json.dumps({"id": error.id, "parameters": error.parameters}, ensure_ascii=False, default=str)
            changes["problem"] = note
        after = advance(row, cause, **changes)
        step = Step(row.id, row.state, after.state, cause, self.clock.now(), _noted(note, self._means.exchanges()))
        self._commit(after, cause, lambda: self.store.deliveries.apply(row, after, step))
        return after

    def call_back(self, row: Delivery, rule_id: str) -> None:
        """Commit the deletion of what its server keeps for later, because a rule forbids it since."""
        known = {other.id for other in self.store.deliveries.of_post(row.post_id)}
        change = replace(change_of(row, Kind.DELETE, row.segment, row.pack_version, self.clock.now()), undo_until=None)
        rule = self._means.review.pack.rule(rule_id)
        frozen = {FROZEN: rule_id} if rule is not None and rule.kind is RuleKind.FREEZE else {}
        note = json.dumps({"id": CALLED_BACK, "parameters": {"rule": rule_id}} | frozen, ensure_ascii=False)
        order = ordered(change, self.clock.now(), note)
        self._commit(order[1], Cause.ORDERED, lambda: self.store.deliveries.enqueue(None, [change], [order], known))

    def bring_back(self, row: Delivery, frozen: str = "") -> Delivery:
        """Commit that what a rule forbids is at its server no more, and waits here for what becomes of the rule.

        Args:
            row: what its server kept.
            frozen: the freeze that called it back, which may be lifted by now: an Officer looks first all the same.
        """
        after = advance(row, Cause.DELETED_THERE, problem="")
        step = Step(
            row.id, row.state, after.state, Cause.DELETED_THERE, self.clock.now(), _noted("", self._means.exchanges())
        )
        again = here_again(row)
        if frozen:
            needs_look(self.store.settings, again.id, frozen)
        self._commit(
            after, Cause.DELETED_THERE, lambda: self.store.deliveries.enqueue(None, [again], [(row, after, step)])
        )
        return after

    def _commit(self, after: Delivery, cause: Cause, write: Callable[[], None]) -> None:
        self.checkpoint(f"before {cause}")
        write()
        self.moved += 1
        self.gates.moved(after)
        self.checkpoint(f"after {cause}")
        self._means.events.publish(DeliveriesChanged(after.post_id))

    def close_gates(self, row: Delivery, error: AssistantError) -> None:
        """Remember what an error says of the account or of its server."""
        if isinstance(error, SignInAgain):
            self.accounts.refused(row.account_id, error)
        if isinstance(error, RequestFailed):
            self.gates.lost(row)

    def after(self, error: AssistantError, attempts: int) -> datetime:
        """Return when to try again: when the server said, else after a pause that doubles, with some chance in it."""
        if isinstance(error, RateLimited):
            # One that asks for a moment again and again gets a pause that is none of its moments.
            return max(error.retry_at, self.clock.now() + FIRST_PAUSE) if attempts >= _PATIENCE else error.retry_at
        pause: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(attempts, 6)))
        return self.clock.now() + pause * random.uniform(0.8, 1.0)  # noqa: S311 - spreads load, guards nothing


def _noted(note: str, exchanges: Sequence[object]) -> str:
    """Return a step's note with the exchanges that led to it."""
    if not exchanges:
        return note
    told = read_table(note) or ({"defect": note} if note.strip("{}") else {})
    return json.dumps({**told, "exchanges": list(exchanges)}, ensure_ascii=False)
