"""The log of an account: plain words first, the exact exchange folded away."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from embassy_assistant.domain.delivery import Kind, State
from embassy_assistant.services.account_log import LogEntry, account_log
from embassy_assistant.ui.dialogs.account_log import LINES, AccountLogDialog, show_account_log
from embassy_assistant.ui.dialogs.log_lines import LogLines
from embassy_assistant.ui.views.accounts import AccountsView
from embassy_assistant.ui.views.queue import QueueView
from tests.helpers.memory import OFFICER, Bench
from tests.helpers.stage import stage as stage
from tests.helpers.tray_desk import accounts, both_out, half_out, tray_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.stage import Stage

    Stages = Callable[..., Stage]

EXCHANGE = {
    "at": "2026-11-22T12:01:00+00:00",
    "method": "POST",
    "host": "network.example",
    "path": "/api/v1/statuses",
    "result": "200",
    "ms": 340,
    "sent": 512,
    "received": 93,
}


def said(widget: QWidget) -> str:
    return "\n".join(made.text() for made in widget.findChildren(QLabel) if made.isVisibleTo(widget))


@pytest.fixture
def told(qtbot: QtBot, stage: Stages) -> Callable[[Bench], AccountLogDialog]:
    window = QWidget()
    qtbot.addWidget(window)

    def show(bench: Bench) -> AccountLogDialog:
        made = stage(bench.desk)
        window.show()
        show_account_log(made.context, accounts(bench)[1], window)
        made.settle()
        dialog = window.findChild(AccountLogDialog)
        assert dialog is not None
        return dialog

    return show


def test_what_was_sent_is_told_in_plain_words(told: Callable[[Bench], AccountLogDialog]) -> None:
    bench = tray_desk()
    both_out(bench)
    words = said(told(bench))
    assert "Sun 22 Nov, 13:01" in words
    assert "Sent. The network took it." in words
    assert "Queued. Frozen word for word." in words


def test_a_refusal_is_told_with_its_reason_and_a_decision_with_who_made_it(
    told: Callable[[Bench], AccountLogDialog],
) -> None:
    bench = tray_desk()
    post = half_out(bench, State.REJECTED)
    steps = bench.store.deliveries.steps
    problem = json.dumps({"id": "network.too-long", "parameters": {"limit": 300}})
    steps[-1] = replace(steps[-1], note=problem)
    row = next(row for row in bench.store.deliveries.of_post(post.id) if row.state is State.REJECTED)
    bench.desk.outbox.act(row.id, row.actions[0], OFFICER)
    words = said(told(bench))
    assert "Refused by the network." in words
    assert "300" in words
    assert "Decided by OT." in words


def test_a_correction_and_a_deletion_are_named(told: Callable[[Bench], AccountLogDialog]) -> None:
    bench = tray_desk()
    post = both_out(bench)
    row = next(row for row in bench.store.deliveries.of_post(post.id) if row.language == "en")
    bench.desk.outbox.correct(row.id, "Mended.", OFFICER)
    bench.clock.forward(minutes=1)
    bench.desk.sender.drain()
    bench.desk.outbox.delete(row.id, OFFICER)
    bench.clock.forward(minutes=1)
    bench.desk.sender.drain()
    words = said(told(bench))
    for line in ("Correction queued.", "Correction: Sent.", "Deletion queued.", "Deletion: Sent."):
        assert line in words


def test_the_exchange_is_folded_away_and_unfolds_by_keyboard(
    qtbot: QtBot, told: Callable[[Bench], AccountLogDialog]
) -> None:
    bench = tray_desk()
    both_out(bench)
    steps = bench.store.deliveries.steps
    steps[-1] = replace(steps[-1], note=json.dumps({"exchanges": [EXCHANGE]}))
    dialog = told(bench)
    line = "POST network.example/api/v1/statuses → 200, 340 ms, 512 B → 93 B"
    assert line not in said(dialog)
    button = dialog.findChild(QPushButton, "log-exchange")
    assert button is not None
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert line in said(dialog)


@pytest.mark.parametrize("note", ["no JSON", "[1]", '{"exchanges": ["odd"]}'])
def test_a_note_that_says_nothing_is_left_out(note: str, told: Callable[[Bench], AccountLogDialog]) -> None:
    bench = tray_desk()
    both_out(bench)
    steps = bench.store.deliveries.steps
    steps[:] = [replace(step, note=note) for step in steps]
    assert not told(bench).findChildren(QPushButton, "log-exchange")


def test_an_account_to_which_nothing_went_says_so(told: Callable[[Bench], AccountLogDialog]) -> None:
    assert "Nothing has gone to this account yet." in said(told(tray_desk()))


def test_a_long_log_comes_page_by_page(qtbot: QtBot, stage: Stages) -> None:
    bench = tray_desk()
    for _ in range(6):
        both_out(bench)
    log = account_log(bench.desk.outbox, accounts(bench)[1].id, 5)
    many = replace(log, entries=list(log.entries) * 4)
    dialog = AccountLogDialog(stage(bench.desk).context, accounts(bench)[1], many, "Europe/Berlin")
    qtbot.addWidget(dialog)
    lines = dialog.findChild(LogLines)
    assert lines is not None
    before = len(lines.findChildren(QLabel))
    more = dialog.findChild(QPushButton, "log-more")
    assert more is not None
    assert len(many.entries) > LINES
    more.click()
    assert len(lines.findChildren(QLabel)) > before
    assert more.isHidden()
    assert "The history of an earlier one is at its row." in said(dialog)


def test_a_finished_change_has_a_sign_of_its_own(qtbot: QtBot, stage: Stages) -> None:
    bench = tray_desk()
    both_out(bench)
    (first, *_) = account_log(bench.desk.outbox, accounts(bench)[1].id, 5).entries
    lines = LogLines(stage(bench.desk).context, "Europe/Berlin", titles=False)
    qtbot.addWidget(lines)
    lines.show_entries([first, LogEntry(first.at, "", replace(first.row, kind=Kind.DELETE), first.step)])
    assert "Deletion: Sent." in said(lines)


def test_the_log_is_reached_from_the_accounts_and_from_a_row(qtbot: QtBot, stage: Stages) -> None:
    bench = tray_desk()
    both_out(bench)
    made = stage(bench.desk)
    for view, name in ((AccountsView(made.context), "account-log"), (QueueView(made.context), "")):
        qtbot.addWidget(view)
        view.show()
        made.settle()
        if isinstance(view, QueueView):
            view.model.fold(view.model.ids[0], folded=False)
            view.choose(view.model.index(1), "account-log")
        else:
            button = view.findChild(QPushButton, name)
            assert button is not None
            button.click()
        made.settle()
        assert view.findChild(AccountLogDialog) is not None
