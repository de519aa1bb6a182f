"""^C in the terminal closes the window in good order."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from embassy_assistant.services.workspace import Access
from embassy_assistant.ui.interrupts import Interrupts
from embassy_assistant.ui.main_window import MainWindow
from embassy_assistant.ui.start import run_window
from tests.helpers.memory import memory_desk

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself ^C there")


def press() -> None:
    """Press ^C."""
    os.kill(os.getpid(), signal.SIGINT)


def test_every_window_closes_though_nothing_else_happens(qtbot: QtBot, qapp: QApplication) -> None:
    before = signal.getsignal(signal.SIGINT)
    interrupts = Interrupts(qapp)
    windows = [QWidget(), QWidget()]
    for window in windows:
        qtbot.addWidget(window)
        window.show()
    try:
        press()
        qtbot.waitUntil(lambda: not any(window.isVisible() for window in windows))
        assert interrupts.pressed
    finally:
        interrupts.stop()
    assert signal.getsignal(signal.SIGINT) is before


def test_another_signal_closes_nothing(qtbot: QtBot, qapp: QApplication) -> None:
    interrupts = Interrupts(qapp)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        os.kill(os.getpid(), signal.SIGUSR1)
        qapp.processEvents()
        assert window.isVisible()
        assert not interrupts.pressed
    finally:
        signal.signal(signal.SIGUSR1, before)
        interrupts.stop()


def test_what_was_typed_is_kept_when_the_terminal_ends_the_window(qapp: QApplication) -> None:
    bench = memory_desk()

    def write_and_press() -> None:
        shown = [one for one in qapp.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
        if shown and bench.desk.workspace.access is Access.OPEN:
            look.stop()
            shown[0].write.halves["uk"].editor.setPlainText("Посольство запрошує")
            press()

    look = QTimer(interval=500)
    look.timeout.connect(write_and_press)
    look.start()
    with pytest.raises(KeyboardInterrupt):
        run_window(bench.desk, language="uk")
    (post_id,) = bench.store.posts.ids()
    kept = bench.store.posts.get(post_id)
    assert kept is not None
    assert kept.text("uk") == "Посольство запрошує"
