"""The posts that an approved line touches are listed, those that wait before those that are out, with a way to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from embassy_assistant.ui.dialogs.line_posts import LinePostsDialog
from embassy_assistant.ui.views.guidelines import GuidelinesView
from tests.helpers.guidelines_desk import guided_desk
from tests.helpers.memory import OFFICER
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import a_pack_of
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage

LINE = a_rule_of(
    "line", text={"uk": "Україна завжди відкрита до діалогу.", "en": "Ukraine is always open to dialogue."}
)


@pytest.fixture
def bench() -> Bench:
    made = guided_desk(a_pack_of(LINE))[0]
    made.account("uk", "uk")
    made.account("en", "en")
    return made


@pytest.fixture
def ask(qtbot: QtBot, stage: Callable[..., Stage], bench: Bench) -> Callable[[], tuple[LinePostsDialog, Stage]]:
    """Return a function that asks on the page of the line."""

    def press() -> tuple[LinePostsDialog, Stage]:
        made = stage(bench.desk)
        view = GuidelinesView(made.context)
        qtbot.addWidget(view)
        view.resize(1184, 800)
        view.show()
        made.settle()
        button = view.detail.findChild(QPushButton, "rule-posts")
        assert button is not None
        button.click()
        dialog = view.findChild(LinePostsDialog)
        assert dialog is not None
        made.settle()
        return dialog, made

    return press


def said(dialog: LinePostsDialog) -> list[str]:
    return [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]


def test_those_that_wait_come_before_those_that_are_out(
    ask: Callable[[], tuple[LinePostsDialog, Stage]], bench: Bench
) -> None:
    body = LINE["text"]
    sent = bench.post(body["uk"], body["en"])
    bench.desk.outbox.queue(sent, OFFICER)
    bench.clock.forward(minutes=1)
    bench.desk.sender.drain()
    waits = bench.post(f"Знову. {body['uk']}", f"Again. {body['en']}")
    bench.desk.outbox.queue(waits, OFFICER)
    dialog, made = ask()
    text = said(dialog)
    assert text.index("In the queue") < text.index("Sent")
    opens = [made for made in dialog.findChildren(QPushButton) if made.accessibleName().startswith("Open “")]
    assert len(opens) == 2
    opens[0].click()
    made.settle()
    assert made.shell.opened == [waits.id]


def test_a_line_that_nobody_used_says_so(ask: Callable[[], tuple[LinePostsDialog, Stage]]) -> None:
    dialog, made = ask()
    assert "No post that is queued or sent uses it." in said(dialog)
    dialog.confirm.click()
    made.settle()


def test_what_keeps_them_from_being_looked_up_is_said(
    ask: Callable[[], tuple[LinePostsDialog, Stage]], bench: Bench
) -> None:
    bench.desk.workspace.close()
    dialog, _ = ask()
    assert dialog.notice.text
    assert "Looking for them" not in said(dialog)
