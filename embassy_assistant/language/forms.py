"""Ukrainian terms in all their forms, each with its replacement in the same case and number.

A pack is compiled with this once, by whoever edits it, and only the finished surfaces are matched later. The dictionary
(29 MB) is loaded by that, and where two halves are compared word by word: nothing else needs it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from embassy_assistant.domain.guideline import Surface

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CASES: Final = ("nomn", "gent", "accs", "datv", "loct", "ablt")
"""OpenCorpora tags, in the order in which an ambiguous surface offers its replacements: the locative only follows a
preposition, which tells."""

_VOCATIVE: Final = "voct"
"""«Народе!»: where it looks like another form, it is that one."""

_PLURAL: Final = "plur"
_UNLIKELY: Final = frozenset({"Name", "Surn", "Patr", "alt"})
"""Tags of given names, surnames, patronymics and spellings that nobody uses («аґресія»)."""

Slot = tuple[str, str]
"""Number (`sing` or `plur`) and case."""


class _Tag(Protocol):
    POS: str | None
    case: str | None
    gender: str | None
    number: str | None
    grammemes: frozenset[str]


class _Parse(Protocol):
    @property
    def word(self) -> str: ...
    @property
    def tag(self) -> _Tag: ...
    @property
    def lexeme(self) -> Sequence[_Parse]: ...
    @property
    def normal_form(self) -> str: ...
    @property
    def is_known(self) -> bool: ...


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
    heads = _heads(words)
    if not heads:
        msg = f"no noun in the nominative leads the phrase: {phrase!r}"
        raise ValueError(msg)
    return _inflect_around(words, *heads)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a Ukrainian word may be.

    Attributes:
        lemmas: its dictionary forms, those of names first, then the likeliest, in small letters.
        tags: what OpenCorpora says of the likeliest reading as a name, else of the likeliest: `Surn`, `Geox`...
        name: whether a reading is a name; or nobody knows the word.
        word: whether a reading is no name.
    """

    lemmas: tuple[str, ...]
    tags: frozenset[str]
    name: bool
    word: bool


_CYRILLIC: Final = re.compile(r"[\u0400-\u052f’'ʼ-]+")
_LONGEST: Final = 60
_NAMES: Final = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn"})


@lru_cache(maxsize=4096)
def read_word(word: str) -> Reading:
    """Return what a Ukrainian word may be.

    Args:
        word: In any case, without spaces, with U+2019 or U+0027 for an apostrophe.
    """
    parses = _parses(word.lower().replace("’", "'"))
    if not parses:
        return Reading((word.lower(),), frozenset(), name=True, word=False)
    names = [parse for parse in parses if parse.tag.grammemes & _NAMES]
    lemmas = dict.fromkeys(parse.normal_form.replace("'", "’") for parse in (*names, *parses))
    best = (names or parses)[0]
    known = [parse for parse in parses if parse.is_known]
    return Reading(
        tuple(lemmas),
        frozenset(best.tag.grammemes),
        name=bool(names) or not known,
        word=any(parse not in names for parse in known),
    )


def nominatives(word: str) -> tuple[tuple[tuple[str | None, ...], str], ...]:
    """Return a Ukrainian word in the nominative, once for each number, gender and case that it may have here.

    Args:
        word: As for `read_word`.

    Returns:
        These with the nominative in small letters, as a name first, then the likeliest.
    """
    parses = _parses(word.lower().replace("’", "'"))
    names_first = sorted(parses, key=lambda parse: not parse.tag.grammemes & _NAMES)
    return tuple(
        ((_number(parse), parse.tag.gender, _case(parse)), _nominative(parse).replace("'", "’"))
        for parse in names_first
    )


def _nominative(parse: _Parse) -> str:
    """Return a word in the nominative, a woman's surname as a woman's."""
    slots = (_number(parse), parse.tag.gender)
    forms = (form.word for form in parse.lexeme if _case(form) == "nomn" and (_number(form), form.tag.gender) == slots)
    return next(forms, parse.normal_form)


