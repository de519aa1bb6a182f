"""Text as the rest of the program compares it: one composition, one apostrophe, and word edges that hold for Ukrainian.

A Ukrainian apostrophe stands inside a word («з'їзд») and is typed as U+2019, U+02BC or U+0027, so neither `==` nor a
regular expression's word boundary can be trusted with it. Positions are always code points of the text as given.
"""

from __future__ import annotations

import unicodedata
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

APOSTROPHE: Final = "’"
APOSTROPHES: Final = frozenset("’ʼ'‘`´＇")

_STRESS: Final = "\u0301"
_HYPHENS: Final = frozenset("‐‑")
# Characters that are typed or pasted without being seen: a soft hyphen must not hide a word from a rule. They are those
# that Unicode calls default ignorable, as far as they are assigned, and the three of interlinear annotations.
_INVISIBLE: Final = (
    *(0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0x200B, 0x2010)),
    *(*range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164, *range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0),
    *(*range(0xFFF9, 0xFFFC), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)),
    *(*range(0xE0000, 0xE0080), *range(0xE0100, 0xE01F0)),
)
_UNSEEN_LEFT_OUT: Final = dict.fromkeys(_INVISIBLE)
_CHANGED: Final = {
    **dict.fromkeys(map(ord, APOSTROPHES), APOSTROPHE),
    **dict.fromkeys(map(ord, _HYPHENS), "-"),
    **_UNSEEN_LEFT_OUT,
    # A lone half of a pair is no text to anything that is not Python.
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}
# Letters and signs that keep their length in every form, where no mark changes them.
_PLAIN: Final = r"[\x21-\x7e\u0400-\u045f\u0490-\u0491–—«»…“”’ʼ]"
_SIMPLE: Final = regex.compile(rf"(?:{_PLAIN}| (?! ))*")
_SIMPLE_LINES: Final = regex.compile(rf"(?:{_PLAIN}| (?! )|\n)*")
# A letter with its marks is one piece, even where something that is not seen stands between them.
_UNSEEN: Final = r"[[\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]--\p{M}]"
_ALONE: Final = rf"(?!{_UNSEEN}*+\p{{M}})"
_PIECE: Final = rf"{_UNSEEN}++|\P{{M}}(?:{_UNSEEN}*+\p{{M}}++)*+|\p{{M}}+"
_FOLDABLE: Final = regex.compile(rf"{_PLAIN}{_ALONE}(?: ?{_PLAIN}{_ALONE})*+|{_PIECE}", regex.V1)
_READABLE: Final = regex.compile(rf"(?:(?:{_PLAIN}|[ \n]){_ALONE})++|{_PIECE}", regex.V1)
_WORD: Final = regex.compile(r"[\p{L}\p{M}\p{N}_]+(?:[’ʼ'‘`´＇\-‐‑][\p{L}\p{M}\p{N}_]+)*")

_QUOTED: Final = regex.compile(
    r"«[^«»\n]*(?:«[^«»\n]*»[^«»\n]*)*»|“[^“”\n]*”|„[^„“”\n]*[“”]|\"[^\"\n]*\""
    # British single quotation marks; an apostrophe between two letters closes none.
    r"|(?<![\p{L}\p{M}\p{N}])‘(?:[^‘’\n]|(?<=[\p{L}\p{M}])’(?=\p{L}))*+’"
)


def normalise(text: str) -> str:
    """Return the text as it is stored for search: NFC, one apostrophe, nothing invisible.

    Args:
        text: Any text.

    Returns:
        The text with U+2019 for every apostrophe; letters keep their case, because the index folds it.
    """
    return unicodedata.normalize("NFC", text.translate(_CHANGED))


def without_unseen(text: str) -> str:
    """Return a text without signs that are not seen: a half of many an emoji is one.

    Args:
        text: Any text.
    """
    return text.translate(_UNSEEN_LEFT_OUT)


def fold(text: str) -> str:
    """Return the text as it is compared: normalised, without case, without stress marks, with single spaces.

    Args:
        text: Any text.
    """
    if _SIMPLE.fullmatch(text):
        return text.translate(_CHANGED).lower()
    return fold_with_positions(text).text


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text that remembers where each of its characters came from.

    Attributes:
        text: The folded text.
        starts: For each folded character, the code point where its source begins; one more for the end.
        ends: For each folded character, the code point just behind its source.
    """

    text: str
    starts: array[int]
    ends: array[int]

    def source(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text that `text[start:end]` was folded from.

        Args:
            start: First folded character.
            end: Behind the last folded character; greater than `start`.
        """
        return self.starts[start], self.ends[end - 1]


