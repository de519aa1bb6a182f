"""What is wrong in a folder of guidelines, each mistake with its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from embassy_assistant.ui.theme import mark

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.mistake import Mistake
    from embassy_assistant.ui.context import Context

_SHOWN: Final = 5


class FolderCheck(QLabel):
    """Names the first mistakes, and all of them in its tooltip."""

    def __init__(self, context: Context) -> None:
        """Start empty."""
        super().__init__()
        self._context = context
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Say what is wrong; an empty list is good news."""
        said = [self._context.messages.mistake(mistake) for mistake in mistakes]
        head = self.tr("%n mistake(s) in the folder", "", len(said)) if said else self.tr("No mistakes in the folder")
        mark(self, tone="block" if said else "text2")
        self.setText("\n".join([head, *said[:_SHOWN]]))
        self.setToolTip("\n".join(said))
