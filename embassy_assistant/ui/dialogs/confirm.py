"""Asks before something that cannot be taken back: what will happen, and the words of the button say it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class ConfirmDialog(Sheet):
    """A question with the text it is about; the button that goes back has the focus where the act destroys."""

    def __init__(
        self,
        heading: str,
        lead: str,
        confirm: str,
        *,
        text: str = "",
        destructive: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Ask.

        Args:
            heading: the question.
            lead: what it means.
            confirm: the button that says yes.
            text: what would go out, word for word.
            destructive: whether something is lost; then the button is never the default.
            parent: the window.
        """
        super().__init__(heading, lead, confirm, self.tr("Back"), parent)
        if text:
            box = QFrame()
            mark(box, role="sunken")
            column = QVBoxLayout(box)
            column.setContentsMargins(12, 8, 12, 8)
            column.addWidget(label(text, wrap=True))
            self.body.addWidget(box)
        if destructive:
            mark(self.confirm, kind="destructive")
            self.confirm.setDefault(False)
            self.cancel.setFocus()
