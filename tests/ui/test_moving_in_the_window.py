"""Moving to another laptop in the window: packed in Settings, brought here in the first run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.errors import DiskFull, Unusable
from embassy_assistant.domain.officer import Mission, Officer
from embassy_assistant.domain.ports import Created
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.dialogs.moving import MoveInDialog, MoveOutDialog
from embassy_assistant.ui.views.first_run import FirstRunView
from embassy_assistant.ui.views.settings import SettingsView
from tests.helpers.drafts import account, delivery, full_post
from tests.helpers.memory import RECOVERY_CODE, MemoryStore, memory_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.keeper import MemoryKeeper
    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage

PASSPHRASE = "чотири слова і ще кома поруч"


@pytest.fixture
def bench() -> Bench:
    return memory_desk()


@pytest.fixture
def keeper(bench: Bench) -> MemoryKeeper:
    made: MemoryKeeper = bench.desk.keeping._keeper  # type: ignore[assignment]  # noqa: SLF001 - the bench's own double
    return made


@pytest.fixture
def made(stage: Callable[..., Stage], bench: Bench) -> Stage:
    return stage(bench.desk)


@pytest.fixture
def settings(qtbot: QtBot, made: Stage) -> SettingsView:
    view = SettingsView(made.context)
    qtbot.addWidget(view)
    view.resize(1184, 654)
    view.show()
    made.settle()
    return view


@pytest.fixture
def packing(settings: SettingsView) -> MoveOutDialog:
    settings.moving.pack.click()
    dialog = settings.moving.findChild(MoveOutDialog)
    assert dialog is not None
    return dialog


def fill(dialog: MoveOutDialog, file: str = "/stick/a.embassy") -> None:
    dialog.file.setText(file)
    dialog.passphrase.setText(PASSPHRASE)
    dialog.again.setText(PASSPHRASE)


def test_it_can_be_packed_only_with_a_file_and_one_good_passphrase_typed_twice(packing: MoveOutDialog) -> None:
    seen = [packing.confirm.isEnabled()]
    for field, text in (
        (packing.file, "/stick/a.embassy"),
        (packing.passphrase, "short"),
        (packing.again, "short"),
        (packing.passphrase, PASSPHRASE),
        (packing.again, PASSPHRASE),
    ):
        field.setText(text)
        seen.append(packing.confirm.isEnabled())
    assert seen == [False, False, False, False, False, True]


def test_the_hint_says_how_good_the_passphrase_is(packing: MoveOutDialog) -> None:
    said = []
    for passphrase in ("short", "aaaaaaaaaaaaaaaa", "kX7#qP2!vL9m", PASSPHRASE):
        packing.passphrase.setText(passphrase)
        said.append(packing.hint.text().split(maxsplit=1)[0])
    packing.again.setText("чотири")
    said.append(packing.hint.text().split(maxsplit=1)[0])
    packing.again.setText("інше")
    said.append(packing.hint.text().split(maxsplit=1)[0])
    assert said == ["At", "Weak:", "Fair.", "Strong.", "Strong.", "The"]


def test_a_file_is_chosen(packing: MoveOutDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    offered: list[str] = []

    def answer(_parent: object, _title: str, place: str, _kinds: str) -> tuple[str, str]:
        offered.append(place)
        return ("/stick/b.embassy" if len(offered) > 1 else "", "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    packing.choose()
    assert packing.file.text() == ""
    packing.choose()
    assert packing.file.text() == "/stick/b.embassy"
    assert offered[0].endswith(".embassy")


def test_once_packed_this_laptop_sends_nothing_until_somebody_says_that_it_stays(
    settings: SettingsView, packing: MoveOutDialog, made: Stage, keeper: MemoryKeeper, bench: Bench
) -> None:
    fill(packing)
    packing.confirm.click()
    made.settle()
    assert keeper.calls == ["pack /stick/a.embassy"]
    assert "Packed: 2 posts." in packing.notice.text
    assert "1 post still waits" in packing.notice.text
    assert (packing.passphrase.text(), packing.again.text()) == ("", ""), "a passphrase stays in no field"
    assert not packing.file.isVisible(), "nothing is left to fill in"
    packing.confirm.click()
    assert not packing.isVisible()
    made.settle()
    assert bench.desk.outbox.held
    assert "packed for another laptop" in settings.moving.notice.text
    settings.moving.stay.click()
    dialog = settings.moving.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.confirm.click()
    made.settle()
    assert bench.store.settings.get("held") == "no"
    assert settings.moving.notice.text == ""
    assert settings.moving.stay.isHidden()


def test_a_file_that_could_not_be_written_is_said_and_can_be_tried_again(
    packing: MoveOutDialog, made: Stage, keeper: MemoryKeeper, bench: Bench
) -> None:
    keeper.failure = DiskFull(path="a.embassy")
    fill(packing)
    packing.confirm.click()
    made.settle()
    assert packing.notice.text == made.context.messages.error(DiskFull(path="a.embassy"))
    assert packing.confirm.isEnabled()
    assert not bench.desk.outbox.held


def test_a_stay_that_could_not_be_written_is_said(settings: SettingsView, made: Stage, bench: Bench) -> None:
    bench.desk.workspace.close()
    settings.moving._stay()  # noqa: SLF001 - behind a question that the lock has closed
    made.settle()
    assert settings.moving.trouble.text


@pytest.fixture
def first(qtbot: QtBot, made: Stage) -> FirstRunView:
    view = FirstRunView(made.context)
    qtbot.addWidget(view)
    view.resize(1280, 720)
    view.show()
    made.settle()
    return view


@pytest.fixture
def bringing(first: FirstRunView) -> MoveInDialog:
    found = first.findChild(QPushButton, "first-run-packed")
    assert found is not None
    found.click()
    dialog = first.findChild(MoveInDialog)
    assert dialog is not None
    return dialog


def arrival(*, accounts: int, queued: bool = True) -> Created:
    store = MemoryStore()
    for number in range(accounts):
        store.accounts.save(replace(account(f"bluesky:embassy{number}.example"), credential=Credential.MISSING))
    if queued:
        store.deliveries.enqueue(full_post(), [delivery()])
    return Created(store, RECOVERY_CODE)  # type: ignore[arg-type]


def bring(dialog: MoveInDialog, made: Stage) -> None:
    dialog.file.setText("/stick/a.embassy")
    dialog.passphrase.setText(PASSPHRASE)
    dialog.confirm.click()
    made.settle()


def test_a_packed_workspace_arrives_and_says_who_must_sign_in(
    first: FirstRunView, bringing: MoveInDialog, made: Stage, keeper: MemoryKeeper
) -> None:
    keeper.arrival = arrival(accounts=9)
    ended: list[str] = []
    first.finished.connect(ended.append)
    bring(bringing, made)
    assert keeper.calls == ["unpack /stick/a.embassy over"]
    assert "Sign in again: embassy0.example (" in bringing.notice.text
    assert "embassy7.example (bsky.social) … " in bringing.notice.text
    assert "1 post waits" in bringing.notice.text
    bringing.confirm.click()
    made.settle()
    assert first.code_page.code == RECOVERY_CODE
    assert first.code_page.isVisible()
    first.code_page.typed.setText(first.code_page.group_asked)
    first.code_page.typed.textEdited.emit("")
    later = first.findChild(QPushButton, "first-run-next")
    assert later is not None
    later.click()
    made.settle()
    assert ended == ["accounts"]
    assert made.context.desk.preferences.recovery_pending == ""


def test_one_without_accounts_goes_on_to_writing(
    first: FirstRunView, bringing: MoveInDialog, made: Stage, keeper: MemoryKeeper
) -> None:
    keeper.arrival = replace(arrival(accounts=0, queued=False), keyring_problem="keyring.locked")
    ended: list[str] = []
    first.finished.connect(ended.append)
    bring(bringing, made)
    assert "Sign in" not in bringing.notice.text
    bringing.confirm.click()
    made.settle()
    first.findChild(QPushButton, "first-run-later").click()  # type: ignore[union-attr]
    assert ended == ["write"]


def test_what_was_typed_before_does_not_take_the_place_of_what_arrived(
    first: FirstRunView, bringing: MoveInDialog, made: Stage, keeper: MemoryKeeper
) -> None:
    mission = Mission("Посольство", "Embassy of Ukraine", "KE", "Africa/Nairobi")
    first.mission_page.name_en.setText("Emb")
    first.officer_page.name.setText("O")
    keeper.arrival = arrival(accounts=0)
    bring(bringing, made)
    preferences = made.context.desk.preferences
    preferences.mission, preferences.officer = mission, Officer("Оксана Коваль", "Oksana Koval")
    bringing.confirm.click()
    made.settle()
    first.findChild(QPushButton, "first-run-later").click()  # type: ignore[union-attr]
    made.settle()
    assert (preferences.mission, preferences.officer) == (mission, Officer("Оксана Коваль", "Oksana Koval"))


def test_another_passphrase_leaves_the_new_workspace_as_it_was(
    bringing: MoveInDialog, made: Stage, keeper: MemoryKeeper, bench: Bench
) -> None:
    keeper.failure = Unusable("move.wrong-passphrase")
    bring(bringing, made)
    assert bringing.notice.text == made.context.messages.error(Unusable("move.wrong-passphrase"))
    assert bringing.isVisible()
    assert bringing.passphrase.text() == PASSPHRASE
    assert bench.desk.workspace.access.value == "open"
    bringing.cancel.click()
    assert not bringing.isVisible()


def test_a_packed_file_is_chosen(bringing: MoveInDialog, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["", "/stick/a.embassy"]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (answers.pop(0), ""))
    bringing.choose()
    assert bringing.file.text() == ""
    bringing.choose()
    assert bringing.file.text() == "/stick/a.embassy"
