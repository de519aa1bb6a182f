"""What the views share: worded anew with the language, read anew when they come to the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from embassy_assistant.ui.context import Context


class View(QWidget):
    """A page of the window. A subclass builds itself, sets its words in `retranslate` and reads in `read`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Keep what every view is given."""
        super().__init__(parent)
        self._context = context

    def retranslate(self) -> None:
        """Set all words in the window's language."""
        raise NotImplementedError

    def read(self) -> None:
        """Read what is shown; called whenever the view comes to the screen."""

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()
