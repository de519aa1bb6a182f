"""Whether two facts may be the same one, said in another way."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from embassy_assistant.language.facts.model import Fact, Kind
from embassy_assistant.language.facts.units import is_converted

if TYPE_CHECKING:
    from embassy_assistant.language.facts.model import Clock, Day

_ZONES: Final = {
    "kyiv": (2, 3),
    "eet": (2, 3),
    "cet": (1, 2),
    "utc": (0,),
    "london": (0, 1),
    "eastern": (-5, -4),
    "moscow": (3,),
}
"""Hours from UTC, in winter and in summer."""

_TWO_DIGITS: Final = 100
_HALF_A_DAY: Final = 12
_DAY: Final = 24
_ROUND: Final = 100
_ROUNDED_BY: Final = 0.05
_CLOSE: Final = 1e-6


def key(fact: Fact) -> tuple[object, ...]:
    """Return what is equal in facts that say the same.

    Args:
        fact: Any.
    """
    clock = (fact.clock.hour, fact.clock.minute, fact.clock.zone, fact.clock.offset) if fact.clock else ()
    return fact.kind, f"{fact.value:.9g}", fact.unit, fact.day, clock


def is_like(one: Fact, other: Fact) -> bool:
    """Tell whether two facts may be the same.

    A part of a date may be left out, a unit too; a measure may be converted and a large number rounded where one half
    says so.

    Args:
        one: A fact.
        other: Another.
    """
    if one.kind is other.kind:
        if one.kind is Kind.DATE:
            return _days_meet(one.day, other.day) or _days_meet(other.day, one.day)
        if one.clock and other.clock:
            return _clocks_meet(one.clock, other.clock)
        if one.kind is Kind.RELATIVE:
            return one.value == other.value
    if Kind.RELATIVE in {one.kind, other.kind}:
        return False
    if any(fact.loose and fact.unit for fact in (one, other)) and not (one.unit and other.unit):
        # «За тиждень» is no counterpart of every 1.
        return False
    if one.unit and other.unit and one.unit != other.unit:
        return is_converted((one.value, one.unit), (other.value, other.unit))
    if any(math.isclose(here, there, rel_tol=_CLOSE) for here in figures(one) for there in figures(other)):
        return True
    return one.about != other.about and _is_rounded(*((one, other) if one.about else (other, one)))


@lru_cache(maxsize=1024)
def figures(fact: Fact) -> frozenset[float]:
    """Return the figures that a fact may be written with.

    Args:
        fact: Any.
    """
    if fact.clock:
        clock = fact.clock
        hours = {clock.hour, clock.hour % _HALF_A_DAY or _HALF_A_DAY}
        return frozenset(hour + clock.minute / 100 for hour in hours)
    if fact.kind is Kind.DATE:
        day = fact.day
        short = day.day + day.month / 100 if day.day and day.month else 0
        return frozenset(filter(None, (day.year, day.year % _TWO_DIGITS, day.day or day.month, short)))
    return frozenset((fact.value,) if fact.also is None else (fact.value, fact.also))


def _days_meet(one: Day, other: Day) -> bool:
    """Tell whether two days may be one; what is left out on one side is no difference."""
    years = {one.year, other.year}
    if 0 not in years and len(years) > 1:
        short = min(years) < _TWO_DIGITS and one.year % _TWO_DIGITS == other.year % _TWO_DIGITS
        if not short:
            return False
    pairs = list(zip(one.parts, other.parts, strict=True))
    if any(here and there and here != there for here, there in pairs[1:]):
        return False
    return any(here and there for here, there in pairs)


def _clocks_meet(one: Clock, other: Clock) -> bool:
    if one.zone and other.zone and (one.zone, one.offset) != (other.zone, other.offset):
        return not _universal(one).isdisjoint(_universal(other))
    hours = (one.hour, other.hour) if one.sure and other.sure else (one.hour % _HALF_A_DAY, other.hour % _HALF_A_DAY)
    return hours[0] == hours[1] and one.minute == other.minute


def _universal(clock: Clock) -> set[tuple[int, int]]:
    """Return the hours that a time may be in UTC, with its minutes."""
    offsets = (clock.offset,) if clock.offset else _ZONES[clock.zone]
    halves = (0,) if clock.sure else (0, _HALF_A_DAY)
    return {((clock.hour + half - offset) % _DAY, clock.minute) for offset in offsets for half in halves}


def _is_rounded(about: Fact, exact: Fact) -> bool:
    """Tell whether what is said to be approximate is the other one, with fewer figures."""
    smaller, larger = sorted((about.value, exact.value))
    if smaller < _ROUND or larger - smaller > larger * _ROUNDED_BY:
        return False
    here, there = (f"{fact.value:.15g}".rstrip("0") for fact in (about, exact))
    return len(here) < len(there)
