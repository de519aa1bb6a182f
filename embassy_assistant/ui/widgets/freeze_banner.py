"""The banner of a freeze: solid red over every view, and nothing closes it but the end of the freeze."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout
from typing_extensions import override

from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.buttons import button, tool
from embassy_assistant.ui.widgets.labels import Icon, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

HEIGHT: Final = 76
NARROW: Final = 1100
"""Below, the buttons stand one over the other, so that the words have room."""


@dataclass(frozen=True, slots=True)
class FreezeText:
    """A freeze in words.

    Attributes:
        title: what may be sent.
        detail: who ordered it and when, what it covers, until when, and what it holds.
    """

    title: str
    detail: str


class FreezeBanner(QFrame):
    """Says one freeze at a time, the strictest first, and how many there are.

    Signals:
        lines_wanted: what may still be sent is to be shown.
        held_wanted: what is held is to be shown.
    """

    lines_wanted = Signal()
    held_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setObjectName("freeze-banner")
        mark(self, role="freeze")
        self._texts: tuple[FreezeText, ...] = ()
        self._at = 0
        self._title = label(kind="h2", wrap=True, name="freeze-title")
        self._detail = label(wrap=True, name="freeze-detail")
        self._number = label(name="freeze-number")
        self.back = tool("chevron-left", name="freeze-back", colour="on_solid")
        self.on = tool("chevron-right", name="freeze-on", colour="on_solid")
        self.lines = button("primary", name="freeze-lines")
        self.lines.setIcon(icon("format-quote-close", "freeze"))
        self.lines.setIconSize(QSize(22, 18))
        self.held = button(name="freeze-held")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 16, 8)
        row.setSpacing(12)
        row.addWidget(Icon("pause-octagon", "on_solid", 32), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(8)
        row.addLayout(words, 1)
        for made in (self.back, self._number, self.on):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        self._acts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._acts.setSpacing(8)
        for act in (self.lines, self.held):
            self._acts.addWidget(act, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(self._acts)
        self.setMinimumHeight(HEIGHT)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.lines.clicked.connect(self.lines_wanted)
        self.held.clicked.connect(self.held_wanted)
        self.back.clicked.connect(lambda: self._step(-1))
        self.on.clicked.connect(lambda: self._step(1))
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while there is no freeze."""
        return f"{self._title.text()}. {self._detail.text()}" if self._texts else ""

    def say(self, texts: Sequence[FreezeText]) -> None:
        """Show these freezes; none hides the banner."""
        self._texts = tuple(texts)
        self._at = min(self._at, max(0, len(self._texts) - 1))
        self._show()
        self.setVisible(bool(self._texts))

    def set_words(self, lines: str, held: str, back: str, on: str) -> None:
        """Say what the buttons do; without words, one is not there."""
        for made, words in ((self.lines, lines), (self.held, held)):
            made.setText(words)
            made.setVisible(bool(words))
        for arrow, words in ((self.back, back), (self.on, on)):
            arrow.setToolTip(words)
            arrow.setAccessibleName(words)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        self._acts.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        for act in (self.lines, self.held):
            mark(act, small=narrow)

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self._texts)
        self._show()

    def _show(self) -> None:
        several = len(self._texts) > 1
        for made in (self.back, self._number, self.on):
            made.setVisible(several)
        if self._texts:
            text = self._texts[self._at]
            self._title.setText(text.title)
            self._detail.setText(text.detail)
            self._number.setText(f"{self._at + 1} / {len(self._texts)}")
        self.setAccessibleName(self.text)
