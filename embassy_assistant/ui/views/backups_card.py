"""The part of Settings that keeps the drafts from being lost: backups, and what is brought back from them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.ui.dialogs.restore import RestoreDialog
from embassy_assistant.ui.keeping_words import KeepingWords
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Notice, card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.keeping import Backup, Restored
    from embassy_assistant.ui.context import Context

_ROWS = 6


class BackupsCard(View):
    """Lists what can be brought back.

    Attributes:
        list: the backups, newest first.
        make: makes one now.
        restore: brings the chosen one back, after a question.
        notice: what was done, or why not.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the card; what it shows is read when it is first shown."""
        super().__init__(context, parent)
        self._kept: Sequence[Backup] = ()
        self._busy = False
        self._words = KeepingWords(context, self)
        self._title, self._why = label(kind="h2"), label(kind="caption", wrap=True)
        self.list = QListWidget()
        self.list.setObjectName("backups")
        self.list.setMaximumHeight(_ROWS * 24)
        self.make = button("primary", name="backups-make")
        self.restore = button(name="backups-restore")
        self.notice = Notice()
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (self.make, self.restore):
            row.addWidget(made)
        row.addStretch(1)
        box = card()
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for part in (self._title, self._why, self.list, self.notice):
            column.addWidget(part)
        column.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)
        self.make.clicked.connect(self._make)
        self.restore.clicked.connect(self._ask)
        self.list.currentRowChanged.connect(lambda _row: self._allow())
        context.bridge.workspace_changed.connect(self.read)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Backups"))
        self._why.setText(
            self.tr("One is made each day, encrypted, on this laptop; 14 are kept. No password is in them.")
        )
        self.list.setAccessibleName(self._title.text())
        self.make.setText(self.tr("Back up now"))
        self.restore.setText(self.tr("Bring this one back…"))
        self._fill()

    @override
    def read(self) -> None:
        if not self.isVisible():
            return
        desk = self._context.desk

        def read() -> tuple[Sequence[Backup], str]:
            known = desk.workspace.access.value == "open"
            return desk.keeping.backups(), desk.preferences.mission.zone if known else self._words.zone

        def show(answer: tuple[Sequence[Backup], str]) -> None:
            self._kept, self._words.zone = answer
            self._fill()

        self._context.workers.run(read, show, self._say, owner=self, newest="backups")

    def _fill(self) -> None:
        chosen = self._chosen()
        self.list.clear()
        for kept in self._kept:
            item = QListWidgetItem(self._words.backup(kept))
            item.setData(Qt.ItemDataRole.UserRole, kept.id)
            self.list.addItem(item)
            if kept.id == chosen:
                self.list.setCurrentItem(item)
        self.list.setVisible(bool(self._kept))
        self._allow()

    def _chosen(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if self.list.currentRow() >= 0 else ""

    def _allow(self) -> None:
        self.make.setEnabled(not self._busy)
        self.restore.setEnabled(not self._busy and bool(self._chosen()))

    def _wait(self, words: str) -> None:
        self._busy = True
        self._allow()
        self.notice.say(words, "advise")

    def _make(self) -> None:
        self._wait(self.tr("Making a backup and checking it. Writing goes on."))
        self._context.workers.run(
            self._context.desk.keeping.backup,
            lambda _made: self._done(self.tr("The backup is made and was read back.")),
            self._refused,
            owner=self,
            lane="slow",
        )

    def _ask(self) -> None:
        chosen = self._chosen()
        kept = next(each for each in self._kept if each.id == chosen)
        self.notice.say("")
        dialog = RestoreDialog(self._context, self._words, kept, self)
        dialog.restored.connect(self._said)
        dialog.show_over_window()

    def _said(self, restored: Restored) -> None:
        doubts = restored.blind or restored.doubtful
        self._done(self._words.restored(restored), "warn" if doubts else "ok")

    def _done(self, words: str, severity: str = "ok") -> None:
        self._busy = False
        self.notice.say(words, severity)
        self._allow()
        self.read()

    def _refused(self, error: AssistantError) -> None:
        self._done(self._context.messages.error(error), "block")

    def _say(self, error: AssistantError) -> None:
        self.notice.say(self._context.messages.error(error))
