"""Which English words may stand for a Ukrainian one in a name: countries, cities, languages, offices, acronyms.

Countries, languages and the cities of time zones come from the Unicode CLDR as Babel has it; the rest is
`resources/names/words.tsv`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from embassy_assistant.language.forms import read_word
from embassy_assistant.language.text import fold
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# Codes of two letters are those of countries, and of the languages that are much spoken.
_CODE: Final = 2
_COMMON: Final = "-"
_WRONG: Final = "!"
_LITTLE: Final = frozenset(
    (
        *("of", "the", "and", "for", "in", "on", "to", "by", "with", "against", "de", "la"),
        *("і", "й", "та", "в", "у", "на", "з", "із", "до", "для", "про", "проти", "щодо"),
    )
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, or a word that names are made of, in both languages.

    Attributes:
        kind: `person`, `place`, `institution`, `unknown`, or empty for what is no name by itself.
        ukrainian: in the dictionary form.
        english: how it is spelt, then what else may stand for it.
        wrong: what is also met in English, but not how it is spelt.
    """

    kind: str
    ukrainian: str
    english: tuple[str, ...]
    wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Entries, ready to be looked up; all words in small letters.

    Attributes:
        words: English words by the lemmas of Ukrainian ones.
        kinds: of a name of one word, in either language.
        ours: how a Ukrainian name is spelt in English, by its lemmas.
        theirs: how an English name is spelt in Ukrainian.
        mistakes: by Ukrainian lemma and the wrong English word: how it is spelt.
    """

    words: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    ours: dict[tuple[str, ...], str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    mistakes: dict[tuple[str, str], str] = field(default_factory=dict)


@cache
def common_table() -> Table:
    """Return what holds whatever the guidelines say."""
    return make_table((*_own(), *_cldr()))


def make_table(entries: Iterable[Entry], known: Mapping[str, set[str]] | None = None) -> Table:
    """Return entries, ready to be looked up; of two that contradict each other the first holds.

    Args:
        entries: Any.
        known: English words by Ukrainian lemmas, which tell what the words of a name mean where their number differs.
    """
    table = Table()
    split = [(entry, _lemmas(_parts(entry.ukrainian))) for entry in entries]
    for same_number in (True, False):
        for entry, lemmas in split:
            for theirs in map(_parts, (*entry.english, *entry.wrong)):
                if (len(lemmas) == len(theirs)) is same_number:
                    _note_words(table, lemmas, theirs, table.words if known is None else known)
    for entry, lemmas in split:
        _note_mistakes(table, entry, lemmas)
        if entry.kind:
            spelt = entry.english[0]
            table.ours.setdefault(tuple(forms[0] for forms in lemmas), spelt)
            table.theirs.setdefault(fold(spelt), entry.ukrainian)
            for word in (*(lemmas[0] if len(lemmas) == 1 else ()), fold(spelt)):
                table.kinds.setdefault(word, entry.kind)
    return table


def _note_words(table: Table, lemmas: list[tuple[str, ...]], theirs: list[str], known: Mapping[str, set[str]]) -> None:
    """Note which English words the words of a name may stand for.

    «Південна Корея» is South Korea word by word; each word of «Сполучені Штати» is the US. In "United Nations Security
    Council" two are known to be «Рада» and «Безпека», so «ООН» are the others.
    """
    told = [set[str]().union(*(known.get(form, ()) for form in forms)).intersection(theirs) for forms in lemmas]
    if len(theirs) == 1:
        meant = [set(theirs)] * len(lemmas)
    elif len(lemmas) == len(theirs) and all(not some or word in some for some, word in zip(told, theirs, strict=True)):
        meant = [{word} for word in theirs]
    else:
        others = set(theirs).difference(*told)
        meant = [some or others for some in told]
    for forms, some in zip(lemmas, meant, strict=True):
        for form in forms:
            table.words.setdefault(form, set()).update(some)


def _note_mistakes(table: Table, entry: Entry, lemmas: list[tuple[str, ...]]) -> None:
    """Note the words of wrong spellings that the right one does not have, each beside the word in its place."""
    right = entry.english[0].split()
    allowed = {part for english in entry.english for part in _parts(english)}
    for wrong in entry.wrong:
        for place, word in enumerate(map(fold, wrong.split())):
            if len(right) == len(lemmas) == len(wrong.split()) and word not in allowed:
                for form in lemmas[place]:
                    table.mistakes.setdefault((form, word), right[place])


def _own() -> Iterator[Entry]:
    path = data_dir("resources") / "names" / "words.tsv"
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            kind, ukrainian, english = line.split("\t")
            forms = english.split("; ")
            yield Entry(
                "" if kind == _COMMON else kind,
                ukrainian,
                tuple(form for form in forms if not form.startswith(_WRONG)),
                tuple(form[1:] for form in forms if form.startswith(_WRONG)),
            )


def _cldr() -> Iterator[Entry]:
    # 60 ms: only texts with names pay for it.
    from babel import Locale
    from babel.core import get_global
    from babel.dates import get_timezone_location

    ours, theirs = Locale("uk"), Locale("en")
    for code, name in ours.territories.items():
        if len(code) == _CODE:
            yield Entry("place", str(name), (str(theirs.territories[code]),))
    for code, name in ours.languages.items():
        if len(code) == _CODE:
            # The language is «українська», what is of that country «український».
            yield Entry("", read_word(str(name)).lemmas[0], (str(theirs.languages.get(code, name)),))
    for zone in get_global("zone_territories"):
        if "/" in zone and not zone.startswith("Etc/"):
            city, named = (get_timezone_location(zone, locale=one, return_city=True) for one in (ours, theirs))
            yield Entry("place", city, (named,))


def _parts(phrase: str) -> list[str]:
    words = "".join(letter if letter.isalnum() or letter in "’'." else " " for letter in fold(phrase)).split()
    return [word.replace(".", "") for word in words if word not in _LITTLE]


def _lemmas(parts: list[str]) -> list[tuple[str, ...]]:
    """Return what each word of a name may be looked up by, its dictionary form first; one word alone stands in it."""
    if len(parts) == 1:
        return [(parts[0],)]
    return [tuple(dict.fromkeys((*read_word(part).lemmas, part))) for part in parts]
