"""Correcting and deleting what is out: Deliveries of their own, which go through the same table as any other."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.domain.delivery import Kind, State
from embassy_assistant.domain.errors import NotSendable, Unusable
from embassy_assistant.domain.events import DeliveriesChanged
from embassy_assistant.domain.network import Ability
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.domain.post import Override, seen
from embassy_assistant.services.new_rows import change_of, ordered
from embassy_assistant.services.standing import changing, standing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from embassy_assistant.domain.delivery import Delivery, FrozenSegment
    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.officer import Officer
    from embassy_assistant.domain.ports import Clock
    from embassy_assistant.domain.review import ReviewResult
    from embassy_assistant.services.accounts import AccountBook
    from embassy_assistant.services.review import Review
    from embassy_assistant.services.workspace import Workspace


class Corrections:
    """Makes the Deliveries that correct or delete others."""

    def __init__(
        self, workspace: Workspace, review: Review, accounts: AccountBook, events: Events, clock: Clock
    ) -> None:
        """Work on `workspace`."""
        self._workspace = workspace
        self._review = review
        self._accounts = accounts
        self._events = events
        self._clock = clock

    def check(self, delivery_id: str, text: str, alt: Mapping[str, str] | None = None) -> ReviewResult:
        """Return what the checks say of a corrected text, as it would stand on its account.

        Args:
            delivery_id: what is out.
            text: its new text.
            alt: descriptions of its pictures by their hash; those that are left out stay as they are.

        Raises:
            Unusable: it is not out any more (`delivery.moved-on`).
        """
        row, _rows = self._out(delivery_id)
        return self._checked(row, _corrected(row.segment, text, alt))

    def correct(
        self, delivery_id: str, text: str, officer: Officer, alt: Mapping[str, str] | None = None, reason: str = ""
    ) -> Delivery:
        """Queue the correction of what is out.

        Args:
            delivery_id: what is out.
            text: its new text.
            officer: who corrects it.
            alt: descriptions of its pictures by their hash; those that are left out stay as they are.
            reason: why it goes out despite the checks' warnings; empty for no reason.

        Returns:
            The Delivery that corrects it.

        Raises:
            NotSendable: a check stands in the way, or nothing is different (`post.nothing-to-queue`).
            Unusable: it is not out any more (`delivery.moved-on`), another change of it is under way
                (`delivery.being-changed`), it is not known where it is (`delivery.no-place`), or its network corrects
                nothing (`network.no-edit`).
        """
        row, rows = self._out(delivery_id)
        self._able(row, Ability.EDIT, "network.no-edit")
        segment = _corrected(row.segment, text, alt)
        if segment == row.segment or not seen(segment.text):
            raise NotSendable("post.nothing-to-queue")
        result = self._checked(row, segment)
        if reason:
            now = self._clock.now()
            given = tuple(Override(finding.rule, reason, officer, now) for finding in result.obstacles)
            result = replace(result, overrides=(*result.overrides, *given))
        if not result.sendable:
            first = result.obstacles[0]
            raise NotSendable(rule=first.rule, count=len(result.obstacles))
        change = change_of(row, Kind.EDIT, segment, result.judged_by, self._clock.now())
        return self._order(change, officer, rows, reason)

    def delete(self, delivery_id: str, officer: Officer) -> Delivery:
        """Queue the deletion of what is out, or of what a server keeps for later.

        Returns:
            The Delivery that deletes it.

        Raises:
            Unusable: as `correct`; `network.no-delete` where its network deletes nothing.
        """
        row, rows = self._out(delivery_id, State.SENT, State.PARKED)
        if row.state is State.SENT:
            self._able(row, Ability.DELETE, "network.no-delete")
        change = change_of(row, Kind.DELETE, row.segment, self._review.judge, self._clock.now())
        if row.state is State.PARKED:
            # Nobody has seen it yet; its time may be near.
            change = replace(change, undo_until=None)
        return self._order(change, officer, rows)

    def _out(self, delivery_id: str, *states: State) -> tuple[Delivery, Sequence[Delivery]]:
        """Return a row that is out, as it stands, and all rows of its Post."""
        deliveries = self._workspace.store.deliveries
        found = deliveries.get(delivery_id)
        rows = deliveries.of_post(found.post_id) if found else ()
        row = next((row for row in standing(rows) if row.id == delivery_id), None)
        if row is None or row.state not in (states or (State.SENT,)):
            raise Unusable("delivery.moved-on")
        if changing(row, rows) is not None:
            raise Unusable("delivery.being-changed")
        if not (row.published and row.published.reference):
            raise Unusable("delivery.no-place")
        return row, rows

    def _able(self, row: Delivery, ability: Ability, refusal: str) -> None:
        account = self._accounts.get(row.account_id)
        if account is None or ability not in self._accounts.network(row.network).abilities(account):
            raise Unusable(refusal, account=account.handle if account else row.account_id)

    def _checked(self, row: Delivery, segment: FrozenSegment) -> ReviewResult:
        post = self._workspace.store.posts.get(row.post_id)
        targets = self._accounts.targets([row.account_id])
        because = (post.overrides, post.topic) if post else ()
        return self._review.check_segment(row, segment, targets, *because)

    def _order(self, row: Delivery, officer: Officer, known: Sequence[Delivery], reason: str = "") -> Delivery:
        """Queue a correction or a deletion, with who ordered it."""
        note = json.dumps({"officer": officer.initials, "kind": row.kind.value, "reason": reason}, ensure_ascii=False)
        order = ordered(row, self._clock.now(), note)
        try:
            self._workspace.store.deliveries.enqueue(None, [row], [order], {other.id for other in known})
        except Conflict:
            raise Unusable("delivery.moved-on") from None
        self._events.publish(DeliveriesChanged(row.post_id))
        return order[1]


def _corrected(segment: FrozenSegment, text: str, alt: Mapping[str, str] | None) -> FrozenSegment:
    given = alt or {}
    media = tuple(replace(item, alt=given.get(item.hash, item.alt)) for item in segment.media)
    return replace(segment, text=text.strip(), media=media)
