"""Threads: what a segment hangs under, and where a thread ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import UNSENT, Cause, State
from embassy_assistant.domain.errors import NetworkRefused
from embassy_assistant.domain.network import ThreadPlace
from embassy_assistant.services.standing import standing

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.ports import Deliveries
    from embassy_assistant.services.record import Pass

_ENDED: Final = frozenset({State.REJECTED, State.CANCELLED})
ENDED_NOTE: Final = json.dumps({"thread": "ended"})


def place_of(row: Delivery, deliveries: Deliveries) -> ThreadPlace | None:
    """Return what the row replies to; None when it begins a thread.

    Raises:
        NetworkRefused: an Officer said that what it replies to is out, and the program does not know where.
    """
    parent = _before(row, deliveries)
    if parent is None:
        return None
    root = parent
    while (before := _before(root, deliveries)) is not None:
        root = before
    references = [other.published.reference if other.published else "" for other in (root, parent)]
    if not all(references):
        raise NetworkRefused("delivery.no-parent")
    return ThreadPlace(*references)


def end_thread(row: Delivery, run: Pass) -> None:
    """Cancel the rest of a thread that cannot go on; the Post asks for a person by its ended row."""
    if row.state not in _ENDED or row.segment.count == 1:
        return
    for other in run.store.deliveries.of_thread(row.thread):
        if other.segment.index > row.segment.index and other.state in UNSENT:
            run.write(other, Cause.TAKEN_BACK, note=ENDED_NOTE)


def thread_ended(row: Delivery, deliveries: Deliveries) -> bool:
    """Whether a segment before this one will never go out, or was deleted since.

    The program may have died before it could say so.
    """
    if row.segment.index == 0 or row.state not in UNSENT:
        return False
    return any(
        other.thread == row.thread and other.state in _ENDED and other.segment.index < row.segment.index
        for other in standing(deliveries.of_post(row.post_id))
    )


def _before(row: Delivery, deliveries: Deliveries) -> Delivery | None:
    if row.segment.index:
        return deliveries.of_thread(row.thread)[row.segment.index - 1]
    return deliveries.get(row.segment.follows) if row.segment.follows else None
