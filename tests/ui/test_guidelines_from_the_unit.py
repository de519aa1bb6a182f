"""A laptop with a real workspace is told whom to trust, takes packs from the unit's folder, and shows what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from embassy_assistant.app.wiring import open_desk
from embassy_assistant.ui.dialogs.trust import TrustDialog
from embassy_assistant.ui.views.change_words import ChangeLine
from embassy_assistant.ui.views.guidelines import GuidelinesView
from tests.helpers.mission import pack_bytes
from tests.helpers.stage import stage as stage
from tests.helpers.unit import Unit
from tests.helpers.workbench import FileVault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from embassy_assistant.services.desk import Desk
    from tests.helpers.stage import Stage


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return Unit(tmp_path / "unit", pack_bytes("2026.46"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(tmp_path / "workspace", practice=True, keyring=FileVault(tmp_path / "keyring.json"))
    made.workspace.create()
    yield made
    made.workspace.close()


@pytest.fixture
def shown(qtbot: QtBot, stage: Callable[..., Stage], desk: Desk) -> tuple[GuidelinesView, Stage]:
    made = stage(desk)
    view = GuidelinesView(made.context)
    qtbot.addWidget(view)
    view.resize(1184, 900)
    view.show()
    made.settle()
    return view, made


def said(view: GuidelinesView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def test_from_trust_to_what_changed(shown: tuple[GuidelinesView, Stage], unit: Unit, tmp_path: Path) -> None:
    view, made = shown
    assert "Nobody has taken in any" in said(view)
    root = tmp_path / "1.root.json"
    root.write_bytes(unit.root)

    view.updates.take_in(str(unit.folder))
    made.settle()
    assert "has not been told yet whose guidelines to trust" in view.updates.outcome.text

    view.ask_trust()
    dialog = view.findChild(TrustDialog)
    assert dialog is not None
    dialog.read(str(root))
    made.settle()
    first = dialog.fingerprint
    dialog.compared.click()
    dialog.confirm.click()
    made.settle()
    view.updates.take_in(str(unit.folder))
    made.settle()
    assert "Guidelines 2026.46 are in use now." in view.updates.outcome.text
    assert first.split()[0] in said(view)
    assert view.rules.model.shown == 1
    assert view.detail.rule is not None
    assert view.detail.rule.id == "a.kyiv"

    unit.publish(pack_bytes("2026.47", severity="warn"))
    view.updates.take_in(str(unit.folder))
    made.settle()
    assert "Guidelines 2026.47 are in use now." in view.updates.outcome.text
    assert "Changed since 2026.46" in said(view)
    (line,) = view.findChildren(ChangeLine)
    blocks, warns = (made.context.messages.text(f"severity.{name}") for name in ("block", "warn"))
    assert f"{blocks}, now {warns}" in line.sentence
    assert view.rules.model.mark("a.kyiv") == "changed"

    stolen = Unit(tmp_path / "stolen", pack_bytes("2027"))
    view.updates.take_in(str(stolen.folder))
    made.settle()
    assert "Nothing was changed" in view.updates.outcome.text
    assert "Guidelines 2026.47" in said(view)
