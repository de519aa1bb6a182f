"""What letters alone say about a language, before any statistics are asked.

Ukrainian has і ї є ґ and lacks ы э ё ъ; Belarusian has і and ў; Bulgarian has ъ but neither ы nor э; Russian has
ы э ё ъ and no і.
Sources: Ukrainian orthography 2019, § 1; the alphabets of the other languages.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

UNDETERMINED: Final = "und"

_OWN: Final = frozenset("їєґ")
_UKRAINIAN: Final = frozenset("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
_DECIDES: Final = {
    "ў": "be",
    "ј": "sr",
    "ђ": "sr",
    "ћ": "sr",
    "ѓ": "mk",
    "ќ": "mk",
    "ł": "pl",
    "ß": "de",
    "ñ": "es",
    "¿": "es",
}
# A quoted foreign word («"Крым"») must not turn a Ukrainian sentence into a Russian one.
_QUOTED_SHARE: Final = 4


@dataclass(frozen=True, slots=True)
class Letters:
    """What the letters of a text allow.

    Attributes:
        script: `cyrillic`, `latin`, `other`, or "" without letters: the script of most letters.
        count: How many letters there are.
        only: The one language that the letters allow, or "".
        likely: The language they point to where several are possible, or "".
        excluded: Languages that they rule out.
    """

    script: str
    count: int
    only: str = ""
    likely: str = ""
    excluded: frozenset[str] = frozenset()


def script_of(character: str) -> str:
    """Return the script of one character, "" for what is no letter.

    Args:
        character: One code point.
    """
    if not character.isalpha():
        return ""
    code = ord(character)
    if 0x400 <= code <= 0x52F or 0x1C80 <= code <= 0x1C8F:
        return "cyrillic"
    if code < 0x250 or 0x1E00 <= code <= 0x1EFF:
        return "latin"
    return "other"


def read_letters(text: str) -> Letters:
    """Judge a text by its letters.

    Args:
        text: A cleaned text, in any case.
    """
    counts = Counter(text.lower())
    scripts: Counter[str] = Counter()
    for character, number in counts.items():
        script = script_of(character)
        if script:
            scripts[script] += number
    if not scripts:
        return Letters("", 0)
    script, _ = scripts.most_common(1)[0]
    total = scripts.total()
    if script == "cyrillic":
        return _read_cyrillic(counts, total)
    for letter, language in _DECIDES.items():
        if counts[letter] and script_of(letter) != "cyrillic":
            return Letters(script, total, only=language, likely=language, excluded=frozenset({"uk", "ru", "en"}))
    return Letters(script, total, excluded=frozenset({"uk", "ru", "be", "bg"}))


def _read_cyrillic(counts: Counter[str], total: int) -> Letters:
    own = sum(counts[letter] for letter in _OWN)
    dotted = counts["і"]
    foreign = sum(
        number for letter, number in counts.items() if letter not in _UKRAINIAN and script_of(letter) == "cyrillic"
    )
    latin_only = frozenset({"en", "pl", "fr", "de", "es"})
    if not foreign:
        if own:
            return Letters("cyrillic", total, "uk", "uk", latin_only | {"ru", "be", "bg"})
        if dotted:
            return Letters("cyrillic", total, "", "uk", latin_only | {"ru", "bg"})
        return Letters("cyrillic", total, excluded=latin_only)
    if own and own + dotted > foreign * _QUOTED_SHARE:
        return Letters("cyrillic", total, likely="uk", excluded=latin_only | {"be", "bg"})
    if counts["ў"]:
        return Letters("cyrillic", total, "be", "be", latin_only | {"uk", "ru", "bg"})
    for letter, language in _DECIDES.items():
        if counts[letter] and language not in {"be", "pl", "de", "es"}:
            return Letters("cyrillic", total, language, language, latin_only | {"uk", "ru", "be", "bg"})
    if own:
        return Letters("cyrillic", total, excluded=latin_only | {"bg"})
    if dotted:
        return Letters("cyrillic", total, likely="be", excluded=latin_only | {"uk", "ru", "bg"})
    if counts["ы"] or counts["э"] or counts["ё"]:
        return Letters("cyrillic", total, "ru", "ru", latin_only | {"uk", "bg"})
    return Letters("cyrillic", total, likely="bg", excluded=latin_only | {"uk", "be"})
