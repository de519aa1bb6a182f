"""The window around the views: keys, banners, badges, closing."""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.errors import DiskFull, NeedsOfficer
from embassy_assistant.domain.events import NetworkSeen
from embassy_assistant.ui.dialogs.unlock import UnlockDialog
from embassy_assistant.ui.i18n import Languages
from embassy_assistant.ui.start import Sending, make_application
from embassy_assistant.ui.views.first_run import FirstRunView
from tests.helpers.memory import RECOVERY_CODE, memory_desk
from tests.helpers.window import desktop as desktop
from tests.helpers.window import typed

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from embassy_assistant.ui.main_window import MainWindow
    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]

VIEWS = ("write", "queue", "guidelines", "accounts", "settings")


def commands(window: MainWindow) -> list[QAction]:
    """Return every command of the menus."""
    return [action for menu in window.menuBar().findChildren(QMenu) for action in menu.actions()]


@pytest.mark.parametrize("name", VIEWS)
def test_each_view_is_one_command_away(desktop: Show, name: str) -> None:
    shown = desktop()
    shown.window.menus.action(f"view {name}").trigger()
    shown.settle()
    assert shown.window.view(name).isVisible()
    assert shown.window.rail.buttons[name].isChecked()


def test_views_are_built_when_they_are_first_shown(desktop: Show) -> None:
    shown = desktop()
    first = shown.window.view("queue")
    assert shown.window.view("queue") is first


def test_no_key_is_two_commands(desktop: Show) -> None:
    window = desktop().window
    keys = [sequence.toString() for action in commands(window) for sequence in action.shortcuts()]
    assert len(keys) == len(set(keys))
    assert "Ctrl+M" in keys


def test_no_command_takes_a_key_that_types(desktop: Show) -> None:
    window = desktop().window
    for keys in (sequence.toString() for action in commands(window) for sequence in action.shortcuts()):
        assert not {"Ctrl", "Alt"} <= set(keys.split("+"))
        assert not set(keys) & set(";'`[]/")


