"""The lines of a field as rows of a table: the text stays what is saved and what is undone, a row is one line of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QTextCursor
from typing_extensions import override

from embassy_assistant.domain.workshop import Shape
from embassy_assistant.ui.offsets import Offsets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtCore import QPersistentModelIndex
    from PySide6.QtWidgets import QPlainTextEdit

    from embassy_assistant.domain.workshop import Field
    from embassy_assistant.services.workshop import Workshop

    Index = QModelIndex | QPersistentModelIndex

_NONE = QModelIndex()
_SHOWN = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole})


class LineRows(QAbstractTableModel):
    """Reads rows off a text, and writes each change back into its line as one step to undo.

    Attributes:
        field: what the lines belong to, with its columns.
    """

    def __init__(
        self, area: QPlainTextEdit, field: Field, workshop: Workshop, words: Callable[[str], str], parent: QObject
    ) -> None:
        """Show the lines of `area`.

        Args:
            area: Holds the text.
            field: With columns.
            workshop: Takes lines apart and puts them together.
            words: What stands over a column, by its name, and for a choice, by its value.
            parent: Owns the model.
        """
        super().__init__(parent)
        self.field = field
        self._area, self._workshop, self._words = area, workshop, words
        self._known: dict[str, Sequence[str]] = {}
        self._lines = self._read()
        self._writing = False
        area.textChanged.connect(self._changed)

    @override
    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    @override
    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.field.columns)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or not 0 <= section < len(self.field.columns):
            return None
        return self._words(self.field.columns[section].name) if orientation == Qt.Orientation.Horizontal else None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        flag = self.field.columns[index.column()].shape is Shape.FLAG
        return usual | (Qt.ItemFlag.ItemIsUserCheckable if flag else Qt.ItemFlag.ItemIsEditable)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        column = self.field.columns[index.column()]
        text = self._cells(self._lines[index.row()])[index.column()]
        if column.shape is Shape.FLAG:
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return self._words(column.name)
            ticked = Qt.CheckState.Checked if text == "true" else Qt.CheckState.Unchecked
            return ticked if role == Qt.ItemDataRole.CheckStateRole else None
        if role == Qt.ItemDataRole.DisplayRole and column.shape is Shape.CHOICE:
            return self._words(text or column.choices[0])
        return text if role in _SHOWN else None

    @override
    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid():
            return False
        column = self.field.columns[index.column()]
        if column.shape is Shape.FLAG:
            if role != Qt.ItemDataRole.CheckStateRole:
                return False
            text = "true" if Qt.CheckState(value) == Qt.CheckState.Checked else "false"
        elif role == Qt.ItemDataRole.EditRole:
            text = str(value)
        else:
            return False
        line = self._workshop.with_cell(self.field, self._lines[index.row()], index.column(), text)
        if line != self._lines[index.row()]:
            self._lines[index.row()] = line
            self._write()
            self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), self.columnCount() - 1))
        return True

    def add(self) -> int:
        """Add an empty row at the end, and return its number."""
        row = len(self._lines)
        self.beginInsertRows(QModelIndex(), row, row)
        self._lines.append("")
        self.endInsertRows()
        return row

    def remove(self, row: int) -> None:
        """Take a row out."""
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._lines[row]
        self.endRemoveRows()
        self._write()

    def move(self, row: int, by: int) -> int:
        """Move a row up (-1) or down (1), and return where it is now."""
        to = row + by
        if not 0 <= to < len(self._lines):
            return row
        self.beginMoveRows(QModelIndex(), row, row, QModelIndex(), to + (by > 0))
        self._lines[row], self._lines[to] = self._lines[to], self._lines[row]
        self.endMoveRows()
        self._write()
        return to

    def _cells(self, line: str) -> Sequence[str]:
        """Return what a line says; a table asks for each cell many times, and YAML is read slowly."""
        if line not in self._known:
            self._known[line] = self._workshop.cells(self.field, line)
        return self._known[line]

    def _read(self) -> list[str]:
        return [line for line in self._area.toPlainText().split("\n") if line.strip()]

    def _write(self) -> None:
        """Put the lines into the text as one step to undo, without touching those that stay."""
        before, after = self._area.toPlainText(), "\n".join(line for line in self._lines if line)
        start = _alike(before, after)
        end = _alike(before[start:][::-1], after[start:][::-1])
        cursor = QTextCursor(self._area.document())
        offsets = Offsets(before)
        cursor.setPosition(offsets.to_qt(start))
        cursor.setPosition(offsets.to_qt(len(before) - end), QTextCursor.MoveMode.KeepAnchor)
        self._writing = True
        cursor.insertText(after[start : len(after) - end])
        self._writing = False

    def _changed(self) -> None:
        """Follow what was typed, undone or corrected in the text itself."""
        if self._writing or self._read() == [line for line in self._lines if line]:
            return
        self.beginResetModel()
        self._lines = self._read()
        self.endResetModel()


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many signs two texts begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
