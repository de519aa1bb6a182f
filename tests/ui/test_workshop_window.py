"""The unit edits a rule in a form, sees at once what it finds, and saves it; what is typed is never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QLineEdit, QPlainTextEdit

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.services.scratch import Scratch
from embassy_assistant.services.workshop import Workshop
from embassy_assistant.ui.views.guidelines import GuidelinesView
from embassy_assistant.ui.views.workshop import WorkshopWindow
from embassy_assistant.ui.widgets.line_table import LineTable
from tests.helpers.guidelines_desk import guided_desk
from tests.helpers.stage import stage as stage
from tests.helpers.workshop import RULES, RealFolders, write_folder
from tests.ui.test_nothing_is_cut import cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.stage import Stage

    Opened = tuple[WorkshopWindow, Stage, Path]


def open_window(qtbot: QtBot, made: Stage, folder: Path) -> WorkshopWindow:
    window = WorkshopWindow(made.context, made.context.desk.workshop.open(folder), folder)
    qtbot.addWidget(window)
    window.show()
    settle(made)
    return window


def settle(made: Stage) -> None:
    for _step in range(3):
        made.settle()


@pytest.fixture
def opened(qtbot: QtBot, stage: Callable[..., Stage], tmp_path: Path) -> Opened:
    desk = replace(guided_desk()[0].desk, workshop=Workshop(RealFolders()))
    made, folder = stage(desk), write_folder(tmp_path / "unit")
    return open_window(qtbot, made, folder), made, folder


def area(window: WorkshopWindow, name: str) -> QPlainTextEdit:
    field = window.form.fields[name]
    assert isinstance(field, QPlainTextEdit)
    return field


def test_a_rule_is_edited_tried_and_saved(qtbot: QtBot, opened: Opened) -> None:
    window, made, folder = opened
    assert window.list.count() == 3
    assert not window.save.isEnabled()
    area(window, "terms").setPlainText("{text: Kieff, replacement: Kyiv}")
    area(window, "examples.match").setPlainText("In Kieff")
    window.trial.field.setPlainText("From Kieff")
    qtbot.waitUntil(lambda: "1 match." in window.trial.said.text())
    assert "All examples hold." in window.trial.said.text()
    assert window.trial.field.extraSelections()[0].cursor.selectedText() == "Kieff"
    instead = window.trial.forms.item(0, 1)
    assert instead is not None
    assert instead.text() == "Kyiv"
    assert window.save.isEnabled()
    window.save.click()
    settle(made)
    assert "Kieff" in (folder / "rules/names.yaml").read_text("utf-8")
    assert not window.save.isEnabled()
    assert not window.unsaved


def test_an_example_that_fails_and_a_field_that_cannot_be_read_are_told(qtbot: QtBot, opened: Opened) -> None:
    window, _made, _folder = opened
    area(window, "examples.match").setPlainText("In Lviv")
    qtbot.waitUntil(lambda: "Should be found: In Lviv" in window.trial.said.text())
    area(window, "examples.pass").setPlainText("")
    qtbot.waitUntil(lambda: "filled in: Examples: is left alone." in window.trial.said.text())
    area(window, "terms").setPlainText("{text: ")
    qtbot.waitUntil(lambda: "cannot be read" in window.notice.text)


def test_what_is_typed_survives_another_rule_and_a_closed_window(qtbot: QtBot, opened: Opened) -> None:
    window, made, folder = opened
    area(window, "reason.en").setPlainText("Half a reason")
    window.list.setCurrentRow(1)
    settle(made)
    assert area(window, "reason.en").toPlainText() == "So."
    window.list.setCurrentRow(0)
    settle(made)
    assert area(window, "reason.en").toPlainText() == "Half a reason"
    window.close()
    settle(made)
    again = open_window(qtbot, made, folder)
    assert area(again, "reason.en").toPlainText() == "Half a reason"
    assert "•" in again.list.item(0).text()
    area(again, "reason.en").setPlainText("So.")
    assert not again.unsaved
    assert (folder / "rules/names.yaml").read_text("utf-8") == RULES


@pytest.mark.parametrize("damaged", ["", "[]", "[1, 2]", "{", '{"typed": 7}', "[" * 100_000])
def test_what_was_kept_badly_is_passed_over(qtbot: QtBot, opened: Opened, damaged: str) -> None:
    window, made, folder = opened
    window.close()
    settle(made)
    Scratch(made.context.desk.workspace).keep(f"workshop {folder}", {"place.kyiv": damaged})
    again = open_window(qtbot, made, folder)
    settle(made)
    assert again.list.count() == window.list.count()
    assert area(again, "reason.en").toPlainText() == "So."


def test_a_choice_a_flag_and_a_line_are_saved(opened: Opened) -> None:
    window, made, folder = opened
    severity, flag, title = (window.form.fields[name] for name in ("severity", "case_sensitive", "title.en"))
    assert isinstance(severity, QComboBox)
    assert isinstance(flag, QCheckBox)
    assert isinstance(title, QLineEdit)
    severity.setCurrentIndex(severity.findData("advise"))
    flag.click()
    title.setText("Kyiv")
    window.save.click()
    settle(made)
    said = (folder / "rules/names.yaml").read_text("utf-8")
    assert "severity: advise" in said
    assert "case_sensitive: true" in said
    assert made.context.desk.workshop.open(folder).sheet("place.kyiv")["title.en"] == "Kyiv"


def test_a_removed_rule_is_put_back(opened: Opened) -> None:
    window, made, folder = opened
    window.remove.click()
    settle(made)
    assert window.list.count() == 2
    assert window.undo.isVisible()
    window.undo.click()
    settle(made)
    assert window.list.count() == 3
    assert (folder / "rules/names.yaml").read_text("utf-8") == RULES


def test_a_new_rule_is_begun_dropped_brought_back_and_saved(opened: Opened) -> None:
    window, made, folder = opened
    window.begin(RuleKind.READABILITY)
    assert window.list.count() == 4
    named = window.form.fields["id"]
    assert isinstance(named, QLineEdit)
    assert not named.text()
    named.setText("read.emoji")
    window.remove.click()
    settle(made)
    assert window.list.count() == 3
    window.undo.click()
    settle(made)
    window.list.setCurrentRow(1)
    settle(made)
    window.list.setCurrentRow(0)
    settle(made)
    assert window.form.sheet["id"] == "read.emoji"
    window.save.click()
    settle(made)
    assert not window.unsaved
    assert (folder / "rules/readability.yaml").read_text("utf-8").startswith("- kind: readability\n  id: read.emoji\n")
    assert not window.save.isEnabled()


def test_an_id_that_is_taken_is_refused_and_what_was_typed_stays(opened: Opened) -> None:
    window, made, _folder = opened
    named = window.form.fields["id"]
    assert isinstance(named, QLineEdit)
    named.setText("war.name")
    window.save.click()
    settle(made)
    assert "already" in window.notice.text
    assert window.save.isEnabled()


def test_who_comes_back_to_a_rule_that_changed_meanwhile_is_told(opened: Opened) -> None:
    window, made, folder = opened
    area(window, "reason.en").setPlainText("Half a reason")
    path = folder / "rules/names.yaml"
    path.write_text(RULES.replace("severity: block", "severity: advise"), "utf-8")
    window.save.click()
    settle(made)
    assert "Another program" in window.notice.text
    window.list.setCurrentRow(1)
    settle(made)
    window.list.setCurrentRow(0)
    settle(made)
    assert "The file changed" in window.notice.text
    window.save.click()
    settle(made)
    assert "Half a reason" in path.read_text("utf-8")


def test_the_menu_has_every_kind(opened: Opened) -> None:
    window, made, _folder = opened
    kinds = window.kinds.actions()
    assert len(kinds) == len(RuleKind)
    kinds[0].trigger()
    settle(made)
    assert window.form.sheet["kind"] == "term"


def test_a_form_is_struck_out_and_another_corrected_in_the_table(qtbot: QtBot, opened: Opened) -> None:
    window, made, _folder = opened
    window.list.setCurrentRow(1)
    settle(made)
    forms = window.trial.forms
    qtbot.waitUntil(lambda: forms.rowCount() > 5)

    def row(form: str) -> int:
        return next(at for at in range(forms.rowCount()) if (item := forms.item(at, 0)) and item.text() == form)

    instead = forms.item(row("української кризи"), 1)
    assert instead is not None
    instead.setText("цієї війни")
    settle(made)
    assert "add: [{surface: української кризи, replacement: цієї війни}]" in area(window, "terms").toPlainText()
    forms.setCurrentCell(row("українською кризою"), 0)
    window.trial.strike.click()
    settle(made)
    assert "українською кризою" in area(window, "terms").toPlainText()
    area(window, "terms").undo()
    assert "українською кризою" not in area(window, "terms").toPlainText()


def test_what_is_wrong_in_the_folder_is_named_with_its_place(opened: Opened) -> None:
    window, made, folder = opened
    assert window.checked.said == ["No mistakes in the folder"]
    (folder / "lines/words.md").write_text("no head", "utf-8")
    area(window, "reason.en").setPlainText("Another")
    window.save.click()
    settle(made)
    assert window.checked.said[0] == "1 mistake in the folder"
    assert window.checked.said[1].startswith("lines/words.md:1: ")


def test_a_mistake_in_the_folder_names_its_field_and_leads_there(qtbot: QtBot, opened: Opened) -> None:
    window, made, folder = opened
    broken = RULES.replace("severity: block", "severity: blok").replace("inflect: true", "inflekt: true")
    (folder / "rules/names.yaml").write_text(broken, "utf-8")
    again = open_window(qtbot, made, folder)
    assert [said.partition(": ")[0] for said in again.checked.said[1:]] == [
        "rules/names.yaml:5 · What a finding does",
        "rules/names.yaml:32 · Terms, row 1",
    ]
    again.activateWindow()
    again.search.setText("peace")
    again.checked.linkActivated.emit("1")
    settle(made)
    terms = area(again, "terms").parentWidget()
    assert isinstance(terms, LineTable)
    qtbot.waitUntil(terms.table.hasFocus)
    assert again.form.sheet["id"] == "war.name"
    again.checked.linkActivated.emit("0")
    settle(made)
    qtbot.waitUntil(again.form.fields["severity"].hasFocus)
    again.checked.linkActivated.emit("0")
    again.form.go_to("nothing of the kind")
    assert again.form.fields["severity"].hasFocus()
    window.close()


def test_the_search_leaves_what_has_all_its_words(opened: Opened) -> None:
    window, _made, _folder = opened
    window.search.setText("peace line")
    assert window.list.count() == 1


def test_every_field_has_a_name_for_a_screen_reader(opened: Opened) -> None:
    window, made, _folder = opened
    for row in range(window.list.count()):
        window.list.setCurrentRow(row)
        settle(made)
        assert all(field.accessibleName() for field in window.form.fields.values())


def test_it_is_opened_from_the_menu_of_the_guidelines(
    qtbot: QtBot, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    _window, made, folder = opened
    view = GuidelinesView(made.context)
    qtbot.addWidget(view)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: "")
    view.write_guidelines()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))
    view.write_guidelines()
    settle(made)
    window = view.findChild(WorkshopWindow)
    assert window is not None
    assert window.list.count() == 3


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("size", [(1184, 680), (1280, 720), (1920, 1080)])
def test_no_word_is_cut(
    qtbot: QtBot, stage: Callable[..., Stage], tmp_path: Path, language: str, size: tuple[int, int]
) -> None:
    made = stage(replace(guided_desk()[0].desk, workshop=Workshop(RealFolders())), language)
    window = open_window(qtbot, made, write_folder(tmp_path / "unit"))
    window.resize(*size)
    settle(made)
    assert not list(cut(window))
