"""Commits the sender's steps, and remembers during one pass what they mean for the steps after them."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import Cause, Step, advance
from embassy_assistant.domain.errors import RateLimited, RequestFailed, SignInAgain
from embassy_assistant.domain.events import DeliveriesChanged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.network import Network
    from embassy_assistant.domain.ports import Clock, Store
    from embassy_assistant.services.accounts import AccountBook
    from embassy_assistant.services.gates import Gates
    from embassy_assistant.services.keys import Keys

FIRST_PAUSE: Final = timedelta(seconds=15)
LONGEST_PAUSE: Final = timedelta(minutes=15)


class Pass:
    """One pass of the sender over the queue: what its parts work with, and the only way that they write.

    Attributes:
        moved: steps taken.
    """

    def __init__(
        self,
        store: Store,
        accounts: AccountBook,
        gates: Gates,
        keys: Keys,
        clock: Clock,
        events: Events,
        checkpoint: Callable[[str], None],
        exchanges: Callable[[], Sequence[object]] = tuple,
    ) -> None:
        """Work on `store` through `gates`; `exchanges` returns what was exchanged since it was last asked."""
        self.store = store
        self.accounts = accounts
        self.gates = gates
        self.keys = keys
        self.clock = clock
        self._events = events
        self.checkpoint = checkpoint
        self._exchanges = exchanges
        self.moved = 0

    def begin(self) -> None:
        """Forget what was exchanged before: it was about another row."""
        self._exchanges()

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
        self.checkpoint(f"before {cause}")
        step = Step(row.id, row.state, after.state, cause, self.clock.now(), _noted(note, self._exchanges()))
        self.store.deliveries.apply(row, after, step)
        self.moved += 1
        self.gates.moved(after)
        self.checkpoint(f"after {cause}")
        self._events.publish(DeliveriesChanged(row.post_id))
        return after

    def close_gates(self, row: Delivery, error: AssistantError) -> None:
        """Remember what an error says of the account or of its server."""
        if isinstance(error, SignInAgain):
            self.accounts.refused(row.account_id)
        if isinstance(error, RequestFailed):
            self.gates.lost(row)

    def after(self, error: AssistantError, attempts: int) -> datetime:
        """Return when to try again: when the server said, else after a pause that doubles, with some chance in it."""
        if isinstance(error, RateLimited):
            return error.retry_at
        pause: timedelta = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(attempts, 6)))
        return self.clock.now() + pause * random.uniform(0.8, 1.0)  # noqa: S311 - spreads load, guards nothing


def _noted(note: str, exchanges: Sequence[object]) -> str:
    """Return a step's note with the exchanges that led to it."""
    if not exchanges:
        return note
    told = json.loads(note) if note.startswith("{") else {"defect": note} if note else {}
    return json.dumps({**told, "exchanges": list(exchanges)}, ensure_ascii=False)
