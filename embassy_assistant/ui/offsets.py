"""Python's code points and Qt's UTF-16 positions: the one place that converts.

A character outside the Basic Multilingual Plane, such as an emoji, is one code point and two UTF-16 code units.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate

_BEYOND_BMP = 0xFFFF


def _width(character: str) -> int:
    return 2 if ord(character) > _BEYOND_BMP else 1


class Offsets:
    """Converts positions in one text, many times."""

    def __init__(self, text: str) -> None:
        """Measure `text` once; a text of the Basic Multilingual Plane costs nothing later."""
        self._length = len(text)
        self._plain = not text or max(text) <= chr(_BEYOND_BMP)
        self._starts = [] if self._plain else [0, *accumulate(map(_width, text))]

    def to_qt(self, position: int) -> int:
        """Return the UTF-16 position of a code point position; one beyond the text becomes its end."""
        position = max(0, min(position, self._length))
        return position if self._plain else self._starts[position]

    def to_python(self, position: int) -> int:
        """Return the code point position of a UTF-16 position; one inside a pair becomes the end of the pair."""
        if self._plain:
            return max(0, min(position, self._length))
        return min(bisect_left(self._starts, max(0, position)), self._length)
