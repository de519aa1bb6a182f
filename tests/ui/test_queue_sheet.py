"""The last look before the queue: every account is ticked by a person, or nothing is queued."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from embassy_assistant.domain.account import Bilingual, LanguagePolicy
from embassy_assistant.domain.errors import NetworkRefused
from embassy_assistant.domain.post import Due
from embassy_assistant.ui.dialogs.queue_sheet import QueueSheet
from tests.helpers.memory import OFFICER, memory_desk
from tests.helpers.pictures import flag
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage

DUE = Due(datetime(2026, 11, 24, 14, 0), "Europe/Berlin")


def sheet_of(qtbot: QtBot, made: Stage, bench: Bench, due: Due | None = DUE) -> QueueSheet:
    bench.account("embassy-uk", "uk")
    bench.account("embassy-en", "en")
    post = replace(bench.post(), topic="Visit", due=due)
    picture = bench.desk.drafting.attach(flag(), "flag.png")
    picture = picture.with_alt("uk", "Прапор").with_alt("en", "A flag")
    post = replace(post, media=(picture,))
    desk = bench.desk
    sheet = QueueSheet(made.context, post, desk.outbox.plan(post), desk.review.check(post), "Europe/Berlin")
    qtbot.addWidget(sheet)
    sheet.show()
    made.settle()
    return sheet


@pytest.fixture
def sheet(qtbot: QtBot, stage: Callable[..., Stage]) -> QueueSheet:
    bench = memory_desk()
    return sheet_of(qtbot, stage(bench.desk), bench)


def test_the_button_says_how_many_accounts_and_when(sheet: QueueSheet) -> None:
    assert sheet.confirm.text() == "Queue for 2 accounts, send Tue 24 Nov, 14:00 Berlin"


def test_nothing_is_queued_before_every_account_is_ticked(sheet: QueueSheet) -> None:
    assert not sheet.confirm.isEnabled()
    sheet.columns[0].tick.click()
    assert not sheet.confirm.isEnabled()
    sheet.columns[1].tick.click()
    assert sheet.confirm.isEnabled()


def test_space_ticks_and_takes_the_tick_away(sheet: QueueSheet, qtbot: QtBot) -> None:
    tick = sheet.columns[0].tick
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert tick.text() == "Checked"
    qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert tick.text() == "I have checked this one"
    assert not sheet.columns[0].checked
    assert not sheet.confirm.isEnabled()


def test_each_column_shows_its_text_word_for_word(sheet: QueueSheet) -> None:
    said = [{made.text() for made in column.findChildren(QLabel)} for column in sheet.columns]
    assert "Слава Україні!" in said[0]
    assert "Glory to Ukraine!" in said[1]
    assert "Glory to Ukraine!" not in said[0]


def test_pictures_are_shown_with_the_alt_text_of_the_column_s_language(sheet: QueueSheet) -> None:
    names = [[made.accessibleName() for made in column.findChildren(QLabel)] for column in sheet.columns]
    assert "Прапор" in names[0]
    assert "A flag" in names[1]
    shown = [made for made in sheet.columns[0].findChildren(QLabel) if made.accessibleName() == "Прапор"]
    assert not shown[0].pixmap().isNull()


def test_a_post_without_a_time_says_that_it_goes_at_once(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    made = sheet_of(qtbot, stage(bench.desk), bench, due=None)
    assert made.confirm.text() == "Queue for 2 accounts, send now"


def test_the_sheet_speaks_ukrainian_with_its_plurals(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    made = sheet_of(qtbot, stage(bench.desk, "uk"), bench)
    assert made.windowTitle() == "Поставити «Visit» в чергу для 2 акаунтів?"


def test_queueing_again_says_what_it_replaces(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    made = stage(bench.desk)
    bench.account("embassy-uk", "uk")
    bench.account("embassy-en", "en")
    desk, post = bench.desk, bench.post()
    desk.outbox.queue(post, OFFICER)
    sheet = QueueSheet(made.context, post, desk.outbox.plan(post), desk.review.check(post), "Europe/Berlin", replaces=2)
    qtbot.addWidget(sheet)
    said = " ".join(label.text() for label in sheet.findChildren(QLabel))
    assert "replaces 2 queued deliveries" in said


def test_the_rest_of_a_thread_is_shown_as_going_on(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    made = stage(bench.desk)
    account = bench.account("embassy", "uk", "en")
    bench.store.accounts.save(replace(account, policy=LanguagePolicy(("uk", "en"), Bilingual.THREAD)))
    desk, post = bench.desk, bench.post()
    desk.outbox.queue(post, OFFICER)
    bench.network.script = ["ok", NetworkRefused()]
    bench.clock.forward(seconds=30)
    desk.sender.drain()
    sheet = QueueSheet(made.context, post, desk.outbox.plan(post), desk.review.check(post), "Europe/Berlin")
    qtbot.addWidget(sheet)
    said = [label.text() for label in sheet.findChildren(QLabel)]
    assert "Goes on under what is already out" in said
    assert "Glory to Ukraine!" in said
    assert "Слава Україні!" not in said