def is_finite_verb(word: str) -> bool:
    """Tell whether a Ukrainian word is most likely a verb that says who does what, and no infinitive.

    Args:
        word: In any case, without spaces.
    """
    parses = _parses(word)
    return bool(parses) and parses[0].tag.POS == "VERB"


def _parses(word: str) -> list[_Parse]:
    """Return what a word may be; nothing for one that nobody writes, at which the library may raise or stall."""
    return _morphology().parse(word) if len(word) <= _LONGEST and _CYRILLIC.fullmatch(word) else []


def _guessed(word: str) -> list[_Parse]:
    """Return what a word of a pack may be, in whatever letters; nothing where the library knows no name for one."""
    try:
        return _morphology().parse(word)
    except ValueError:
        return []


def _heads(words: list[str]) -> tuple[int, list[_Parse]] | None:
    """Return where the noun stands that all words before it agree with, and what it may be.

    The last such word counts: «Українська» is a surname too, but in «Українська держава» an adjective; in «Рада Безпеки
    ООН», nothing that «Рада» could agree with as an adjective («радий») follows.
    """
    found = None
    for place, word in enumerate(words):
        before = [parses for parses in map(_adjectives, words[:place]) if parses]
        nouns = [noun for noun in _nouns(word) if all(_agrees(parses, noun) for parses in before)]
        if nouns:
            found = place, _likeliest(nouns, word)
        if not _adjectives(word) and (nouns or not _is_adverb(word)):
            break
    return found


def _inflect_around(words: list[str], place: int, heads: list[_Parse]) -> dict[Slot, tuple[str, ...]]:
    slots: dict[Slot, dict[str, None]] = {}
    numbers = (_PLURAL,) if _number(heads[0]) == _PLURAL else ("sing", _PLURAL)
    for number, case in itertools.product(numbers, (*_CASES, _VOCATIVE)):
        nouns = _in_slot(heads, number, case)
        nominative = {noun.word for noun in _in_slot(heads, number, "nomn")}
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
    return _told_apart(slots)


def _told_apart(slots: dict[Slot, dict[str, None]]) -> dict[Slot, tuple[str, ...]]:
    """Leave out vocatives that look like another form: nobody can tell them by their looks, nor need to."""
    others = {form for (_, case), forms in slots.items() if case != _VOCATIVE for form in forms}
    kept = {
        slot: tuple(form for form in forms if slot[1] != _VOCATIVE or form not in others)
        for slot, forms in slots.items()
    }
    return {slot: forms for slot, forms in kept.items() if forms}


def _in_slot(heads: list[_Parse], number: str, case: str) -> list[_Parse]:
    """Return the forms of a noun, the commonest first."""
    forms = [form for head in heads for form in head.lexeme if (_number(form), _case(form)) == (number, case)]
    # «Люди» and «діти» are commoner than «людини» and «дитини», of which one counts two or three.
    stem = heads[0].normal_form.partition("-")[0][:-1]
    return sorted(forms, key=lambda form: (_is_rare(form.word, case), number == _PLURAL and form.word.startswith(stem)))


def _number(parse: _Parse) -> str:
    return parse.tag.number or "sing"


def _case(parse: _Parse) -> str | None:
    """Return the case; the dictionary does not give that of many a lemma («держава», «особа»)."""
    return parse.tag.case or ("nomn" if parse.word == parse.normal_form else None)


def _nouns(word: str) -> list[_Parse]:
    """Return the parses of a word as a noun in the nominative."""
    parses = _guessed(word.lower())
    nouns = [parse for parse in parses if parse.tag.POS == "NOUN" and _case(parse) == "nomn"]
    return nouns if any(noun.is_known for noun in nouns) else _compounds(word.lower()) or nouns


def _compounds(word: str) -> list[_Parse]:
    """Return a noun with another beside it, both of which decline: «держава-агресор», «держави-агресора»."""
    parts = word.split("-")
    pairs = itertools.product(*(_likeliest(_nouns(part), part) for part in parts)) if len(parts) == 2 else ()
    return [_Compound(word, first, second) for first, second in pairs if first.is_known and second.is_known]


