"""Amounts: money, measures, shares, numbers of what has a name, and bare numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.language.facts.dates import DASHES, suffix_end
from embassy_assistant.language.facts.model import Fact, Kind
from embassy_assistant.language.facts.numerals import read_number

if TYPE_CHECKING:
    from embassy_assistant.language.facts.numerals import Numeral
    from embassy_assistant.language.facts.tokens import Line

    Facts = tuple[list[Fact], int]

# «ІІ» is typed with Ukrainian letters as often as with Latin ones.
_ROMAN: Final = regex.compile(r"(X{0,3})(IX|IV|V?I{0,3})")
_TO_LATIN: Final = str.maketrans("ІХ", "IX")
_ROMAN_ONES: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_LOOSE: Final = 10
_LONGEST_LETTERS: Final = 6
_SQUARE: Final = frozenset(("квадратних", "квадратні", "квадратний", "квадратного", "кв", "square", "sq"))


def read_money(line: Line, at: int) -> Facts | None:
    """Read an amount with its currency before it: "$5-7bn", "EUR 5 million".

    Args:
        line: The text.
        at: The currency.
    """
    token = line[at]
    if token.kind == "word" and not token.raw.isupper():
        return None
    number = read_number(line, at + 1, money=True) if line[at + 1].kind == "figures" else None
    if number is None:
        return None
    land = line.words.get("land", line.before(at).text) if token.text == "$" and line.glued(at) else None
    unit = land or line.words.roles["money"][token.text]
    behind = number.end + 1 if line[number.end].text in DASHES else number.end
    again = behind + line.has("money", behind)
    second = read_number(line, again, money=True) if behind > number.end and line[again].kind == "figures" else None
    return _facts(line, (at, at), [number, second] if second else [number], (Kind.MONEY, unit), 0)


def read_amount(line: Line, at: int, number: Numeral) -> Facts:
    """Read an amount, with the unit behind it, and the one behind a dash.

    Args:
        line: The text.
        at: The piece.
        number: The number that begins there.
    """
    end = suffix_end(line, number.end)
    number.loose |= end > number.end and number.value == 1
    numbers = [number]
    if line[end].text in DASHES and line[end + 1].kind == "figures":
        numbers += filter(None, (read_number(line, end + 1),))
        end = suffix_end(line, numbers[-1].end)
    kind, unit, behind = _unit(line, end)
    if kind is Kind.NUMBER and line.has("to", end):
        following = read_number(line, end + 1)
        if following and following.figured:
            # Two to three inches.
            kind, unit, _ = _unit(line, suffix_end(line, following.end))
            return _facts(line, (at, at), numbers, (kind, unit), end)
    if kind is Kind.NUMBER and number.figured and line[end].kind == "word" and line.glued(end) and len(numbers) == 1:
        # 5G, 3D
        return [Fact(Kind.IDENTIFIER, *line.span(at, end + 1), value=number.value)], end + 1
    return _facts(line, (at, at), numbers, (kind, unit), behind)


def read_always(line: Line, at: int) -> Facts | None:
    """Read 24/7, which may stand for a word.

    Args:
        line: The text.
        at: Figures.
    """
    if [piece.text for piece in line.tokens[at : at + 3]] != ["24", "/", "7"]:
        return None
    return [Fact(Kind.IDENTIFIER, *line.span(at, at + 3), value=24, loose=True)], at + 3


def read_alone(line: Line, at: int) -> Facts:
    """Read a unit that counts by itself («за добу»), or a currency without a sum.

    Args:
        line: The text.
        at: The unit.
    """
    money = line.words.get("money", line[at].text)
    if money is not None:
        return [Fact(Kind.MONEY, *line.span(at, at + 1), unit=money, loose=True)], at + 1
    unit = line.words.roles["alone"][line[at].text]
    return [Fact(Kind.MEASURE, *line.span(at, at + 1), value=1, unit=unit, loose=True)], at + 1


def read_compound(line: Line, at: int) -> Facts | None:
    """Read an adjective that is a number with a unit: «двадцятирічний».

    Args:
        line: The text.
        at: The piece.
    """
    found = line.words.compound.fullmatch(line[at].text) if line.words.compound else None
    if not found:
        return None
    value = sum(float(line.words.roles["part"][part]) for part in found.captures("part"))
    unit = line.words.roles["unit"][found["unit"]]
    return [Fact(Kind.MEASURE, *line.span(at, at + 1), value=value, unit=unit, loose=value <= _LOOSE)], at + 1


def read_named(line: Line, at: int) -> Facts | None:
    """Read a name with figures in it (F-16, «С-300»), or Roman numerals.

    Args:
        line: The text.
        at: A word with a capital.
    """
    raw = line[at].raw
    figures = at + 1 + (line[at + 1].text in DASHES)
    joined = line[figures].kind == "figures" and line.glued(at + 1) and line.glued(figures)
    if joined and len(raw) <= _LONGEST_LETTERS:
        number = read_number(line, figures)
        if number:
            return [Fact(Kind.IDENTIFIER, *line.span(at, number.end), value=number.value)], number.end
    latin = raw.translate(_TO_LATIN)
    found = _ROMAN.fullmatch(latin) if len(latin) > 1 else None
    if not found:
        return None
    value = len(found[1]) * 10 + _ROMAN_ONES.index(found[2])
    _, unit, end = _unit(line, at + 1)
    unit, end = (unit, end) if unit == "century" else ("", at + 1)
    kind = Kind.MEASURE if unit else Kind.NUMBER
    return [Fact(kind, *line.span(at, end), value=value, unit=unit, loose=value <= _LOOSE)], end


def _facts(line: Line, places: tuple[int, int], numbers: list[Numeral], what: tuple[Kind, str], behind: int) -> Facts:
    """Return one fact a number; what the last is multiplied by may hold for the first, too."""
    at, start = places
    kind, unit = what
    last = numbers[-1]
    behind = max(behind, last.end)
    about = line.has("about", at - 1) if at else False
    facts = []
    for number in numbers:
        end = behind if number is last else number.end
        shared = number is not last and number.scaled == 1 < last.scaled
        value, also = (number.value * last.scaled, number.value) if shared else (number.value, number.also)
        found = Fact(kind, *line.span(start, end), value, unit, also or _shared(line, end, number), about, number.loose)
        facts.append(found)
        start = end + 1
    return facts, behind


def _shared(line: Line, at: int, number: Numeral) -> float | None:
    """Return what a number is with what the next is multiplied by: ten in "ten to fifteen thousand"."""
    if number.scaled > 1 or not line.has("to", at):
        return None
    following = read_number(line, at + 1)
    return number.value * following.scaled if following and following.scaled > 1 else None


def _unit(line: Line, at: int) -> tuple[Kind, str, int]:
    """Return what is counted here, and the piece behind it."""
    place = at + 1 if line[at].text == "-" and line.glued(at) and line.glued(at + 1) else at
    if line[place].text == "of" and line.has("money", place + 1):
        place += 1
    square = "2" if line[place].text in _SQUARE else ""
    land = line.words.get("land", line[place].text)
    place += land is not None or line.has("skip", place)
    word = line[place].text
    if line.words.get("percent", word) is not None:
        return Kind.PERCENT, "%", place + 1
    if line.language == "en" and line.has("percent-of", place) and line.has("percent-after", place + 1):
        return Kind.PERCENT, "%", place + 2
    money = line.words.get("money", word)
    if money is not None:
        return Kind.MONEY, land or money, place + 1
    unit = line.words.get("unit", word)
    return (Kind.MEASURE, unit + square, place + 1) if unit is not None else (Kind.NUMBER, "", at)
