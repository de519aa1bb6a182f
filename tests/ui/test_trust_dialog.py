"""Nothing is trusted before an officer says that the fingerprint was compared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QLabel

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.ui.dialogs.trust import TrustDialog
from embassy_assistant.ui.views.guidelines import GuidelinesView
from tests.helpers.guidelines_desk import FINGERPRINT, FOLLOWED, UnitIntake, guided_desk
from tests.helpers.stage import stage as stage
from tests.helpers.unit import Laptop, Unit
from tests.helpers.window import key

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.stage import Stage

    Asked = tuple[GuidelinesView, TrustDialog, UnitIntake, Stage]


@pytest.fixture
def asked(qtbot: QtBot, stage: Callable[..., Stage]) -> Asked:
    """Return the dialog over the view of a laptop that trusts nobody yet."""
    bench, _, intake = guided_desk(followed=None)
    made = stage(bench.desk)
    view = GuidelinesView(made.context)
    qtbot.addWidget(view)
    view.resize(1184, 900)
    view.show()
    made.settle()
    view.ask_trust()
    dialog = view.findChild(TrustDialog)
    assert dialog is not None
    return view, dialog, intake, made


@pytest.fixture
def root(tmp_path: Path) -> Path:
    file = tmp_path / "1.root.json"
    file.write_bytes(b'{"signed": {}}')
    return file


def test_it_can_be_trusted_only_once_a_file_was_read_and_its_fingerprint_compared(asked: Asked, root: Path) -> None:
    view, dialog, intake, made = asked
    assert not dialog.confirm.isEnabled()
    assert not dialog.compared.isEnabled()
    dialog.read(str(root))
    made.settle()
    digest = hashlib.sha256(root.read_bytes()).hexdigest()
    assert dialog.fingerprint == " ".join(digest[at : at + 4] for at in range(0, 64, 4))
    assert not dialog.confirm.isEnabled()
    assert dialog.confirm.toolTip()
    dialog.compared.click()
    assert dialog.confirm.isEnabled()
    dialog.address.setText(" https://unit.example/ ")
    dialog.mission.setText("DEU")
    dialog.confirm.click()
    made.settle()
    assert intake.roots == [(root.read_bytes(), "https://unit.example/", "deu")]
    assert view.findChild(TrustDialog) is None
    assert intake.asked == [""], "where there is an address, it is asked at once"
    assert "https://unit.example/" in "".join(
        label.text() for label in view.panel.findChildren(QLabel) if label.isVisible()
    )


def test_another_file_must_be_compared_anew(asked: Asked, root: Path, tmp_path: Path) -> None:
    _, dialog, _, made = asked
    dialog.read(str(root))
    made.settle()
    dialog.compared.click()
    other = tmp_path / "other.json"
    other.write_bytes(b"{}")
    first = dialog.fingerprint
    dialog.read(str(other))
    assert not dialog.compared.isChecked()
    assert not dialog.confirm.isEnabled()
    made.settle()
    assert dialog.fingerprint != first
    dialog.read(str(tmp_path / "gone.json"))
    made.settle()
    assert dialog.fingerprint == ""
    assert "gone.json" in dialog.notice.text
    assert not dialog.compared.isEnabled()


def test_the_fingerprint_is_the_one_that_the_intake_tells(asked: Asked, tmp_path: Path) -> None:
    _, dialog, _, made = asked
    unit = Unit(tmp_path / "unit")
    file = tmp_path / "root.json"
    file.write_bytes(unit.root)
    dialog.read(str(file))
    made.settle()
    assert Laptop(tmp_path / "laptop", unit.root).intake.follow(unit.root) == dialog.fingerprint


def test_a_root_that_is_refused_can_be_mended(asked: Asked, root: Path) -> None:
    _, dialog, intake, made = asked
    intake.refuses = Unusable("guidelines.not-https", address="http://x")
    dialog.read(str(root))
    made.settle()
    dialog.compared.click()
    dialog.confirm.click()
    made.settle()
    assert dialog.isVisible()
    assert dialog.notice.text == made.context.messages.error(intake.refuses)
    assert dialog.confirm.isEnabled()
    dialog.cancel.click()
    assert intake.roots == []


def test_without_an_address_nobody_is_asked(asked: Asked, root: Path) -> None:
    _, dialog, intake, made = asked
    dialog.read(str(root))
    made.settle()
    dialog.compared.click()
    dialog.confirm.click()
    made.settle()
    assert intake.roots
    assert intake.asked == []


def test_whoever_is_trusted_now_is_shown(asked: Asked, qtbot: QtBot) -> None:
    _, _, _, made = asked
    dialog = TrustDialog(made.context, FOLLOWED)
    qtbot.addWidget(dialog)
    assert (dialog.address.text(), dialog.mission.text()) == (FOLLOWED.address, FOLLOWED.mission)
    shown = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(FINGERPRINT in text for text in shown)


def test_a_file_is_chosen(asked: Asked, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, dialog, _, made = asked
    answers = ["", str(root)]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (answers.pop(0), ""))
    dialog.choose()
    assert dialog.file.text() == ""
    dialog.choose_file.click()
    made.settle()
    assert dialog.file.text() == str(root)
    assert dialog.fingerprint


def test_it_can_be_done_by_keyboard_and_says_all_to_a_screen_reader(asked: Asked, root: Path, qtbot: QtBot) -> None:
    _, dialog, intake, made = asked
    with qtbot.waitActive(dialog):
        dialog.activateWindow()
    assert QApplication.focusWidget() is dialog.choose_file
    dialog.read(str(root))
    made.settle()
    spelled, box = " ".join(dialog.groups[0].text()), dialog.findChild(QFrame, "trust-fingerprint")
    assert box is not None
    assert spelled in box.accessibleName()
    dialog.compared.setFocus()
    key(dialog.compared, Qt.Key.Key_Space, text=" ")
    assert dialog.compared.isChecked()
    for field in (dialog.file, dialog.address, dialog.mission):
        assert field.accessibleName()
    key(dialog, Qt.Key.Key_Escape)
    made.settle()
    assert intake.roots == []
