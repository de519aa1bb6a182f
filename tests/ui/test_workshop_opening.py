"""A unit begins in an empty folder, goes on in another language, and loses nothing while the drafts are locked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.services.workshop import Workshop
from embassy_assistant.ui.views.workshop import WorkshopWindow
from embassy_assistant.ui.views.workshop_opening import BeginDialog, show_window, show_workshop
from tests.helpers.guidelines_desk import guided_desk
from tests.helpers.stage import stage as stage
from tests.helpers.workshop import PACK, RealFolders, write_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.stage import Stage


@pytest.fixture
def made(stage: Callable[..., Stage]) -> Stage:
    return stage(replace(guided_desk()[0].desk, workshop=Workshop(RealFolders())))


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def windows() -> list[WorkshopWindow]:
    shown = QApplication.topLevelWidgets()
    return [window for window in shown if isinstance(window, WorkshopWindow) and window.isVisible()]


def settle(made: Stage) -> None:
    for _ in range(3):
        made.settle()


def typed_title(window: WorkshopWindow, text: str) -> None:
    title = window.form.fields["title.en"]
    assert isinstance(title, QLineEdit)
    title.setText(text)


def test_in_an_empty_folder_a_pack_is_begun(made: Stage, parent: QWidget, tmp_path: Path) -> None:
    show_workshop(made.context, parent, tmp_path)
    settle(made)
    assert not windows()
    [dialog] = parent.findChildren(BeginDialog)
    assert tmp_path.name in dialog._lead.text()  # noqa: SLF001 - what the officer reads
    dialog.confirm.click()
    settle(made)
    [window] = windows()
    assert window.list.count() == 3
    assert window.checked.text() == "No mistakes in the folder"
    assert (tmp_path / "pack.yaml").is_file()


def test_what_came_into_the_folder_meanwhile_is_not_overwritten(made: Stage, parent: QWidget, tmp_path: Path) -> None:
    show_workshop(made.context, parent, tmp_path)
    settle(made)
    (tmp_path / "pack.yaml").write_text(PACK, "utf-8")
    [dialog] = parent.findChildren(BeginDialog)
    dialog.confirm.click()
    settle(made)
    assert "is there already" in dialog.notice.text
    assert (tmp_path / "pack.yaml").read_text("utf-8") == PACK
    dialog.reject()


def test_a_folder_of_something_else_is_told_in_the_banner(made: Stage, parent: QWidget, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all", "utf-8")
    show_workshop(made.context, parent, tmp_path)
    settle(made)
    assert not windows()
    assert not parent.findChildren(BeginDialog)


def test_in_another_language_the_window_goes_on_with_all_that_was_typed(
    made: Stage, parent: QWidget, tmp_path: Path
) -> None:
    folder = write_folder(tmp_path / "unit")
    window = show_window(made.context, made.context.desk.workshop.open(folder), folder, parent)
    settle(made)
    window.list.setCurrentRow(1)
    settle(made)
    typed_title(window, "The war")
    window.trial.field.setPlainText("Ціни")
    made.context.languages.use("uk")
    settle(made)
    [window] = windows()
    assert window.save.text() == "Зберегти правило"
    assert window.form.sheet["title.en"] == "The war"
    assert window.trial.field.toPlainText() == "Ціни"
    assert window.save.isEnabled()
    window.close()


def test_changes_are_undone_and_brought_back(made: Stage, parent: QWidget, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    window = show_window(made.context, made.context.desk.workshop.open(folder), folder, parent)
    settle(made)
    assert not window.revert.isEnabled()
    typed_title(window, "Capital")
    window.revert.click()
    settle(made)
    assert window.form.sheet["title.en"] == "Kyiv, not Kiev"
    assert not window.unsaved
    window.undo.click()
    settle(made)
    assert window.form.sheet["title.en"] == "Capital"
    assert window.save.isEnabled()
    window.close()


def test_an_empty_folder_of_rules_says_how_to_begin(made: Stage, parent: QWidget, tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(PACK, "utf-8")
    window = show_window(made.context, made.context.desk.workshop.open(tmp_path), tmp_path, parent)
    settle(made)
    assert "New rule…" in window.state.text()
    assert not window.save.isEnabled()
    assert not window.remove.isEnabled()
    assert not window.revert.isEnabled()
    window.close()


def test_while_the_drafts_are_locked_the_window_stays_open_over_what_is_not_saved(
    qtbot: QtBot, stage: Callable[..., Stage], tmp_path: Path
) -> None:
    bench = guided_desk()[0]
    made = stage(replace(bench.desk, workshop=Workshop(RealFolders())))
    folder = write_folder(tmp_path / "unit")
    window = WorkshopWindow(made.context, made.context.desk.workshop.open(folder), folder)
    qtbot.addWidget(window)
    window.show()
    settle(made)
    typed_title(window, "Capital")
    made.context.desk.workspace.close()
    window.close()
    assert window.isVisible()
    assert "The drafts are locked." in window.notice.text
    window.save.click()
    settle(made)
    window.close()
    assert not window.isVisible()
    assert "Capital" in (folder / "rules/names.yaml").read_text("utf-8")


def test_of_a_new_rule_the_first_field_is_ready_to_be_typed_in(made: Stage, parent: QWidget, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    window = show_window(made.context, made.context.desk.workshop.open(folder), folder, parent)
    settle(made)
    window.begin(RuleKind.TERM)
    assert window.focusWidget() is window.form.fields["id"]
    window.close()
