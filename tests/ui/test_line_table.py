"""A field of several lines is edited as a table; the text beneath is what is saved and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from embassy_assistant.guidelines.sheets import fields_of
from embassy_assistant.services.workshop import Workshop
from embassy_assistant.ui.widgets.line_table import LineTable
from tests.helpers.workshop import RealFolders

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester
    from pytestqt.qtbot import QtBot

KIEV = "{text: Kiev, replacement: Kyiv, add: [Kieff]}"
ODESSA = "{text: 🌊 Odessa, replacement: Odesa}"


def made(qtbot: QtBot, kind: str = "term", name: str = "terms", text: str = f"{KIEV}\n{ODESSA}") -> LineTable:
    (field,) = (field for field in fields_of(kind) if field.name == name)
    table = LineTable(QPlainTextEdit(text), field, Workshop(RealFolders()), str)
    table.describe("Terms")
    qtbot.addWidget(table)
    table.show()
    table.activateWindow()
    table.table.setFocus()
    qtbot.waitUntil(table.table.hasFocus)
    return table


def shown(table: LineTable) -> list[list[object]]:
    rows = table.rows
    return [[rows.index(row, column).data() for column in range(rows.columnCount())] for row in range(rows.rowCount())]


def press(table: LineTable, key: Qt.Key, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(table.table, key, keys)


def test_the_model_keeps_to_qts_rules(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    table = made(qtbot)
    qtmodeltester.check(table.rows)
    table.rows.add()
    table.rows.move(0, 1)
    table.rows.remove(0)
    table.area.undo()


def test_a_row_is_a_line_and_a_cell_changes_nothing_else_of_it(qtbot: QtBot) -> None:
    table = made(qtbot)
    assert shown(table) == [["Kiev", "Kyiv", "forbidden", None], ["🌊 Odessa", "Odesa", "forbidden", None]]
    assert table.rows.setData(table.rows.index(1, 1), "Odesa ✓")
    assert table.rows.setData(table.rows.index(0, 2), "deprecated")
    assert table.rows.setData(table.rows.index(0, 3), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    kiev = "{text: Kiev, replacement: Kyiv, add: [Kieff], status: deprecated, inflect: true}"
    assert table.area.toPlainText() == f"{kiev}\n{{text: 🌊 Odessa, replacement: Odesa ✓}}"
    for _step in range(3):
        table.area.undo()
    assert table.area.toPlainText() == f"{KIEV}\n{ODESSA}"
    assert shown(table)[1][1] == "Odesa"


def test_rows_are_added_moved_and_removed_by_keys(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.table.setCurrentIndex(table.rows.index(1, 0))
    press(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert table.area.toPlainText() == f"{ODESSA}\n{KIEV}"
    assert table.table.currentIndex().row() == 0
    press(table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    press(table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert table.area.toPlainText() == f"{KIEV}\n{ODESSA}"
    press(table, Qt.Key.Key_Delete)
    assert table.area.toPlainText() == KIEV
    press(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert table.area.toPlainText() == f"{KIEV}\n{ODESSA}"
    press(table, Qt.Key.Key_Insert)
    editor = table.table.findChild(QLineEdit)
    assert editor is not None
    editor.setText("Lvov")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: table.area.toPlainText() == f"{KIEV}\n{ODESSA}\n{{text: Lvov}}")
    assert table.rows.rowCount() == 3


def test_return_edits_a_cell_ticks_a_box_and_begins_a_table(qtbot: QtBot) -> None:
    table = made(qtbot, text=KIEV)
    table.table.setCurrentIndex(table.rows.index(0, 3))
    press(table, Qt.Key.Key_Return)
    assert "inflect: true" in table.area.toPlainText()
    press(table, Qt.Key.Key_Return)
    assert "inflect" not in table.area.toPlainText()
    table.table.setCurrentIndex(table.rows.index(0, 2))
    press(table, Qt.Key.Key_Return)
    choice = table.table.findChild(QComboBox)
    assert choice is not None
    choice.setCurrentIndex(choice.findData("deprecated"))
    choice.activated.emit(choice.currentIndex())
    assert "status: deprecated" in table.area.toPlainText()
    empty = made(qtbot, text="")
    press(empty, Qt.Key.Key_Return)
    assert empty.rows.rowCount() == 1
    assert empty.area.toPlainText() == ""


def test_a_row_that_is_added_and_left_empty_is_no_line(qtbot: QtBot) -> None:
    table = made(qtbot, text=KIEV)
    table.add.click()
    assert table.area.toPlainText() == KIEV
    table.remove.click()
    assert table.rows.rowCount() == 1


def test_whoever_wants_may_type_the_text(qtbot: QtBot) -> None:
    table = made(qtbot)
    table.as_text.click()
    assert table.area.isVisible()
    assert not table.table.isVisible()
    table.area.setPlainText("{text: Lvov}\n\nno braces")
    table.as_text.click()
    assert shown(table) == [["Lvov", "", "forbidden", None], ["no braces", "", "forbidden", None]]


@pytest.mark.parametrize(
    ("kind", "name", "text", "cells"),
    [
        ("calendar", "days", "{from: 02-24, until: 02-26}", ["02-24", "02-26"]),
        ("require", "needs", '{what: hashtag, text: {uk: "#Так", en: "#Yes"}}', ["hashtag", "#Так", "#Yes"]),
        ("embargo", "words.en", "{text: summit}", ["summit", None]),
    ],
)
def test_other_lines_have_columns_of_their_own(qtbot: QtBot, kind: str, name: str, text: str, cells: list[str]) -> None:
    assert shown(made(qtbot, kind, name, text)) == [cells]


def test_what_is_no_cell_says_nothing(qtbot: QtBot) -> None:
    rows = made(qtbot).rows
    nowhere = QModelIndex()
    assert rows.data(nowhere) is None
    assert not rows.setData(nowhere, "so")
    assert not rows.setData(rows.index(0, 0), "so", Qt.ItemDataRole.DisplayRole)
    assert not rows.setData(rows.index(0, 3), "so")
    assert rows.flags(nowhere) == Qt.ItemFlag.NoItemFlags
    assert rows.headerData(9, Qt.Orientation.Horizontal) is None
    assert rows.headerData(0, Qt.Orientation.Horizontal) == "terms.text"
    assert rows.data(rows.index(0, 3), Qt.ItemDataRole.AccessibleTextRole) == "terms.inflect"
