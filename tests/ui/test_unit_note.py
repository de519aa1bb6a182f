"""What an officer has to say about a rule becomes a file for the unit; what is half said is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from embassy_assistant.domain.unit_note import read_notes
from embassy_assistant.ui.dialogs.unit_note import UnitNoteDialog
from embassy_assistant.ui.views.guidelines import GuidelinesView
from tests.helpers.guidelines_desk import guided_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.stage import Stage

    Asked = tuple[GuidelinesView, UnitNoteDialog, Stage]


def ask(view: GuidelinesView) -> UnitNoteDialog:
    note = view.detail.findChild(QPushButton, "rule-note")
    assert note is not None
    note.click()
    dialog = view.findChild(UnitNoteDialog)
    assert dialog is not None
    return dialog


@pytest.fixture
def asked(qtbot: QtBot, stage: Callable[..., Stage]) -> Asked:
    made = stage(guided_desk()[0].desk)
    view = GuidelinesView(made.context)
    qtbot.addWidget(view)
    view.resize(1184, 800)
    view.show()
    made.settle()
    assert view.detail.trial is not None
    view.detail.trial.field.setPlainText("In Kiev")
    return view, ask(view), made


def answer(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (path, ""))


def test_a_note_is_written_with_the_words_that_were_tried(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view, dialog, made = asked
    assert not dialog.confirm.isEnabled()
    assert dialog.text.toPlainText() == "In Kiev"
    dialog.said.setPlainText("A street is called so.")
    answer(monkeypatch, "")
    dialog.confirm.click()
    made.settle()
    assert dialog.isVisible(), "no file was chosen"
    answer(monkeypatch, str(tmp_path / "note.json"))
    dialog.confirm.click()
    made.settle()
    assert made.shell.toasts == ["The note is written. Send the file to the unit."]
    (note,) = read_notes((tmp_path / "note.json").read_bytes(), "note.json")
    assert view.detail.rule is not None
    assert (note.rule, note.said, note.text) == (view.detail.rule.id, "A street is called so.", "In Kiev")


def test_a_note_that_cannot_be_written_there_stays_to_be_written_elsewhere(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, dialog, made = asked
    dialog.said.setPlainText("A street is called so.")
    answer(monkeypatch, str(tmp_path / "gone" / "note.json"))
    dialog.confirm.click()
    made.settle()
    assert dialog.isVisible()
    assert "note.json" in dialog.notice.text
    assert dialog.confirm.isEnabled()
    dialog.cancel.click()


def test_what_is_half_said_when_the_drafts_are_locked_is_back_the_next_time(asked: Asked) -> None:
    from embassy_assistant.ui.typed import Typed

    view, dialog, made = asked
    dialog.said.setPlainText("A street")
    kept = dialog.findChild(Typed)
    assert kept is not None
    kept.keep()
    made.settle()
    kept.put_away()
    dialog.reject()
    made.settle()
    again = ask(view)
    made.settle()
    assert again.said.toPlainText() == "A street"
    again.cancel.click()
    made.settle()
