"""The list of rules with its search: in groups, narrowed and grouped by a menu, read a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QMenu, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.models.rule_entries import PAGE, Entry, entries
from embassy_assistant.ui.models.rules import Group, RuleRole, RulesModel
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.rule_delegate import RuleDelegate
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.messages import Messages
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.rule_words import RuleWords

_Index = QModelIndex | QPersistentModelIndex
_PAUSE: Final = 60
_GROUPS: Final = (
    RuleKind.NAME,
    RuleKind.TERM,
    RuleKind.PATTERN,
    RuleKind.REQUIRE,
    RuleKind.CALENDAR,
    RuleKind.LINK,
    RuleKind.MENTION,
    RuleKind.READABILITY,
    RuleKind.MEDIA,
    RuleKind.EMBARGO,
    RuleKind.FREEZE,
    RuleKind.LINE,
)
_RANKS: Final = {kind.value: rank for rank, kind in enumerate(_GROUPS)}


class _List(QListView):
    """Goes on to the rule's page with Enter."""

    entered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class _Filter(QToolButton):
    """How the list is grouped and narrowed.

    Attributes:
        actions_by: what its menu offers, by name.
    """

    def __init__(self, group: Callable[[str], None], narrow: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("guidelines-filter")
        self.setIcon(icon("filter-variant"))
        self.setIconSize(QSize(18, 18))
        self.setFixedSize(32, 32)
        mark(self, kind="field")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.actions_by: dict[str, QAction] = {}
        severities = (severity.value for severity in Severity)
        for names, act in ((("kind", "topic"), group), (("all", "changed", *severities), narrow)):
            choice = QActionGroup(menu)
            for name in names:
                action = menu.addAction("")
                action.setCheckable(True)
                action.setChecked(name in {"kind", "all"})
                action.triggered.connect(lambda _checked=False, name=name, act=act: act(name))
                choice.addAction(action)
                self.actions_by[name] = action
            menu.addSeparator()
        self.setMenu(menu)

    def retranslate(self, messages: Messages) -> None:
        """Set every word again."""
        self.setToolTip(self.tr("Group and narrow the list"))
        self.setAccessibleName(self.toolTip())
        only = self.tr("Only: {severity}")
        for name, words in {
            "kind": self.tr("Group by kind"),
            "topic": self.tr("Group by topic"),
            "all": self.tr("Show all rules"),
            "changed": self.tr("Only new and changed rules"),
            **{severity.value: only.format(severity=messages.severity(severity)) for severity in Severity},
        }.items():
            self.actions_by[name].setText(words)


class RuleList(QFrame):
    """Search, menu and list.

    Signals:
        chosen: the id of the rule that is current, empty where none is found.
        entered: Enter was pressed on it.
        counted: rules are there, how many.
    """

    chosen = Signal(str)
    entered = Signal()
    counted = Signal(int)

    def __init__(self, context: Context, words: RuleWords, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        mark(self, role="drawer")
        self._context, self._words = context, words
        self._rules: Sequence[Rule] = ()
        self._read: list[Entry] = []
        self._current = ""
        self._by_topic = False
        self.model = RulesModel(self._sentence, self)
        self._pause = QTimer(self, interval=_PAUSE, singleShot=True)
        self._pause.timeout.connect(self._find)
        self._build()
        self._group("kind")
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self.search.setPlaceholderText(self.tr("Search %n rule(s)", "", len(self._rules)))
        self.search.setAccessibleName(self.search.placeholderText())
        self.list.setAccessibleName(self.tr("Rules"))
        self.filter.retranslate(self._context.messages)
        self._say_count()
        self.list.viewport().update()

    def show_rules(self, rules: Sequence[Rule]) -> None:
        """Read these rules, a page at a time, and show them; the current one stays where it is still there."""
        self._rules, self._read = rules, []
        self._read_page(rules, 0)
        self.retranslate()

    def set_marks(self, marks: Mapping[str, str]) -> None:
        """Say of rules, by id, that they are `new` or `changed`."""
        self._keeping(lambda: self.model.set_marks(marks))

    def show_rule(self, rule_id: str) -> None:
        """Bring a rule into sight, whatever was searched for; one that is not read yet comes when it is."""
        self._current = rule_id
        if self.model.row_of(rule_id) < 0:
            self.search.clear()
            self._pause.stop()
            self.filter.actions_by["all"].setChecked(True)
            self._narrow("all")
        self._show_current()
        self.list.scrollTo(self.list.currentIndex(), QListView.ScrollHint.PositionAtCenter)

    def title(self, rule_id: str) -> str:
        """Name a rule by its id."""
        language = self._context.languages.language
        return next((entry.title(language) for entry in self._read if entry.id == rule_id), rule_id)

    def _build(self) -> None:
        self.search = QLineEdit()
        self.search.setObjectName("guidelines-search")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("magnify", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.returnPressed.connect(self._to_list)
        self.filter = _Filter(self._group, self._narrow)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.search, 1)
        row.addWidget(self.filter)
        self._count = label(kind="caption", wrap=True)
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 8)
        head.setSpacing(6)
        head.addLayout(row)
        head.addWidget(self._count)
        self.list = _List()
        self.list.setObjectName("guidelines-list")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        mark(self.list, role="plain")
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setModel(self.model)
        self.list.setItemDelegate(
            RuleDelegate(self._title, self._caption, self._group_name, self._mark_word, self.list)
        )
        self.list.selectionModel().currentChanged.connect(lambda current, _: self._choose(current))
        self.list.entered.connect(self.entered)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    # Reading

    def _read_page(self, rules: Sequence[Rule], start: int) -> None:
        """Read a page on a lane; what else waits for the lane comes in between."""
        self._context.workers.run(
            lambda: entries(rules[start : start + PAGE]),
            lambda page: self._take(rules, start, page),
            owner=self,
            newest="rule-pages",
        )

    def _take(self, rules: Sequence[Rule], start: int, page: list[Entry]) -> None:
        if rules is not self._rules:
            return
        self._read += page
        following = start + PAGE
        # What is seen first comes at once; all the rest in one go, so that the list does not jump under the hand.
        if not start or following >= len(rules):
            self._keeping(lambda: self.model.set_entries(list(self._read)))
        if following < len(rules):
            self._read_page(rules, following)
        else:
            self.counted.emit(len(self._read))
        self._say_count()

    # The list

    def _keeping(self, change: Callable[[], object]) -> None:
        """Change what the list shows; the current rule stays so, and where it was."""
        place = self.list.verticalScrollBar().value()
        change()
        self.list.verticalScrollBar().setValue(place)
        self._show_current()

    def _show_current(self) -> None:
        """Make the rule that was chosen last current, else the first that is shown."""
        row = self.model.row_of(self._current)
        index = self.model.index(row) if row >= 0 else self.model.first
        if not index.isValid():
            self.chosen.emit("")
        elif index != self.list.currentIndex():
            wished = self._current
            self.list.setCurrentIndex(index)
            if row < 0 and len(self._read) < len(self._rules):
                # It may be on a page that is still to come.
                self._current = wished
        self._say_count()

    def _choose(self, index: _Index) -> None:
        entry: Entry | None = index.data(RuleRole.ENTRY) if index.isValid() else None
        if entry is not None:
            self._current = entry.id
            self.chosen.emit(entry.id)

    def _find(self) -> None:
        self.model.search(self.search.text())
        self.list.scrollToTop()
        self._show_current()

    def _to_list(self) -> None:
        self._pause.stop()
        self._find()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _group(self, name: str) -> None:
        self._by_topic = name == "topic"
        if self._by_topic:
            self.model.group_by(lambda entry: entry.topics or ("",), lambda key: (not key, key))
        else:
            self.model.group_by(lambda entry: (entry.kind.value,), lambda key: (_RANKS[key], key))
        self._show_current()

    def _narrow(self, name: str) -> None:
        if name == "all":
            self.model.narrow(lambda _entry: True)
        elif name == "changed":
            self.model.narrow(lambda entry: bool(self.model.mark(entry.id)))
        else:
            self.model.narrow(lambda entry: entry.severity.value == name)
        self.filter.setIcon(icon("filter-variant", "text" if name == "all" else "accent"))
        self._show_current()

    # Words

    def _say_count(self) -> None:
        left = len(self._rules) - len(self._read)
        if left:
            text = self.tr("Reading the rules: %n to go", "", left)
        elif self.search.text() or not self.filter.actions_by["all"].isChecked():
            text = self.tr("%n rule(s) found", "", self.model.shown)
        else:
            text = ""
        self._count.setText(text)
        self._count.setVisible(bool(text))

    def _title(self, entry: Entry) -> str:
        return entry.title(self._context.languages.language)

    def _caption(self, entry: Entry) -> str:
        return f"{entry.id} · {self._context.messages.severity(entry.severity)}"

    def _group_name(self, key: str) -> str:
        return self._words.topic(key) if self._by_topic else self._words.kind(key)

    def _mark_word(self, name: str) -> str:
        return self.tr("new") if name == "new" else self.tr("changed")

    def _sentence(self, row: Entry | Group, name: str) -> str:
        if isinstance(row, Group):
            return self.tr("%n rule(s): {group}", "", row.count).format(group=self._group_name(row.key))
        messages = self._context.messages
        languages = ", ".join(messages.text(f"language.{code}") for code in row.languages)
        parts = [self._title(row), messages.severity(row.severity), languages, self._mark_word(name) if name else ""]
        return " ".join(f"{part}." for part in parts if part)
