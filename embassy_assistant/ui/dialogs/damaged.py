"""What to do with a store that cannot be read: save what can be, or bring a backup back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from typing_extensions import override

from embassy_assistant.domain.errors import KeyringUnavailable
from embassy_assistant.domain.keeping import Restored
from embassy_assistant.ui.dialogs.long import LongSheet
from embassy_assistant.ui.keeping_words import KeepingWords

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.keeping import Backup, NewerPost, Progress, Salvaged
    from embassy_assistant.ui.context import Context


class DamagedDialog(LongSheet):
    """The damaged files are never deleted, whichever is chosen.

    Attributes:
        way: what to do: the empty word to save what can be read, or the id of a backup.
        code: the recovery code, where the keyring does not have the key.
    """

    def __init__(self, context: Context, why: str, opened: Callable[[], object], parent: QWidget | None = None) -> None:
        """Ask.

        Args:
            context: the window's.
            why: what is the matter with the store.
            opened: called once the store can be used again.
            parent: the window.
        """
        super().__init__(
            context,
            self.tr("The drafts are damaged"),
            why,
            self.tr("Mend the drafts"),
            self.tr("Not now"),
            parent,
        )
        self._opened, self._mended = opened, False
        self._words = KeepingWords(context, self)
        self.way, self.code = QComboBox(), QLineEdit()
        for field in (self.way, self.code):
            field.setMinimumHeight(32)
        self.way.addItem(self.tr("Save everything that can still be read"), "")
        self.field(
            self.tr("How to go on"),
            self.way,
            self.tr("Whichever you choose, the damaged files are set aside and never deleted. Nothing is sent twice."),
        )
        self._code_label = self.field(self.tr("Recovery code"), self.code)
        self._ask_code(wanted=False)
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self._go)
        self.way.currentIndexChanged.connect(lambda _row: self._look_ahead())
        context.workers.run(context.desk.keeping.backups, self._offer, self.refused, owner=self)

    def _offer(self, kept: Sequence[Backup]) -> None:
        for backup in kept:
            words = self.tr("Bring back: {backup}").format(backup=self._words.backup(backup))
            self.way.addItem(words, backup.id)

    def _look_ahead(self) -> None:
        """Say what the chosen backup lacks, before anything is done."""
        keeping, backup_id, code = self.context.desk.keeping, str(self.way.currentData()), self.code.text().strip()
        self.say("")
        if backup_id:
            self.context.workers.run(
                lambda: keeping.newer(backup_id, code),
                self._know,
                self.refused,
                owner=self,
                newest="ahead",
            )

    def _know(self, newer: tuple[NewerPost, ...]) -> None:
        if self.bar.isHidden() and not self._mended:
            self.say(self._words.ahead(newer), "advise")

    def _ask_code(self, *, wanted: bool) -> None:
        for part in (self.code, self._code_label):
            part.setVisible(wanted)

    def _go(self) -> None:
        if self._mended:
            self.accept()
            return
        keeping, backup_id, code = self.context.desk.keeping, str(self.way.currentData()), self.code.text().strip()

        def mend(progress: Progress) -> Restored | Salvaged:
            return keeping.restore(backup_id, code, progress) if backup_id else keeping.salvage(code, progress)

        self.work(self.tr("Mending the drafts. It can take a minute."), mend, self._said)

    def _said(self, done: Restored | Salvaged) -> None:
        """Say what became of the store; the window behind uses it already."""
        self._mended = True
        self.way.setEnabled(False)
        self.cancel.hide()
        self._ask_code(wanted=False)
        self.confirm.setText(self.tr("Go on writing"))
        words = self._words.restored(done) if isinstance(done, Restored) else self._words.salvaged(done)
        self.say(words, "warn" if done.blind or done.doubtful else "ok")
        if self.context.desk.workspace.access.value == "open":
            self._opened()

    @override
    def refused(self, error: AssistantError) -> None:
        if isinstance(error, KeyringUnavailable):
            self._ask_code(wanted=True)
        super().refused(error)
