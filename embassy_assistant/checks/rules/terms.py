"""Terms and names: nothing is called by a word that the guidelines forbid; in its place stands the right form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules.run import finding_at
from embassy_assistant.checks.rules.scan import Role
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Name
from embassy_assistant.language.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import Rule, Surface
    from embassy_assistant.language.places import Place

# After these words one case is meant where a form could be several: «у спецоперації» is locative, not genitive.
_CASES_AFTER: Final = {
    **dict.fromkeys(("в", "у", "на", "при", "о", "об", "по"), ("loct",)),
    **dict.fromkeys(("завдяки", "попри", "всупереч", "наперекір"), ("datv",)),
    **dict.fromkeys(("про", "через", "крізь"), ("accs",)),
    **dict.fromkeys(
        ("до", "від", "без", "для", "після", "проти", "біля", "щодо", "час", "із-за", "з", "із", "зі"), ("gent",)
    ),
}
_POSSESSIVE: Final = re.compile(r"\w+[’']s\b")
_ARTICLE: Final = re.compile(r"(?<!\w)(?:the|an?)\s$", re.IGNORECASE)
# With its space, and the letter before it that would make it the end of another word.
_LONGEST_ARTICLE: Final = 5


@dataclass(frozen=True, slots=True)
class _Match:
    """A place where surfaces of one rule stand."""

    place: Place
    surfaces: Sequence[Surface]


def find_terms(run: Run) -> Iterator[Finding]:
    """Yield one finding per place where a term stands, with what to write instead.

    Args:
        run: The snapshot and the pack.
    """
    return _find(run, RuleKind.TERM)


def find_names(run: Run) -> Iterator[Finding]:
    """Yield one finding per place where a name is wrong, with the official one.

    Args:
        run: The snapshot and the pack.
    """
    return _find(run, RuleKind.NAME)


def _find(run: Run, kind: RuleKind) -> Iterator[Finding]:
    for piece in run.pieces:
        for number in piece.scan.hits:
            run.effort.spend()
            rule = run.pack.rules[number]
            if rule.kind is kind and run.applies(rule, piece):
                # A rule is read, and its forms are sorted, when one of them is met.
                run.effort.spend(5 + len(rule.surfaces) // 4)
                for match in _matches(run, piece, number, rule):
                    yield _finding(rule, piece, match)


def _matches(run: Run, piece: Piece, number: int, rule: Rule) -> Iterator[_Match]:
    """Yield where a rule objects, of matches that overlap the longest.

    What stands in an exception, a link or, for some rules, a quotation is right.
    """
    scan = piece.scan
    exempt = (scan.exempt(number), scan.addresses, *((scan.quotations,) if rule.quotes_exempt else ()))
    last_end = last_folded = 0
    for start, end in sorted(scan.folded_places(number, Role.SURFACE), key=lambda place: (place[0], -place[1])):
        run.effort.spend()
        if start < last_folded:
            continue
        place = scan.folded.source(start, end)
        if place[0] < last_end or any(places.hold(place) for places in exempt):
            continue
        meant = _meant(run, piece, number, rule, scan.folded.text[start:end], place)
        run.effort.spend(len(meant))
        if meant:
            yield _Match(place, meant)
            last_end, last_folded = place[1], end


def _meant(run: Run, piece: Piece, number: int, rule: Rule, folded: str, place: Place) -> Sequence[Surface]:
    """Return the surfaces that stand in a place; where capitals count, those with the same ones."""
    surfaces = run.pack.surfaces(number, piece.language, folded)
    if not rule.case_sensitive:
        return surfaces
    plain = " ".join(piece.scan.read(place).split())
    return [surface for surface in surfaces if normalise(surface.text) == plain]


def _finding(rule: Rule, piece: Piece, match: _Match) -> Finding:
    written = piece.scan.text[slice(*match.place)]
    surfaces = _by_case(match.surfaces, piece.scan.text, match.place[0])
    replacements = (
        _with_capitals(written, surface.text, surface.replacement) for surface in surfaces if surface.replacement
    )
    suggestions = dict.fromkeys(replacement for replacement in replacements if replacement != written)
    old = rule.severity is Severity.BLOCK and all(surface.deprecated for surface in surfaces)
    severity = Severity.WARN if old else rule.severity
    place = match.place
    if piece.language == "en" and suggestions and all(_POSSESSIVE.match(one) for one in suggestions):
        place = _with_article(piece.scan.text, place)
    if isinstance(rule.body, Name):
        official = {f"official_{language}": name for language, name in rule.body.official.items()}
        return finding_at(rule, piece, place, *suggestions, severity=severity, detail="rule.name-official", **official)
    return finding_at(rule, piece, place, *suggestions, severity=severity)


def _with_article(text: str, place: Place) -> Place:
    """Return a place with the English article before it, which cannot stand before “Russia’s war”."""
    before = text[max(0, place[0] - _LONGEST_ARTICLE) : place[0]]
    article = _ARTICLE.search(before)
    return (place[0] - len(article[0]), place[1]) if article else place


def _by_case(surfaces: Sequence[Surface], text: str, start: int) -> Sequence[Surface]:
    """Sort surfaces so that those come first whose case the word before asks for."""
    if not any(surface.case for surface in surfaces):
        return surfaces
    # What follows another word than a preposition mostly belongs to it: «учасники СВО».
    before = text[max(0, start - 24) : start].split()
    word = before[-1].lower() if before else ""
    cases = _CASES_AFTER.get(word, ("gent",) if word[-1:].isalpha() else ())
    # Sorting is stable: at the beginning of a sentence the pack's order stays.
    return sorted(surfaces, key=lambda surface: surface.case not in cases)


def _with_capitals(written: str, model: str, replacement: str) -> str:
    """Return the replacement with the capitals of what it replaces."""
    if written.isupper() and not model.isupper() and len(written) > 1:
        return replacement.upper()
    if written[:1].isupper() and model[:1].islower():
        return replacement[:1].upper() + replacement[1:]
    return replacement
