"""A field of several lines as a table: rows are added, removed and moved by keys or buttons; the text stays beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.domain.workshop import Shape
from embassy_assistant.ui.models.line_rows import LineRows
from embassy_assistant.ui.widgets.parts import worded

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex

    from embassy_assistant.domain.workshop import Field
    from embassy_assistant.services.workshop import Workshop

    Index = QModelIndex | QPersistentModelIndex

_ROW = 30
_MOST_ROWS = 8


class LineTable(QWidget):
    """Shows the lines of a text as rows.

    Attributes:
        area: the text, as it is saved; shown instead of the table where somebody wants it.
        table: the rows.
        rows: their model.
    """

    def __init__(self, area: QPlainTextEdit, field: Field, workshop: Workshop, words: Callable[[str], str]) -> None:
        """Show the lines of `area`; see `LineRows`."""
        super().__init__()
        self.area = area
        self.table = QTableView()
        self.rows = LineRows(area, field, workshop, words, self)
        self.table.setModel(self.rows)
        self.table.setItemDelegate(_Cells(field, words, self.table))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFocusProxy(self.table)
        self.add = worded(self.tr("Add a row"), icon_name="plus", small=True)
        self.remove = worded(self.tr("Remove the row"), "flat", small=True)
        self.as_text = worded(self.tr("As text"), "flat", small=True)
        self.as_text.setCheckable(True)
        self._lay_out(field)
        self._connect()
        area.hide()
        self._fit()

    def describe(self, words: str) -> None:
        """Name the table, and say its keys."""
        self.table.setAccessibleName(words)
        keys = self.tr("Insert adds a row, Delete removes it, Alt+Up and Alt+Down move it")
        self.table.setAccessibleDescription(keys)
        self.table.setToolTip(keys)

    def _lay_out(self, field: Field) -> None:
        header = self.table.horizontalHeader()
        for column, one in enumerate(field.columns):
            narrow = one.shape is not Shape.TEXT
            mode = QHeaderView.ResizeMode.ResizeToContents if narrow else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
        header.setHighlightSections(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.as_text)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(4)
        page.addWidget(self.table)
        page.addWidget(self.area)
        page.addLayout(buttons)

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.as_text.toggled.connect(self._show_text)
        for change in (self.rows.rowsInserted, self.rows.rowsRemoved, self.rows.modelReset):
            change.connect(self._fit)
        for keys, act in (
            ("Ins", self._add),
            ("Del", self._remove),
            ("Alt+Up", lambda: self._move(-1)),
            ("Alt+Down", lambda: self._move(1)),
            (QKeySequence.StandardKey.Undo, self.area.undo),
            (QKeySequence.StandardKey.Redo, self.area.redo),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(act)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            shortcut = QShortcut(QKeySequence(key), self.table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(self._edit)

    def _add(self) -> None:
        """Begin a new row, in its first cell."""
        row = self.rows.add()
        self.table.setFocus()
        self.table.setCurrentIndex(self.rows.index(row, 0))
        self.table.edit(self.rows.index(row, 0))

    def _edit(self) -> None:
        index = self.table.currentIndex()
        if not index.isValid():
            self._add()
        elif self.rows.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            ticked = self.rows.data(index, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
            other = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            self.rows.setData(index, other, Qt.ItemDataRole.CheckStateRole)
        else:
            self.table.edit(index)

    def _remove(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.rows.remove(index.row())
            self.table.setCurrentIndex(self.rows.index(min(index.row(), self.rows.rowCount() - 1), index.column()))

    def _move(self, by: int) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            self.table.setCurrentIndex(self.rows.index(self.rows.move(index.row(), by), index.column()))

    def _show_text(self, shown: bool) -> None:
        self.area.setVisible(shown)
        self.table.setVisible(not shown)
        self.add.setEnabled(not shown)
        self.remove.setEnabled(not shown)
        self.setFocusProxy(self.area if shown else self.table)

    def _fit(self) -> None:
        """Be as high as the rows, within bounds: the form scrolls, not each table in it."""
        rows = min(max(1, self.rows.rowCount()), _MOST_ROWS)
        self.table.setFixedHeight(rows * _ROW + self.table.horizontalHeader().sizeHint().height() + 4)


class _Cells(QStyledItemDelegate):
    """Edits a choice with a list, and ends each edit where it was."""

    def __init__(self, field: Field, words: Callable[[str], str], parent: QTableView) -> None:
        super().__init__(parent)
        self._field, self._words = field, words

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._field.columns[index.column()]
        if column.shape is not Shape.CHOICE:
            return super().createEditor(parent, option, index)
        made = QComboBox(parent)
        for value in column.choices:
            made.addItem(self._words(value), value)
        made.activated.connect(lambda _chosen: self.commitData.emit(made))
        made.activated.connect(lambda _chosen: self.closeEditor.emit(made, QStyledItemDelegate.EndEditHint.NoHint))
        QTimer.singleShot(0, made, made.showPopup)
        return made

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(0, editor.findData(index.data(Qt.ItemDataRole.EditRole))))
        else:
            super().setEditorData(editor, index)

    @override
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData(), Qt.ItemDataRole.EditRole)
        else:
            super().setModelData(editor, model, index)
