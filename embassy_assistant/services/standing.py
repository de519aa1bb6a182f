"""What of a Post is out as it stands now: corrections and deletions are Deliveries of their own, about others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.domain.delivery import FINAL, Kind, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.delivery import Delivery, FrozenSegment


def standing(rows: Sequence[Delivery]) -> list[Delivery]:
    """Return the rows that publish, in their order: what was deleted since is CANCELLED, what was corrected says so.

    Args:
        rows: all rows of a Post, oldest first.
    """
    return [_as_it_stands(row, rows) for row in rows if row.kind is Kind.PUBLISH]


def changing(row: Delivery, rows: Sequence[Delivery]) -> Delivery | None:
    """Return the correction or deletion of `row` that is not finished, None when there is none."""
    return next((other for other in rows if other.about == row.id and other.state not in FINAL), None)


def hanging(row: Delivery, rows: Sequence[Delivery]) -> list[Delivery]:
    """Return what of the thread of `row` is out after it, and would hang under nothing without it."""
    return [
        other
        for other in standing(rows)
        if other.state is State.SENT
        and (
            (other.thread == row.thread and other.segment.index > row.segment.index) or other.segment.follows == row.id
        )
    ]


def _as_it_stands(row: Delivery, rows: Sequence[Delivery]) -> Delivery:
    for change in rows:
        if change.about != row.id or change.state is not State.SENT:
            continue
        if change.kind is Kind.EDIT:
            row = replace(row, segment=_corrected(row, change), published=change.published or row.published)
        elif row.state is State.SENT and _reference(change) == _reference(row):
            # What was deleted before its time came may have gone out all the same, and is then elsewhere.
            return replace(row, state=State.CANCELLED)
    return row


def _corrected(row: Delivery, edit: Delivery) -> FrozenSegment:
    place = row.segment
    return replace(edit.segment, index=place.index, count=place.count, follows=place.follows)


def _reference(row: Delivery) -> str:
    return row.published.reference if row.published else ""
