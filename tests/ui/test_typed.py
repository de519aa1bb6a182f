"""Nothing that was typed into a dialog is lost when locking closes it, or when the program ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication, QDateTimeEdit

from embassy_assistant.domain.errors import DiskFull
from embassy_assistant.services.scratch import Scratch
from embassy_assistant.ui.dialogs.extras import ExtrasDialog
from embassy_assistant.ui.dialogs.reason import PromiseDialog, ReasonDialog
from embassy_assistant.ui.locking import Locking
from embassy_assistant.ui.models.deliveries import QueueRole
from embassy_assistant.ui.snapshots import settle
from embassy_assistant.ui.start import close_window, make_window
from embassy_assistant.ui.typed import Typed
from embassy_assistant.ui.views.correct_dialog import CorrectDialog
from embassy_assistant.ui.views.queue import QueueView
from tests.helpers.memory import Bench, memory_desk
from tests.helpers.tray_desk import both_out, tray_desk
from tests.helpers.window import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from embassy_assistant.ui.dialogs.base import Sheet
    from embassy_assistant.ui.main_window import MainWindow

pytestmark = pytest.mark.long

REASON = "Мова країни перебування, погоджено"


class Shown:
    """A window over a bench, that can be locked and unlocked, or go away as a killed program does."""

    def __init__(self, bench: Bench, qtbot: QtBot) -> None:
        self.bench, self._qtbot = bench, qtbot
        self._application = QApplication.instance()
        self.locking = self._make()

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
        assert self.bench.desk.workspace.access.value == "locked"

    def unlock(self) -> None:
        cover = self.window.cover
        assert cover is not None
        cover.unlock.click()
        self.settle()
        assert self.bench.desk.workspace.access.value == "open"

    def kill(self) -> None:
        """End without a word to anybody, and start again."""
        self.close()
        self.locking = self._make()

    def close(self) -> None:
        close_window(self.window)
        self.locking.deleteLater()

    def _make(self) -> Locking:
        application = self._application
        assert isinstance(application, QApplication)
        made = Locking(
            lambda _before: make_window(self.bench.desk, application, language="en", theme="light"),
            close_window,
            lambda: None,
            application,
        )
        made.window.show()
        made.window.start()
        settle(made.window)
        return made


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Callable[[Bench], Shown]]:
    made: list[Shown] = []

    def one(bench: Bench) -> Shown:
        made.append(Shown(bench, qtbot))
        return made[-1]

    yield one
    for shown in made:
        shown.close()


@pytest.fixture
def shown(show: Callable[[Bench], Shown]) -> Shown:
    bench = memory_desk()
    bench.account("embassy", "uk", "en")
    made = show(bench)
    typed(made.window.write.halves["uk"].editor, "Візит")
    made.window.write.session.flush()
    made.settle()
    return made


def open_dialog(shown: Shown, kind: type[Sheet] = ReasonDialog) -> Sheet:
    found = [each for each in shown.window.findChildren(kind) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def release(shown: Shown) -> ReasonDialog:
    shown.window.write.acts.release()
    shown.settle()
    dialog = open_dialog(shown)
    assert isinstance(dialog, ReasonDialog)
    return dialog


def test_a_reason_half_typed_when_the_drafts_are_locked_is_back_in_its_dialog(shown: Shown) -> None:
    release(shown).set_reason(REASON)
    shown.lock()
    shown.unlock()
    again = release(shown)
    assert again.reason == REASON
    assert "back" in again.notice.text
    again.confirm.click()
    shown.settle()
    assert shown.window.write.session.post.pair.release is not None
    shown.window.write.acts.unpair()
    assert release(shown).reason == "", "an answer was given: nothing of it is kept"


def test_whoever_unlocks_is_told_once_that_something_is_kept(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr("embassy_assistant.ui.main_window.MainWindow.toast", lambda _window, text: told.append(text))
    release(shown).set_reason(REASON)
    shown.lock()
    shown.unlock()
    assert len(told) == 1
    assert "kept" in told[0]
    shown.lock()
    shown.unlock()
    assert len(told) == 1


def test_a_program_that_is_killed_has_kept_it_too(shown: Shown, qtbot: QtBot) -> None:
    scratch = Scratch(shown.bench.desk.workspace)
    name = f"release {shown.window.write.session.post.id}"
    release(shown).set_reason(REASON)
    qtbot.waitUntil(lambda: scratch.kept(name) == {"reason": REASON})
    shown.kill()
    assert release(shown).reason == REASON


def test_what_a_person_cancels_or_takes_back_is_not_kept(shown: Shown) -> None:
    dialog = release(shown)
    dialog.set_reason(REASON)
    for each in dialog.findChildren(Typed):
        each.keep()
    dialog.cancel.click()
    shown.settle()
    dialog = release(shown)
    assert dialog.reason == ""
    for text in (REASON, ""):
        dialog.set_reason(text)
        for each in dialog.findChildren(Typed):
            each.keep()
    shown.lock()
    shown.unlock()
    assert release(shown).reason == ""


def test_each_post_has_dialogs_of_its_own(shown: Shown) -> None:
    release(shown).set_reason(REASON)
    shown.lock()
    shown.unlock()
    shown.window.write.new_post()
    assert release(shown).reason == ""


def test_a_promise_is_back_with_its_time(shown: Shown) -> None:
    shown.window.write.acts.promise()
    shown.settle()
    dialog = open_dialog(shown)
    assert isinstance(dialog, PromiseDialog)
    dialog.set_reason(REASON)
    when = dialog.findChild(QDateTimeEdit)
    assert when is not None
    when.setDateTime(when.dateTime().addSecs(3600))
    by = dialog.by
    shown.lock()
    shown.unlock()
    shown.window.write.acts.promise()
    shown.settle()
    again = open_dialog(shown)
    assert isinstance(again, PromiseDialog)
    assert (again.reason, again.by) == (REASON, by)


def test_a_warning_and_a_poll_are_back(shown: Shown) -> None:
    shown.window.write.extras.ask()
    shown.settle()
    dialog = open_dialog(shown, ExtrasDialog)
    assert isinstance(dialog, ExtrasDialog)
    dialog.warnings["uk"].setText("Війна")
    dialog.asks.setChecked(True)
    dialog.add.click()
    for number, row in enumerate(dialog.answers):
        row["uk"].setText(f"Відповідь {number}")
    dialog.multiple.setChecked(True)
    shown.lock()
    shown.unlock()
    shown.window.write.extras.ask()
    shown.settle()
    again = open_dialog(shown, ExtrasDialog)
    assert isinstance(again, ExtrasDialog)
    assert again.warnings["uk"].text() == "Війна"
    assert [row["uk"].text() for row in again.answers] == ["Відповідь 0", "Відповідь 1", "Відповідь 2"]
    assert again.asks.isChecked()
    assert again.multiple.isChecked()


def correct(shown: Shown) -> CorrectDialog:
    shown.window.show_view("queue")
    shown.settle()
    view = shown.window.view("queue")
    assert isinstance(view, QueueView)
    for row in shown.bench.store.deliveries.rows.values():
        view.model.fold(row.post_id, folded=False)
    rows = [view.model.index(at) for at in range(view.model.rowCount())]
    view.choose(next(at for at in rows if (row := at.data(QueueRole.ROW)) and row.language == "uk"), "correct")
    shown.settle()
    dialog = open_dialog(shown, CorrectDialog)
    assert isinstance(dialog, CorrectDialog)
    return dialog


def test_a_correction_half_typed_is_back_in_both_languages(show: Callable[[Bench], Shown]) -> None:
    bench = tray_desk()
    both_out(bench)
    shown = show(bench)
    dialog = correct(shown)
    first, second = (half.editor.text for half in dialog.halves)
    for half, word in zip(dialog.halves, ("Уточнено", "Corrected"), strict=True):
        half.editor.load(f"{half.editor.text} {word}")
    shown.lock()
    shown.unlock()
    again = correct(shown)
    assert [half.editor.text for half in again.halves] == [f"{first} Уточнено", f"{second} Corrected"]


def test_words_that_the_disk_does_not_take_keep_the_dialog_open(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_name: str, _value: str) -> None:
        raise DiskFull

    dialog = release(shown)
    dialog.set_reason(REASON)
    with monkeypatch.context() as patch:
        patch.setattr(shown.bench.store.settings, "set", full)
        shown.window.menus.action("lock").trigger()
        shown.settle()
    assert shown.bench.desk.workspace.access.value == "open"
    assert dialog.isVisible()
    assert dialog.reason == REASON
    assert shown.window.trouble_banner.isVisible()
    shown.lock()
    shown.unlock()
    assert release(shown).reason == REASON


def test_what_is_typed_while_locked_is_kept_once_they_are_open(shown: Shown, qtbot: QtBot) -> None:
    shown.lock()
    cover = shown.window.cover
    assert cover is not None
    cover.write.click()
    typed(shown.window.write.halves["uk"].editor, "Нове")
    name = f"release {shown.window.write.session.post.id}"
    dialog = release(shown)
    dialog.set_reason(REASON)
    for each in dialog.findChildren(Typed):
        each.keep()
    shown.settle()
    assert not shown.window.trouble_banner.isVisible()
    shown.bench.desk.workspace.open()
    scratch = Scratch(shown.bench.desk.workspace)
    qtbot.waitUntil(lambda: scratch.kept(name) == {"reason": REASON})