@dataclass(frozen=True, slots=True)
class _Compound:
    """A noun and the one beside it, read as one."""

    word: str
    first: _Parse
    second: _Parse
    is_known: bool = False

    @property
    def tag(self) -> _Tag:
        return self.first.tag

    @property
    def normal_form(self) -> str:
        return self.word

    @property
    def lexeme(self) -> list[_Parse]:
        return [
            _Compound(f"{first.word}-{second.word}", first, second)
            for first, second in itertools.product(self.first.lexeme, self.second.lexeme)
            if (_number(first), _case(first)) == (_number(second), _case(second))
        ]


def _likeliest(nouns: list[_Parse], word: str) -> list[_Parse]:
    """Return what a noun most likely is: its own lemma, and no proper name that is spelled like a common noun.

    What is then left are one noun as a person and as a thing («глава»): they differ in the accusative.
    """
    ranks = [
        (_number(noun) == _PLURAL, noun.normal_form != word.lower(), bool(noun.tag.grammemes & _UNLIKELY))
        for noun in nouns
    ]
    likeliest = [noun for noun, rank in zip(nouns, ranks, strict=True) if rank == min(ranks)]
    return sorted(likeliest, key=_is_thing) if word.islower() else likeliest


def _agrees(adjectives: list[_Parse], noun: _Parse) -> bool:
    """Tell whether an adjective, in one of its parses, has the number and gender of a noun."""
    return any(
        _number(adjective) == _number(noun) and (_number(noun) == _PLURAL or adjective.tag.gender == noun.tag.gender)
        for adjective in adjectives
    )


def _adjectives(word: str) -> list[_Parse]:
    """Return the parses of a word as an adjective or participle in the nominative."""
    return [parse for parse in _guessed(word.lower()) if parse.tag.POS in {"ADJF", "PRTF"} and _case(parse) == "nomn"]


def _is_adverb(word: str) -> bool:
    """Tell whether a word before an adjective stays as it is («тимчасово окупований», «так звана»)."""
    return any(parse.tag.POS in {"ADVB", "PRCL"} for parse in _guessed(word.lower()))


def _agreeing(word: str, gender: str | None, number: str, case: str) -> list[str]:
    """Return the forms of an adjective that stand before a noun; several where the standard allows several."""
    adjectives = _adjectives(word)
    if not adjectives:
        return [word]
    forms = {
        form.word: None
        for form in adjectives[0].lexeme
        if _case(form) == case and _number(form) == number and (number == _PLURAL or form.tag.gender == gender)
    }
    # «спеціальная» beside «спеціальна» is poetry; «київському» is commoner than «київськім».
    usual = [form for form in forms if not any(form != other and form.startswith(other) for other in forms)]
    return sorted(usual, key=lambda form: _is_rare(form, case))


def _is_rare(form: str, case: str) -> bool:
    """Tell the locative «київськім», «Кропивницькім» from the commoner «київському», «Кропивницькому»."""
    return case == "loct" and form.endswith("ім")


def _is_thing(noun: _Parse) -> bool:
    """Tell the «стана» of a workshop from the «стану» of affairs: of two such nouns, packs mean the second."""
    genitive = next((form.word for form in noun.lexeme if _case(form) == "gent"), "")
    return noun.tag.gender == "masc" and "inan" in noun.tag.grammemes and genitive.endswith("а")


def _like(model: str, form: str) -> str:
    """Return a form with the capitals of its lemma, those behind a hyphen too («Івано-Франківськ»)."""
    if model.isupper() and len(model) > 1:
        return form.upper()
    parts = zip(model.split("-"), form.split("-"), strict=True)
    return "-".join(part[:1].upper() + part[1:] if like[:1].isupper() else part for like, part in parts)


@cache
def _morphology() -> _Morphology:
    import pymorphy3  # 0.12 s and 29 MB, needed only to compile a pack
    import pymorphy3_dicts_uk

    # Left to look for the dictionary itself, it loads every one that is installed, or said to be.
    analyzer: _Morphology = pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_uk.get_path(), lang="uk")
    return analyzer
