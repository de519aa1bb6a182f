"""How wrong the laptop's clock is, and what was known of the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# Below this the servers' clocks and the way to them explain the difference.
_TOLERANCE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class ClockEvidence:
    """What was known of the time at one moment; two of them tell whether the wall clock can be believed between.

    Attributes:
        wall: the laptop's clock, aware UTC.
        boot: which run of the machine it was; empty where the system does not say.
        since_boot: seconds since the machine started, counted through suspend; None where the system does not say.
    """

    wall: datetime
    boot: str = ""
    since_boot: float | None = None


def believable_error(ahead: timedelta | None) -> timedelta | None:
    """Return how far the laptop's clock is ahead of the servers; None where it is right or nothing is known.

    Args:
        ahead: as it was heard, negative where the clock is behind.
    """
    return None if ahead is None or abs(ahead) <= _TOLERANCE else ahead
