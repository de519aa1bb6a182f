"""Which earlier snapshots of a Post are kept: one per pause of 5 s, later one per minute, at last one per session."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.post import Post

PAUSE: Final = timedelta(seconds=5)
MINUTE: Final = timedelta(minutes=1)
SESSION_GAP: Final = timedelta(minutes=30)
FINE_FOR: Final = timedelta(hours=1)
MINUTES_FOR: Final = timedelta(days=1)
# Losing this much of a text in one go is worth a revision even in the middle of typing: select all, type one letter.
_SUDDEN_LOSS: Final = 20


def worth_keeping(before: Post, after: Post, last_kept: datetime | None) -> bool:
    """Whether `before` becomes a revision now that `after` replaces it.

    Args:
        before: the snapshot in the store.
        after: the one that replaces it.
        last_kept: when the newest kept revision was written, aware UTC.
    """
    if before.empty or _content(before) == _content(after):
        return False
    elapsed = after.updated_at - before.updated_at
    paused = elapsed >= PAUSE or elapsed < timedelta(0)
    # Not the next snapshot of the same editing: another program, or the window after a restart, wrote this one.
    interrupted = after.revision != before.revision + 1
    long_ago = last_kept is None or before.updated_at - last_kept >= MINUTE
    sudden = any(len(version.text) - len(after.text(code)) > _SUDDEN_LOSS for code, version in before.versions.items())
    return paused or interrupted or long_ago or sudden


def superfluous(kept: Sequence[tuple[int, datetime]], now: datetime) -> list[int]:
    """Return the row ids that thinning drops.

    Args:
        kept: row id and time of each revision, oldest first.
        now: the time of the newest snapshot, aware UTC.
    """
    drop: list[int] = []
    for (row, at), (_, later) in itertools.pairwise(kept):
        age = now - at
        if age <= FINE_FOR:
            break
        # The last one of each session, and before that of each minute, stays.
        same = later - at < SESSION_GAP if age > MINUTES_FOR else _minute(at) == _minute(later)
        if same:
            drop.append(row)
    return drop


def _minute(at: datetime) -> int:
    return int(at.timestamp() // MINUTE.total_seconds())


def _content(post: Post) -> tuple[object, ...]:
    return (post.topic, post.versions, post.media, post.pair, post.accounts, post.due, post.overrides, post.as_thread)
