"""When the drafts are locked because nobody is at the keyboard, or is about to leave it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import State
from embassy_assistant.services.workspace import Access

if TYPE_CHECKING:
    from embassy_assistant.services.desk import Desk

AHEAD: Final = timedelta(hours=1)
_GOES_OUT: Final = frozenset({State.WAITING, State.PREPARED, State.ARMED, State.UNKNOWN})


def may_lock(desk: Desk) -> bool:
    """Whether the drafts can be locked: they are open, and whoever may need the recovery code has it on paper."""
    return desk.workspace.access is Access.OPEN and not desk.preferences.recovery_pending


def wants_lock(desk: Desk, idle: timedelta) -> bool:
    """Whether to lock now that nobody has touched the window for `idle`.

    A locked program does not send, so that an Officer may have it wait while something is due soon or under way.
    """
    if not may_lock(desk):
        return False
    after = desk.preferences.lock_after
    if not after or idle < timedelta(minutes=after):
        return False
    return not _waits(desk)


def wants_lock_at_once(desk: Desk, *, asleep: bool) -> bool:
    """Whether to lock now that the screen was locked or the computer is about to fall asleep.

    Nothing goes out of a computer that sleeps: then, there is nothing to wait for.
    """
    return may_lock(desk) and desk.preferences.lock_with_screen and (asleep or not _waits(desk))


def _waits(desk: Desk) -> bool:
    if not desk.preferences.lock_waits or desk.outbox.held:
        return False
    soon = desk.clock.now() + AHEAD
    rows = desk.workspace.store.deliveries.open()
    return any(row.state in _GOES_OUT and row.instant <= soon for row in rows)
