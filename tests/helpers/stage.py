"""What a view of the window stands on in a test: the real lanes, bridge, words and theme, over a desk in memory."""

from __future__ import annotations

import functools
import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from embassy_assistant.ui.bridge import Bridge
from embassy_assistant.ui.context import Context
from embassy_assistant.ui.i18n import Languages
from embassy_assistant.ui.theme import Theme
from embassy_assistant.ui.workers import Workers
from tests.helpers.queue_desk import QuietShell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from embassy_assistant.services.desk import Desk
    from embassy_assistant.ui.workers import Lane

_LANES: tuple[Lane, ...] = ("reads", "writes", "review", "slow", "guidelines")


@dataclass
class Stage:
    """A context and what a test asks of it."""

    context: Context
    shell: QuietShell

    def settle(self) -> None:
        """Wait until every lane has done its work and the window has heard of it, answers to answers included."""
        for _ in range(4):
            for lane in _LANES:
                assert self.context.workers.idle(lane, 30)
            QApplication.sendPostedEvents()
            QApplication.processEvents()


@functools.cache
def _theme(application: QApplication) -> Theme:
    """Return the one theme of the test run: putting a style sheet on takes longer than most tests."""
    return Theme(application, scheme="light")


@pytest.fixture
def stage(qtbot: QtBot) -> Iterator[Callable[..., Stage]]:
    """Return a function that puts a context over a desk, in a language and a colour scheme."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    made: list[Context] = []
    theme = _theme(application)
    # As in the program: collected on a lane, a widget in a cycle would be destroyed off the thread that owns it.
    gc.disable()

    def build(desk: Desk, language: str = "en", scheme: str = "light") -> Stage:
        shell = QuietShell()
        if theme.scheme != scheme:
            theme.use("dark" if scheme == "dark" else "light")
        context = Context(
            desk,
            Workers(),
            Bridge(desk.events),
            Languages(application, language),
            theme,
            shell,
        )
        made.append(context)
        return Stage(context, shell)

    yield build
    for context in made:
        context.bridge.close()
        context.workers.stop()
        context.languages.close()
    # No event loop runs between tests: what was put aside, the views of this one with it, would hear of every new
    # language until one does.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.enable()
