"""Pictures of the window for the documents, made small."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_COLOURS: Final = 256
_SMALLEST: Final = 0
_NEAREST: Final = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither


def make_small(source: Path, target: Path) -> None:
    """Write a picture of the window anew, a third as large: most of its colours are shades at the edges of letters.

    Raises:
        OSError: it could not be read or written.
    """
    image = QImage(str(source)).convertToFormat(QImage.Format.Format_RGB32)
    colours = _palette(Counter(memoryview(image.constBits()).cast("I")))
    indexed = image.convertToFormat(QImage.Format.Format_Indexed8, colours, _NEAREST)
    if not indexed.save(str(target), quality=_SMALLEST):
        message = f"cannot write {target}"
        raise OSError(message)


def _palette(counted: Mapping[int, int]) -> list[int]:
    """Return the commonest colours, then those that would be missed most: far from all chosen ones, and often there."""
    chosen = [colour for colour, _ in Counter(counted).most_common(_COLOURS // 2)]
    missed = {colour: min(_apart(colour, each) for each in chosen) for colour in counted.keys() - set(chosen)}
    while missed and len(chosen) < _COLOURS:
        colour = max(missed, key=lambda each: (missed[each] * counted[each], each))
        del missed[colour]
        chosen.append(colour)
        missed = {each: min(far, _apart(each, colour)) for each, far in missed.items()}
    return chosen


def _apart(one: int, other: int) -> int:
    return sum(((one >> shift & 255) - (other >> shift & 255)) ** 2 for shift in (0, 8, 16))
