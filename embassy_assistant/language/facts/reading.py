"""The facts of a text, in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.language.facts import amounts, dates, times
from embassy_assistant.language.facts.numerals import read_number
from embassy_assistant.language.facts.tokens import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.language.facts.model import Fact

    Facts = tuple[list[Fact], int]


def read_facts(text: str, language: str) -> tuple[Fact, ...]:
    """Return what a text says of numbers, days, times, money and measures, in the order of the text.

    Args:
        text: Any text; links, mentions and tags are left out.
        language: `uk` or `en`.
    """
    return tuple(_read(Line(text, language)))


def _read(line: Line) -> Iterator[Fact]:
    at = 0
    while at < line.size:
        found = _read_one(line, at)
        if found is None:
            at += 1
        else:
            yield from found[0]
            at = found[1]


def _read_one(line: Line, at: int) -> Facts | None:
    token = line[at]
    if token.kind == "figures":
        return amounts.read_always(line, at) or _counted(line, at)
    if token.kind == "word":
        return _worded(line, at)
    if token.kind == "clock":
        return times.read_clock(line, at)
    if token.kind == "day":
        return dates.read_written(line, at)
    return amounts.read_money(line, at) if line.has("money", at) else None


def _worded(line: Line, at: int) -> Facts | None:
    token = line[at]
    found = None
    if token.text in line.words.starts:
        if line.has("noon", at):
            return times.read_noon(line, at)
        if line.has("alone", at):
            return amounts.read_alone(line, at)
        found = times.read_half(line, at) or dates.read_named(line, at)
        if found is None and line.has("money", at):
            return amounts.read_money(line, at) or amounts.read_alone(line, at)
        found = found or _counted(line, at)
    if found is None and token.raw[0].isupper():
        found = amounts.read_named(line, at)
    return found or amounts.read_compound(line, at)


def _counted(line: Line, at: int) -> Facts | None:
    number = read_number(line, at)
    if number is None:
        return None
    return (
        times.read_hour(line, at, number)
        or dates.read_counted(line, at, number)
        or amounts.read_amount(line, at, number)
    )
