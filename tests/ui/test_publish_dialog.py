"""The unit signs and publishes its folder from the window, and is told what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from embassy_assistant.domain.errors import WrongKey
from embassy_assistant.guidelines.keyfile import unseal
from embassy_assistant.services.workshop import Workshop
from embassy_assistant.ui.dialogs.publish import PublishDialog
from embassy_assistant.ui.views.workshop import WorkshopWindow
from tests.helpers.guidelines_desk import guided_desk
from tests.helpers.publishing import PASSPHRASE, order_of
from tests.helpers.stage import stage as stage
from tests.helpers.vaults import MemoryVault
from tests.helpers.workshop import RULES, RealFolders, write_folder
from tests.ui.test_nothing_is_cut import cut

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.stage import Stage


@pytest.fixture
def made(stage: Callable[..., Stage]) -> Stage:
    return stage(replace(guided_desk()[0].desk, workshop=Workshop(RealFolders())))


def fill(dialog: PublishDialog, place: Path, folder: Path) -> None:
    order = order_of(place, folder)
    for name, text in (
        ("repository", str(order.repository)),
        ("key", str(order.key)),
        ("passphrase", PASSPHRASE),
        ("online_key", str(order.online_key)),
        ("online_passphrase", PASSPHRASE),
    ):
        assert not dialog.confirm.isEnabled()
        dialog.fields[name].setText(text)
    assert dialog.confirm.isEnabled()


def test_a_folder_is_signed_and_published(qtbot: QtBot, made: Stage, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    dialog = PublishDialog(made.context, folder, 0)
    qtbot.addWidget(dialog)
    fill(dialog, tmp_path, folder)
    dialog.fields["courier"].setText(str(tmp_path / "mail"))
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "Version 2026.1 with 3 rules is published." in dialog.notice.text)
    assert (tmp_path / "mail").exists()


def test_a_key_in_the_keyring_wants_no_passphrase(qtbot: QtBot, stage: Callable[..., Stage], tmp_path: Path) -> None:
    folder, keyring = write_folder(tmp_path / "unit"), MemoryVault()
    order = order_of(tmp_path, folder)
    seed = unseal(order.online_key.read_bytes(), PASSPHRASE).seed
    keyring.set("online", f"ed25519:{seed.hex()}")
    made = stage(replace(guided_desk()[0].desk, workshop=Workshop(RealFolders(keyring))))
    dialog = PublishDialog(made.context, folder, 0)
    qtbot.addWidget(dialog)
    assert "keyring:" in dialog.fields["online_key"].placeholderText()
    texts = {"repository": str(order.repository), "key": str(order.key), "passphrase": PASSPHRASE}
    for name, text in texts.items():
        dialog.fields[name].setText(text)
    dialog.fields["online_key"].setText("keyring:online")
    assert not dialog.fields["online_passphrase"].isEnabled()
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "Version 2026.1 with 3 rules is published." in dialog.notice.text)
    dialog.fields["online_key"].setText(str(order.online_key))
    assert dialog.fields["online_passphrase"].isEnabled()


def test_while_an_example_fails_it_is_refused(qtbot: QtBot, made: Stage, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    (folder / "rules/names.yaml").write_text(RULES.replace("[In Kiev]", "[In Lviv]"), "utf-8")
    dialog = PublishDialog(made.context, folder, 2)
    qtbot.addWidget(dialog)
    assert "2 changed rules are not saved" in dialog.notice.text
    fill(dialog, tmp_path, folder)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "Nothing was signed" in dialog.notice.text)
    assert dialog.confirm.isEnabled()


def test_files_and_folders_are_chosen(
    qtbot: QtBot, made: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_folder(tmp_path / "unit")
    window = WorkshopWindow(made.context, made.context.desk.workshop.open(folder), folder)
    qtbot.addWidget(window)
    window.show()
    window.publish.click()
    dialog = window.findChild(PublishDialog)
    assert dialog is not None
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: "a")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: ("b", ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: ("", ""))
    for choose in dialog.findChildren(QPushButton):
        if choose.text() == "Choose…":
            choose.click()
    chosen = {name: field.text() for name, field in dialog.fields.items() if field.text()}
    assert chosen == {"repository": "a", "key": "b", "online_key": "b"}
    dialog.reject()


def test_with_the_longest_sentence_it_fits_on_a_small_screen(
    qtbot: QtBot, stage: Callable[..., Stage], tmp_path: Path
) -> None:
    made = stage(replace(guided_desk()[0].desk, workshop=Workshop(RealFolders())), "uk")
    dialog = PublishDialog(made.context, write_folder(tmp_path / "unit"), 2)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    dialog.say(made.context.messages.error(WrongKey("guidelines.wrong-passphrase")))
    qtbot.waitUntil(lambda: not list(cut(dialog)))
    assert dialog.height() <= 690