def fold_all(texts: Sequence[str]) -> list[str]:
    """Return each text folded; many thousand at a time take a tenth of what `fold` takes one by one.

    Args:
        texts: Any texts.
    """
    lines = "\n".join(texts)
    if lines.count("\n") + 1 == len(texts) and _SIMPLE_LINES.fullmatch(lines):
        return lines.translate(_CHANGED).lower().split("\n")
    return [fold(text) for text in texts]


def fold_with_positions(text: str) -> Folded:
    """Fold a text and keep the map back to the code points of the original.

    Args:
        text: Any text.
    """
    if _SIMPLE.fullmatch(text):
        # Nothing in it changes its length, so the map is the identity: the case of many a post.
        size = len(text)
        return Folded(text.translate(_CHANGED).lower(), array("l", range(size + 1)), array("l", range(1, size + 1)))
    return _mapped(text, _FOLDABLE.finditer(text), _folded_piece, single_spaces=True)


def read_with_positions(text: str) -> Folded:
    """Return the text as patterns read it, with the map back: normalised, all spaces alike, but case and lines kept.

    Args:
        text: Any text.
    """
    return _mapped(text, _READABLE.finditer(text), _readable_piece, single_spaces=False)


def _mapped(
    text: str, matches: Iterable[regex.Match[str]], change: Callable[[str], str], *, single_spaces: bool
) -> Folded:
    """Change a text piece by piece, each a run that keeps its length or one letter with its marks."""
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    after_space = False
    for match in matches:
        start, end = match.span()
        piece = change(match.group())
        size = len(piece)
        if single_spaces and piece:
            if piece == " " and after_space:
                continue
            after_space = piece == " "
        pieces.append(piece)
        if size == end - start:
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            starts.extend([start] * size)
            ends.extend([end] * size)
    starts.append(len(text))
    return Folded("".join(pieces), starts, ends)


def _folded_piece(piece: str) -> str:
    """Fold a run, or one letter with its marks; white space of any kind becomes one space."""
    if piece.isspace():
        return " "
    plain = piece.translate(_CHANGED)
    if len(plain) > 1 and not _SIMPLE.fullmatch(plain):
        # й and ї are composed first: only a stress mark that composes with nothing is dropped.
        plain = unicodedata.normalize("NFC", plain).replace(_STRESS, "")
    return unicodedata.normalize("NFC", plain.casefold())


def _readable_piece(piece: str) -> str:
    """Normalise a run, or one letter with its marks; each space stays a space of its own, and a line its end."""
    plain = piece.translate(_CHANGED)
    if len(plain) > 1 and unicodedata.category(plain[1]).startswith("M"):
        plain = unicodedata.normalize("NFC", plain).replace(_STRESS, "")
    return " " if plain.isspace() and len(plain) == 1 and plain != "\n" else plain


def is_word_edge(text: str, position: int) -> bool:
    """Tell whether a word may begin or end at this position.

    An apostrophe between two letters is inside a word; one at a word's rim («'слово'») is a quotation mark.

    Args:
        text: Any text.
        position: Between two code points, from 0 to the length of the text.
    """
    if position <= 0 or position >= len(text):
        return True
    before, after = text[position - 1], text[position]
    if _in_word(before) and _in_word(after):
        return False
    if after in APOSTROPHES:
        return not (_in_word(before) and position + 1 < len(text) and _in_word(text[position + 1]))
    if before in APOSTROPHES:
        return not (_in_word(after) and position >= 2 and _in_word(text[position - 2]))
    return True


def _in_word(character: str) -> bool:
    """Tell whether a character is part of a word by itself."""
    return character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")


def words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of every word; hyphens and apostrophes inside a word belong to it.

    Args:
        text: Any text.
    """
    for match in _WORD.finditer(text):
        yield match.span()


def quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of every text in quotation marks, the marks included; nested ones lie within.

    Args:
        text: Any text. A mark that is never closed, or not before the paragraph ends, quotes nothing; nor does the
            typewriter's single one, which is an apostrophe.
    """
    for match in _QUOTED.finditer(text):
        yield match.span()
