"""The names that guidelines rule on, beside those that everybody writes alike; and how a name is spelt."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN
from embassy_assistant.domain.rule_body import Name as Ruled
from embassy_assistant.language.forms import nominatives
from embassy_assistant.language.names.tables import Entry, Table, common_table, make_table
from embassy_assistant.language.romanise import romanise
from embassy_assistant.language.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.language.names.reading import Name

# No name in the tables has more words; beyond three readings nothing is likely.
_WORDS: Final = 6
_READINGS: Final = 3
_PERSON: Final = "person"
_SOMETHING: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Glossary:
    """What names are called in the other language; the guidelines have the first word."""

    tables: tuple[Table, ...]

    def english_of(self, lemma: str) -> frozenset[str]:
        """Return the English words that may stand for a Ukrainian one, in small letters.

        Args:
            lemma: A dictionary form in small letters.
        """
        return frozenset().union(*(table.words.get(lemma, ()) for table in self.tables))

    def mistake(self, lemma: str, english: str) -> str:
        """Return how an English word is spelt that stands for a Ukrainian one; empty where it is no known mistake.

        Args:
            lemma: A dictionary form in small letters.
            english: In small letters.
        """
        return next((spelt for table in self.tables if (spelt := table.mistakes.get((lemma, english)))), "")


def read_glossary(rules: Iterable[Rule]) -> Glossary:
    """Return the names of guidelines, with those that everybody writes alike behind them.

    Args:
        rules: Of any kind; those about names count.
    """
    entries = [
        Entry(
            _SOMETHING,
            rule.body.official[UKRAINIAN],
            (rule.body.official[ENGLISH],),
            tuple(surface.text for surface in rule.surfaces if surface.language == ENGLISH),
        )
        for rule in rules
        if rule.kind is RuleKind.NAME and isinstance(rule.body, Ruled)
    ]
    return Glossary((make_table(entries, common_table().words), common_table()))


def spell(name: Name, language: str, glossary: Glossary) -> str | None:
    """Return how a name is written in the other language.

    Args:
        name: As it was found.
        language: What to write it in, `uk` or `en`.
        glossary: Names with a form of their own; a Ukrainian one without is romanised.

    Returns:
        The name in the nominative; None for an English one that the glossary does not have, and for one that has words
        in it that are translated.
    """
    if language == UKRAINIAN:
        written = " ".join(fold(word.text) for word in name.words)
        return next((spelt for table in glossary.tables if (spelt := table.theirs.get(written))), None)
    spelt = next((found for key in _keys(name) for table in glossary.tables if (found := table.ours.get(key))), None)
    if spelt:
        return spelt
    if any(glossary.english_of(lemma) and common_table().kinds.get(lemma) != _PERSON for lemma in name.lemmas):
        return None
    return " ".join(romanise(word) for word in _in_nominative([fold(word.text) for word in name.words], name))


def _keys(name: Name) -> Iterator[tuple[str, ...]]:
    """Yield what a name may be looked up by, the likeliest first."""
    for lemmas in itertools.product(*(word.lemmas[:_READINGS] for word in name.words[:_WORDS])):
        yield tuple(part for lemma in lemmas for part in lemma.split("-"))


def _in_nominative(small: list[str], name: Name) -> Iterator[str]:
    """Yield the words of a name in the nominative, in a case, gender and number that they all may have."""
    readings = [nominatives(word) for word in small]
    shared = [slot for slot, _ in readings[0] if all(slot in dict(reading) for reading in readings)][:1]
    for word, reading in zip(name.words, readings, strict=True):
        form = next((form for slot, form in reading if not shared or slot in shared), "")
        yield word.text if word.text.isupper() or not form else _like(word.text, form)


def _like(model: str, form: str) -> str:
    """Return a form with the capitals that its parts have in a text («Івано-Франківську»)."""
    capital = model[:1].isupper(), model.partition("-")[2][:1].isupper()
    parts = form.split("-", 1)
    return "-".join(part[:1].upper() + part[1:] if large else part for part, large in zip(parts, capital, strict=False))
