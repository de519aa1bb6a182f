"""Who took the pictures: asked for once, written at the end of each text, where the rule for pictures looks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.dialogs.credit import CreditDialog
    from embassy_assistant.ui.views.writing.half import Half
    from embassy_assistant.ui.views.writing.session import Session


class Credit(QObject):
    """Adds a credit to the halves, by a step of their histories that Undo takes back."""

    def __init__(self, context: Context, session: Session, halves: Mapping[str, Half], window: QWidget) -> None:
        """Ask over `window`."""
        super().__init__(window)
        self._context, self._session, self._halves, self._window = context, session, halves, window

    def ask(self) -> None:
        """Ask for the name in each language that is written."""
        # Dialogs are imported when they are needed: together they would cost the start 40 ms.
        from embassy_assistant.ui.dialogs.credit import CreditDialog
        from embassy_assistant.ui.typed import Typed

        written = [language for language in self._halves if self._session.post.text(language).strip()]
        dialog = CreditDialog(written or self._halves, self._window)
        dialog.accepted.connect(lambda: self._add(dialog))
        Typed(self._context, dialog, f"credit {self._session.post.id}", lambda: dialog.typed, dialog.bring_back)
        dialog.show_over_window()

    def _add(self, dialog: CreditDialog) -> None:
        for language, line in dialog.credits.items():
            self._halves[language].editor.add_line(line)
        self._session.flush()
