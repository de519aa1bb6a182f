"""What goes out together: the halves of a Pair, on all their accounts, and the segments of a thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import Kind, State
from embassy_assistant.domain.post import PAIR_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from embassy_assistant.domain.delivery import Delivery

BEGUN: Final = frozenset({State.ARMED, State.PARKED, State.UNKNOWN, State.SENT, State.NEEDS_HUMAN})
"""What is out, or may be."""
_FAILED: Final = frozenset({State.REJECTED, State.MISSED})
_READY: Final = BEGUN | {State.PREPARED}


def ahead(row: Delivery) -> bool:
    """Whether it was prepared to be handed over ahead of its time."""
    return row.prepared is not None and row.prepared.at is not None


def before_sent(row: Delivery, rows: Iterable[Delivery]) -> bool:
    """Whether all that comes before it in its thread is out."""
    return all(
        other.state is State.SENT
        for other in rows
        if other.thread == row.thread and other.segment.index < row.segment.index
    )


def kept_together(row: Delivery, rows: Sequence[Delivery]) -> list[Delivery]:
    """Return the first segments that go out, or went out, together with `row`."""
    kept = [other for other in rows if other.state is not State.CANCELLED and other.segment.index == 0]
    if row.alone:
        # It waits for nothing but what is sent alone with it: two halves sent now still go out in their order.
        kept = [other for other in kept if other.alone and other.state not in _FAILED]
    if ahead(row):
        # What is handed over ahead of its time waits for what is handed over too, not for what is sent when it is due.
        kept = [other for other in kept if other.park]
    return kept


def other_half_ready(row: Delivery, rows: Sequence[Delivery], order: Sequence[str]) -> bool:
    """Whether the Pair may go out: all first segments are prepared before any is armed, the first language goes first.

    A half whose other half was taken back, dropped or deleted waits until an Officer sends it alone. Rows are prepared
    before they count as ready, and preflighted before the first of them is armed.
    """
    if row.kind is not Kind.PUBLISH or row.segment.index > 0 or row.segment.follows or row.state is State.WAITING:
        return True
    kept = kept_together(row, rows)
    halves = [[other for other in kept if language in other.segment.languages] for language in order]
    if not all(halves):
        return row.alone or not _half_withdrawn(row, rows)
    if any(all(other.state in _FAILED for other in half) for half in halves):
        return False
    # What a server keeps for later is as good as out for what is handed over with it.
    gone = {State.SENT, State.PARKED} if ahead(row) else {State.SENT}
    out = any(other.state in gone for other in kept)
    if not out and not all(other.state in _READY | _FAILED for half in halves for other in half):
        return False
    return order[0] in row.segment.languages or any(other.state in gone for other in halves[0])


def _half_withdrawn(row: Delivery, rows: Iterable[Delivery]) -> bool:
    """Whether all of a half that was queued together with `row` was taken back or dropped since."""
    together = [other for other in rows if other.queued_at == row.queued_at and other.segment.index == 0]
    return any(
        half and all(other.state is State.CANCELLED for other in half)
        for half in ([o for o in together if language in o.segment.languages] for language in PAIR_LANGUAGES)
    )
