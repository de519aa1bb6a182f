"""How wrong the laptop's clock is, and what the time is then."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

# Below this the servers' clocks and the way to them explain the difference.
_TOLERANCE: Final = timedelta(minutes=2)


def believable_error(ahead: timedelta | None) -> timedelta | None:
    """Return how far the laptop's clock is ahead of the servers; None where it is right or nothing is known.

    Args:
        ahead: as it was heard, negative where the clock is behind.
    """
    return None if ahead is None or abs(ahead) <= _TOLERANCE else ahead
