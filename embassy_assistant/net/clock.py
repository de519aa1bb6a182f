"""The time as the servers have it, which tells whether the laptop's clock can be believed.

Every answer carries the server's `Date` (RFC 9110, section 6.6.1). The latest one that came over a verified connection
is carried forward by the count of seconds since the machine started, which goes on through suspend and which nobody
sets. So the difference is known at any later moment too, whatever is done to the laptop's clock meanwhile.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def since_start() -> float:
    """Return seconds counted since some moment of this run of the machine, through suspend where the system can."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class ServerClock:
    """What the servers last said of the time; may be used from several threads."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        counted: Callable[[], float] = since_start,
    ) -> None:
        """Compare `now`, the laptop's clock, with what is heard, carried forward by `counted` seconds."""
        self._now = now
        self._counted = counted
        self._lock = threading.Lock()
        self._heard: tuple[datetime, float] | None = None

    def heard(self, date: datetime) -> None:
        """Remember what a server that has proved who it is says of the time at this moment."""
        with self._lock:
            self._heard = (date, self._counted())

    def ahead(self) -> timedelta | None:
        """Return how far the laptop's clock is ahead of the servers, negative where it is behind; None for unknown."""
        with self._lock:
            heard = self._heard
        if heard is None:
            return None
        date, then = heard
        return self._now() - (date + timedelta(seconds=self._counted() - then))
