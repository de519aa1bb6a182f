"""Which word of a Ukrainian text stands for which of its English half, where names are concerned."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.language.alphabets import script_of
from embassy_assistant.language.names.sounds import begin_alike, likeness
from embassy_assistant.language.romanise import romanise
from embassy_assistant.language.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from embassy_assistant.language.names.glossary import Glossary
    from embassy_assistant.language.names.reading import Key, Word

_DERIVED: Final = regex.compile(r"(\w{3,}?)(?:(?:ськ|цьк|зьк)ий|щина)")
# How alike two words must sound; fitted on the first 70 % of aligned addresses and news, so that of the names in texts
# that have nothing to do with each other one in two hundred finds a counterpart.
_ALIKE: Final = 0.72
_ALIKE_AT_THE_START: Final = 0.75
_ALIKE_SHORT: Final = 0.85
_ALIKE_SMALL: Final = 0.93
_NEVER: Final = 2.0
_SHORT: Final = 3
_LONG: Final = 5
_LONGER_BY: Final = 5
# The pronoun «us» is no country.
_TOLD_BY_ITS_CAPITAL: Final = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two words that stand for each other.

    Attributes:
        ours: in the Ukrainian half.
        theirs: in the English half.
        spelt: how the English word is spelt, where it stands there in another way; else empty.
    """

    ours: Word
    theirs: Word
    spelt: str


@dataclass(frozen=True, slots=True)
class Counterparts:
    """What stands for what.

    Attributes:
        pairs: each word of a name with the nearest that may stand for it, in the order of the Ukrainian half.
        ours_left: words of Ukrainian names that nothing stands for in English.
        theirs_left: words of English names that nothing stands for in Ukrainian.
    """

    pairs: tuple[Pair, ...]
    ours_left: tuple[Word, ...]
    theirs_left: tuple[Word, ...]


def counterparts(ours: Sequence[Word], theirs: Sequence[Word], glossary: Glossary) -> Counterparts:
    """Return which words of names in two halves stand for each other.

    Args:
        ours: All words of the Ukrainian half: a name may stand for a word that is none («український» for Ukraine).
        theirs: All words of the English half.
        glossary: What names are called in English.
    """
    to_theirs, to_ours = _may_stand_for(_places(ours), _places(theirs), glossary)
    ratio = len(theirs) / max(1, len(ours))
    nearest = {
        (i, _nearest(to_theirs[word.key], i * ratio))
        for i, word in enumerate(ours)
        if word.sure and word.key in to_theirs
    }
    done = {j for _, j in nearest}
    nearest |= {
        (_nearest(to_ours[word.key], j / ratio), j)
        for j, word in enumerate(theirs)
        if word.sure and word.key in to_ours and j not in done
    }
    return Counterparts(
        tuple(Pair(ours[i], theirs[j], _spelt(ours[i], theirs[j], glossary)) for i, j in sorted(nearest)),
        tuple(word for word in ours if word.sure and word.key not in to_theirs),
        tuple(word for word in theirs if word.sure and word.key not in to_ours),
    )


def _places(words: Sequence[Word]) -> dict[Word, list[int]]:
    """Return where each word stands, words that are written alike together, so that a long text takes no longer."""
    first: dict[Key, Word] = {}
    places: dict[Word, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(first.setdefault(word.key, word), []).append(place)
    return places


def _may_stand_for(
    ours: Mapping[Word, list[int]], theirs: Mapping[Word, list[int]], glossary: Glossary
) -> tuple[dict[Key, list[int]], dict[Key, list[int]]]:
    """Return the places in the other half of what may stand for each word of a name, in order."""
    to_theirs: dict[Key, list[int]] = {}
    to_ours: dict[Key, list[int]] = {}
    for one, places in ours.items():
        meant = frozenset[str]().union(*map(glossary.english_of, one.forms))
        for other, others in theirs.items():
            if (one.sure or other.sure) and _stands_for(one, other, meant):
                to_theirs.setdefault(one.key, []).extend(others)
                to_ours.setdefault(other.key, []).extend(places)
    for found in (*to_theirs.values(), *to_ours.values()):
        found.sort()
    return to_theirs, to_ours


def _nearest(places: Sequence[int], wanted: float) -> int:
    behind = bisect_left(places, wanted)
    return min(places[max(0, behind - 1) : behind + 1], key=lambda place: abs(place - wanted))


def _spelt(one: Word, other: Word, glossary: Glossary) -> str:
    small = fold(other.text)
    return next((spelt for form in one.forms if (spelt := glossary.mistake(form, small))), "")


def _stands_for(one: Word, other: Word, meant: frozenset[str]) -> bool:
    if script_of(one.forms[0][0]) != "cyrillic":
        return not set(one.forms).isdisjoint(other.forms)
    told = other.capital or len(other.text) > _TOLD_BY_ITS_CAPITAL
    if told and not meant.isdisjoint(other.forms):
        return True
    if not other.capital:
        return False
    needed = _ALIKE if one.sure and other.sure else _ALIKE_AT_THE_START if one.sure else _ALIKE_SMALL
    return any(_is_alike(form, foreign, needed) for form in one.forms for foreign in other.forms)


@lru_cache(maxsize=65536)
def _is_alike(form: str, foreign: str, needed: float) -> bool:
    """Tell whether a name sounds like a foreign one, or is derived from it («київський» from Kyiv)."""
    if not begin_alike(form, foreign):
        return False
    derived = _DERIVED.fullmatch(form)
    if derived:
        stem = romanise(derived[1])
        if foreign.startswith(stem) and len(foreign) <= len(stem) + _LONGER_BY:
            return True
    shorter = min(len(form), len(foreign))
    if shorter < _SHORT:
        needed = 1.0 if len(foreign) <= _SHORT and needed == _ALIKE else _NEVER
    elif shorter < _LONG:
        needed = _ALIKE_SHORT if needed < _ALIKE_SHORT else _NEVER
    return likeness(form, foreign) >= needed
