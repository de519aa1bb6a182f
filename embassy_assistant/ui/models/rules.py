"""The rules of the active pack as a list that can be searched."""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.guideline import Rule

_Index = QModelIndex | QPersistentModelIndex
_APOSTROPHES = str.maketrans({"ʼ": "’", "'": "’"})


class RuleRole(IntEnum):
    """What a row can be asked for, besides Qt's own roles."""

    RULE = Qt.ItemDataRole.UserRole + 1


class RulesModel(QAbstractListModel):
    """Rules that match a search, in the pack's order."""

    def __init__(self, words: Callable[[Rule], str], parent: QObject | None = None) -> None:
        """Start empty.

        Args:
            words: a rule in one sentence, for screen readers.
            parent: the owner.
        """
        super().__init__(parent)
        self._words = words
        self._rules: tuple[Rule, ...] = ()
        self._texts: tuple[str, ...] = ()
        self._shown: list[Rule] = []

    def set_rules(self, rules: Sequence[Rule]) -> None:
        """Show these rules, all of them."""
        self._rules = tuple(rules)
        self._texts = tuple(_text(rule) for rule in rules)
        self.search("")

    def search(self, words: str) -> None:
        """Show the rules that have every word of `words` in their title, reason, source or forms."""
        wanted = _fold(words).split()
        self.beginResetModel()
        self._shown = [
            rule for rule, text in zip(self._rules, self._texts, strict=True) if all(word in text for word in wanted)
        ]
        self.endResetModel()

    @property
    def total(self) -> int:
        """How many rules there are, found or not."""
        return len(self._rules)

    def row_of(self, rule_id: str) -> int:
        """Return the row of a rule, -1 where it is not shown."""
        return next((row for row, rule in enumerate(self._shown) if rule.id == rule_id), -1)

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._shown)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        rule = self._shown[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(rule)
        return rule if role == RuleRole.RULE else None


def _fold(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_APOSTROPHES).casefold()


def _text(rule: Rule) -> str:
    source = rule.source
    parts = [rule.id, *rule.title.values(), *rule.reason.values(), source.issuer, source.title, source.number]
    parts += [text for surface in rule.surfaces for text in (surface.text, surface.replacement)]
    return _fold("\n".join(parts))
