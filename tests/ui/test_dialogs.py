"""Dialogs: reasons, times, unlocking, accounts."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit

from embassy_assistant.domain.account import Bilingual, LanguagePolicy
from embassy_assistant.domain.post import Due
from embassy_assistant.ui.dialogs.account import AddAccountDialog, SignInDialog
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.dialogs.new_time import NewTimeDialog
from embassy_assistant.ui.dialogs.reason import OverrideDialog, PromiseDialog, ReasonDialog, ReleaseDialog
from embassy_assistant.ui.dialogs.unlock import UnlockDialog
from tests.helpers.memory import START, LyingNetwork, memory_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.stage import Stage

BERLIN = "Europe/Berlin"


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda: OverrideDialog("Use “Kyiv”."), id="override"),
        pytest.param(ReleaseDialog, id="release"),
        pytest.param(lambda: PromiseDialog(BERLIN, START), id="promise"),
    ],
)
def test_a_reason_must_be_written_before_the_button_lights_up(qtbot: QtBot, build: Callable[[], ReasonDialog]) -> None:
    dialog = build()
    qtbot.addWidget(dialog)
    assert not dialog.confirm.isEnabled()
    dialog.set_reason("  \n ")
    assert not dialog.confirm.isEnabled()
    dialog.set_reason(" A quotation. ")
    assert dialog.confirm.isEnabled()
    assert dialog.reason == "A quotation."


def test_a_promise_is_for_this_evening_in_the_mission_s_zone(qtbot: QtBot) -> None:
    dialog = PromiseDialog(BERLIN, START)
    qtbot.addWidget(dialog)
    assert dialog.by == datetime(2026, 11, 22, 18, 0, tzinfo=ZoneInfo(BERLIN))


@pytest.mark.parametrize("damaged", [{}, {"by": "soon"}, {"reason": "A visit."}])
def test_a_promise_that_was_kept_badly_brings_back_what_can_be_read(qtbot: QtBot, damaged: dict[str, str]) -> None:
    dialog = PromiseDialog(BERLIN, START)
    qtbot.addWidget(dialog)
    dialog.bring_back(damaged)
    assert dialog.reason == damaged.get("reason", "")
    assert dialog.by == datetime(2026, 11, 22, 18, 0, tzinfo=ZoneInfo(BERLIN))


def test_a_promise_kept_with_a_zone_is_brought_back_as_the_wall_says(qtbot: QtBot) -> None:
    dialog = PromiseDialog(BERLIN, START)
    qtbot.addWidget(dialog)
    dialog.bring_back({"by": "2026-11-23T09:00:00+05:00"})
    assert dialog.by == datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo(BERLIN))


def test_a_new_time_is_never_in_the_past(qtbot: QtBot) -> None:
    dialog = NewTimeDialog("Visit", BERLIN, lambda: START, None)
    qtbot.addWidget(dialog)
    assert dialog.confirm.isEnabled()
    dialog.set_local(datetime(2026, 11, 22, 12, 59))
    assert not dialog.confirm.isEnabled()
    dialog.set_local(datetime(2026, 11, 22, 13, 1))
    assert dialog.confirm.isEnabled()
    assert dialog.due == Due(datetime(2026, 11, 22, 13, 1), BERLIN)


def test_a_new_time_starts_from_the_one_it_had(qtbot: QtBot) -> None:
    due = Due(datetime(2026, 11, 24, 14, 0), BERLIN)
    dialog = NewTimeDialog("Visit", BERLIN, lambda: START, due)
    qtbot.addWidget(dialog)
    assert dialog.due == due


def test_the_code_is_handed_on_and_a_wrong_one_can_be_mended(qtbot: QtBot) -> None:
    dialog = UnlockDialog("The keyring is locked.")
    qtbot.addWidget(dialog)
    assert not dialog.confirm.isEnabled()
    dialog.set_code(" abcd-efgh ")
    with qtbot.waitSignal(dialog.code_given) as given:
        dialog.confirm.click()
    assert given.args == ["abcd-efgh"]
    dialog.show()
    dialog.say("The code is mistyped.")
    assert dialog.notice.text == "The code is mistyped."
    dialog.set_code("abcd-efgj")
    assert dialog.notice.text == ""


def bluesky() -> LyingNetwork:
    return LyingNetwork(name="bluesky", title="Bluesky", default_server="https://bsky.social", practice=False)


def test_bluesky_is_asked_for_with_its_app_password_explained(qtbot: QtBot) -> None:
    dialog = AddAccountDialog([bluesky()])
    qtbot.addWidget(dialog)
    dialog.show()
    said = " ".join(made.text() for made in dialog.findChildren(QLabel) if made.isVisible())
    assert "An app password is a second password" in said
    assert dialog.server == "https://bsky.social"
    dialog.fill("@embassy.example", "abcd-efgh", "pds.example")
    assert (dialog.handle, dialog.password, dialog.server) == ("embassy.example", "abcd-efgh", "https://pds.example")
    assert dialog.confirm.isEnabled()


def test_a_password_is_never_shown(qtbot: QtBot) -> None:
    dialog = AddAccountDialog([bluesky()])
    qtbot.addWidget(dialog)
    dialog.fill("embassy.example", "secret")
    hidden = [made for made in dialog.findChildren(QLineEdit) if made.text() == "secret"]
    assert [made.echoMode() for made in hidden] == [QLineEdit.EchoMode.Password]


def test_the_practice_network_asks_for_no_server(qtbot: QtBot) -> None:
    dialog = AddAccountDialog([LyingNetwork()])
    qtbot.addWidget(dialog)
    dialog.show()
    said = [made.text() for made in dialog.findChildren(QLabel) if made.isVisible()]
    assert "Server" not in said
    assert "Network" not in said


def test_an_account_may_speak_both_languages_in_one_post(qtbot: QtBot) -> None:
    dialog = AddAccountDialog([LyingNetwork()])
    qtbot.addWidget(dialog)
    box = next(made for made in dialog.findChildren(QComboBox) if made.findText("Both languages, in one post") >= 0)
    box.setCurrentText("Both languages, in one post")
    assert dialog.policy == LanguagePolicy(("uk", "en"), Bilingual.COMBINED)


@pytest.mark.parametrize("language", ["en", "uk"])
def test_what_went_wrong_pushes_no_field_out_of_sight(qtbot: QtBot, stage: Callable[..., Stage], language: str) -> None:
    made = stage(memory_desk().desk, language)
    real = LyingNetwork(name="bluesky", title="Bluesky", practice=False, default_server="https://bsky.social")
    dialog = AddAccountDialog((real,))
    qtbot.addWidget(dialog)
    dialog.show()

    def cut() -> list[str]:
        made.settle()
        labels = [each for each in dialog.findChildren(QLabel) if each.isVisible() and each.text()]
        return [each.text() for each in labels if each.height() < each.heightForWidth(each.width())]

    assert cut() == []
    dialog.say(made.context.messages.text("account.password-wrong"))
    assert cut() == []


def test_the_keyboard_starts_in_the_first_field_and_goes_down_to_the_buttons(qtbot: QtBot) -> None:
    bench = memory_desk()
    dialog = SignInDialog(bench.account("embassy", "uk"), bench.network)
    qtbot.addWidget(dialog)
    dialog.show()
    visited = []
    for _ in range(2):
        visited.append(dialog.focusWidget())
        dialog.focusNextChild()
    assert isinstance(visited[0], QLineEdit)
    assert visited[1] is dialog.cancel


def test_a_question_without_fields_starts_at_the_harmless_answer(qtbot: QtBot) -> None:
    dialog = ConfirmDialog("Delete?", "It disappears.", "Delete", text="What is out", destructive=True)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.cancel)
