"""The rows that an Officer's decision makes: of a Post that is queued, and about what is out already."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.domain.delivery import (
    GOOD_AFTER_DUE,
    GOOD_AFTER_QUEUED,
    UNDO_GRACE,
    Cause,
    Delivery,
    Kind,
    Step,
    advance,
)
from embassy_assistant.domain.network import Ability
from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.services.gates import PARK_AHEAD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from embassy_assistant.domain.delivery import FrozenSegment
    from embassy_assistant.domain.post import Due, Post
    from embassy_assistant.services.accounts import AccountBook
    from embassy_assistant.services.freezing import Frozen


def new_rows(post: Post, frozen: Frozen, pack_version: str, now: datetime) -> Iterator[Delivery]:
    """Yield the Deliveries of a Post that is queued, in the order of its accounts."""
    good_until = post.due.instant() + GOOD_AFTER_DUE if post.due else now + GOOD_AFTER_QUEUED
    for planned in frozen.planned:
        for thread in planned.threads:
            thread_id = uuid.uuid4().hex
            for segment in thread:
                yield Delivery(
                    id=uuid.uuid4().hex,
                    post_id=post.id,
                    account_id=planned.target.account.id,
                    network=planned.target.account.network,
                    segment=segment,
                    thread=thread_id,
                    queued_at=now,
                    good_until=good_until,
                    due=post.due,
                    undo_until=now + UNDO_GRACE,
                    pack_version=pack_version,
                    digest=segment.digest,
                )


def parking(rows: list[Delivery], accounts: AccountBook, now: datetime) -> list[Delivery]:
    """Return the rows, those marked that go to their server at once to be published there when they are due.

    Where only one half of the Pair could be handed over, none is: the laptop must be awake for the other anyway.
    """

    def can(row: Delivery) -> bool:
        account = accounts.get(row.account_id)
        return (
            account is not None
            and account.park
            and row.segment.count == 1
            and row.instant - now >= PARK_AHEAD
            and Ability.PARK in accounts.network(row.network).abilities(account)
        )

    able = {row.id for row in rows if can(row)}
    halves = [[row for row in rows if language in row.segment.languages] for language in PAIR_LANGUAGES]
    if any(half and not any(row.id in able for row in half) for half in halves):
        return rows
    return [replace(row, park=row.id in able) for row in rows]


def change_of(row: Delivery, kind: Kind, segment: FrozenSegment, pack_version: str, now: datetime) -> Delivery:
    """Return a Delivery that corrects or deletes `row`."""
    alone = replace(segment, index=0, count=1, follows="")
    return Delivery(
        id=uuid.uuid4().hex,
        post_id=row.post_id,
        account_id=row.account_id,
        network=row.network,
        segment=alone,
        thread=uuid.uuid4().hex,
        queued_at=now,
        good_until=now + GOOD_AFTER_QUEUED,
        undo_until=now + UNDO_GRACE,
        # What is deleted stays on record, for it may be elsewhere by then: parked, and published after all.
        published=row.published if kind is Kind.DELETE else None,
        pack_version=pack_version,
        digest=alone.digest,
        kind=kind,
        about=row.id,
    )


def ordered(change: Delivery, now: datetime, note: str) -> tuple[Delivery, Delivery, Step]:
    """Return a correction or a deletion, itself as it is queued, and the line of its history that says who wants it."""
    after = advance(change, Cause.ORDERED)
    return change, after, Step(change.id, change.state, after.state, Cause.ORDERED, now, note)


def here_again(row: Delivery) -> Delivery:
    """Return a Delivery of what its server kept for later and gave back, to be sent from here."""
    made = uuid.uuid4().hex
    return Delivery(
        id=made,
        post_id=row.post_id,
        account_id=row.account_id,
        network=row.network,
        segment=row.segment,
        thread=uuid.uuid4().hex,
        queued_at=row.queued_at,
        good_until=row.good_until,
        due=row.due,
        pack_version=row.pack_version,
        digest=row.digest,
        park=row.park,
        alone=row.alone,
    )


def timing(now: datetime, due: Due | None) -> dict[str, object]:
    """Return what changes of a row with its time; None for at once."""
    good_until = due.instant() + GOOD_AFTER_DUE if due else now + GOOD_AFTER_QUEUED
    return {"due": due, "good_until": good_until, "undo_until": None, "not_before": None, "problem": ""}
