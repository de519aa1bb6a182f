"""Two texts beside each other: which words of the one are not in the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

# Texts that share less than this are two different texts: to mark nearly every word would say nothing.
_ALIKE: Final = 0.3


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words.

    Attributes:
        differs: whether the other text has no such words at this place.
    """

    text: str
    differs: bool


def compare(ours: str, theirs: str) -> tuple[list[Piece], list[Piece]]:
    """Return both texts in pieces, word by word; white space belongs to the word before it and never differs.

    Args:
        ours: what was sent.
        theirs: what was read back.
    """
    left, right = _words(ours), _words(theirs)
    matcher = SequenceMatcher(None, [word.strip() for word in left], [word.strip() for word in right], autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _whole(ours), _whole(theirs)
    mine, other = [], []
    for tag, start, end, from_, to in matcher.get_opcodes():
        mine += _piece(left[start:end], differs=tag != "equal")
        other += _piece(right[from_:to], differs=tag != "equal")
    return mine, other


def excerpt(pieces: Sequence[Piece], most: int) -> list[Piece]:
    """Return about `most` characters of a text, those around the first difference, with `…` where it is cut."""
    whole = sum(len(piece.text) for piece in pieces)
    if whole <= most:
        return list(pieces)
    before = 0
    for piece in pieces:
        if piece.differs:
            break
        before += len(piece.text)
    start = 0 if before == whole else max(0, min(before - most // 4, whole - most))
    return _cut(pieces, start, start + most, whole)


def _cut(pieces: Sequence[Piece], start: int, end: int, whole: int) -> list[Piece]:
    cut, at = [], 0
    for piece in pieces:
        text = piece.text[max(0, start - at) : max(0, end - at)]
        at += len(piece.text)
        if text:
            cut.append(Piece(text, piece.differs))
    head = [Piece("… ", differs=False)] if start else []
    tail = [Piece(" …", differs=False)] if end < whole else []
    return [*head, *cut, *tail]


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*|^\s+", text)


def _whole(text: str) -> list[Piece]:
    return [Piece(text, differs=False)] if text else []


def _piece(words: Sequence[str], *, differs: bool) -> list[Piece]:
    return [Piece("".join(words), differs)] if words else []
