"""Ukrainian in Latin letters, as the state writes it.

Source: Cabinet of Ministers of Ukraine, Resolution No. 55 of 27 January 2010, "On Normalisation of the Transliteration
of the Ukrainian Alphabet by Means of the Latin Alphabet": the table, and its notes («зг» is zgh; the soft sign and the
apostrophe are not rendered; names are written letter by letter).
"""

from __future__ import annotations

import unicodedata
from typing import Final

import regex

from embassy_assistant.language.text import APOSTROPHES

_TABLE: Final = (
    "а=a б=b в=v г=h ґ=g д=d е=e є=ie ж=zh з=z и=y і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts "
    "ч=ch ш=sh щ=shch ь= ю=iu я=ia"
)
_LETTERS: Final = dict(pair.split("=") for pair in _TABLE.split())
_AT_THE_START: Final = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_VOWELS: Final = frozenset("аеєиіїоуюя")
_STRESS: Final = regex.compile("[\u0300\u0301]")
_CYRILLIC: Final = r"[\u0400-\u0482\u048a-\u052f]"
_APOSTROPHE: Final = f"[{''.join(sorted(APOSTROPHES))}]"
# After a Latin letter («SМС») nothing begins.
_WORD: Final = regex.compile(
    rf"(?P<begun>(?<=\p{{Latin}}[\p{{M}}\p{{Cf}}]*))?(?:{_CYRILLIC}[\p{{M}}\p{{Cf}}]*+(?:{_APOSTROPHE}(?={_CYRILLIC}))?+)++"
)
_PIECE: Final = regex.compile(rf"({_CYRILLIC}\p{{M}}*+)([\p{{M}}\p{{Cf}}]*+)")
# A line in capitals with no word of two letters is a row of initials («Ю. Щ.»).
_SHOUTED: Final = regex.compile(r"\p{Lu}[\p{M}\p{Cf}]*\p{Lu}")


def romanise(text: str) -> str:
    """Return a text with its Ukrainian words in Latin letters; whatever else stands in it is left as it is.

    Args:
        text: Any text, composed or not; stress marks and the apostrophes inside words are dropped. «Щастя» becomes
            Shchastia and «ЩАСТЯ» SHCHASTIA. A word with letters that Ukrainian does not have is not Ukrainian.
    """
    return "".join(_romanise_line(line) for line in text.splitlines(keepends=True))


def _romanise_line(line: str) -> str:
    shouted = line.isupper() and _SHOUTED.search(line) is not None
    return _WORD.sub(lambda match: _romanise_word(match, shouted=shouted), line)


def _romanise_word(match: regex.Match[str], *, shouted: bool) -> str:
    pieces = [(_composed(letter), unseen) for letter, unseen in _PIECE.findall(match.group())]
    letters = [letter for letter, _ in pieces]
    if not all(letter[0].lower() in _LETTERS for letter in letters):
        return match.group()
    return "".join(
        _in_latin(letters, place, at_the_start=match["begun"] is None and not place, shouted=shouted) + unseen
        for place, (_, unseen) in enumerate(pieces)
    )


def _composed(letter: str) -> str:
    """Return one letter with its marks composed, and without the stress mark that only vowels take."""
    parts = unicodedata.normalize("NFD", letter)
    if parts[0].lower() in _VOWELS:
        parts = _STRESS.sub("", parts)
    return unicodedata.normalize("NFC", parts)


def _in_latin(letters: list[str], place: int, *, at_the_start: bool, shouted: bool) -> str:
    letter, marks = letters[place][0], letters[place][1:]
    small = letter.lower()
    latin = _LETTERS[small]
    if at_the_start:
        latin = _AT_THE_START.get(small, latin)
    elif small == "г" and place and letters[place - 1].lower() == "з":
        latin = "gh"
    if letter != small:
        latin = latin.upper() if shouted or _is_shouted(letters, place) else latin.capitalize()
    return latin + marks if latin else ""


def _is_shouted(letters: list[str], place: int) -> bool:
    """Tell whether a capital stands among capitals: before one, or after one at the end of the word."""
    neighbours = letters[place + 1 : place + 2] or letters[max(place - 1, 0) : place]
    return "".join(neighbours).isupper()
