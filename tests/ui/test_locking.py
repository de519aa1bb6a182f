"""Locking: nothing is left to see, nothing is lost, nothing is sent, and one click or the code goes on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.errors import DiskFull
from embassy_assistant.domain.keeping import Backup, NewerPost
from embassy_assistant.ui.dialogs.moving import MoveOutDialog
from embassy_assistant.ui.dialogs.restore import RestoreDialog
from embassy_assistant.ui.dialogs.unlock import UnlockDialog
from embassy_assistant.ui.keeping_words import KeepingWords
from embassy_assistant.ui.locking import Locking
from embassy_assistant.ui.snapshots import settle
from embassy_assistant.ui.standby import Standby
from embassy_assistant.ui.start import Sending, close_window, make_window
from embassy_assistant.ui.views.settings import SettingsView
from tests.helpers.memory import RECOVERY_CODE, START, Bench, memory_desk
from tests.helpers.pictures import flag
from tests.helpers.window import typed
from tests.helpers.workbench import open_bench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from embassy_assistant.ui.dialogs.long import LongSheet
    from embassy_assistant.ui.main_window import MainWindow
    from tests.helpers.keeper import MemoryKeeper

SECRET = "Візит міністра 24 листопада"


class Shown:
    """A window that can be locked, over a bench."""

    def __init__(self, bench: Bench, qtbot: QtBot) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.bench = bench
        self.sending = Sending(bench.desk)
        self.rested = 0
        self._qtbot = qtbot
        self.locking = Locking(self._another, close_window, self._rest, application)
        self.window.show()
        qtbot.waitUntil(self.window.isVisible)
        self.window.start()
        self.settle()

    @property
    def window(self) -> MainWindow:
        return self.locking.window

    def settle(self) -> None:
        assert self.window.context.workers.idle("slow", 30)
        settle(self.window)

    def lock(self) -> None:
        before = self.window
        before.menus.action("lock").trigger()
        self._qtbot.waitUntil(lambda: self.window is not before)
        self.settle()

    def close(self) -> None:
        self.sending.stop()
        self.window.close()
        close_window(self.window)
        self.locking.deleteLater()

    def _another(self, _before: MainWindow | None) -> MainWindow:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        window = make_window(self.bench.desk, application, language="en", theme="light")
        window.opened.connect(self.sending.start)
        return window

    def _rest(self) -> None:
        assert self.bench.desk.workspace.access.value == "open"
        self.rested += 1
        self.sending.rest()


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[..., Shown]]:
    made: list[Shown] = []

    def one(bench: Bench | None = None) -> Shown:
        made.append(Shown(bench or memory_desk(), qtbot))
        return made[-1]

    yield one
    for shown in made:
        shown.close()


def words_of(window: QWidget) -> str:
    """Everything that any widget of a window holds, shown or not."""
    found = [window.windowTitle()]
    for each in window.findChildren(QWidget):
        found += [each.toolTip(), each.accessibleName(), each.accessibleDescription()]
        if isinstance(each, QLabel | QLineEdit):
            found.append(each.text())
        elif isinstance(each, QPlainTextEdit | QTextEdit):
            found.append(each.toPlainText())
    return "\n".join(found)


def busy(bench: Bench) -> None:
    bench.account("embassy", "uk", "en")
    bench.desk.drafting.attach(flag(), "flag.png")
    bench.desk.outbox.queue(bench.post(f"{SECRET}, черга", "The visit, queued"), bench.desk.preferences.officer)


def test_a_locked_window_holds_none_of_the_words_and_loses_none(show: Callable[..., Shown]) -> None:
    bench = memory_desk()
    busy(bench)
    shown = show(bench)
    shown.window.show_view("queue")
    shown.settle()
    shown.window.show_view("write")
    shown.window.write.new_post()
    typed(shown.window.write.halves["uk"].editor, SECRET)
    post_id = shown.window.write.session.post.id
    assert SECRET in words_of(shown.window)
    clipboard = QApplication.clipboard().text()
    shown.lock()
    assert bench.desk.workspace.access.value == "locked"
    assert SECRET not in words_of(shown.window)
    assert "Germany" not in shown.window.windowTitle()
    assert shown.window.windowTitle().startswith(("Locked", "PRACTICE – Locked"))
    assert not shown.window.rail.isVisible()
    assert not shown.window.write.halves["uk"].editor.document().isUndoAvailable()
    assert QApplication.clipboard().text() == clipboard
    alive = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert all(SECRET not in words_of(each) for each in alive)
    bench.desk.workspace.open()
    kept = bench.desk.drafting.get(post_id)
    assert kept is not None
    assert kept.text("uk") == SECRET


def test_unlocking_asks_the_keyring_and_brings_everything_back(show: Callable[..., Shown]) -> None:
    shown = show()
    typed(shown.window.write.halves["uk"].editor, SECRET)
    shown.lock()
    cover = shown.window.cover
    assert cover is not None
    cover.unlock.click()
    shown.settle()
    assert shown.bench.desk.workspace.access.value == "open"
    assert shown.window.cover is None
    assert shown.window.rail.isVisible()
    assert shown.window.write.halves["uk"].editor.text == SECRET
    assert not shown.window.banner.isVisible()


def test_a_keyring_that_is_locked_meanwhile_is_said_and_the_code_opens(show: Callable[..., Shown]) -> None:
    shown = show()
    shown.lock()
    shown.bench.opener.problem = "dismissed"
    cover = shown.window.cover
    assert cover is not None
    cover.unlock.click()
    shown.settle()
    assert shown.bench.desk.workspace.access.value == "locked"
    assert "dialog was closed" in shown.window.banner.text
    cover.code.click()
    dialog = next(iter(shown.window.findChildren(UnlockDialog)))
    dialog.set_code(RECOVERY_CODE)
    dialog.confirm.click()
    shown.settle()
    assert shown.bench.desk.workspace.access.value == "open"
    assert shown.window.cover is None


def test_what_is_written_while_locked_is_sealed_and_joins_the_drafts(show: Callable[..., Shown]) -> None:
    shown = show()
    shown.lock()
    cover = shown.window.cover
    assert cover is not None
    assert not shown.window.banner.isVisible(), "the page says it already"
    cover.write.click()
    typed(shown.window.write.halves["uk"].editor, "Нове")
    post_id = shown.window.write.session.post.id
    shown.window.write.session.flush()
    shown.settle()
    assert [post.text("uk") for post in shown.bench.opener.sealed] == ["Нове"]
    assert shown.window.banner.isVisible()
    assert "nothing is sent" in shown.window.banner.text
    shown.window.opening.ask_keyring()
    shown.settle()
    kept = shown.bench.desk.drafting.get(post_id)
    assert kept is not None
    assert kept.text("uk") == "Нове"


def test_a_locked_program_sends_nothing_and_an_unlocked_one_goes_on(show: Callable[..., Shown], qtbot: QtBot) -> None:
    bench = memory_desk()
    busy(bench)
    shown = show(bench)
    shown.lock()
    assert shown.rested == 1
    assert "sender" not in {thread.name for thread in threading.enumerate()}
    bench.clock.forward(minutes=1)
    cover = shown.window.cover
    assert cover is not None
    assert State.SENT not in {row.state for row in bench.store.deliveries.rows.values()}
    cover.unlock.click()
    shown.settle()
    qtbot.waitUntil(lambda: bench.desk.outbox.counts().get(State.SENT, 0) == 2)


def test_dialogs_and_menus_are_closed(show: Callable[..., Shown]) -> None:
    shown = show()
    dialog = QDialog(shown.window)
    dialog.open()
    shown.window.write.acts.menu().popup(shown.window.pos())
    shown.lock()
    assert QApplication.activePopupWidget() is None
    assert not [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]


@pytest.mark.parametrize("way", ["restore", "pack"])
def test_a_dialog_whose_work_takes_its_time_is_not_seen_meanwhile_and_everything_is_as_before(
    show: Callable[..., Shown], way: str, qtbot: QtBot
) -> None:
    shown = show()
    bench, before = shown.bench, shown.window
    keeper: MemoryKeeper = bench.desk.keeping._keeper  # type: ignore[assignment]  # noqa: SLF001 - the bench's own
    kept = Backup("b1", START, 1)
    keeper.kept, keeper.ahead = [kept], (NewerPost("p1", SECRET, START),)
    context = before.context
    dialog: LongSheet
    if way == "restore":
        dialog = RestoreDialog(context, KeepingWords(context, before), kept, before)
    else:
        dialog = MoveOutDialog(context, before)
        dialog.file.setText("/stick/a.embassy")
        for field in (dialog.passphrase, dialog.again):
            field.setText("a passphrase that is long")
    dialog.show_over_window()
    shown.settle()
    go_on = threading.Event()
    # A backup is being made: what is asked for now waits until it is.
    context.workers.run(lambda: go_on.wait(10), lane="slow")
    dialog.confirm.click()
    before.menus.action("lock").trigger()
    assert before.cover is not None
    assert not dialog.isVisible()
    go_on.set()
    qtbot.waitUntil(lambda: shown.window is not before)
    shown.settle()
    assert bench.desk.workspace.access.value == "locked"
    assert (bench.store.settings.get("held") or "no", bench.desk.keeping.moved) == ("no", None)
    shown.window.opening.ask_keyring()
    shown.settle()
    assert bench.desk.workspace.access.value == "open"


def test_words_that_cannot_be_saved_keep_the_window_open(
    show: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show()

    def full(_post: object) -> None:
        raise DiskFull

    typed(shown.window.write.halves["uk"].editor, SECRET)
    monkeypatch.setattr(shown.bench.store.posts, "save", full)
    shown.window.menus.action("lock").trigger()
    shown.settle()
    assert shown.bench.desk.workspace.access.value == "open"
    assert shown.window.cover is None
    assert shown.window.trouble_banner.isVisible()
    monkeypatch.undo()


def test_nobody_at_the_keyboard_locks_and_a_key_puts_it_off(show: Callable[..., Shown], qtbot: QtBot) -> None:
    shown = show()
    before = shown.window
    handle = before.windowHandle()
    assert handle is not None
    qtbot.waitUntil(lambda: QApplication.focusWindow() is handle)
    for _ in range(2):
        shown.bench.clock.forward(minutes=14)
        shown.locking.look()
        shown.settle()
        assert shown.window is before
        QTest.keyClick(handle, Qt.Key.Key_Shift)
    shown.bench.clock.forward(minutes=15)
    shown.locking.look()
    qtbot.waitUntil(lambda: shown.window is not before)
    shown.settle()
    assert shown.bench.desk.workspace.access.value == "locked"
    shown.locking.look()
    shown.settle()


def test_a_key_while_it_is_asked_whether_to_lock_is_heard(show: Callable[..., Shown]) -> None:
    shown = show()
    before = shown.window
    shown.bench.clock.forward(minutes=20)
    shown.locking.look()
    handle = before.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_Shift)
    shown.settle()
    assert shown.window is before


@pytest.fixture
def desktop_says(show: Callable[..., Shown]) -> Iterator[Callable[[Shown], Standby]]:
    """Return a function that has a window listen to a desktop, whose words the test says."""
    made: list[Standby] = []

    def listen(shown: Shown) -> Standby:
        made.append(Standby(QDBusConnection("nowhere"), QDBusConnection("nowhere")))
        shown.locking.heed(made[-1])
        return made[-1]

    yield listen
    for standby in made:
        standby.deleteLater()


def test_a_locked_screen_locks_the_drafts_at_once(
    show: Callable[..., Shown], desktop_says: Callable[[Shown], Standby], qtbot: QtBot
) -> None:
    shown = show()
    before = shown.window
    typed(before.write.halves["uk"].editor, SECRET)
    before_post = before.write.session.post.id
    desktop_says(shown).screen_changed(True)
    qtbot.waitUntil(lambda: shown.window is not before)
    shown.settle()
    assert shown.bench.desk.workspace.access.value == "locked"
    assert SECRET not in words_of(shown.window)
    shown.bench.desk.workspace.open()
    kept = shown.bench.desk.drafting.get(before_post)
    assert kept is not None
    assert kept.text("uk") == SECRET


def test_the_computer_sleeps_once_the_drafts_are_shut_and_not_before(
    show: Callable[..., Shown], desktop_says: Callable[[Shown], Standby], qtbot: QtBot
) -> None:
    bench = memory_desk()
    busy(bench)
    shown = show(bench)
    states: list[str] = []
    shown.locking.settled.connect(lambda: states.append(bench.desk.workspace.access.value))
    desktop_says(shown).sleep_changed(True)
    qtbot.waitUntil(lambda: bool(states))
    assert states == ["locked"], "what is due soon is no reason to stay open in sleep"
    shown.settle()
    standby = desktop_says(shown)
    with qtbot.waitSignal(shown.locking.settled):
        standby.sleep_changed(True)


def test_who_does_not_want_that_sleeps_with_open_drafts(
    show: Callable[..., Shown], desktop_says: Callable[[Shown], Standby], qtbot: QtBot
) -> None:
    bench = memory_desk()
    bench.desk.preferences.lock_with_screen = False
    shown = show(bench)
    before, standby = shown.window, desktop_says(shown)
    with qtbot.waitSignal(shown.locking.settled):
        standby.sleep_changed(True)
    standby.screen_changed(True)
    shown.settle()
    assert shown.window is before
    assert bench.desk.workspace.access.value == "open"


def test_behind_a_locked_screen_what_is_due_soon_goes_out_and_then_the_drafts_are_locked(
    show: Callable[..., Shown], desktop_says: Callable[[Shown], Standby], qtbot: QtBot
) -> None:
    bench = memory_desk()
    busy(bench)
    shown = show(bench)
    before, standby = shown.window, desktop_says(shown)
    standby.screen_changed(True)
    shown.settle()
    assert shown.window is before
    bench.clock.forward(minutes=1)
    # The sender sleeps by the computer's clock, and does not see the test's.
    shown.sending.rest()
    shown.sending.start()
    qtbot.waitUntil(lambda: bench.desk.outbox.counts().get(State.SENT, 0) == 2)
    shown.locking.look()
    qtbot.waitUntil(lambda: shown.window is not before)
    shown.settle()
    assert bench.desk.workspace.access.value == "locked"


def test_whoever_is_back_before_that_finds_the_drafts_open(
    show: Callable[..., Shown], desktop_says: Callable[[Shown], Standby]
) -> None:
    bench = memory_desk()
    busy(bench)
    shown = show(bench)
    before, standby = shown.window, desktop_says(shown)
    standby.screen_changed(True)
    shown.settle()
    standby.screen_changed(False)
    bench.desk.preferences.lock_waits = False
    shown.locking.look()
    shown.settle()
    assert shown.window is before


def test_words_that_cannot_be_saved_do_not_keep_the_computer_awake(
    show: Callable[..., Shown],
    desktop_says: Callable[[Shown], Standby],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown = show()

    def full(_post: object) -> None:
        raise DiskFull

    typed(shown.window.write.halves["uk"].editor, SECRET)
    monkeypatch.setattr(shown.bench.store.posts, "save", full)
    with qtbot.waitSignal(shown.locking.settled):
        desktop_says(shown).sleep_changed(True)
    assert shown.window.write.halves["uk"].editor.text == SECRET
    monkeypatch.undo()


def test_a_minimised_window_stays_so(show: Callable[..., Shown]) -> None:
    shown = show()
    shown.window.showMinimized()
    shown.lock()
    assert shown.window.isMinimized()
    cover = shown.window.cover
    assert cover is not None
    shown.window.context.languages.use("uk")
    shown.settle()
    assert cover.write.text() == "Написати нове"


def test_what_is_chosen_in_settings_is_kept_at_once(show: Callable[..., Shown]) -> None:
    shown = show()
    shown.window.show_view("settings")
    shown.settle()
    view = shown.window.view("settings")
    assert isinstance(view, SettingsView)
    card = view.locking
    assert (card.after.currentData(), card.with_screen.isChecked(), card.waits.isChecked()) == (15, True, True)
    card.after.setCurrentIndex(card.after.findData(0))
    card.after.activated.emit(card.after.currentIndex())
    card.with_screen.click()
    card.waits.click()
    shown.settle()
    preferences = shown.bench.desk.preferences
    assert (preferences.lock_after, preferences.lock_with_screen, preferences.lock_waits) == (0, False, False)


def test_a_choice_that_cannot_be_kept_is_said(show: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch) -> None:
    shown = show()
    shown.window.show_view("settings")
    shown.settle()
    view = shown.window.view("settings")
    assert isinstance(view, SettingsView)

    def full(_name: str, _value: str) -> None:
        raise DiskFull

    monkeypatch.setattr(shown.bench.store.settings, "set", full)
    view.locking.waits.click()
    shown.settle()
    assert view.locking.waits.isChecked()
    assert shown.window.trouble_banner.isVisible()
    monkeypatch.undo()


def test_a_window_whose_recovery_code_is_not_on_paper_stays_open(show: Callable[..., Shown]) -> None:
    bench = memory_desk()
    bench.desk.preferences.recovery_pending = RECOVERY_CODE
    shown = show(bench)
    shown.window.menus.action("lock").trigger()
    shown.settle()
    assert bench.desk.workspace.access.value == "open"
    assert "recovery code" in shown.window.banner.text


def test_a_store_that_does_not_close_cleanly_is_covered_all_the_same(
    show: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = show()
    typed(shown.window.write.halves["uk"].editor, SECRET)

    def full() -> None:
        raise DiskFull

    monkeypatch.setattr(shown.bench.store, "close", full)
    shown.lock()
    assert SECRET not in words_of(shown.window)
    assert shown.window.cover is not None
    assert shown.window.trouble_banner.isVisible()
    monkeypatch.undo()
    shown.window.cover.unlock.click()
    shown.settle()
    assert shown.window.write.halves["uk"].editor.text == SECRET


def test_a_real_store_is_locked_and_unlocked_again_and_again(show: Callable[..., Shown], tmp_path: Path) -> None:
    bench = open_bench(tmp_path / "workspace", practice=True)
    bench.desk.workspace.create()
    bench.desk.preferences.recovery_pending = ""
    shown = show(bench)
    text = ""
    for word in ("Перше", "друге", "третє"):
        typed(shown.window.write.halves["uk"].editor, word)
        text = word + text
        shown.lock()
        assert bench.desk.workspace.access.value == "locked"
        assert word not in words_of(shown.window)
        cover = shown.window.cover
        assert cover is not None
        cover.unlock.click()
        shown.settle()
        assert shown.window.write.halves["uk"].editor.text == text
    bench.desk.sender.stop()
    shown.sending.rest()
    bench.desk.workspace.close()
