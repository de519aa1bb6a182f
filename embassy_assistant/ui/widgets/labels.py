"""Labels: elided ones, language codes, keys, pills and icons."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from embassy_assistant.ui.icons import paint_icon
from embassy_assistant.ui.theme import mark


class Icon(QWidget):
    """One glyph in the colour of a token; says nothing to a screen reader, for a word stands beside it."""

    def __init__(self, name: str, colour: str = "text", size: int = 18, parent: QWidget | None = None) -> None:
        """Show the icon called `name`."""
        super().__init__(parent)
        self._name, self._colour, self._size = name, colour, size
        self.setFixedSize(size, size)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, colour: str) -> None:
        """Show another one."""
        if (name, colour) != (self._name, self._colour):
            self._name, self._colour = name, colour
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, QRect(0, 0, self._size, self._size), self._name, self._colour)
        painter.end()


class ElidedLabel(QLabel):
    """A label that shows what fits, and the whole in a tooltip where it does not."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        """Show `text`, cut where `mode` says."""
        super().__init__(parent)
        self._mode = mode
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(24)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show another text."""
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self._elide()

    @property
    def whole(self) -> str:
        """The text, uncut."""
        return self._whole

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 4, hint.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._mode, max(0, self.contentsRect().width()))
        # Before the first layout the width says nothing.
        if self.contentsRect().width() <= 0 or not self.isVisible():
            shown = self.fontMetrics().elidedText(self._whole, self._mode, max(24, self.width()))
        super().setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class CodeLabel(QLabel):
    """A language code in a little frame, or a key."""

    def __init__(self, text: str = "", *, key: bool = False, parent: QWidget | None = None) -> None:
        """Show `text`."""
        super().__init__(text, parent)
        mark(self, **({"key": True} if key else {"code": True}))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class Pill(QFrame):
    """A state: shape, word and colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        mark(self, role="pill")
        self._icon = Icon("check-circle", "text2", 16, self)
        self._label = QLabel(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 10, 4)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._label)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def say(self, icon: str, text: str, tone: str) -> None:
        """Show a state.

        Args:
            icon: icon name.
            text: the word or words.
            tone: `ok`, `warn`, `block`, `advise`, `accent`, `practice`, `yellow` or `quiet`.
        """
        colour = {"quiet": "text2", "practice": "practice_text", "yellow": "on_yellow"}.get(tone, tone)
        self._icon.show_icon(icon, colour)
        self._label.setText(text)
        self.setAccessibleName(text)
        mark(self, tone=tone)
        mark(self._label, tone=tone)


def label(text: str = "", *, kind: str = "", tone: str = "", wrap: bool = False, name: str = "") -> QLabel:
    """Return a plain-text label.

    Args:
        text: what it says.
        kind: `caption`, `strong`, `h2`, `h1` or `wizard`; empty for body text.
        tone: name of a colour; empty for text.
        wrap: whether it may take several lines.
        name: object name.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    made.setObjectName(name)
    if kind:
        mark(made, type=kind)
    if tone:
        mark(made, tone=tone)
    return made
