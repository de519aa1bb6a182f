"""Fresh guidelines are brought in the window: how it goes is shown, it can be given up, and failures say what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from embassy_assistant.domain.errors import NeedsOfficer, TryLater, Untrusted
from embassy_assistant.ui.dialogs.trust import TrustDialog
from embassy_assistant.ui.views.guidelines import GuidelinesView
from embassy_assistant.ui.widgets.announcer import Announcer
from tests.helpers.guidelines_desk import UnitIntake, guided_desk, starter
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.guideline import GuidelinePack
    from tests.helpers.stage import Stage

    Shown = tuple[GuidelinesView, UnitIntake, Stage]


@pytest.fixture
def shown(qtbot: QtBot, stage: Callable[..., Stage]) -> Shown:
    bench, _, intake = guided_desk()
    made = stage(bench.desk)
    view = GuidelinesView(made.context)
    qtbot.addWidget(view)
    view.resize(1184, 800)
    view.show()
    made.settle()
    return view, intake, made


def press(view: GuidelinesView, words: str) -> None:
    buttons = [made for made in view.updates.outcome.findChildren(QPushButton) if made.isVisible()]
    next(made for made in buttons if made.text() == words).click()


def failing(error: AssistantError) -> Callable[[], GuidelinePack | None]:
    def fail() -> GuidelinePack | None:
        raise error

    return fail


def test_what_goes_on_is_shown_and_the_button_rests_meanwhile(shown: Shown, qtbot: QtBot) -> None:
    view, intake, made = shown
    intake.going.clear()
    view.get.click()
    qtbot.waitUntil(lambda: bool(intake.asked))
    assert view.updates.working
    assert view.updates.bar.isVisible()
    assert view.updates.bar.accessibleName() == "Asking the ministry’s unit for newer guidelines"
    assert not view.get.isEnabled()
    view.updates.take_in()
    intake.going.set()
    made.settle()
    assert intake.asked == [""], "one at a time"
    assert not view.updates.bar.isVisible()
    assert view.get.isEnabled()
    assert "These are the newest guidelines: 2026.46." in view.updates.outcome.text
    press(view, "Close")
    assert not view.updates.outcome.isVisible()


def test_it_can_be_given_up_and_everything_stays(shown: Shown, qtbot: QtBot) -> None:
    view, intake, made = shown
    intake.going.clear()
    view.get.click()
    qtbot.waitUntil(lambda: bool(intake.asked))
    view.updates.cancel.click()
    assert not view.updates.cancel.isEnabled()
    qtbot.waitUntil(lambda: not view.updates.working)
    assert "Nothing was taken in" in view.updates.outcome.text
    assert made.context.desk.guidelines.pack.version == "2026.46"
    intake.going.set()
    view.get.click()
    made.settle()
    assert "newest" in view.updates.outcome.text


def test_what_failed_says_what_to_do_and_can_be_tried_again(shown: Shown) -> None:
    view, intake, made = shown
    error = TryLater("guidelines.elsewhere", status=302)
    intake.result = failing(error)
    view.get.click()
    made.settle()
    assert view.updates.outcome.text == made.context.messages.error(error)
    intake.result = lambda: replace(starter(), version="2026.47")
    press(view, "Try again")
    made.settle()
    assert "Guidelines 2026.47 are in use now." in view.updates.outcome.text
    assert intake.asked == ["", ""]


def test_what_cannot_be_trusted_leaves_the_rules_that_are_shown(shown: Shown) -> None:
    view, intake, made = shown
    before = view.detail.rule
    intake.result = failing(Untrusted("guidelines.older"))
    view.get.click()
    made.settle()
    assert "older than those you have already had" in view.updates.outcome.text
    assert view.detail.rule is before


def test_where_nobody_is_trusted_yet_that_is_asked_first(shown: Shown) -> None:
    view, intake, made = shown
    intake.result = failing(NeedsOfficer("guidelines.nobody-trusted"))
    view.get.click()
    made.settle()
    press(view, "Whose guidelines to trust…")
    dialog = view.findChild(TrustDialog)
    assert dialog is not None
    dialog.cancel.click()


@pytest.mark.parametrize("way", ["folder", "courier"])
def test_they_come_from_a_stick_or_a_courier_file_too(shown: Shown, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    view, intake, made = shown
    answers = ["", "/stick/guidelines"]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_asked: answers.pop(0))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (answers.pop(0), ""))
    button = view.panel.findChild(QPushButton, f"pack-{way}")
    assert button is not None
    button.click()
    assert not view.updates.working, "nothing was chosen"
    words = {"folder": "From a stick or folder…", "courier": "From a courier file…"}[way]
    next(action for action in view.more.menu().actions() if action.text() == words).trigger()
    made.settle()
    assert intake.asked == ["/stick/guidelines"]


def test_whose_guidelines_these_are_is_in_the_menu(shown: Shown) -> None:
    view, _, made = shown
    menu = {action.text(): action for action in view.more.menu().actions()}
    menu["Whose guidelines to trust…"].trigger()
    dialog = view.findChild(TrustDialog)
    assert dialog is not None
    assert dialog.address.text() == "https://guidelines.example/"
    dialog.cancel.click()
    made.settle()


def test_what_came_of_it_is_read_out(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    view, _, made = shown
    heard: list[str] = []
    monkeypatch.setattr(Announcer, "say", lambda _self, sentence: heard.append(sentence))
    view.get.click()
    made.settle()
    assert heard == ["These are the newest guidelines: 2026.46."]
