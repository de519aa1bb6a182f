"""Cards of the tray for what the guidelines hold, and for posts that are out with a line that was withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from embassy_assistant.services.tray import decisions
from embassy_assistant.ui.views.queue import QueueView
from tests.helpers.crisis import OLD, a_freeze, crisis, lines, take
from tests.helpers.memory import OFFICER
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage


class Tray:
    """The queue with its tray."""

    def __init__(self, qtbot: QtBot, made: Stage) -> None:
        self._stage = made
        self.view = QueueView(made.context)
        qtbot.addWidget(self.view)
        self.view.resize(1184, 654)
        self.view.show()
        made.settle()

    @property
    def opened(self) -> list[str]:
        """The posts that Write was asked to show."""
        return self._stage.shell.opened

    def words(self) -> str:
        return " ".join(made.text() for made in self.view.findChildren(QLabel) if made.isVisibleTo(self.view))

    def names(self) -> set[str]:
        made = self.view.findChildren(QPushButton)
        return {one.objectName() for one in made if one.objectName().startswith(("late-", "needs-"))}

    def press(self, name: str) -> None:
        self.view.findChildren(QPushButton, name)[0].click()
        self._stage.settle()


@pytest.fixture
def tray(qtbot: QtBot, stage: Callable[..., Stage]) -> Callable[[Bench], Tray]:
    return lambda bench: Tray(qtbot, stage(bench.desk))


def test_what_a_freeze_holds_names_it_and_leads_to_the_post(tray: Callable[[Bench], Tray]) -> None:
    bench = crisis()
    shown = tray(bench)
    assert decisions(bench.desk) == 4
    assert "Freeze (freeze.crisis)." in shown.words()
    assert {"late-open-post", "late-take-back"} <= shown.names()
    assert not {"late-send-now", "late-new-time"} & shown.names()


def test_what_a_lifted_freeze_held_can_be_sent_or_given_a_time(tray: Callable[[Bench], Tray]) -> None:
    bench = crisis()
    bench.desk.sender.drain()
    take(bench, *lines())
    shown = tray(bench)
    assert decisions(bench.desk) == 4
    assert "A freeze held it and is lifted." in shown.words()
    assert {"late-open-post", "late-send-now", "late-new-time", "late-take-back"} <= shown.names()


def with_old_lines(posts: int) -> Bench:
    """Return a desk on which posts went out with a line before it was withdrawn."""
    bench = crisis(a_freeze(until="2026-11-22T09:41Z"))
    for _ in range(posts):
        bench.desk.outbox.queue(bench.post(OLD["uk"], OLD["en"]), OFFICER)
        bench.clock.forward(minutes=1)
        bench.desk.sender.drain()
    take(bench, *lines())
    return bench


def test_posts_that_are_out_with_a_withdrawn_line_are_named(tray: Callable[[Bench], Tray]) -> None:
    bench = with_old_lines(4)
    shown = tray(bench)
    assert "The line “The embassy is closed” was withdrawn. 4 posts are out with it." in shown.words()
    assert "and 1 more" in shown.words()
    assert len(shown.view.findChildren(QPushButton, "needs-withdrawn")) == 3
    assert decisions(bench.desk) == 1
    shown.press("needs-withdrawn")
    ((_, uses),) = bench.desk.lines.still_out()
    assert shown.opened == [uses[0].post_id]


def test_they_can_be_left_as_they_are(tray: Callable[[Bench], Tray]) -> None:
    bench = with_old_lines(1)
    shown = tray(bench)
    shown.press("needs-put-away")
    assert decisions(bench.desk) == 0
    assert "needs-put-away" not in shown.names()
