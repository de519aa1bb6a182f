"""Ukrainian terms in all their forms, each with its replacement in the same case and number.

A pack is compiled with this once, by whoever edits it; at run time only the finished surfaces are matched, so the
dictionary (29 MB) is loaded by no window and no command that an officer uses.
"""

from __future__ import annotations

import itertools
from functools import cache
from typing import TYPE_CHECKING, Final, Protocol

from embassy_assistant.domain.guideline import Surface

if TYPE_CHECKING:
    from collections.abc import Iterator

_CASES: Final = ("nomn", "gent", "accs", "datv", "loct", "ablt")
"""OpenCorpora tags, in the order in which an ambiguous surface offers its replacements: the locative only follows a
preposition, which tells. Nobody calls out to a term."""

_PLURAL: Final = "plur"

Slot = tuple[str, str]
"""Number (`sing` or `plur`) and case."""


class _Tag(Protocol):
    POS: str | None
    case: str | None
    gender: str | None
    number: str | None


class _Parse(Protocol):
    word: str
    tag: _Tag
    lexeme: list[_Parse]
    normal_form: str


class _Morphology(Protocol):
    def parse(self, word: str) -> list[_Parse]: ...


def expand(term: str, replacement: str = "") -> tuple[Surface, ...]:
    """Return every form of a Ukrainian term, each with the replacement in the same case and number.

    Args:
        term: A noun, or adjectives and a noun, in the nominative; what follows the noun («… в Україні») stays as it is.
            An abbreviation in capitals does not decline.
        replacement: What to write instead, built the same way; empty where nothing fits everywhere.

    Returns:
        The surfaces without duplicates. One text stands several times where its replacements differ by case.

    Raises:
        ValueError: The term or the replacement has no noun in the nominative.
    """
    right = inflect(replacement) if replacement else {}
    # An abbreviation looks the same in every case; the word before it tells which one is meant.
    wrong = {("sing", case): (term,) for case in _CASES} if term.isupper() else inflect(term)
    surfaces: dict[Surface, None] = {}
    for slot, forms in wrong.items():
        substitutes = _nearest(right, slot)
        surfaces.update(dict.fromkeys(Surface(form, _most_alike(form, substitutes), slot[1]) for form in forms))
    return tuple(_without_needless(list(surfaces)))


def _without_needless(surfaces: list[Surface]) -> Iterator[Surface]:
    """Yield one surface per text and replacement; the case stays only where a text has several replacements."""
    replacements: dict[str, set[str]] = {}
    for surface in surfaces:
        replacements.setdefault(surface.text, set()).add(surface.replacement)
    seen = set()
    for surface in surfaces:
        choice = len(replacements[surface.text]) > 1
        if choice or (surface.text, surface.replacement) not in seen:
            seen.add((surface.text, surface.replacement))
            yield surface if choice else Surface(surface.text, surface.replacement)


def _nearest(forms: dict[Slot, tuple[str, ...]], slot: Slot) -> tuple[str, ...]:
    """Return the forms for a slot; those of a noun without this number are taken in its other one."""
    number, case = slot
    for candidate in ((number, case), ("sing", case), (_PLURAL, case)):
        if candidate in forms:
            return forms[candidate]
    return ()


def _most_alike(form: str, substitutes: tuple[str, ...]) -> str:
    """Return the first substitute, or the one that keeps the last word («у Криму» beside «у Кримі»)."""
    last = form.split()[-1]
    return next((text for text in substitutes if text.split()[-1] == last), substitutes[0] if substitutes else "")


def inflect(phrase: str) -> dict[Slot, tuple[str, ...]]:
    """Return the forms of a phrase by number and case, in a fixed order.

    Args:
        phrase: Adjectives and a noun in the nominative, and whatever follows them.

    Raises:
        ValueError: There is no noun in the nominative that the words before it agree with.
    """
    words = phrase.split()
    for place, word in enumerate(words):
        adjectives = _adjectives(word)
        # Many adjectives are nouns too («Українська», a surname): only the last word may be one of those.
        head = None if adjectives and place + 1 < len(words) else _noun(word)
        if head is not None:
            return _inflect_around(words, place, head)
        if not adjectives and not _is_adverb(word):
            break
    msg = f"no noun in the nominative leads the phrase: {phrase!r}"
    raise ValueError(msg)


