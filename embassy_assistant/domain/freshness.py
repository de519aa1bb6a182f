"""How far the guidelines in use can be relied on: when the unit last vouched for them, and what follows from their age.

FRESH     the unit's word still stands                                (nothing is said)
EXPIRED   it has run out; a newer pack may be there                   (the Officer is warned)
HELD      so old that the pack itself says not to speak by it         (sending is held)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

# A laptop's clock that is this far behind what the unit wrote down is wrong, and no age can be told by it.
_CLOCK_BEHIND: Final = timedelta(days=1)


class Standing(StrEnum):
    """What the age of the guidelines means."""

    FRESH = "fresh"
    EXPIRED = "expired"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Freshness:
    """What is known of the age of the guidelines in use.

    Attributes:
        confirmed: when the unit last said that these are its newest, aware UTC.
        expires: until when that word stands, aware UTC.
        hold_after: the age at which sending is held, as the packs set it; None for never.
    """

    confirmed: datetime
    expires: datetime
    hold_after: timedelta | None = None

    def age(self, now: datetime) -> timedelta:
        """Return how long ago the unit vouched for them; never less than nothing."""
        return max(now - self.confirmed, timedelta())

    def clock_behind(self, now: datetime) -> bool:
        """Whether the laptop's clock shows a time at which these guidelines were not there yet."""
        return now + _CLOCK_BEHIND < self.confirmed

    def standing(self, now: datetime) -> Standing:
        """Return what the age means at `now`; in doubt about the clock, the guidelines count as old."""
        doubtful = self.clock_behind(now)
        if self.hold_after is not None and (doubtful or self.age(now) >= self.hold_after):
            return Standing.HELD
        return Standing.EXPIRED if doubtful or now >= self.expires else Standing.FRESH


@dataclass(frozen=True, slots=True)
class Followed:
    """Whose guidelines are taken, and where they come from.

    Attributes:
        fingerprint: of the root that was trusted, in groups that two people can read to each other.
        address: where the unit publishes; empty where packs come by stick or e-mail only.
        mission: the code of the mission, whose own pack is taken too; empty for none.
    """

    fingerprint: str
    address: str
    mission: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What the rules' own examples showed on this laptop.

    Attributes:
        by: the program's version that tried them.
        failing: ids of the rules of which an example does not hold.
        untried: how many rules there was no time for.
    """

    by: str = ""
    failing: tuple[str, ...] = ()
    untried: int = 0


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking guidelines in.

    Attributes:
        changed: whether other packs are in use now.
        versions: what the packs call themselves, the ministry's first.
        freshness: how old they are.
        tried: what came of trying their rules on the examples that come with them.
        unchecked: ids of the rules that this program is too old to check.
    """

    changed: bool
    versions: tuple[str, ...]
    freshness: Freshness
    tried: Tried = Tried()
    unchecked: tuple[str, ...] = ()
