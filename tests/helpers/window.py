"""The real window over a desk in memory, and hands to type in it with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.ui.snapshots import settle
from embassy_assistant.ui.start import close_window, make_window
from tests.helpers.memory import Bench, memory_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from embassy_assistant.ui.main_window import MainWindow
    from tests.helpers.workbench import Workbench


def key(widget: QWidget, code: Qt.Key, *modifiers: Qt.KeyboardModifier, text: str = "") -> None:
    """Press and release a key."""
    held = Qt.KeyboardModifier.NoModifier
    for each in modifiers:
        held |= each
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, code, held, text))


def typed(widget: QWidget, text: str) -> None:
    """Type a text, in any script."""
    for character in text:
        if character == "\n":
            key(widget, Qt.Key.Key_Return)
        else:
            key(widget, Qt.Key.Key_unknown, text=character)


class Desktop:
    """A window on a bench."""

    def __init__(self, bench: Bench | Workbench, window: MainWindow) -> None:
        self.bench = bench
        self.window = window

    def settle(self) -> None:
        """Let everything under way come to rest, the pending snapshot included; no keyring's dialog may be open."""
        self.window.write.session.flush()
        settle(self.window)
        # What this lane brings may ask the others, and the other way about.
        for _ in range(2):
            assert self.window.context.workers.idle("slow", 30)
            settle(self.window)

    def type(self, language: str, text: str) -> None:
        """Type into a half and let the checks speak of it."""
        typed(self.window.write.halves[language].editor, text)
        self.settle()


@pytest.fixture
def desktop(qtbot: QtBot) -> Iterator[Callable[..., Desktop]]:
    """Return a function that shows the window over a bench."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    made: list[MainWindow] = []

    def show(
        bench: Bench | Workbench | None = None,
        *,
        language: str = "en",
        theme: str = "light",
        size: tuple[int, int] = (1280, 800),
        started: bool = True,
    ) -> Desktop:
        bench = bench or memory_desk(guidelines=ShippedGuidelines())
        window = make_window(bench.desk, application, language=language, theme=theme)
        made.append(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        desktop = Desktop(bench, window)
        if started:
            window.start()
            desktop.settle()
        return desktop

    yield show
    for window in made:
        window.close()
        close_window(window)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
