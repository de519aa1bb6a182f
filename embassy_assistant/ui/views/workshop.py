"""The window of the unit that writes guidelines: the rules of a folder, the form of one, and what it finds as typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.services.trying import attempt
from embassy_assistant.services.workspace import Access
from embassy_assistant.ui.dialogs.publish import PublishDialog
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.workshop_check import FolderCheck, rule_at
from embassy_assistant.ui.views.workshop_form import RuleForm
from embassy_assistant.ui.views.workshop_kept import KeptRules
from embassy_assistant.ui.views.workshop_kinds import KindsMenu
from embassy_assistant.ui.views.workshop_list import WrittenRules
from embassy_assistant.ui.views.workshop_try import TryRule
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Notice, scrolled, worded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.guideline import RuleKind
    from embassy_assistant.domain.mistake import Mistake
    from embassy_assistant.domain.workshop import Attempt, Sheet, Sources, TakenOut, Written
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.workshop_kept import Unsaved

_PAUSE: Final = 100
_KEEP: Final = 500


class WorkshopWindow(QWidget):
    """Works on one folder.

    Attributes:
        list: the rules.
        form: the form of the chosen one.
        trial: what it finds.
        unsaved: what was changed and not yet saved, by the rule's id: the sheet of the file, and the one typed. A new
            rule has no id yet.
        retold: the program speaks another language now; a window that speaks it should take this one's place.
    """

    retold = Signal(str)

    def __init__(self, context: Context, sources: Sources, folder: Path, parent: QWidget | None = None) -> None:
        """Show the rules of an opened folder."""
        super().__init__(parent, Qt.WindowType.Window)
        self._context, self._sources = context, sources
        self._folder = folder
        self._rules: Sequence[Written] = ()
        self._wanted = ""
        self._before: Sheet = {}
        self._back: Callable[[], object] = lambda: None
        self.unsaved: Unsaved = {}
        self.setWindowTitle(self.tr("Write guidelines: {folder}").format(folder=folder.name))
        self.resize(1184, 680)
        self._build()
        self._connect()
        self._kept = KeptRules(context, folder, self)
        self._kept.read(self._bring_back, self._trouble)
        self._say_state()
        self._read()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.unsaved and self._context.desk.workspace.access is Access.LOCKED:
            # What is typed has nowhere to wait.
            self.notice.say(self.tr("The drafts are locked. Save or undo your changes first, or unlock the drafts."))
            event.ignore()
            return
        self._keep_typed()
        super().closeEvent(event)

    def take_over(self, before: WorkshopWindow) -> None:
        """Go on where another window over the same folder stood."""
        self.unsaved |= before.unsaved
        self.setGeometry(before.geometry())
        self.search.setText(before.search.text())
        self.trial.field.setPlainText(before.trial.field.toPlainText())
        if before.form.sheet:
            self._show(before.file_sheet)

    @property
    def file_sheet(self) -> Sheet:
        """The rule that is shown, as its file has it; empty for a new one."""
        return self._before

    def _build(self) -> None:
        self.add = QToolButton()
        self.add.setObjectName("workshop-add")
        mark(self.add, kind="field")
        self.add.setText(self.tr("New rule…"))
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kinds = KindsMenu(self)
        self.add.setMenu(self.kinds)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search the rules"))
        self.search.setAccessibleName(self.tr("Search the rules"))
        self.list = WrittenRules(self._context.messages.language)
        self.form, self.trial = RuleForm(self._context.desk.workshop), TryRule(self._context)
        self.notice = Notice()
        self.publish = worded(self.tr("Sign and publish…"), icon_name="send-outline")
        self.save = worded(self.tr("Save the rule"), "primary")
        self.revert = worded(self.tr("Undo my changes"))
        self.remove = worded(self.tr("Remove the rule"), "destructive")
        self.undo = worded("")
        self.undo.hide()
        self.state = label(wrap=True, tone="text2")
        left, middle = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.addWidget(self.search)
        column.addWidget(self.add)
        column.addWidget(self.list, 1)
        self.checked = FolderCheck(self._context, self.form.place)
        column.addWidget(self.checked)
        column.addWidget(self.undo)
        column.addWidget(self.publish)
        column = QVBoxLayout(middle)
        column.addWidget(self.notice)
        column.addWidget(scrolled(self.form), 1)
        column.addWidget(self.state)
        row = QHBoxLayout()
        row.addWidget(self.remove)
        row.addStretch(1)
        row.addWidget(self.revert)
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

    def begin(self, kind: RuleKind) -> None:
        """Begin a rule; one that was begun and not saved yet is shown in its place."""
        self.unsaved.setdefault("", ({}, {"kind": kind.value}))
        self._before = {}
        self._list()
        self._show({})
        self.form.fields["id"].setFocus()

    def _connect(self) -> None:
        self._try, self._keep = (QTimer(self, interval=each, singleShot=True) for each in (_PAUSE, _KEEP))
        self._try.timeout.connect(self.attempt)
        self._keep.timeout.connect(self._keep_typed)
        self.search.textChanged.connect(self._list)
        self.kinds.chosen.connect(self.begin)
        self.list.chosen.connect(self._choose)
        self.checked.chosen.connect(self._go_to)
        self.form.changed.connect(self._typed)
        self.trial.field.textChanged.connect(self._try.start)
        self._context.languages.changed.connect(self.retold)
        self.trial.corrected.connect(self._correct)
        self.save.clicked.connect(self._save)
        self.revert.clicked.connect(self._revert)
        self.remove.clicked.connect(self._remove)
        self.undo.clicked.connect(self._put_back)
        self.publish.clicked.connect(self._publish)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self._save)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.search.setFocus)

    def _read(self) -> None:
        self._context.workers.run(
            self._sources.rules, self._take, self._trouble, owner=self, lane="slow", newest="workshop rules"
        )

    def _take(self, rules: Sequence[Written]) -> None:
        self._rules = rules
        self._list()
        if not rules and not self.form.sheet:
            self.state.setText(self.tr("There are no rules in this folder yet. Begin with “New rule…” on the left."))
        self._context.workers.run(
            self._sources.lint,
            self.checked.show_mistakes,
            self._trouble,
            owner=self,
            lane="slow",
            newest="workshop lint",
        )

    def _list(self) -> None:
        self.list.show_rules(self._rules, self.search.text(), self.unsaved, self._before.get("id", ""))

    def _choose(self, rule_id: str) -> None:
        if not rule_id:
            self._show({})
            return
        self._context.workers.run(
            lambda: self._sources.sheet(rule_id), self._show, self._trouble, owner=self, newest="workshop sheet"
        )

    def _show(self, sheet: Sheet) -> None:
        """Show the sheet of a file, or over it what was typed before."""
        self._before = sheet
        before, shown = self.unsaved.get(sheet.get("id", ""), (sheet, sheet))
        other = before != sheet
        self.notice.say(
            self.tr("The file changed since you typed this. Saving writes what you typed.") if other else "", "warn"
        )
        self.trial.clear()
        self.form.show_sheet(self._context.desk.workshop.fields(shown["kind"]), shown)
        self._say_state()
        self.attempt()
        if self._wanted:
            QTimer.singleShot(0, self, partial(self.form.go_to, self._wanted))
            self._wanted = ""

    def _go_to(self, mistake: Mistake) -> None:
        """Show the rule that a mistake is in, and put the cursor into the field."""
        rule_id = rule_at(self._rules, mistake)
        self._wanted = self.form.field_at(mistake.path) if rule_id else ""
        if rule_id and rule_id == self._before.get("id"):
            self.form.go_to(self._wanted)
            self._wanted = ""
        elif rule_id:
            self.search.clear()
            self.list.choose(rule_id)

    def _typed(self) -> None:
        rule_id, sheet = self._before.get("id", ""), self.form.sheet
        if sheet == dict(self._before):
            self.unsaved.pop(rule_id, None)
        else:
            self.unsaved[rule_id] = dict(self._before), sheet
        self._say_state()
        self._try.start()
        self._keep.start()

    def _correct(self, form: str, instead: str | None) -> None:
        """Write into the fields of the terms what was corrected in the table of their forms."""
        sheet = self.form.sheet
        self._context.workers.run(
            lambda: self._sources.correct(sheet, form, instead), self.form.set_texts, self._trouble, owner=self
        )

    def _say_state(self) -> None:
        changed = self._before.get("id", "") in self.unsaved
        self.save.setEnabled(changed)
        self.revert.setEnabled(changed and bool(self._before))
        self.remove.setEnabled(changed or bool(self._before))
        same = self.tr("Saved: the file says the same") if self._before else ""
        self.state.setText(self.tr("Changed, not yet saved") if changed else same)

    def attempt(self) -> None:
        """Try the rule as it is typed, now."""
        sheet, text = self.form.sheet, self.trial.field.toPlainText()
        if not sheet:
            return

        def show(result: Attempt) -> None:
            if text == self.trial.field.toPlainText() and sheet == self.form.sheet:
                self.trial.show_attempt(result, self.form.words)

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
        if before.get("id", "") in self.unsaved:

            def work() -> Sheet:
                self._sources.save(before, sheet)
                return self._sources.sheet(sheet["id"])

            self._context.workers.run(
                work,
                lambda saved: self._saved(before, sheet, saved),
                self._trouble,
                owner=self,
                lane="writes",
            )

    def _saved(self, before: Sheet, sheet: Sheet, saved: Sheet) -> None:
        typed = self.unsaved.pop(before.get("id", ""), None)
        if typed is not None and typed[1] != sheet:
            # More was typed while it was written.
            self.unsaved[saved["id"]] = dict(saved), typed[1]
        if self._before == before:
            self._before = saved
            self._say_state()
        self.notice.say("")
        self._keep_typed()
        self._read()

    def _remove(self) -> None:
        rule_id = self._before.get("id", "")
        if not rule_id:
            self._drop(self.tr("Bring the new rule back"))
            return
        self._context.workers.run(
            lambda: self._sources.remove(rule_id), self._removed, self._trouble, owner=self, lane="writes"
        )

    def _revert(self) -> None:
        self._drop(self.tr("Bring my changes back"))
        self._show(self._before)

    def _drop(self, way_back: str) -> None:
        """Forget what was typed into the form, until somebody wants it back."""
        rule_id = self._before.get("id", "")
        dropped = self.unsaved.pop(rule_id)
        self._back = lambda: self.unsaved.setdefault(rule_id, dropped)
        self._taken_out(way_back)

    def _removed(self, taken: TakenOut) -> None:
        self._back = lambda: self._sources.put_back(taken)
        self._before = {}
        self._taken_out(self.tr("Put the removed rule back"))

    def _taken_out(self, way_back: str) -> None:
        self.undo.setText(way_back)
        self.undo.show()
        self._keep_typed()
        self._read()

    def _put_back(self) -> None:
        self.undo.hide()
        self._context.workers.run(self._back, lambda _none: self._returned(), self._trouble, owner=self, lane="writes")

    def _returned(self) -> None:
        self._read()
        if self._before.get("id", "") in self.unsaved:
            self._show(self._before)

    def _publish(self) -> None:
        """Ask by which keys the folder is published; what is not saved yet does not go along."""
        PublishDialog(self._context, self._folder, len(self.unsaved), self).show_over_window()

    def _keep_typed(self) -> None:
        self._kept.keep(self.unsaved, self._trouble)

    def _bring_back(self, kept: Unsaved) -> None:
        self.unsaved = kept | self.unsaved
        self._list()
        if self._before.get("id", "") in self.unsaved:
            self._show(self._before)

    def _trouble(self, error: AssistantError) -> None:
        self.notice.say(self._context.messages.error(error))
