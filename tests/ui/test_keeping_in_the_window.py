"""Backups are listed, made and brought back; a damaged store is mended; the pair's order is chosen."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from embassy_assistant.domain.errors import Damaged, DiskFull, GivenUp, KeyringUnavailable
from embassy_assistant.domain.keeping import Backup, BackupKind, NewerPost, Restored, Salvaged
from embassy_assistant.ui.dialogs.damaged import DamagedDialog
from embassy_assistant.ui.dialogs.restore import RestoreDialog
from embassy_assistant.ui.keeping_words import KeepingWords
from embassy_assistant.ui.views.settings import SettingsView
from tests.helpers.memory import RECOVERY_CODE, START, memory_desk
from tests.helpers.stage import stage as stage
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.keeper import MemoryKeeper
    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage
    from tests.helpers.window import Desktop


@pytest.fixture
def bench() -> Bench:
    return memory_desk()


@pytest.fixture
def keeper(bench: Bench) -> MemoryKeeper:
    made: MemoryKeeper = bench.desk.keeping._keeper  # type: ignore[assignment]  # noqa: SLF001 - the bench's own double
    made.kept = [Backup("b1", START, 3), Backup("b0", START, 1, BackupKind.ASIDE)]
    return made


@pytest.fixture
def made(stage: Callable[..., Stage], bench: Bench) -> Stage:
    return stage(bench.desk)


@pytest.fixture
def settings(qtbot: QtBot, keeper: MemoryKeeper, made: Stage) -> SettingsView:
    view = SettingsView(made.context)
    qtbot.addWidget(view)
    view.resize(1184, 654)
    view.show()
    made.settle()
    return view


def test_backups_are_listed_newest_first_with_what_they_hold(settings: SettingsView) -> None:
    shown = settings.backups.list
    assert [("3 post" in shown.item(0).text()), "1 post" in shown.item(1).text()] == [True, True]
    assert not settings.backups.restore.isEnabled()


def test_a_backup_is_made_at_once_and_listed(settings: SettingsView, made: Stage, keeper: MemoryKeeper) -> None:
    settings.backups.make.click()
    assert not settings.backups.make.isEnabled()
    made.settle()
    assert keeper.calls == ["backup"]
    assert settings.backups.list.count() == 3
    assert settings.backups.notice.text == "The backup is made and was read back."


def test_a_backup_that_found_no_room_says_so(settings: SettingsView, made: Stage, keeper: MemoryKeeper) -> None:
    keeper.failure = DiskFull()
    settings.backups.make.click()
    made.settle()
    assert settings.backups.notice.text == made.context.messages.error(DiskFull("backup.no-room"))
    assert settings.backups.make.isEnabled()


def test_a_backup_is_brought_back_only_after_a_question(
    settings: SettingsView, made: Stage, keeper: MemoryKeeper, bench: Bench
) -> None:
    keeper.restored = Restored("/aside", (NewerPost("p", "Visit", START),), doubtful=2, blind=True)
    settings.backups.list.setCurrentRow(0)
    settings.backups.restore.click()
    dialog = settings.backups.findChild(RestoreDialog)
    assert dialog is not None
    assert not dialog.confirm.isEnabled(), "nobody says yes before knowing to what"
    made.settle()
    assert keeper.calls == ["newer b1"]
    dialog.confirm.click()
    made.settle()
    assert keeper.calls[1:] == ["restore b1"]
    assert bench.desk.workspace.access.value == "open"
    said = settings.backups.notice.text
    assert "“Visit”" in said
    assert "/aside" in said
    assert "everything is held" in said


@pytest.fixture
def asked(settings: SettingsView, made: Stage, keeper: MemoryKeeper) -> RestoreDialog:
    """The question before a backup is brought back, with what it lacks."""
    keeper.ahead = tuple(NewerPost(str(number), f"Visit {number}" if number else "", START) for number in range(7))
    settings.backups.list.setCurrentRow(0)
    settings.backups.restore.click()
    dialog = settings.backups.findChild(RestoreDialog)
    assert dialog is not None
    made.settle()
    return dialog


def test_saying_no_brings_nothing_back(asked: RestoreDialog, made: Stage, keeper: MemoryKeeper) -> None:
    asked.cancel.click()
    made.settle()
    assert keeper.calls == ["newer b1"]


def test_what_the_backup_lacks_is_said_before_it_is_brought_back(asked: RestoreDialog) -> None:
    assert "7 posts were written or changed since: “no title”, “Visit 1”" in asked.ahead.text()
    assert "…" in asked.ahead.text()
    assert "Visit 6" not in asked.ahead.text()


def test_a_backup_that_lacks_nothing_says_so(made: Stage, settings: SettingsView) -> None:
    assert KeepingWords(made.context, settings).ahead(()) == "No post was written or changed since."


def test_a_backup_that_cannot_be_read_cannot_be_chosen(
    settings: SettingsView, made: Stage, keeper: MemoryKeeper
) -> None:
    keeper.failure = Damaged(path="b1")
    settings.backups.list.setCurrentRow(0)
    settings.backups.restore.click()
    dialog = settings.backups.findChild(RestoreDialog)
    assert dialog is not None
    made.settle()
    assert dialog.notice.text == made.context.messages.error(Damaged(path="b1"))
    assert not dialog.confirm.isEnabled()


def test_a_return_that_is_given_up_leaves_the_question_open(
    asked: RestoreDialog, made: Stage, keeper: MemoryKeeper
) -> None:
    def press() -> None:
        # On the thread of the work, as if the Officer had pressed it in the middle.
        assert asked._hearing is not None  # noqa: SLF001
        asked._hearing.give_up()  # noqa: SLF001

    keeper.watch = press
    asked.confirm.click()
    assert (asked.bar.isVisible(), asked.cancel.text()) == (True, "Give up")
    made.settle()
    assert asked.isVisible()
    assert asked.notice.text == made.context.messages.error(GivenUp())
    assert (asked.bar.isVisible(), asked.cancel.text(), asked.confirm.isEnabled()) == (False, "Back", True)
    assert made.context.desk.workspace.access.value == "open"


def test_going_back_in_the_middle_stops_the_work_and_closes_nothing(
    asked: RestoreDialog, made: Stage, keeper: MemoryKeeper
) -> None:
    asked.confirm.click()
    asked.reject()
    assert asked.isVisible()
    assert not asked.cancel.isEnabled()
    made.settle()
    assert asked.cancel.isEnabled() or not asked.isVisible()


def test_the_half_that_goes_first_is_chosen_in_settings(settings: SettingsView, made: Stage, bench: Bench) -> None:
    assert settings.window_card.order.currentData() == "uk"
    settings.window_card.order.setCurrentIndex(1)
    settings.window_card.order.activated.emit(1)
    made.settle()
    assert bench.desk.preferences.pair_first == "en"


def test_an_order_that_could_not_be_kept_is_not_shown(settings: SettingsView, made: Stage, bench: Bench) -> None:
    bench.desk.workspace.close()
    settings.window_card.order.activated.emit(1)
    made.settle()
    assert settings.notice.text
    assert bench.store.settings.get("pair-first") is None


@pytest.fixture
def mending(qtbot: QtBot, keeper: MemoryKeeper, made: Stage, bench: Bench) -> tuple[DamagedDialog, list[str]]:
    bench.desk.workspace.close()
    opened: list[str] = []
    why = made.context.messages.error(Damaged(path="workspace.db"))
    dialog = DamagedDialog(made.context, why, lambda: opened.append("opened"))
    qtbot.addWidget(dialog)
    dialog.show()
    made.settle()
    return dialog, opened


def test_a_damaged_store_is_mended_of_what_can_be_read(
    mending: tuple[DamagedDialog, list[str]], made: Stage, keeper: MemoryKeeper
) -> None:
    keeper.salvaged = Salvaged("/aside", 7, 2, 4, 3, lost=("Visit",), lost_pictures=1, partly=True)
    dialog, opened = mending
    dialog.confirm.click()
    made.settle()
    assert keeper.calls == ["salvage"]
    assert opened == ["opened"]
    assert "“Visit”" in dialog.notice.text
    assert "/aside" in dialog.notice.text
    layout = dialog.layout()
    assert layout is not None
    assert dialog.height() >= layout.totalHeightForWidth(dialog.width())
    dialog.confirm.click()
    assert not dialog.isVisible()


def test_a_backup_may_be_brought_back_instead(
    mending: tuple[DamagedDialog, list[str]], made: Stage, keeper: MemoryKeeper
) -> None:
    dialog, opened = mending
    assert dialog.way.count() == 3
    keeper.ahead = (NewerPost("p", "Visit", START),)
    dialog.way.setCurrentIndex(1)
    made.settle()
    assert "1 post was written or changed since: “Visit”" in dialog.notice.text
    dialog.confirm.click()
    made.settle()
    assert keeper.calls == ["newer b1", "restore b1"]
    assert opened


def test_without_the_keyring_the_recovery_code_is_asked_for(
    mending: tuple[DamagedDialog, list[str]], made: Stage, keeper: MemoryKeeper
) -> None:
    dialog, opened = mending
    assert dialog.code.isHidden()
    keeper.failure = KeyringUnavailable("locked")
    dialog.confirm.click()
    made.settle()
    assert dialog.code.isVisible()
    assert not opened
    keeper.failure = None
    QTest.keyClicks(dialog.code, RECOVERY_CODE)
    dialog.confirm.click()
    made.settle()
    assert keeper.calls[-1] == f"salvage {RECOVERY_CODE}"


def test_a_quiet_return_says_no_more_than_it_must(made: Stage, settings: SettingsView) -> None:
    said = KeepingWords(made.context, settings).restored(Restored("/aside"))
    assert said == "The backup is back. What stood here before is kept in /aside."
    assert settings.findChild(QPushButton, "backups-make") is settings.backups.make


def test_a_store_found_damaged_at_the_start_offers_to_be_mended(
    desktop: Callable[..., Desktop], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = memory_desk(opened=False)

    def broken() -> object:
        raise Damaged(path="workspace.db")

    monkeypatch.setattr(bench.opener, "open", broken)
    shown = desktop(bench)
    banner = shown.window.banner
    assert banner.text == shown.window.context.messages.error(Damaged(path="workspace.db"))
    mend = next(made for made in banner.findChildren(QPushButton) if made.text() == "Mend the drafts…")
    monkeypatch.undo()
    mend.click()
    dialog = shown.window.findChild(DamagedDialog)
    assert dialog is not None
    shown.settle()
    dialog.confirm.click()
    shown.settle()
    assert bench.desk.workspace.access.value == "open"
    assert banner.isHidden()
    dialog.confirm.click()


def test_a_store_that_lost_its_newest_part_says_so_until_it_is_read(desktop: Callable[..., Desktop]) -> None:
    bench = memory_desk()
    bench.store.settings.set("log-lost", START.isoformat())
    shown = desktop(bench)
    banner = shown.window.banner
    assert banner.text == shown.window.context.messages.text("store.log-lost")
    next(made for made in banner.findChildren(QPushButton) if made.text() == "I have read it").click()
    shown.settle()
    assert banner.isHidden()
    assert bench.store.settings.get("log-lost") == ""


def test_settings_do_not_say_that_the_drafts_are_locked_while_a_backup_comes_back(
    settings: SettingsView, made: Stage, keeper: MemoryKeeper, qtbot: QtBot
) -> None:
    settings.backups.list.setCurrentRow(0)
    settings.backups.restore.click()
    made.settle()
    dialog = settings.backups.findChild(RestoreDialog)
    assert dialog is not None
    go_on = threading.Event()
    keeper.watch = lambda: go_on.wait(60)
    dialog.confirm.click()
    desk = made.context.desk
    with qtbot.waitSignal(made.context.bridge.workspace_changed):
        pass
    assert made.context.workers.idle("reads", 30)
    made.context.workers.settle()
    assert (desk.workspace.access.value, settings.notice.text) == ("locked", "")
    go_on.set()
    made.settle()
    assert (desk.workspace.access.value, settings.notice.text) == ("open", "")
