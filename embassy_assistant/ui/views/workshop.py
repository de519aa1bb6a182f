"""The window of the unit that writes guidelines: the rules of a folder, the form of one, and what it finds as typed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.services.scratch import Scratch
from embassy_assistant.services.workshop import attempt
from embassy_assistant.ui.views.workshop_form import RuleForm
from embassy_assistant.ui.views.workshop_try import TryRule
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Notice, scrolled, worded

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.workshop import Attempt, Sheet, Sources, TakenOut, Written
    from embassy_assistant.ui.context import Context

_PAUSE: Final = 100
_KEEP: Final = 500
_ID: Final = Qt.ItemDataRole.UserRole


class WorkshopWindow(QWidget):
    """Works on one folder.

    Attributes:
        list: the rules.
        form: the form of the chosen one.
        trial: what it finds.
        unsaved: sheets that were changed and not yet saved, by the rule's id.
    """

    def __init__(self, context: Context, sources: Sources, folder: Path, parent: QWidget | None = None) -> None:
        """Show the rules of an opened folder."""
        super().__init__(parent, Qt.WindowType.Window)
        self._context, self._sources, self._name = context, sources, f"workshop {folder}"
        self._scratch = Scratch(context.desk.workspace)
        self._rules: Sequence[Written] = ()
        self._before: Sheet = {}
        self._taken: TakenOut | None = None
        self.unsaved: dict[str, dict[str, str]] = {}
        self.setWindowTitle(self.tr("Write guidelines: {folder}").format(folder=folder.name))
        self.resize(1184, 680)
        self._build()
        self._connect()
        run = context.workers.run
        run(lambda: self._scratch.kept(self._name), self._bring_back, self._trouble, owner=self, lane="writes")
        self._read()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep_typed()
        super().closeEvent(event)

    def _build(self) -> None:
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the rules"))
        self.search.setAccessibleName(self.tr("Search the rules"))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Rules of the folder"))
        self.form, self.trial = RuleForm(), TryRule(self._context)
        self.notice = Notice()
        self.save = worded(self.tr("Save the rule"), "primary")
        self.remove = worded(self.tr("Remove the rule"), "destructive")
        self.undo = worded(self.tr("Put the removed rule back"))
        self.undo.hide()
        self.state = label(wrap=True, tone="text2")
        left, middle = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.undo)
        column = QVBoxLayout(middle)
        column.addWidget(self.notice)
        column.addWidget(scrolled(self.form), 1)
        row = QHBoxLayout()
        row.addWidget(self.state, 1)
        row.addWidget(self.remove)
        row.addWidget(self.save)
        column.addLayout(row)
        parts = QSplitter()
        parts.setChildrenCollapsible(False)
        for part in (left, middle, self.trial):
            parts.addWidget(part)
        parts.setSizes([300, 520, 364])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(parts)

    def _connect(self) -> None:
        self._try, self._keep = (QTimer(self, interval=each, singleShot=True) for each in (_PAUSE, _KEEP))
        self._try.timeout.connect(self._attempt)
        self._keep.timeout.connect(self._keep_typed)
        self.search.textChanged.connect(self._list)
        self.list.currentItemChanged.connect(lambda *_items: self._choose())
        self.form.changed.connect(self._typed)
        self.trial.field.textChanged.connect(self._try.start)
        self.save.clicked.connect(self._save)
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(self._put_back)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self._save)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)

    def _read(self) -> None:
        self._context.workers.run(
            self._sources.rules, self._take, self._trouble, owner=self, lane="slow", newest="workshop rules"
        )

    def _take(self, rules: Sequence[Written]) -> None:
        self._rules = rules
        self._list()

    def _list(self) -> None:
        """List what the search leaves, the chosen rule still chosen."""
        chosen, words = self._before.get("id", ""), self.search.text().casefold().split()
        self.list.blockSignals(True)
        self.list.clear()
        for rule in self._rules:
            title = rule.title.get(self._context.messages.language, rule.id)
            searched = f"{rule.id} {rule.file} {' '.join(rule.title.values())}".casefold()
            if all(word in searched for word in words):
                mark = " •" if rule.id in self.unsaved else ""
                item = QListWidgetItem(f"{title}{mark}\n{rule.id} · {rule.file}:{rule.line}")
                item.setData(_ID, rule.id)
                self.list.addItem(item)
                if rule.id == chosen:
                    self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if self.list.currentItem() is None and not chosen:
            self.list.setCurrentRow(0)

    def _choose(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            rule_id = str(item.data(_ID))
            self._context.workers.run(
                lambda: self._sources.sheet(rule_id), self._show, self._trouble, owner=self, newest="workshop sheet"
            )

    def _show(self, sheet: Sheet) -> None:
        self._before = sheet
        self.notice.say("")
        shown = self.unsaved.get(sheet["id"], sheet)
        self.form.show_sheet(self._context.desk.workshop.fields(sheet["kind"]), shown)
        self._say_state()
        self._attempt()

    def _typed(self) -> None:
        rule_id, sheet = self._before["id"], self.form.sheet
        if sheet == dict(self._before):
            self.unsaved.pop(rule_id, None)
        else:
            self.unsaved[rule_id] = sheet
        self._say_state()
        self._try.start()
        self._keep.start()

    def _say_state(self) -> None:
        changed = self._before.get("id", "") in self.unsaved
        self.save.setEnabled(changed)
        self.state.setText(self.tr("Changed, not yet saved") if changed else self.tr("As in the file"))

    def _attempt(self) -> None:
        sheet, text = self.form.sheet, self.trial.field.toPlainText()
        if not sheet:
            return

        def show(result: Attempt) -> None:
            if text == self.trial.field.toPlainText() and sheet == self.form.sheet:
                self.trial.show_attempt(result)

        self._context.workers.run(
            lambda: attempt(self._sources, sheet, text),
            show,
            self._trouble,
            owner=self,
            lane="review",
            newest="workshop try",
        )

    def _save(self) -> None:
        before, sheet = self._before, self.form.sheet
        if before.get("id") in self.unsaved:
            self._context.workers.run(
                lambda: self._sources.save(before, sheet),
                lambda _none: self._saved(before["id"], sheet),
                self._trouble,
                owner=self,
                lane="writes",
            )

    def _saved(self, rule_id: str, sheet: dict[str, str]) -> None:
        if self.unsaved.get(rule_id) == sheet:
            del self.unsaved[rule_id]
        if self._before.get("id") == rule_id:
            self._before = sheet
            self._say_state()
        self.notice.say("")
        self._keep_typed()
        self._read()

    def _remove(self) -> None:
        rule_id = self._before.get("id", "")
        self._context.workers.run(
            lambda: self._sources.remove(rule_id), self._removed, self._trouble, owner=self, lane="writes"
        )

    def _removed(self, taken: TakenOut) -> None:
        self._taken, self._before = taken, {}
        self.undo.show()
        self._read()

    def _put_back(self) -> None:
        taken, self._taken = self._taken, None
        self.undo.hide()
        if taken is not None:
            self._context.workers.run(
                lambda: self._sources.put_back(taken),
                lambda _none: self._read(),
                self._trouble,
                owner=self,
                lane="writes",
            )

    def _keep_typed(self) -> None:
        """Keep what is not saved yet with the drafts: closing the window or the program loses none of it."""
        texts = {rule_id: json.dumps(sheet) for rule_id, sheet in self.unsaved.items()}
        scratch, name = self._scratch, self._name
        work = (lambda: scratch.keep(name, texts)) if texts else (lambda: scratch.forget(name))
        self._context.workers.run(work, None, self._trouble, owner=self, lane="writes", newest=name)

    def _bring_back(self, kept: dict[str, str]) -> None:
        self.unsaved = {rule_id: json.loads(sheet) for rule_id, sheet in kept.items()} | self.unsaved
        self._list()
        if self._before.get("id", "") in self.unsaved:
            self._show(self._before)

    def _trouble(self, error: AssistantError) -> None:
        self.notice.say(self._context.messages.error(error))
