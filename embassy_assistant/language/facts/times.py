"""Times of the day, with their zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.language.facts.dates import suffix_end
from embassy_assistant.language.facts.model import Clock, Fact, Kind
from embassy_assistant.language.facts.numerals import read_number

if TYPE_CHECKING:
    from embassy_assistant.language.facts.numerals import Numeral
    from embassy_assistant.language.facts.tokens import Line

    Facts = tuple[list[Fact], int]

_HOURS: Final = 24
_NOON: Final = 12
_HOUR: Final = 60
_HALF_HOURS: Final = {("пів", "на"): 1, ("half", "past"): 0}
"""What comes before an hour at whose half it is, and how far that lies behind."""
_WITH_MINUTES: Final = regex.compile(r"([01]?[0-9]|2[0-3])\.([0-5][0-9])")
_BEFORE_A_ZONE: Final = frozenset(("(", ",", "за"))
_TIME: Final = frozenset(("time", "часом", "час"))
_FEMININE: Final = ("й", "ї", "у")


def read_clock(line: Line, at: int) -> Facts:
    """Read a time in figures.

    Args:
        line: The text.
        at: A piece such as `14:30`.
    """
    hour, minute = (int(part) for part in line[at].text.split(":")[:2])
    half, end = _half_of_day(line, at + 1, hours=True)
    return _fact(line, at, end, (hour, minute), half)


def read_noon(line: Line, at: int) -> Facts:
    """Read «опівдні», "midnight".

    Args:
        line: The text.
        at: The piece.
    """
    return _fact(line, at, at + 1, (int(line.words.roles["noon"][line[at].text]), 0), "noon")


def read_hour(line: Line, at: int, number: Numeral) -> Facts | None:
    """Read a time that is a number by itself: "2 p.m.", «о 14 годині», «з п’ятої ранку».

    Args:
        line: The text.
        at: The piece.
        number: The number that begins there.
    """
    timely = line.has("at", at - 1) if at and "at" in line.words.roles else False
    minute = 0
    hour = number.value
    end = suffix_end(line, number.end)
    written = _WITH_MINUTES.fullmatch(line[number.end - 1].text)
    if written and number.end == at + 1:
        hour, minute = float(written[1]), int(written[2])
    if number.scaled > 1 or hour != int(hour) or hour > _HOURS:
        return None
    feminine = line.language == "uk" and (end > number.end or number.ordinal) and line[end - 1].text.endswith(_FEMININE)
    named = "hour" in line.words.roles and line.has("hour", end)
    if named and timely:
        minute, end = _minutes(line, end)
    half, behind = _half_of_day(line, end + named, hours=named or feminine)
    told = half or (timely and (named or feminine or written))
    return _fact(line, at, behind, (int(hour), minute), half) if told else None


def read_half(line: Line, at: int) -> Facts | None:
    """Read «пів на восьму», "half past seven".

    Args:
        line: The text.
        at: The first word.
    """
    back = _HALF_HOURS.get((line[at].text, line[at + 1].text))
    number = read_number(line, at + 2) if back is not None else None
    if number is None or back is None or number.value not in range(1, _NOON + 1):
        return None
    half, end = _half_of_day(line, number.end, hours=True)
    return _fact(line, at, end, (int(number.value) - back, 30), half)


def _minutes(line: Line, at: int) -> tuple[int, int]:
    """Return the minutes behind an hour, and the last piece of it: «15 год. 30 хв»."""
    place = at + 1 + (line[at + 1].text == ".")
    told = line[place].text.isdecimal() and line.words.get("unit", line[place + 1].text) == "minute"
    minute = int(line[place].text) if told and len(line[place].text) <= 2 else _HOUR
    return (minute, place + 1) if minute < _HOUR else (0, at)


def _half_of_day(line: Line, at: int, *, hours: bool) -> tuple[str, int]:
    """Return what is added to the hour, nothing where it is not told, and the piece behind."""
    word = line[at].text
    half = line.words.get("half-day", word)
    if half is None and hours:
        half = line.words.get("half-day-of-hour", word)
    if half is None:
        return "", at
    # The full stop of "p.m.", where the sentence goes on.
    stopped = "." in word and line[at + 1].text == "."
    return half, at + 1 + (stopped and (not line[at + 2].raw[:1].isupper() or line.has("zone", at + 2)))


def _fact(line: Line, at: int, end: int, told: tuple[int, int], half: str) -> Facts:
    hour, minute = told
    if half.isdecimal():
        # Twelve a.m. is midnight; twelve p.m. is noon.
        hour = hour % _NOON + int(half) if hour <= _NOON else hour
    sure = bool(half) and half != "hour"
    zone, offset, end = _zone(line, end)
    clock = Clock(hour % _HOURS, minute, sure or hour > _NOON or hour == 0, zone, offset)
    return [Fact(Kind.TIME, *line.span(at, end), clock=clock)], end


def _zone(line: Line, at: int) -> tuple[str, int, int]:
    """Return the zone that is told here, hours from UTC, and the piece behind."""
    place = at
    while line[place].text in _BEFORE_A_ZONE and place < at + 2:
        place += 1
    zone = line.words.get("zone", line[place].text)
    if zone is None:
        return "", 0, at
    end = place + 1
    offset = 0
    if line[end].text in {"+", "-", "−"} and line[end + 1].text.isdecimal() and len(line[end + 1].text) <= 2:
        offset = int(line[end + 1].text) * (1 if line[end].text == "+" else -1)
        end += 2
    return zone, offset, end + (line[end].text in _TIME)