def test_the_key_for_finding_a_post_works_from_a_text(qtbot: QtBot, desktop: Show) -> None:
    shown = desktop()
    editor = shown.window.write.halves["uk"].editor
    typed(editor, "слово")
    qtbot.keyClick(editor, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(shown.window.menus.find.hasFocus)
    assert editor.text == "слово"
    assert QKeySequence("Ctrl+K") in shown.window.menus.action("find").shortcuts()


def test_practice_is_said_in_the_title_and_in_a_banner(desktop: Show) -> None:
    window = desktop(memory_desk(practice=True)).window
    assert window.practice_banner.isVisible()
    assert window.windowTitle().startswith("PRACTICE")


def test_a_real_workspace_says_whose_it_is(desktop: Show) -> None:
    window = desktop(memory_desk(practice=False)).window
    assert not window.practice_banner.isVisible()
    assert window.windowTitle() == "New post – Embassy Assistant – Embassy of Ukraine in Germany"


def test_the_recovery_code_opens_what_the_keyring_does_not(desktop: Show) -> None:
    bench = memory_desk(opened=False, problem="locked")
    shown = desktop(bench)
    assert shown.window.context.workers.idle("slow", 30)
    shown.settle()
    ask = [each for each in shown.window.banner.findChildren(QPushButton) if each.text() == "Recovery code…"]
    ask[-1].click()
    dialog = next(iter(shown.window.findChildren(UnlockDialog)))
    dialog.set_code(RECOVERY_CODE)
    dialog.confirm.click()
    shown.settle()
    assert bench.desk.workspace.access.value == "open"
    assert not shown.window.banner.isVisible()


def test_the_banner_speaks_the_windows_language(desktop: Show) -> None:
    shown = desktop(memory_desk(opened=False, problem="locked"))
    assert shown.window.context.workers.idle("slow", 30)
    shown.settle()
    english = shown.window.banner.text
    shown.window.context.languages.use("uk")
    shown.settle()
    assert shown.window.banner.text != english
    assert english


def test_trouble_stays_until_it_is_read(desktop: Show) -> None:
    window = desktop().window
    window.trouble(DiskFull())
    assert window.trouble_banner.isVisible()
    close = window.trouble_banner.findChild(QPushButton)
    assert close is not None
    close.click()
    assert not window.trouble_banner.isVisible()


def test_a_defect_is_never_shown_as_trouble(desktop: Show) -> None:
    with pytest.raises(ZeroDivisionError):
        desktop().window.trouble(ZeroDivisionError())


def test_closing_puts_the_last_words_on_disk(desktop: Show) -> None:
    bench = memory_desk()
    shown = desktop(bench)
    write = shown.window.write
    typed(write.halves["uk"].editor, "Останнє слово")
    assert shown.window.close()
    kept = bench.desk.drafting.get(write.session.post.id)
    assert kept is not None
    assert kept.text("uk") == "Останнє слово"


def test_everything_is_held_and_let_go_by_one_command(desktop: Show) -> None:
    bench = memory_desk()
    shown = desktop(bench)
    for held, words in ((True, "Let the queue go on"), (False, "Hold everything")):
        shown.window.menus.action("hold").trigger()
        assert shown.window.context.workers.idle("slow", 30)
        shown.settle()
        assert bench.desk.outbox.held is held
        assert shown.window.menus.action("hold").text() == words
    assert not shown.window.status.network.text().startswith("Everything")


def test_what_needs_a_person_is_counted_on_the_rail(desktop: Show) -> None:
    bench = memory_desk()
    bench.account("embassy", "uk", "en")
    shown = desktop(bench)
    post = bench.post()
    (row, *_) = bench.desk.outbox.queue(post, shown.window.write.session.around.officer)
    bench.clock.forward(hours=24)
    bench.desk.sender.drain()
    assert bench.desk.outbox.counts()[State.MISSED] >= 1
    shown.settle()
    assert shown.window.rail.buttons["queue"].badge >= 1
    assert shown.window.status.needs.isVisible()
    assert row.post_id == post.id


def test_a_narrow_window_has_the_panel_as_a_tab_and_icons_only(desktop: Show) -> None:
    shown = desktop(size=(1000, 700))
    write = shown.window.write
    assert write.arrangement.narrow
    assert not write.panel.isVisible()
    write.arrangement.show_tab(1)
    assert write.panel.isVisible()
    assert shown.window.rail.width() < 96


def test_a_wide_window_has_the_drafts_beside_the_halves(desktop: Show) -> None:
    shown = desktop(size=(1920, 1080))
    assert shown.window.write.arrangement.drafts.isVisible()
    shown.window.resize(1280, 800)
    shown.settle()
    assert not shown.window.write.arrangement.drafts.isVisible()


def test_the_sender_works_while_the_window_is_open(qtbot: QtBot) -> None:
    bench = memory_desk()
    bench.account("embassy", "uk", "en")
    sending = Sending(bench.desk)
    sending.start()
    bench.desk.outbox.queue(bench.post(), bench.desk.preferences.officer)
    bench.clock.forward(minutes=1)
    bench.desk.outbox.release()
    qtbot.waitUntil(lambda: bench.desk.outbox.counts().get(State.SENT, 0) == 2)
    sending.stop()


def test_a_language_nobody_knows_is_english(qtbot: QtBot) -> None:
    application = QApplication.instance()
    assert application is not None
    languages = Languages(application, "tlh")
    assert languages.language == "en"
    languages.close()


def test_an_error_with_no_parameters_is_worded(desktop: Show) -> None:
    window = desktop().window
    window.trouble(NeedsOfficer())
    assert window.trouble_banner.text


def test_a_first_run_that_chooses_practice_ends_in_a_practice_window(desktop: Show) -> None:
    bench = memory_desk(opened=False, practice=False)
    bench.opener.exists = False
    shown = desktop(bench)
    window = shown.window
    assert not window.rail.isVisible()
    first = next(iter(window.findChildren(FirstRunView)))
    assert window.context.workers.idle("slow", 30)
    shown.settle()
    bench.desk.preferences.practice = True
    first.finished.emit("write")
    shown.settle()
    assert window.rail.isVisible()
    assert window.practice_banner.isVisible()
    assert window.windowTitle().startswith("PRACTICE")


def test_a_wrong_clock_is_said_in_the_status_bar(desktop: Show, qtbot: QtBot) -> None:
    bench = memory_desk()
    network = desktop(bench).window.status.network
    for error, words in ((timedelta(hours=3), "This laptop’s clock is 3 hours ahead of the servers"), (None, "Online")):
        bench.desk.events.publish(NetworkSeen(online=True, clock_error=error))
        qtbot.waitUntil(partial(lambda wanted: network.text() == wanted, words))
    assert network.toolTip() == ""


def test_a_thread_that_computes_gives_the_interpreter_back_to_the_window_within_a_millisecond(
    qapp: QApplication,
) -> None:
    before = sys.getswitchinterval()
    try:
        sys.setswitchinterval(0.005)
        assert make_application() is qapp
        assert sys.getswitchinterval() <= 0.001
    finally:
        sys.setswitchinterval(before)
