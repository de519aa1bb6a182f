"""Banners on top of the window: what holds until something changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPolygon
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from embassy_assistant.ui.icons import icon, paint_icon
from embassy_assistant.ui.theme import font, mark, tokens
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import Icon, label

if TYPE_CHECKING:
    from collections.abc import Callable

PRACTICE_HEIGHT = 44
STRIPES = 88


class Banner(QFrame):
    """One sentence with an icon and up to two buttons, 40 px high."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        mark(self, role="banner")
        self._icon = Icon("alert", "warn", 20, self)
        self._label = label(wrap=True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1)
        row.addLayout(self._buttons)
        self.setMinimumHeight(40)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def say(
        self, text: str, *actions: tuple[str, Callable[[], object]], icon_name: str = "alert", tone: str = "warn"
    ) -> None:
        """Show a sentence.

        Args:
            text: the sentence; an empty one hides the banner.
            actions: words and what they do.
            icon_name: the icon before it.
            tone: `warn`, `block`, `advise` or `accent`.
        """
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._icon.show_icon(icon_name, tone)
        self._label.setText(text)
        mark(self, tone=tone)
        for words, act in actions:
            made = button(small=True)
            made.setText(words)
            made.clicked.connect(lambda _checked=False, do=act: do())
            self._buttons.addWidget(made)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class PracticeBanner(QWidget):
    """Violet, striped at both ends, and never closed: nothing here can reach the public."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it; the window gives it its words."""
        super().__init__(parent)
        self.setObjectName("practice-banner")
        self.setFixedHeight(PRACTICE_HEIGHT)
        self._title = QLabel(self)
        self._sentence = QLabel(self)
        # In a narrow window it takes two lines, and leaves the button whole.
        self._sentence.setWordWrap(True)
        for made, size in ((self._title, 16), (self._sentence, 14)):
            made.setFont(font(size, bold=size > 14))
            mark(made, ink="solid")
        self.timeline = QPushButton(self)
        self.timeline.setObjectName("practice-timeline")
        self.timeline.setIcon(icon("web", "practice"))
        self.timeline.setStyleSheet("background: #FFFFFF; color: #6A2C91; border: 1px solid #FFFFFF; font-weight: 600;")
        mark(self.timeline, small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(STRIPES + 48, 0, STRIPES + 16, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._sentence, 1)
        row.addWidget(self.timeline)

    def set_words(self, title: str, sentence: str, timeline: str) -> None:
        """Say it in the window's language."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.setToolTip(sentence)
        self.timeline.setText(timeline)
        self.setAccessibleName(f"{title}. {sentence}")

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), tokens().colour("practice"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().colour("on_solid"))
        height = self.height()
        for left in (0, self.width() - STRIPES):
            painter.setClipRect(QRect(left, 0, STRIPES, height))
            for start in range(left - height, left + STRIPES, 24):
                corners = (
                    QPoint(start, height),
                    QPoint(start + 12, height),
                    QPoint(start + height + 12, 0),
                    QPoint(start + height, 0),
                )
                painter.drawPolygon(QPolygon(list(corners)))
        painter.setClipping(False)
        paint_icon(painter, QRect(STRIPES + 12, (height - 24) // 2, 24, 24), "flask-outline", "on_solid")
        painter.end()
