"""Round the pages of the first run: its steps at the left, and the language of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from embassy_assistant.ui.i18n import LANGUAGES
from embassy_assistant.ui.theme import font, mark
from embassy_assistant.ui.widgets.buttons import tool
from embassy_assistant.ui.widgets.labels import Icon

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 300


class Steps(QFrame):
    """Numbered steps on the rail's ground.

    Signals:
        chosen: a step that was reached already was pressed.
    """

    chosen = Signal(int)

    def __init__(self, count: int) -> None:
        """Build `count` steps without words."""
        super().__init__()
        mark(self, role="rail")
        self.setFixedWidth(WIDTH)
        self._name = QLabel("Embassy Assistant")
        self._name.setFont(font(16, bold=True))
        self._other = QLabel("Помічник посольства")
        self._note = QLabel()
        self._note.setWordWrap(True)
        for made, tone in ((self._name, "solid"), (self._other, "rail"), (self._note, "rail")):
            mark(made, ink=tone)
        self._buttons = [QPushButton() for _ in range(count)]
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 24)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addWidget(self._other)
        column.addSpacing(24)
        for at, step_button in enumerate(self._buttons):
            mark(step_button, kind="step")
            step_button.setCheckable(True)
            step_button.setAutoDefault(False)
            step_button.clicked.connect(lambda _=False, step=at: self.chosen.emit(step))
            column.addWidget(step_button)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(Icon("cloud-off-outline", "rail_text", 20), 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._note, 1)
        column.addLayout(foot)

    def say(self, titles: Sequence[str], note: str) -> None:
        """Word the steps."""
        for at, (made, title) in enumerate(zip(self._buttons, titles, strict=True)):
            made.setText(f"{at + 1}   {title}")
            made.setAccessibleName(f"{at + 1}. {title}")
        self._note.setText(note)

    def show_step(self, step: int, reach: int) -> None:
        """Mark the step that is shown; those up to `reach` can be gone to."""
        for at, made in enumerate(self._buttons):
            made.setChecked(at == step)
            made.setEnabled(at <= reach)


class LanguageSwitch(QWidget):
    """A segment for each language of the window, under its own name.

    Signals:
        chosen: the code of a language.
    """

    chosen = Signal(str)

    def __init__(self, language: str) -> None:
        """Start with `language`."""
        super().__init__()
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for code, name in LANGUAGES.items():
            made = tool("web", kind="segment")
            mark(made, end="right" if group.buttons() else "left")
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            made.setText(name)
            made.setCheckable(True)
            made.setChecked(code == language)
            made.clicked.connect(lambda _=False, picked=code: self.chosen.emit(picked))
            group.addButton(made)
            row.addWidget(made)
