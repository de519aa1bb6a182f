"""The button that says exactly what will happen, and why it cannot yet."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from embassy_assistant.ui.theme import BODY, CAPTION, fitting, tokens

HEIGHT = 56


class QueueButton(QAbstractButton):
    """Two lines: what, and when. Not ready it is sunken but still takes the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start not ready."""
        super().__init__(parent)
        self.setObjectName("queue-button")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._ready = False
        self._when = ""

    @property
    def ready(self) -> bool:
        """Whether pressing it leads to the queue."""
        return self._ready

    @property
    def when(self) -> str:
        """The second line."""
        return self._when

    def say(self, what: str, when: str, left: str) -> None:
        """Show what would happen.

        Args:
            what: `Queue for 4 accounts`.
            when: the second line.
            left: what stands in the way; empty when nothing does.
        """
        if (what, when, not left) == (self.text(), self._when, self._ready) and left == self.accessibleDescription():
            return
        self.setText(what)
        self._when = when
        self._ready = not left
        self.setAccessibleName(f"{what}. {when}")
        self.setAccessibleDescription(left)
        self.setToolTip(when)
        self.update()

    @override
    def sizeHint(self) -> QSize:
        wide = max(self.fontMetrics().horizontalAdvance(self.text()), self.fontMetrics().horizontalAdvance(self._when))
        return QSize(min(wide, 360) + 24, HEIGHT)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen if self._ready else colours.colour("border"))
        painter.setBrush(colours.colour("primary" if self._ready else "sunken"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(colours.colour("on_primary" if self._ready else "text2"))
        middle = self.height() // 2
        first, second = QRect(8, 6, self.width() - 16, middle - 6), QRect(8, middle, self.width() - 16, middle - 6)
        painter.setFont(fitting(self.text(), first.width(), BODY, CAPTION, bold=True))
        painter.drawText(first, Qt.AlignmentFlag.AlignCenter, self._fitting(painter, self.text(), first))
        painter.setFont(fitting(self._when, second.width(), CAPTION, CAPTION - 2))
        painter.drawText(second, Qt.AlignmentFlag.AlignCenter, self._fitting(painter, self._when, second))
        painter.end()

    def _fitting(self, painter: QPainter, text: str, room: QRect) -> str:
        return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
