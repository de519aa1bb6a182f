"""What a view shows where there is nothing: an icon, one sentence, one action."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.ui.icons import paint_icon
from embassy_assistant.ui.theme import tokens
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import label


class _Disc(QWidget):
    """An icon on a tinted disc."""

    def __init__(self, icon_name: str, colour: str, tint: str) -> None:
        super().__init__()
        self._icon, self._colour, self._tint = icon_name, colour, tint
        self.setFixedSize(56, 56)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().colour(self._tint))
        painter.drawEllipse(self.rect())
        paint_icon(painter, QRect(14, 14, 28, 28), self._icon, self._colour)
        painter.end()


class Empty(QWidget):
    """Centred in its space.

    Attributes:
        action: the one button; hidden while it has no words.
    """

    def __init__(
        self, icon_name: str, *, colour: str = "accent", tint: str = "accent_tint", parent: QWidget | None = None
    ) -> None:
        """Show the icon; `set_words` says the rest."""
        super().__init__(parent)
        self._title = label(kind="strong", wrap=True)
        self._sentence = label(kind="caption", wrap=True)
        self.action = button("primary")
        self.action.hide()
        for words in (self._title, self._sentence):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(_Disc(icon_name, colour, tint), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def set_words(self, title: str, sentence: str = "", action: str = "") -> None:
        """Say what is not here, why, and what to do about it."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setVisible(bool(sentence))
        self.action.setText(action)
        self.action.setVisible(bool(action))
