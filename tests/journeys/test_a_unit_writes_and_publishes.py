"""A unit's day: an empty folder, a rule in the form, a slip that is named, keys and a static folder; and a mission.

Everything is real: the window, the files of the folder, sealed keys, a plain web server over what was published, and
the checks of the mission that took it in.
"""

from __future__ import annotations

import os
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
)

from embassy_assistant.app.wiring import open_desk
from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.officer import Mission
from embassy_assistant.networks.practice import stop
from embassy_assistant.ui.dialogs.publish import PublishDialog
from embassy_assistant.ui.snapshots import grab
from embassy_assistant.ui.views.guidelines import GuidelinesView
from embassy_assistant.ui.views.workshop import WorkshopWindow
from embassy_assistant.ui.views.workshop_opening import BeginDialog
from tests.helpers.memory import OFFICER
from tests.helpers.publishing import PASSPHRASE, order_of
from tests.helpers.small_pictures import make_small
from tests.helpers.window import Desktop, desktop
from tests.helpers.workbench import FileVault
from tests.journeys.test_a_mission_in_a_changed_line import Bench, Quiet, get_updates, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from embassy_assistant.services.desk import Desk

__all__ = ["desktop"]

PICTURES = os.environ.get("JOURNEY_PICTURES", "")
"""A folder, made when it is named: what the unit sees is kept there."""
TITLE = "Grain goes by corridor, not by lane"
RULE = {
    "id": "grain.lane",
    "severity": "block",
    "title.uk": "Зерновий коридор, а не шлях",
    "title.en": TITLE,
    "reason.uk": "Так ухвалило міністерство.",
    "reason.en": "The ministry has so decided.",
    "language": "en",
    "terms": "{text: grain lane, replacement: grain corridor}",
    "source.issuer": "Unit",
    "source.title": "House style",
}
EXAMPLES = {"examples.match": "The grain lane opens.", "examples.pass": "The grain corridor opens."}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = open_desk(tmp_path / "workspace", practice=True, keyring=FileVault(tmp_path / "keyring.json"))
    made.workspace.create()
    made.preferences.mission = Mission("Посольство України", "Embassy of Ukraine", "DE", "Europe/Berlin")
    made.preferences.officer = OFFICER
    made.preferences.recovery_pending = ""
    for language in ("uk", "en"):
        made.accounts.add("practice", f"ukrinde.{language}", "practice", LanguagePolicy((language,)))
    yield made
    made.sender.stop()
    made.workspace.close()
    stop(tmp_path / "workspace" / "practice")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """Serve what the unit publishes; nothing is there yet."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "repository")))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join(10)


def picture(widget: QWidget, name: str) -> None:
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        taken = Path(PICTURES) / f"unit-{name}.png"
        grab(widget, taken)
        make_small(taken, taken)


def fill(window: WorkshopWindow, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        field = window.form.fields[name]
        if isinstance(field, QComboBox):
            field.setCurrentIndex(field.findData(text))
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(text)
        else:
            assert isinstance(field, QLineEdit)
            field.setText(text)


def opened(shown: Desktop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> WorkshopWindow:
    """Open an empty folder from the menu of the guidelines, and begin a pack in it."""
    view = shown.window.view("guidelines")
    assert isinstance(view, GuidelinesView)
    shown.window.show_view("guidelines")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: str(folder))
    view.write_guidelines()
    shown.settle()
    [dialog] = view.findChildren(BeginDialog)
    picture(dialog, "1-an-empty-folder")
    dialog.confirm.click()
    shown.settle()
    [window] = (made for made in QApplication.topLevelWidgets() if isinstance(made, WorkshopWindow))
    assert window.list.count() == 3
    return window


def tried(window: WorkshopWindow, text: str, result: str, qtbot: QtBot) -> None:
    window.trial.field.setPlainText(text)
    qtbot.waitUntil(lambda: result in window.trial.said.text(), timeout=30_000)


def publish(shown: Desktop, window: WorkshopWindow, place: Path, folder: Path, qtbot: QtBot) -> None:
    order = order_of(place, folder)
    window.publish.click()
    [dialog] = window.findChildren(PublishDialog)
    for name, text in (
        ("repository", str(order.repository)),
        ("key", str(order.key)),
        ("passphrase", "not the passphrase"),
        ("online_key", str(order.online_key)),
        ("online_passphrase", PASSPHRASE),
    ):
        dialog.fields[name].setText(text)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: dialog.confirm.isEnabled() and bool(dialog.notice.text), timeout=60_000)
    shown.settle()
    assert "is published" not in dialog.notice.text
    picture(dialog, "5-a-wrong-passphrase")
    dialog.fields["passphrase"].setText(PASSPHRASE)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "with 4 rules is published" in dialog.notice.text, timeout=60_000)
    picture(dialog, "6-published")
    dialog.reject()


@pytest.mark.slow
def test_from_an_empty_folder_to_a_finding_in_a_mission(
    desk: Desk,
    served: str,
    desktop: Callable[..., Desktop],
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = desktop(Bench(desk), size=(1280, 720))
    folder = tmp_path / "our-guidelines"
    folder.mkdir()
    window = opened(shown, folder, monkeypatch)

    window.begin(RuleKind.TERM)
    qtbot.waitUntil(lambda: "Still to be filled in: Id," in window.trial.said.text(), timeout=30_000)
    picture(window, "2-a-new-rule")
    fill(window, RULE)
    window.save.click()
    shown.settle()
    assert "rules/term.yaml:1" in window.checked.text()
    assert "Examples" in window.checked.text()
    picture(window, "3-without-examples")

    fill(window, EXAMPLES)
    tried(window, "He praised the grain lane.", "1 match.", qtbot)
    assert "All examples hold." in window.trial.said.text()
    picture(window, "4-tried")
    tried(window, "He praised the grain corridor.", "leaves it alone", qtbot)
    window.save.click()
    shown.settle()
    assert window.checked.text() == "No mistakes in the folder"

    publish(shown, window, tmp_path, folder, qtbot)
    window.close()

    desk.guidelines.follow(next((tmp_path / "repository").rglob("1.root.json")).read_bytes(), served)
    guidelines = shown.window.view("guidelines")
    assert isinstance(guidelines, GuidelinesView)
    get_updates(shown, guidelines, qtbot)
    assert "are in use now" in guidelines.updates.outcome.text
    picture(shown.window, "7-the-mission-has-it")
    shown.window.show_view("write")
    shown.window.write.new_post()
    shown.settle()
    shown.type("en", "The Embassy praised the grain lane.")
    qtbot.waitUntil(lambda: TITLE in said(shown) or "grain corridor" in said(shown), timeout=30_000)
    picture(shown.window, "8-the-mission-is-told")
