"""Names in a running text: words with a capital that they do not owe to the beginning of a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.domain.finding import Span
from embassy_assistant.domain.post import UKRAINIAN
from embassy_assistant.language.alphabets import script_of
from embassy_assistant.language.forms import read_word
from embassy_assistant.language.links import find_links, find_mentions, find_tags
from embassy_assistant.language.names.tables import common_table
from embassy_assistant.language.sentences import sentences
from embassy_assistant.language.text import fold, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_WORD: Final = regex.compile(
    r"(?:\p{Lu}\.){2,}|\p{L}[\p{L}\p{M}\p{N}\u00ad]*(?:[’ʼ'‘`´＇\-‐‑][\p{L}\p{M}\u00ad]+)*", regex.V1
)
# «ІІ» is typed with Ukrainian letters as often as with Latin ones.
_ROMAN: Final = regex.compile("[ІХIXV]{2,}")
_TO_LATIN: Final = str.maketrans("ІХ", "IX")
_LONG: Final = 4
_PARTS: Final = 6
_HYPHEN: Final = regex.compile(r"[-‐‑]")
_POSSESSIVE: Final = regex.compile(r"[’ʼ'‘`´＇](?:s|S)?$")
_OPENED: Final = regex.compile(r"[:“„«\"‘(\[—–!?…]\s*$")
_CLOSED: Final = regex.compile(r"[”“»\"’)\]]")
_JOINS: Final = regex.compile(r"(?:\. ?| |-)")
# Written with a capital for other reasons: out of politeness, or because English does; FACTS knows days and months.
_NO_NAMES: Final = frozenset(
    """
    i i’m i’d i’ll i’ve the a an of in on at to and or but for with from by it he she we they you this that these those
    there our your my his her their its if as is are was not no yes all so what when how who why where do let
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun am pm
    very above next about after before because please thank thanks dear hello good well also even only just now today
    then here who’s that’s it’s let’s don’t we’re we’ll we’ve you’re he’s she’s they’re there’s what’s can’t won’t
    ви вас вам вами ваш ваша ваше ваші вашого вашому вашим вашій вашу вашою ваших вашими я ми він вона воно вони це цей
    ця ці той та те ті і й а але або не ні так як що хто де коли чи щоб якщо для до з із у в на за по від про при під
    над ще вже немає нема його її їх їхній мій твій наш наша наше наші свій своя своє свої дедалі також тому тоді тут
    там дуже дякую прошу привіт сьогодні завтра вчора лише тільки навіть адже бо отже
    """.split()  # noqa: SIM905 - a table of words reads better
)


Key = tuple[str, bool, bool]


class Kind(StrEnum):
    """What bears a name."""

    PERSON = "person"
    PLACE = "place"
    INSTITUTION = "institution"
    UNKNOWN = "unknown"


_TOLD: Final = {
    "Name": Kind.PERSON,
    "Surn": Kind.PERSON,
    "Patr": Kind.PERSON,
    "Geox": Kind.PLACE,
    "Orgn": Kind.INSTITUTION,
}
"""What the grammemes of OpenCorpora say of a word."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Attributes:
        text: as it stands there, with one kind of apostrophe, without the English possessive.
        lemmas: what it may be a form of, in small letters, the likeliest first.
        forms: these, and those of its parts where it has a hyphen.
        span: the possessive left out.
        capital: whether it begins with one.
        sure: whether the capital tells a name.
    """

    text: str
    lemmas: tuple[str, ...]
    forms: tuple[str, ...]
    span: Span
    capital: bool
    sure: bool

    @property
    def key(self) -> Key:
        """What words have in common that mean the same wherever they stand."""
        return self.text, self.capital, self.sure


@dataclass(frozen=True, slots=True)
class Name:
    """One name, of one word or several.

    Attributes:
        words: those it is made of.
    """

    kind: Kind
    words: tuple[Word, ...]

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.words[0].span.start, self.words[-1].span.end)

    @property
    def lemmas(self) -> tuple[str, ...]:
        """Its words in the form that a dictionary has."""
        return tuple(word.lemmas[0] for word in self.words)


def find_names(text: str, words: Iterable[Word], language: str) -> tuple[Name, ...]:
    """Return the names in a text, in order.

    Args:
        text: Any text.
        words: What `read_words` makes of it.
        language: `uk` or `en`; names in another language are read as English ones.
    """
    found: list[list[Word]] = []
    for word in words:
        if not word.sure:
            continue
        before = found[-1][-1] if found else None
        if before and _JOINS.fullmatch(text, before.span.end, word.span.start):
            found[-1].append(word)
        else:
            found.append([word])
    return tuple(Name(_kind(words, language), tuple(words)) for words in found)


def read_words(text: str, language: str) -> tuple[Word, ...]:
    """Return all words of a text, in order, without links, mentions and hashtags.

    Args:
        text: Any text.
        language: `uk` or `en`; another language is read as English.
    """
    seen = list(text)
    for find in (find_links, find_mentions, find_tags):
        for found in find(text):
            seen[found.start : found.end] = " " * (found.end - found.start)
    told = "".join(seen)
    return tuple(word for start, end in sentences(told) for word in _read_sentence(told, start, end, language))


def _read_sentence(text: str, start: int, end: int, language: str) -> Iterator[Word]:
    matches = list(_WORD.finditer(text, start, end))
    heading = _is_heading(text[start:end], [match.group() for match in matches])
    for place, match in enumerate(matches):
        bare = match.group()
        if not is_ours(bare, language):
            bare = _POSSESSIVE.sub("", bare)
        written = normalise(bare).replace(".", "")
        capital = written[:1].isupper()
        lemmas = _lemmas(written, language)
        sure = capital and not heading and _may_be_name(written, text[match.end() : match.end() + 1])
        if sure and _begins(text, match, place, end):
            sure = _is_name_anyway(written, lemmas, language)
        # A row of letters and hyphens is no word of many parts.
        parts = _HYPHEN.split(written)[:_PARTS]
        forms = lemmas if len(parts) == 1 else (*lemmas, *(one for part in parts for one in _lemmas(part, language)))
        yield Word(written, lemmas, forms, Span(match.start(), match.start() + len(bare)), capital, sure)


def _is_heading(sentence: str, words: list[str]) -> bool:
    """Tell whether all words of a line have capitals, or are capitals, as in a heading."""
    long = [word for word in words if len(word) >= _LONG]
    if len(words) > 1 and sentence.isupper() and long:
        return True
    return len(long) >= _LONG and sentence[-1].isalnum() and all(word[0].isupper() for word in long)


def _may_be_name(word: str, behind: str) -> bool:
    """Tell whether a capital is one of a name; a letter alone is, as an initial."""
    return (len(word) > 1 or behind == ".") and word.lower() not in _NO_NAMES


def _begins(text: str, match: regex.Match[str], place: int, end: int) -> bool:
    """Tell whether a word begins a sentence, a quotation or what follows a colon; alone in quotes it is a name."""
    opened = _OPENED.search(text, max(0, match.start() - 4), match.start())
    if opened:
        return not _CLOSED.match(text, match.end(), end)
    return not place


def is_ours(word: str, language: str) -> bool:
    """Tell whether a word is in Cyrillic where that is expected.

    Args:
        word: Any word.
        language: of the text that it stands in.
    """
    return language == UKRAINIAN and script_of(word[0]) == "cyrillic"


def _lemmas(word: str, language: str) -> tuple[str, ...]:
    if _ROMAN.fullmatch(word):
        word = word.translate(_TO_LATIN)
    small = fold(word)
    if is_ours(word, language):
        return tuple(dict.fromkeys((*read_word(small).lemmas, small)))
    return (small.removesuffix("s"), small) if small.endswith("s") and len(small) > 3 else (small,)


def _is_name_anyway(word: str, lemmas: tuple[str, ...], language: str) -> bool:
    """Tell whether a word is a name wherever it stands."""
    if any(lemma in common_table().kinds for lemma in lemmas):
        return True
    read = read_word(fold(word))
    return is_ours(word, language) and read.name and not read.word


def _kind(words: list[Word], language: str) -> Kind:
    for word in words:
        known = next((kind for lemma in word.lemmas if (kind := common_table().kinds.get(lemma))), "")
        if known:
            return Kind(known)
        tags = read_word(fold(word.text)).tags if is_ours(word.text, language) else frozenset()
        told = next((kind for tag, kind in _TOLD.items() if tag in tags), None)
        if told:
            return told
    return Kind.UNKNOWN
