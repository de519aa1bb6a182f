"""Days, months and years; days that are told from today."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.language.facts.model import Day, Fact, Kind
from embassy_assistant.language.facts.numerals import read_number

if TYPE_CHECKING:
    from embassy_assistant.language.facts.numerals import Numeral
    from embassy_assistant.language.facts.tokens import Line

    Facts = tuple[list[Fact], int]

DASHES: Final = frozenset("-–—")
_YEAR: Final = regex.compile(r"1[0-9]{3}|20[0-9]{2}|2100")
_BARE_YEAR: Final = regex.compile(r"19[0-9]{2}|20[0-9]{2}")
_SUFFIXES: Final = {
    "uk": regex.compile("[ои]?го|[ои]?му|[иі]х|[иі]ми|ший|ої|ою|т?ій|ий|[аеийхуюєяїм]|т[аеуі]|ма|г[ае]"),
    "en": regex.compile("st|nd|rd|th"),
}
# Words beside, which a capital or a preposition tells apart: «лютий» is fierce.
_DOUBTFUL: Final = frozenset(("may", "march", "mar", "sep", "dec", "лютий", "лютого", "лютому", "лютим"))
_DAYS: Final = 31
_MONTHS: Final = 12
_LEAST_YEAR, _MOST_YEAR = 1000, 2100


def suffix_end(line: Line, at: int) -> int:
    """Return the piece behind the ending of an ordinal in figures («24-го», "24th"), which may be none.

    Args:
        line: The text.
        at: The piece behind the figures.
    """
    place = at + 1 if line.language == "uk" and line[at].text == "-" else at
    written = line[place].kind == "word" and line.glued(at) and line.glued(place)
    return place + 1 if written and _SUFFIXES[line.language].fullmatch(line[place].text) else at


def fact(line: Line, at: int, end: int, day: Day, *, loose: bool = False) -> Fact:
    """Return a date that stands in some pieces."""
    return Fact(Kind.DATE, *line.span(at, end), day=day, loose=loose)


def read_written(line: Line, at: int) -> Facts | None:
    """Read a date in figures: «24.02.2022», 2022-02-24.

    Args:
        line: The text.
        at: A piece that looks like one.
    """
    parts = [int(part) for part in regex.split(r"\D", line[at].text) if part]
    if len(str(parts[0])) > 2:
        parts.reverse()
    day, month, year = parts
    if month > _MONTHS and day <= _MONTHS:
        day, month = month, day
    if not (0 < day <= _DAYS and 0 < month <= _MONTHS):
        return None
    return [fact(line, at, at + 1, Day(year, month, day))], at + 1


def read_named(line: Line, at: int) -> Facts | None:
    """Read what begins with a month, a day of the week or a word such as «сьогодні».

    Args:
        line: The text.
        at: The piece.
    """
    word = line[at].text
    relative = line.words.number("relative", word)
    if relative is not None:
        return [Fact(Kind.RELATIVE, *line.span(at, at + 1), value=relative + _further(line, at), loose=True)], at + 1
    weekday = line.words.get("weekday", word)
    if weekday is not None:
        # The Sunday Times is no day.
        titled = line[at + 1].kind == "word" and line[at + 1].raw[0].isupper()
        return [fact(line, at, at + 1, Day(weekday=int(weekday)), loose=titled)], at + 1
    adjective = line.words.get("of-month", word)
    if adjective is not None:
        return [fact(line, at, at + 1, Day(month=int(adjective)), loose=True)], at + 1
    month = _month(line, at)
    return _from_month(line, at, month) if month else None


def _further(line: Line, at: int) -> float:
    """Return a day more where the one before yesterday is meant, or the one after tomorrow."""
    further = line.words.number("before-relative", line.before(at).text) if line.before(at, 2).text == "day" else None
    return further if further == line.words.number("relative", line[at].text) and further else 0


def _month(line: Line, at: int) -> int:
    """Return which month a piece names; 0 for none."""
    month = line.words.get("month", line[at].text)
    return int(month) if month and (line.language == "uk" or line[at].raw[0].isupper()) else 0


def _from_month(line: Line, at: int, month: int) -> Facts | None:
    """Read what a month begins: "February 24, 2022", «у лютому 2022 року»."""
    end = at + 1
    if line[end].text == "." and line[end + 1].kind == "figures":
        end += 1
    found = read_number(line, end) if line.language == "en" and line[end].kind == "figures" else None
    if found is None or not _is_day(found):
        year, end = _year_after(line, at + 1)
        doubtful = line[at].text in _DOUBTFUL and not year and not line.has("from", at - 1 if at else line.size)
        return None if doubtful else ([fact(line, at, end, Day(year, month))], end)
    days = [(at, suffix_end(line, found.end), int(found.value))]
    second = _second(line, days[0][1])
    if second:
        days.append((days[0][1] + 1, suffix_end(line, second.end), int(second.value)))
    year, end = _year_after(line, days[-1][1])
    facts = [fact(line, start, stop, Day(year, month, day)) for start, stop, day in days[:-1]]
    return [*facts, fact(line, days[-1][0], end, Day(year, month, days[-1][2]))], end


def read_counted(line: Line, at: int, first: Numeral) -> Facts | None:
    """Read a date that begins with a number: «24–26 лютого», "24th of February 2022", «у 17-му році», 1980s.

    Args:
        line: The text.
        at: The piece.
        first: The number that begins there.
    """
    if first.scaled > 1 or first.value != int(first.value) or not (first.figured or first.ordinal):
        return None
    end = suffix_end(line, first.end)
    ordinal = first.ordinal or end > first.end
    second = _second(line, end)
    last = suffix_end(line, second.end) if second else end
    numbers = [(at, end, first)] + ([(end + 1, last, second)] if second else [])
    if all(_is_day(number) for _, _, number in numbers):
        named = last + (line[last].text == "of")
        month = _month(line, named)
        if month:
            year, last = _year_after(line, named + 1)
            facts = [fact(line, start, stop, Day(year, month, int(one.value))) for start, stop, one in numbers[:-1]]
            return [*facts, fact(line, numbers[-1][0], last, Day(year, month, int(numbers[-1][2].value)))], last
    return _years(line, numbers, ordinal=ordinal)


def _years(line: Line, numbers: list[tuple[int, int, Numeral]], *, ordinal: bool) -> Facts | None:
    last = numbers[-1][1]
    if line.language == "en" and line[last].text in {"s", "’s"} and line.glued(last):
        kept, last = True, last + 1
    else:
        named = line.has("year", last)
        kept = named and (ordinal or all(_LEAST_YEAR <= one.value <= _MOST_YEAR for _, _, one in numbers))
        kept = kept or all(_stands_for_a_year(line, one.end - 1, last) for _, _, one in numbers)
        last += named
    if not kept or not all(0 < one.value <= _MOST_YEAR for _, _, one in numbers):
        return None
    ends = [stop for _, stop, _ in numbers[:-1]] + [last]
    days = [
        fact(line, start, stop, Day(year=int(one.value))) for (start, _, one), stop in zip(numbers, ends, strict=True)
    ]
    return days, last


def _stands_for_a_year(line: Line, at: int, behind: int) -> bool:
    """Tell whether figures are a year though nothing says so."""
    counted = any(line.has(role, behind) for role in ("unit", "money", "percent", "magn"))
    return bool(_BARE_YEAR.fullmatch(line[at].text)) and not counted and not line.glued(at)


def _second(line: Line, at: int) -> Numeral | None:
    """Return the number behind a dash."""
    if line[at].text not in DASHES or line[at + 1].kind != "figures":
        return None
    return read_number(line, at + 1)


def _is_day(number: Numeral) -> bool:
    return number.scaled == 1 and number.value == int(number.value) and 0 < number.value <= _DAYS


def _year_after(line: Line, at: int) -> tuple[int, int]:
    """Return the year that stands here, 0 for none, and the piece behind it."""
    place = at + (line[at].text == ",")
    if not _YEAR.fullmatch(line[place].text):
        return 0, at
    end = suffix_end(line, place + 1)
    return int(line[place].text), end + line.has("year", end)
