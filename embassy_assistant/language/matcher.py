r"""Finding thousands of terms in a text at once, with positions of the text as written.

All surfaces are matched in one pass over the folded text (Aho-Corasick); word edges are checked here, because a regular
expression's `\\b` breaks on Ukrainian apostrophes.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import ahocorasick_rs

from embassy_assistant.language.links import find_addresses, find_links, find_mentions
from embassy_assistant.language.text import APOSTROPHE, fold, fold_with_positions, is_word_edge, normalise, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from embassy_assistant.domain.guideline import Rule, Surface

_POSSESSIVE: Final = APOSTROPHE + "s"

# After these words one case is meant where a form could be several: «у спецоперації» is locative, not genitive.
_CASES_AFTER: Final = {
    **dict.fromkeys(("в", "у", "на", "при", "о", "об", "по"), ("loct",)),
    **dict.fromkeys(("завдяки", "попри", "всупереч", "наперекір"), ("datv",)),
    **dict.fromkeys(("про", "через", "крізь"), ("accs",)),
    **dict.fromkeys(
        ("до", "від", "без", "для", "після", "проти", "біля", "щодо", "час", "із-за", "з", "із", "зі"), ("gent",)
    ),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A place in a text where a rule's surface stands.

    Attributes:
        rule: The rule.
        start: First code point.
        end: Behind the last code point.
        text: What stands there.
        suggestions: What to write instead, in the same form and with the same capitals, best first.
    """

    rule: Rule
    start: int
    end: int
    text: str
    suggestions: tuple[str, ...]


@dataclass(slots=True)
class _Entry:
    """One folded text of one rule: surfaces with what to write instead, or an exception, which has none."""

    rule: Rule
    surfaces: list[Surface]
    exception: bool


class TermMatcher:
    """The terms of some rules, ready to be looked for; safe to share between threads."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Compile the rules.

        Args:
            rules: Rules of one language.
        """
        entries: dict[tuple[str, str, bool], _Entry] = {}
        for rule in rules:
            for surface in rule.surfaces:
                key = (fold(surface.text), rule.id, False)
                entry = entries.setdefault(key, _Entry(rule, [], exception=False))
                entry.surfaces.append(surface)
            for exception in rule.exceptions:
                entries.setdefault((fold(exception), rule.id, True), _Entry(rule, [], exception=True))
        by_text: defaultdict[str, list[_Entry]] = defaultdict(list)
        for (text, _, _), entry in entries.items():
            by_text[text].append(entry)
        by_text.pop("", None)
        self._entries = list(by_text.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(by_text), store_patterns=False)

    def find(self, text: str) -> tuple[Match, ...]:
        """Return all places in reading order; of one rule's overlapping surfaces only the longest.

        Args:
            text: A text as written. Links, mentions and e-mail addresses in it are left alone: a replacement would
                break them.
        """
        if not self._entries:
            return ()
        folded = fold_with_positions(text)
        exempt: dict[str, list[tuple[int, int]]] = defaultdict(list)
        found: list[Match] = []
        for index, start, end in self._automaton.find_matches_as_indexes(folded.text, overlapping=True):
            if not (is_word_edge(folded.text, start) and _may_end(folded.text, end)):
                continue
            place = folded.source(start, end)
            for entry in self._entries[index]:
                if entry.exception:
                    exempt[entry.rule.id].append(place)
                else:
                    found.extend(_match(text, place, entry))
        if not found:
            return ()
        links = [(link.start, link.end) for link in find_links(text)]
        links += [(mention.start, mention.end) for mention in find_mentions(text)]
        links += find_addresses(text)
        quotes = tuple(quoted(text))
        kept = [
            match
            for match in found
            if not _inside(match, exempt[match.rule.id])
            and not _inside(match, links)
            and not (match.rule.quotes_exempt and _inside(match, quotes))
        ]
        return _longest(kept)


def _may_end(folded: str, end: int) -> bool:
    """Tell whether a term may end here; an English possessive belongs to the term before it."""
    if is_word_edge(folded, end):
        return True
    return folded.startswith(_POSSESSIVE, end) and is_word_edge(folded, end + len(_POSSESSIVE))


def _match(text: str, place: tuple[int, int], entry: _Entry) -> Iterator[Match]:
    written = text[slice(*place)]
    surfaces = entry.surfaces
    if entry.rule.case_sensitive:
        plain = " ".join(normalise(written).split())
        surfaces = [surface for surface in surfaces if normalise(surface.text) == plain]
    if not surfaces:
        return
    if any(surface.case for surface in surfaces):
        # What follows another word than a preposition mostly belongs to it: «учасники СВО».
        word = _word_before(text, place[0])
        cases = _CASES_AFTER.get(word, ("gent",) if word[-1:].isalpha() else ())
        # Sorting is stable: at the beginning of a sentence the pack's order stays.
        surfaces = sorted(surfaces, key=lambda surface: surface.case not in cases)
    replacements = (
        _with_capitals(written, surface.text, surface.replacement) for surface in surfaces if surface.replacement
    )
    suggestions = dict.fromkeys(replacement for replacement in replacements if replacement != written)
    yield Match(entry.rule, *place, written, tuple(suggestions))


def _word_before(text: str, position: int) -> str:
    before = text[max(0, position - 24) : position].split()
    return before[-1].lower() if before else ""


def _with_capitals(written: str, model: str, replacement: str) -> str:
    """Return the replacement with the capitals of what it replaces."""
    if written.isupper() and not model.isupper() and len(written) > 1:
        return replacement.upper()
    if written[:1].isupper() and model[:1].islower():
        return replacement[:1].upper() + replacement[1:]
    return replacement


def _inside(match: Match, places: Iterable[tuple[int, int]]) -> bool:
    return any(start <= match.start and match.end <= end for start, end in places)


def _longest(matches: list[Match]) -> tuple[Match, ...]:
    """Drop a match that overlaps a longer one of its own rule; sort by place."""
    kept: list[Match] = []
    last_end: dict[str, int] = {}
    for match in sorted(matches, key=lambda match: (match.rule.id, match.start, -match.end)):
        if match.start >= last_end.get(match.rule.id, 0):
            kept.append(match)
            last_end[match.rule.id] = match.end
    return tuple(sorted(kept, key=lambda match: (match.start, match.end, match.rule.id)))
