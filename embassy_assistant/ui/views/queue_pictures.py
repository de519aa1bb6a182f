"""Rows of the queue as they were last painted: when a post joins the list, all others only move.

To paint a row takes many times as long as to copy it, and while the sender computes, the window has every other turn.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from embassy_assistant.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QSize

_KEPT: Final = 48
"""More than a list shows; a row of a wide window takes a quarter of a megabyte."""


class RowPictures:
    """The last rows that were painted, each with everything that it shows."""

    def __init__(self) -> None:
        """Start empty."""
        self._kept: OrderedDict[str, tuple[object, QPixmap]] = OrderedDict()

    def of(
        self, name: str, shows: object, size: QSize, ratio: float, draw: Callable[[QPainter, QRect], None]
    ) -> QPixmap:
        """Return the picture of a row.

        Args:
            name: which row.
            shows: what the row says; with another, it is painted anew, as with another size, look or type.
            size: in device-independent pixels.
            ratio: device pixels for each of those, a whole number.
            draw: paints the row into a rectangle.
        """
        colours = tokens()
        depends = shows, size, ratio, colours, QApplication.font().family()
        before = self._kept.pop(name, None)
        if before is None or before[0] != depends:
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(colours.colour("window"))
            painter = QPainter(picture)
            draw(painter, QRect(QPoint(0, 0), size))
            painter.end()
            before = depends, picture
        self._kept[name] = before
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return before[1]
