"""What a list of rules shows and searches of each: read once, a page at a time, off the GUI thread."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from embassy_assistant.domain.finding import Severity
    from embassy_assistant.domain.guideline import Rule, RuleKind

PAGE: Final = 250
"""Rules that are read in one go: some ten milliseconds, so that nothing else waits long for the lane."""
_APOSTROPHES: Final = str.maketrans({"ʼ": "’", "'": "’"})
_BOTH: Final = ("uk", "en")


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule in the list.

    Attributes:
        titles: what it says in a few words, per language of the window.
        languages: codes of the texts it is about; two for both halves.
        text: what a search looks through, folded.
        stem: what it looks for first, where it has no title.
    """

    id: str
    kind: RuleKind
    severity: Severity
    titles: Mapping[str, str]
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    text: str
    stem: str = ""

    def title(self, language: str) -> str:
        """Name the rule in `language`."""
        return self.titles.get(language) or self.titles.get("en") or self.stem or self.id


def entries(rules: Sequence[Rule]) -> list[Entry]:
    """Return what the list shows of `rules`."""
    return [
        Entry(
            rule.id,
            rule.kind,
            rule.severity,
            rule.title,
            languages_of(rule),
            tuple(sorted(rule.scope.topics)),
            _text(rule),
            rule.surfaces[0].text if rule.surfaces else "",
        )
        for rule in rules
    ]


def languages_of(rule: Rule) -> tuple[str, ...]:
    """Return the languages of the texts that a rule is about, Ukrainian first."""
    named = {surface.language for surface in (*rule.surfaces, *rule.words)} - {""}
    found = ({rule.language} - {""}) or set(rule.scope.languages) or named or set(_BOTH)
    return tuple(sorted(found, key=lambda code: (_BOTH.index(code) if code in _BOTH else len(_BOTH), code)))


def fold(text: str) -> str:
    """Return a text as a search compares it."""
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES).casefold()


def _text(rule: Rule) -> str:
    source, body = rule.source, rule.body
    parts = [rule.id, *rule.title.values(), *rule.reason.values(), source.issuer, source.title, source.number]
    for surface in (*rule.surfaces, *rule.words):
        parts += [surface.text, surface.replacement]
    for name in ("official", "text"):
        parts += getattr(body, name, {}).values()
    for name in ("domains", "accounts"):
        parts += getattr(body, name, ())
    # Each form of a word once: most share their replacement with the next.
    return fold("\n".join(dict.fromkeys(parts)))
