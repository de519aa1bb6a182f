"""Brings a backup back: says first what it lacks, then how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from embassy_assistant.ui.dialogs.long import LongSheet
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.keeping import Backup, NewerPost, Restored
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.keeping_words import KeepingWords


class RestoreDialog(LongSheet):
    """Asks before it does anything; the button that goes back has the focus.

    Attributes:
        ahead: what the backup lacks.

    Signals:
        restored: a `Restored`: the backup is back.
    """

    restored = Signal(object)

    def __init__(self, context: Context, words: KeepingWords, kept: Backup, parent: QWidget | None = None) -> None:
        """Ask whether to bring `kept` back; what it lacks is read meanwhile."""
        super().__init__(
            context,
            self.tr("Bring this backup back?"),
            self.tr(
                "Drafts, queue and settings become what they were then. What stands here now is set aside, not "
                "deleted. What was sent since stays sent, and nothing is sent twice."
            ),
            self.tr("Bring it back"),
            self.tr("Back"),
            parent,
        )
        self._id, self._words = kept.id, words
        box = QFrame()
        mark(box, role="sunken")
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(label(words.backup(kept), wrap=True))
        self.ahead = label(self.tr("Looking which posts are newer…"), wrap=True)
        self.body.addWidget(box)
        self.body.addWidget(self.ahead)
        mark(self.confirm, kind="destructive")
        self.confirm.setDefault(False)
        self.cancel.setFocus()
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self._go)
        # Nobody should say yes before knowing to what.
        self.allow(ready=False)
        keeping = context.desk.keeping
        context.workers.run(lambda: keeping.newer(kept.id), self._know, self._cannot, owner=self)

    def _know(self, newer: tuple[NewerPost, ...]) -> None:
        self.ahead.setText(self._words.ahead(newer))
        self.allow(ready=True)

    def _cannot(self, error: AssistantError) -> None:
        self.ahead.hide()
        self.refused(error)

    def _go(self) -> None:
        keeping, backup_id = self.context.desk.keeping, self._id
        words = self.tr("Bringing the backup back. It can take a minute.")
        self.work(words, lambda progress: keeping.restore(backup_id, progress=progress), self._done)

    def _done(self, restored: Restored) -> None:
        self.accept()
        self.restored.emit(restored)
