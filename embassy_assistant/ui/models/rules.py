"""The rules of the active pack as a list in groups, which can be searched and narrowed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from embassy_assistant.ui.models.rule_entries import Entry, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_Index = QModelIndex | QPersistentModelIndex


class RuleRole(IntEnum):
    """What a row can be asked for, besides Qt's own roles."""

    ENTRY = Qt.ItemDataRole.UserRole + 1
    GROUP = Qt.ItemDataRole.UserRole + 2
    MARK = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Group:
    """The head of a group: its key, and how many rules of it are shown."""

    key: str
    count: int


class RulesModel(QAbstractListModel):
    """Rules that match a search, in groups; within a group in the pack's order."""

    def __init__(self, words: Callable[[Entry | Group, str], str], parent: QObject | None = None) -> None:
        """Start empty.

        Args:
            words: a row in one sentence, with the rule's mark, for screen readers.
            parent: the owner.
        """
        super().__init__(parent)
        self._words = words
        self._entries: list[Entry] = []
        self._rows: list[Entry | Group] = []
        self._at: dict[str, int] = {}
        self._marks: Mapping[str, str] = {}
        self._key: Callable[[Entry], Iterable[str]] = lambda entry: (entry.kind.value,)
        self._rank: Callable[[str], tuple[int, str]] = lambda key: (0, key)
        self._wanted: Callable[[Entry], bool] = lambda _entry: True
        self._search = ""

    def set_entries(self, entries: list[Entry]) -> None:
        """Show these rules, as far as they match."""
        self._entries = entries
        self._arrange()

    def set_marks(self, marks: Mapping[str, str]) -> None:
        """Say of rules, by id, that they are `new` or `changed`."""
        self._marks = marks
        self._arrange()

    def group_by(self, key: Callable[[Entry], Iterable[str]], rank: Callable[[str], tuple[int, str]]) -> None:
        """Group by what `key` returns, for a rule that is of several groups each; `rank` sorts the groups."""
        self._key, self._rank = key, rank
        self._arrange()

    def narrow(self, wanted: Callable[[Entry], bool]) -> None:
        """Show only what `wanted` says."""
        self._wanted = wanted
        self._arrange()

    def search(self, words: str) -> None:
        """Show the rules that have every word of `words` in their title, reason, source or forms."""
        self._search = words
        self._arrange()

    @property
    def shown(self) -> int:
        """How many rules are shown."""
        return len(self._at)

    def count(self, wanted: Callable[[Entry], bool]) -> int:
        """Return of how many rules, shown or not, `wanted` holds."""
        return sum(map(wanted, self._entries))

    def mark(self, rule_id: str) -> str:
        """Return `new`, `changed` or nothing."""
        return self._marks.get(rule_id, "")

    def row_of(self, rule_id: str) -> int:
        """Return the row of a rule, -1 where it is not shown."""
        return self._at.get(rule_id, -1)

    @property
    def first(self) -> QModelIndex:
        """The first rule that is shown; invalid where there is none."""
        return self.index(min(self._at.values())) if self._at else QModelIndex()

    def _arrange(self) -> None:
        words = fold(self._search).split()
        groups: defaultdict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            if self._wanted(entry) and all(word in entry.text for word in words):
                for key in self._key(entry):
                    groups[key].append(entry)
        rows: list[Entry | Group] = []
        for key in sorted(groups, key=self._rank):
            rows.append(Group(key, len(groups[key])))
            rows += groups[key]
        self.beginResetModel()
        self._rows = rows
        self._at = {}
        for row, shown in enumerate(rows):
            if isinstance(shown, Entry):
                self._at.setdefault(shown.id, row)
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: _Index) -> Qt.ItemFlag:
        # The keyboard passes over the heads of groups.
        if index.isValid() and isinstance(self._rows[index.row()], Group):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        row = self._rows[index.row()]
        mark = self.mark(row.id) if isinstance(row, Entry) else ""
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(row, mark)
            case RuleRole.ENTRY:
                return row if isinstance(row, Entry) else None
            case RuleRole.GROUP:
                return row if isinstance(row, Group) else None
            case RuleRole.MARK:
                return mark
            case _:
                return None
