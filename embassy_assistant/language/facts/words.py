"""The words that facts are made of, from `resources/facts`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator

_ENDINGS: Final = regex.compile(r"([^(]*)\(([^)]*)\)")
# What no fact begins with, however often it stands within one.
_WITHIN: Final = frozenset(
    (
        *("times", "skip", "half-day", "half-day-of-hour", "zone", "from", "to", "about", "year", "hour", "at", "land"),
        *("unit", "percent", "percent-of", "percent-after", "with-half", "part", "money-magn", "before-relative"),
    )
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, in small letters.

    Attributes:
        roles: what a word may be, each with its value.
        starts: words that a fact may begin with.
        compound: an adjective that is a number with a unit («двадцятирічний»), else None.
    """

    roles: dict[str, dict[str, str]]
    starts: frozenset[str]
    compound: regex.Pattern[str] | None

    def get(self, role: str, word: str) -> str | None:
        """Return the value of a word in a role; None where it has none.

        Args:
            role: as the table names it.
            word: in small letters.
        """
        return self.roles[role].get(word) if role in self.roles else None

    def number(self, role: str, word: str) -> float | None:
        """Return the value of a word in a role, as a number.

        Args:
            role: as for `get`.
            word: in small letters.
        """
        value = self.get(role, word)
        return None if value is None else float(value)


@cache
def words_of(language: str) -> Words:
    """Return the words of a language.

    Args:
        language: `uk` or `en`.
    """
    roles: dict[str, dict[str, str]] = {}
    for line in (data_dir("resources") / "facts" / f"{language}.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            role, value, forms = line.split("\t")
            for form in _forms(forms):
                roles.setdefault(role, {}).setdefault(form, value)
    starts = frozenset(form for role, forms in roles.items() if role not in _WITHIN for form in forms)
    starts |= roles["times"].keys() if "times" in roles else frozenset()
    return Words(roles, starts, _compound(roles) if "part" in roles else None)


def _forms(written: str) -> Iterator[str]:
    for word in written.split():
        bracketed = _ENDINGS.fullmatch(word)
        if bracketed:
            yield from (bracketed[1] + ending for ending in bracketed[2].split(","))
        else:
            yield word


def _compound(roles: dict[str, dict[str, str]]) -> regex.Pattern[str]:
    parts, units = ("|".join(sorted(roles[role], key=len, reverse=True)) for role in ("part", "unit"))
    return regex.compile(rf"(?P<parts>(?P<part>{parts}){{1,3}}+)(?P<unit>{units})")
