"""A fact with the value of another: what to write where a half is wrong."""

from __future__ import annotations

from typing import Final

import regex

from embassy_assistant.domain.post import UKRAINIAN
from embassy_assistant.language.facts.likeness import is_like
from embassy_assistant.language.facts.model import Fact, Kind
from embassy_assistant.language.facts.reading import read_facts

_FIGURES: Final = regex.compile(r"[0-9]++(?:[ \u00a0\u202f,.’'][0-9]++)*+")
_CLOCK: Final = regex.compile(r"[0-9]{1,2}([:.])[0-9]{2}|[0-9]{1,2}")
_GROUPED_FROM: Final = 10_000
_ROUNDING: Final = 1e-9


def with_value_of(one: Fact, other: Fact, language: str) -> str:
    """Return the text of a fact with other figures in it, so that it says what the other half says.

    Args:
        one: What stands in this half.
        other: What stands in the other.
        language: Of this half.

    Returns:
        The text; empty where more than figures would have to change.
    """
    changed = _changed(one, other, language)
    again = read_facts(changed, language) if changed else ()
    says_it = len(again) == 1 and again[0].unit == one.unit == other.unit and is_like(again[0], other)
    return changed if says_it else ""


def _changed(one: Fact, other: Fact, language: str) -> str:
    if one.kind is not other.kind:
        return ""
    if other.clock:
        hour, minute = other.clock.hour, other.clock.minute
        return _CLOCK.sub(lambda found: f"{hour}{found[1] or ':'}{minute:02d}", one.text, count=1)
    if one.kind is Kind.DATE:
        return _FIGURES.sub(str(other.day.day), one.text, count=1) if other.day.day else ""
    found = _FIGURES.search(one.text)
    first = read_facts(found.group(), language) if found else ()
    if not found or len(first) != 1 or not one.value:
        return ""
    figures = _written(other.value * first[0].value / one.value, language)
    return f"{one.text[: found.start()]}{figures}{one.text[found.end() :]}" if figures else ""


def _written(value: float, language: str) -> str:
    """Return a number in the notation of a language; empty where it has too many figures behind the sign."""
    rounded = round(value, 3)
    if abs(rounded - value) > value * _ROUNDING:
        return ""
    text = f"{rounded:,.3f}" if value >= _GROUPED_FROM else f"{rounded:.3f}"
    text = text.rstrip("0").rstrip(".")
    return text.translate({ord(","): "\u00a0", ord("."): ","}) if language == UKRAINIAN else text
