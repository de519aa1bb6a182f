"""A toast: what was done, for six seconds, with a way back. Never for errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN_FOR: Final = 6000
_MARGIN: Final = 12


class Toast(QFrame):
    """Lies bottom left over its parent, beside the rail, whose buttons stay in reach."""

    def __init__(self, parent: QWidget, rail: QWidget) -> None:
        """Start hidden."""
        super().__init__(parent)
        self._around = parent
        self._rail = rail
        self.setObjectName("toast")
        mark(self, role="toast")
        self._label = label()
        self._undo = QPushButton(self)
        self._undo.setObjectName("toast-undo")
        mark(self._undo, small=True)
        self._act: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self._label)
        row.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_FOR)
        self._timer.timeout.connect(self.hide)
        self._undo.clicked.connect(self._take_back)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def say(self, text: str, undo: Callable[[], object] | None = None, undo_text: str = "") -> None:
        """Show a sentence; `undo` takes back what it says."""
        self._act = undo
        self._label.setText(text)
        self._undo.setText(undo_text)
        self._undo.setVisible(undo is not None)
        self.setAccessibleName(text)
        self.adjustSize()
        self.settle()
        self.show()
        self.raise_()
        self._timer.start()

    def settle(self) -> None:
        """Move to the corner of the parent."""
        corner = self._rail.mapTo(self._around, self._rail.rect().bottomRight())
        self.move(corner.x() + _MARGIN, corner.y() - self.height() - _MARGIN)

    def _take_back(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()
