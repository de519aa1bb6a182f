"""Letters of one alphabet inside a word of another: «Кyiv» with a Cyrillic К looks right and is found by nobody.

Only words that become whole in one alphabet are named: «IT-компанія», «PDF’и» and «Zахід» are left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.language.alphabets import script_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_TO_LATIN: Final = dict(
    zip("аеорсухіїјѕһԁԛԝӏкАЕОРСУХІЇЈЅԌԚԜӀКВМНТ", "aeopcyxiïjshdqwlkAEOPCYXIÏJSGQWIKBMHT", strict=True)
)
_TO_CYRILLIC: Final = {latin: letter for letter, latin in _TO_LATIN.items() if letter in "аеорсухіїкАЕОРСУХІЇКВМНТ"}
_MIXED: Final = regex.compile(r"[\p{Latin}][\p{M}\p{N}_]*+\p{Cyrillic}|\p{Cyrillic}[\p{M}\p{N}_]*+\p{Latin}")
# «SWIFTу», «TikTokа»: a foreign name with a Ukrainian ending.
_INFLECTED: Final = regex.compile(r"[\p{Latin}\p{N}]{2,}(?:(?=\p{Ll})\p{Cyrillic}){1,3}")
_PART: Final = regex.compile(r"[\p{L}\p{M}\p{N}_]+")


@dataclass(frozen=True, slots=True)
class Mixed:
    """A word, or a part of one between hyphens, in letters of two alphabets.

    Attributes:
        start: First code point.
        end: Behind the last code point.
        text: As written.
        mended: The same in one alphabet, code point for code point.
    """

    start: int
    end: int
    text: str
    mended: str


def find_mixed(text: str) -> Iterator[Mixed]:
    """Yield every word with letters of two alphabets that look-alikes explain, in reading order.

    Args:
        text: Any text.
    """
    if not _MIXED.search(text):
        return
    latin = _mostly_latin(text)
    for match in _PART.finditer(text):
        mended = _mended(match.group(), latin)
        if mended:
            yield Mixed(match.start(), match.end(), match.group(), mended)


def mend(text: str) -> str:
    """Return the text with those words in one alphabet; every code point keeps its place.

    Args:
        text: Any text.
    """
    pieces, done = [], 0
    for mixed in find_mixed(text):
        pieces += [text[done : mixed.start], mixed.mended]
        done = mixed.end
    return "".join((*pieces, text[done:]))


def _mended(part: str, among_latin: bool) -> str:
    """Return a part of a word in one alphabet; "" where it is already, or where look-alikes do not explain it."""
    scripts = [script_of(letter) for letter in part]
    if not {"latin", "cyrillic"} <= set(scripts) or "other" in scripts:
        return ""
    pairs = list(zip(part, scripts, strict=True))
    if _INFLECTED.fullmatch(part) and not among_latin:
        return ""
    latin = all(letter in _TO_LATIN for letter, script in pairs if script == "cyrillic")
    cyrillic = all(letter in _TO_CYRILLIC for letter, script in pairs if script == "latin")
    if latin and cyrillic:
        own = scripts.count("latin") - scripts.count("cyrillic")
        latin = own > 0 if own else among_latin
        cyrillic = not latin
    if latin:
        return "".join(_TO_LATIN[letter] if script == "cyrillic" else letter for letter, script in pairs)
    if cyrillic:
        return "".join(_TO_CYRILLIC[letter] if script == "latin" else letter for letter, script in pairs)
    return ""


def _mostly_latin(text: str) -> bool:
    scripts = [script_of(letter) for letter in text]
    return scripts.count("latin") > scripts.count("cyrillic")