def _inflect_around(words: list[str], place: int, head: _Parse) -> dict[Slot, tuple[str, ...]]:
    slots: dict[Slot, dict[str, None]] = {}
    numbers = (_PLURAL,) if head.tag.number == _PLURAL else ("sing", _PLURAL)
    for number, case in itertools.product(numbers, _CASES):
        nouns = [form for form in head.lexeme if form.tag.case == case and _number(form.tag) == number]
        nouns.sort(key=lambda form: _is_rare(form.word, case))
        nominative = {form.word for form in head.lexeme if form.tag.case == "nomn" and _number(form.tag) == number}
        for noun in nouns:
            # A masculine or plural accusative is the nominative or the genitive: the adjective follows the noun.
            follow = case
            if case == "accs" and (number == _PLURAL or noun.tag.gender == "masc"):
                follow = "nomn" if noun.word in nominative else "gent"
            before = [_agreeing(word, noun.tag.gender, number, follow) for word in words[:place]]
            for choice in itertools.product(*before):
                inflected = [*choice, noun.word, *words[place + 1 :]]
                text = " ".join(_like(model, form) for model, form in zip(words, inflected, strict=True))
                slots.setdefault((number, case), {})[text] = None
    return {slot: tuple(forms) for slot, forms in slots.items()}


def _number(tag: _Tag) -> str:
    return tag.number or "sing"


def _noun(word: str) -> _Parse | None:
    """Return the parse of a word as a noun in the nominative; singular and the word's own lemma first."""
    parses = [
        parse for parse in _morphology().parse(word.lower()) if parse.tag.POS == "NOUN" and parse.tag.case == "nomn"
    ]
    parses.sort(key=lambda parse: (parse.tag.number == _PLURAL, parse.normal_form != word.lower()))
    return parses[0] if parses else None


def _adjectives(word: str) -> list[_Parse]:
    """Return the parses of a word as an adjective or participle in the nominative."""
    return [
        parse
        for parse in _morphology().parse(word.lower())
        if parse.tag.POS in {"ADJF", "PRTF"} and parse.tag.case == "nomn"
    ]


def _is_adverb(word: str) -> bool:
    """Tell whether a word before an adjective stays as it is («тимчасово окупований», «так звана»)."""
    return any(parse.tag.POS in {"ADVB", "PRCL"} for parse in _morphology().parse(word.lower()))


def _agreeing(word: str, gender: str | None, number: str, case: str) -> list[str]:
    """Return the forms of an adjective that stand before a noun; several where the standard allows several."""
    adjectives = _adjectives(word)
    if not adjectives:
        return [word]
    forms = {
        form.word: None
        for form in adjectives[0].lexeme
        if form.tag.case == case and _number(form.tag) == number and (number == _PLURAL or form.tag.gender == gender)
    }
    # «спеціальная» beside «спеціальна» is poetry; «київському» is commoner than «київськім».
    usual = [form for form in forms if not any(form != other and form.startswith(other) for other in forms)]
    return sorted(usual, key=lambda form: _is_rare(form, case))


def _is_rare(form: str, case: str) -> bool:
    """Tell the locative «київськім», «Кропивницькім» from the commoner «київському», «Кропивницькому»."""
    return case == "loct" and form.endswith("ім")


def _like(model: str, form: str) -> str:
    """Return a form with the capitals of its lemma."""
    if model.isupper() and len(model) > 1:
        return form.upper()
    return form[:1].upper() + form[1:] if model[:1].isupper() else form


@cache
def _morphology() -> _Morphology:
    import pymorphy3  # 0.12 s and 29 MB, needed only to compile a pack

    analyzer: _Morphology = pymorphy3.MorphAnalyzer(lang="uk")
    return analyzer
