"""Buttons, made in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton
from typing_extensions import override

from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.theme import mark

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

_PADDING = 26
ICON_COLOURS = {"primary": "on_primary", "tint": "accent", "flat": "accent", "destructive": "block"}


class ElidedButton(QPushButton):
    """A button that gives up its icon for its words; shows what fits of them, and the whole in a tooltip then."""

    def __init__(self) -> None:
        """Start without words."""
        super().__init__()
        self._whole = ""
        self._icon = QIcon()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def set_whole(self, text: str) -> None:
        """Set the words."""
        self._whole = text
        self.setAccessibleName(text)
        super().setText(text)
        self.updateGeometry()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())

    @override
    def sizeHint(self) -> QSize:
        return QSize(self._around + self.fontMetrics().horizontalAdvance(self._whole), super().sizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._icon.isNull():
            self._icon = self.icon()
        needed = self._around + self.fontMetrics().horizontalAdvance(self._whole)
        self.setIcon(self._icon if self.width() + 2 >= needed else QIcon())
        room = self.width() - _PADDING - (0 if self.icon().isNull() else self._icon_room)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(room, 20) + 2)
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")

    @property
    def _around(self) -> int:
        """What padding, border and icon take; Qt's own hint would add the least width of a button to it."""
        return _PADDING + (0 if self._icon.isNull() and self.icon().isNull() else self._icon_room)

    @property
    def _icon_room(self) -> int:
        return self.iconSize().width() + 4


def button(kind: str = "normal", *, icon_name: str = "", name: str = "", small: bool = False) -> QPushButton:
    """Return a push button without words; `retranslate` of its owner sets them.

    Args:
        kind: `primary`, `normal`, `flat`, `tint` or `destructive`.
        icon_name: an icon before the words.
        name: object name.
        small: 28 px high instead of 32.
    """
    made = QPushButton()
    made.setObjectName(name)
    made.setAutoDefault(False)
    mark(made, kind=kind, small=small)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if icon_name:
        made.setIcon(icon(icon_name, ICON_COLOURS.get(kind, "text")))
        # Wider than the glyph: Qt leaves too little air between icon and words.
        made.setIconSize(QSize(22, 18))
    return made


def tool(icon_name: str, *, name: str = "", kind: str = "normal", colour: str = "text") -> QToolButton:
    """Return a square button with an icon; its owner gives it a tooltip and an accessible name."""
    made = QToolButton()
    made.setObjectName(name)
    made.setIcon(icon(icon_name, colour))
    made.setIconSize(QSize(18, 18))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    mark(made, kind=kind)
    return made
