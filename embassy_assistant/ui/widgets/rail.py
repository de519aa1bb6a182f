"""The rail: one button per view, the yellow badge on Queue only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.locations import data_dir
from embassy_assistant.ui.icons import paint_icon
from embassy_assistant.ui.theme import CAPTION, fitting, font, mark, tokens

VIEWS: Final = {
    "write": "pencil-outline",
    "queue": "tray-full",
    "guidelines": "book-check-outline",
    "accounts": "account-multiple-outline",
    "settings": "cog-outline",
}
WIDE: Final = 96
SLIM: Final = 56
_MOST: Final = 99


def program_icon() -> QIcon:
    """Return the program's own mark."""
    return QIcon(str(data_dir("resources") / "icons" / "embassy-assistant.svg"))


class _Mark(QWidget):
    """The program's mark on top of the rail."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(56)
        self._icon = program_icon()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, QRect((self.width() - 36) // 2, 12, 36, 36))
        painter.end()


class RailButton(QToolButton):
    """Icon above its word; a white bar marks the view that is shown."""

    def __init__(self, icon_name: str) -> None:
        """Show an icon; the rail gives it its word."""
        super().__init__()
        self._icon_name = icon_name
        self._badge = 0
        self.slim = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def badge(self) -> int:
        """The number on it."""
        return self._badge

    def set_badge(self, number: int) -> None:
        """Show how many need a person; 0 for no badge."""
        if number != self._badge:
            self._badge = number
            self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(SLIM - 8, 44) if self.slim else QSize(WIDE - 8, 60)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("rail_selected"))
            painter.setOpacity(1.0 if chosen else 0.5)
            painter.drawRoundedRect(self.rect(), 6, 6)
            painter.setOpacity(1.0)
        colour = "on_solid" if chosen else "rail_text"
        middle = self.width() // 2
        top = (self.height() - 24) // 2 if self.slim else 9
        paint_icon(painter, QRect(middle - 12, top, 24, 24), self._icon_name, colour)
        if not self.slim:
            painter.setFont(fitting(self.text(), self.width(), CAPTION, CAPTION - 2, bold=chosen))
            painter.setPen(colours.colour(colour))
            room = QRect(0, 36, self.width(), 18)
            words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, words)
        if self._badge:
            self._paint_badge(painter, middle + 6, top - 5)
        painter.end()

    def _paint_badge(self, painter: QPainter, left: int, top: int) -> None:
        colours = tokens()
        words = str(self._badge) if self._badge <= _MOST else f"{_MOST}+"
        painter.setFont(font(11, bold=True))
        wide = max(18, painter.fontMetrics().horizontalAdvance(words) + 8)
        disc = QRect(left, top, wide, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("yellow"))
        painter.drawRoundedRect(disc, 9, 9)
        painter.setPen(colours.colour("on_yellow"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, words)


class Rail(QFrame):
    """The views of the window.

    Signals:
        chosen: name of a view.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build a button per view."""
        super().__init__(parent)
        self.setObjectName("rail")
        mark(self, role="rail")
        self.buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 0, 4, 8)
        self._column.setSpacing(6)
        self._column.addWidget(_Mark())
        for name, icon_name in VIEWS.items():
            if name == "settings":
                self._column.addStretch(1)
            button = RailButton(icon_name)
            button.setObjectName(f"rail-{name}")
            button.clicked.connect(lambda _checked=False, which=name: self.chosen.emit(which))
            self.buttons[name] = button
            self._group.addButton(button)
            self._column.addWidget(button)
        self.setFixedWidth(WIDE)

    def set_words(self, words: dict[str, str]) -> None:
        """Set the word of each view."""
        for number, (name, button) in enumerate(self.buttons.items(), start=1):
            button.setText(words[name])
            button.setAccessibleName(words[name])
            button.setToolTip(f"{words[name]} (Alt+{number})")

    def show_chosen(self, name: str) -> None:
        """Mark the view that is shown."""
        self.buttons[name].setChecked(True)

    def set_slim(self, slim: bool) -> None:
        """Show icons only."""
        self.setFixedWidth(SLIM if slim else WIDE)
        for button in self.buttons.values():
            button.slim = slim
            button.setFixedSize(button.sizeHint())
