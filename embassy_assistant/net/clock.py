"""The time as the servers have it, which tells whether the laptop's clock can be believed.

Every answer carries the server's `Date` (RFC 9110, section 6.6.1). The latest one that came over a verified connection
is carried forward by the count of seconds since the machine started, which goes on through suspend and which nobody
sets. So the difference is known at any later moment too, whatever is done to the laptop's clock meanwhile.

A server's own clock may be wrong as well. The laptop's is called wrong only as far as every server that was heard says
so: one that is a year ahead must not make posts go out which are due in a year.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Seconds; half of what is taken for a right clock (`services.gates`).
_FRESH: Final = 60.0


def since_start() -> float:
    """Return seconds counted since some moment of this run of the machine, through suspend where the system can.

    Linux counts through suspend in CLOCK_BOOTTIME, macOS in CLOCK_MONOTONIC (clock_gettime(3) there), Windows in the
    ticks that `time.monotonic` reads.
    """
    for name in ("CLOCK_BOOTTIME", *(["CLOCK_MONOTONIC"] if sys.platform == "darwin" else [])):
        if hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


class ServerClock:
    """What the servers last said of the time; may be used from several threads."""

    def __init__(
        self,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        counted: Callable[[], float] = since_start,
    ) -> None:
        """Compare `now`, the laptop's clock, with what is heard, carried forward by `counted` seconds."""
        self._now = now
        self.counted = counted
        self._lock = threading.Lock()
        self._heard: dict[str, tuple[datetime, float]] = {}

    def heard(self, date: datetime, host: str = "", asked: float | None = None) -> None:
        """Remember what `host`, which has proved who it is, says of the time at this moment.

        Args:
            date: what it said.
            host: who.
            asked: the count when it was asked. An answer that took long tells nothing: the laptop may have slept
                between the server's writing it and our reading it, and is not wrong by as much.
        """
        now = self.counted()
        if asked is not None and now - asked > _FRESH:
            return
        with self._lock:
            self._heard[host] = (date, now)

    def ahead(self) -> timedelta | None:
        """Return how far the laptop's clock is ahead of the servers, negative where it is behind; None for unknown."""
        with self._lock:
            heard = tuple(self._heard.values())
        now, counted = self._now(), self.counted()
        return min((now - (date + timedelta(seconds=counted - then)) for date, then in heard), key=abs, default=None)
