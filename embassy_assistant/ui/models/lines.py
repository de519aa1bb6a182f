"""Approved lines as a list model."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from embassy_assistant.domain.rule_body import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.guideline import Rule

_Index = QModelIndex | QPersistentModelIndex


class LineRole(IntEnum):
    """What a row can be asked for."""

    RULE = Qt.ItemDataRole.UserRole


class LinesModel(QAbstractListModel):
    """Lines in the order in which they were found."""

    def __init__(self, title: Callable[[Rule], str], parent: QObject | None = None) -> None:
        """Name each line by `title`."""
        super().__init__(parent)
        self._title = title
        self._lines: Sequence[Rule] = ()

    def show_lines(self, lines: Sequence[Rule]) -> None:
        """Hold other lines."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        rule = self._lines[index.row()]
        if role == LineRole.RULE:
            return rule
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(rule)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            texts = rule.body.text if isinstance(rule.body, Line) else {}
            return ". ".join((self._title(rule), *texts.values()))
        return None
