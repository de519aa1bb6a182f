"""A choice: a full-width button with its consequence beneath its words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout
from typing_extensions import override

from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.labels import Icon, label


class Choice(QPushButton):
    """A full-width button with its consequence beneath its words; never the default."""

    def __init__(self, icon_name: str, colour: str, words: str, consequence: str, *, name: str = "") -> None:
        """Show both lines.

        Args:
            icon_name: the sign before them.
            colour: the token of the sign's colour.
            words: what it does.
            consequence: what follows from it.
            name: object name.
        """
        super().__init__()
        self.setObjectName(name)
        self.setAutoDefault(False)
        mark(self, kind="choice")
        self.setAccessibleName(words)
        self.setAccessibleDescription(consequence)
        text = QVBoxLayout()
        text.setSpacing(2)
        for made in (label(words, kind="strong", wrap=True), label(consequence, kind="caption", wrap=True)):
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            text.addWidget(made)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(Icon(icon_name, colour, 22))
        row.addLayout(text, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout else super().heightForWidth(width)
