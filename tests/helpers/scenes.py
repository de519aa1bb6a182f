"""What is done with a window before its picture is taken: opens a dialog or a page that no view shows by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton, QScrollArea

from embassy_assistant.domain.account import Credential, LanguagePolicy
from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.keeping import Backup, BackupKind
from embassy_assistant.services.sign_in import BrowserSignIn
from embassy_assistant.ui.dialogs.browser import BrowserSheet
from embassy_assistant.ui.dialogs.damaged import DamagedDialog
from embassy_assistant.ui.dialogs.extras import ExtrasDialog
from embassy_assistant.ui.models.deliveries import QueueRole
from embassy_assistant.ui.snapshots import settle
from embassy_assistant.ui.views.queue import QueueView
from embassy_assistant.ui.views.settings import SettingsView
from tests.helpers.browser import Browser, BrowserNetwork
from tests.helpers.keeper import MemoryKeeper
from tests.helpers.memory import START, Bench, memory_desk
from tests.helpers.queue_desk import queued
from tests.helpers.tray_desk import EN, UK, AbleNetwork, accounts, both_out, expiring, half_out, tray_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex

    from embassy_assistant.ui.main_window import MainWindow

    Act = Callable[[MainWindow], object]

_EXCHANGE = {
    "at": "2026-11-22T12:01:03Z",
    "method": "POST",
    "host": "bsky.social",
    "path": "/xrpc/com.atproto.repo.putRecord",
    "result": "200",
    "ms": 412,
    "sent": 733,
    "received": 219,
}


def _tray() -> Bench:
    return tray_desk(AbleNetwork("bluesky", "Bluesky", "https://bsky.social", practice=False), practice=False)


def half_waits() -> Bench:
    """One half is out and the other waits for a sign-in, beneath what was missed."""
    bench = _tray()
    half_out(bench, State.WAITING)
    expiring(bench, 60, credential=Credential.REFUSED)
    queued(bench, "Missed", UK, EN, accounts(bench), (State.MISSED, State.MISSED), None)
    return bench


def long_tray() -> Bench:
    """More waits than the tray shows at first."""
    bench = _tray()
    for number in range(9):
        queued(bench, f"Missed {number + 1}", UK, EN, accounts(bench), (State.MISSED, State.MISSED), None)
    return bench


def out() -> Bench:
    """Both halves are out, with what was exchanged on the way."""
    bench = _tray()
    both_out(bench)
    steps = bench.store.deliveries.steps
    steps[-1] = replace(steps[-1], note=json.dumps({"exchanges": [_EXCHANGE]}))
    return bench


def missed() -> Bench:
    """Something was missed."""
    bench = _tray()
    queued(bench, "Film evening, reminder", UK, EN, accounts(bench), (State.MISSED, State.MISSED), None)
    return bench


def kept() -> Bench:
    """There are backups."""
    bench = _tray()
    keeper = bench.desk.keeping._keeper  # noqa: SLF001 - the bench's own double
    assert isinstance(keeper, MemoryKeeper)
    keeper.kept = [Backup(f"b{n}", START - timedelta(days=n), 214 - n) for n in range(14)]
    keeper.kept.append(Backup("aside", START - timedelta(days=20), 170, BackupKind.ASIDE))
    return bench


def signing_in() -> Bench:
    """A network whose accounts sign in through the browser."""
    network = BrowserNetwork("mastodon", "Mastodon", "", needs=(), practice=False)
    return memory_desk(network=network, practice=False)


def unfolded(window: MainWindow) -> QueueView:
    """Show every row of the queue."""
    view = window.view("queue")
    assert isinstance(view, QueueView)
    for post_id in view.model.ids:
        view.model.fold(post_id, folded=False)
    return view


def with_row(name: str) -> Act:
    """Do with the last row of the queue what its menu would."""

    def act(window: MainWindow) -> None:
        view = unfolded(window)
        rows = [view.model.index(at) for at in range(view.model.rowCount())]
        last: QModelIndex = [index for index in rows if index.data(QueueRole.ROW) is not None][-1]
        view.choose(last, name)
        settle(window)

    return act


def account_log(window: MainWindow) -> None:
    """Show an account's log with the exchange unfolded."""
    with_row("account-log")(window)
    _press(window, "log-exchange")


def new_time(window: MainWindow) -> None:
    """Ask for another time."""
    with_row(Action.NEW_TIME.value)(window)


def press(name: str) -> Act:
    """Press the first button of that name."""
    return lambda window: _press(window, name)


def browser(window: MainWindow) -> None:
    """Wait for the browser."""
    context = window.context
    sign_in = BrowserSignIn(context.desk.accounts, Browser(None).open)
    BrowserSheet(
        context,
        lambda by_hand: sign_in.begin(
            "mastodon", "mastodon.social", LanguagePolicy(("uk",)), language="en", by_hand=by_hand
        ),
        lambda _account: None,
        window,
        opens=lambda _address: True,
    ).show_over_window()


def extras(window: MainWindow) -> None:
    """Write a content warning and a poll."""
    window.write.extras.ask()
    settle(window)
    dialog = window.write.findChild(ExtrasDialog)
    assert dialog is not None
    dialog.warnings["uk"].setText("Війна")
    dialog.warnings["en"].setText("War")
    dialog.asks.setChecked(True)


def restore(window: MainWindow) -> None:
    """Ask whether a backup is to be brought back."""
    card = backups(window)
    card.backups.list.setCurrentRow(2)
    card.backups.restore.click()


def backups(window: MainWindow) -> SettingsView:
    """Bring the backups into sight."""
    view = window.view("settings")
    assert isinstance(view, SettingsView)
    view.findChildren(QScrollArea)[0].ensureWidgetVisible(view.backups, 0, 400)
    return view


def damaged(window: MainWindow) -> None:
    """Say that the store is damaged."""
    why = window.context.messages.error(Damaged(path="store.db"))
    DamagedDialog(window.context, why, lambda: None, window).show_over_window()


def cover(window: MainWindow) -> None:
    """Lock the drafts."""
    window.lay_cover().offer()


def approved_lines(window: MainWindow) -> None:
    """Show the approved lines: in a freeze, what may still be sent."""
    window.show_lines()


def palette(window: MainWindow) -> None:
    """Look for an approved line while writing."""
    window.write.halves["uk"].editor.setFocus()
    window.write.lines.open()


def credit(window: MainWindow) -> None:
    """Say who took the pictures."""
    window.write.credit.ask()


def _press(window: MainWindow, name: str) -> None:
    button = next(made for made in window.findChildren(QPushButton, name) if made.isVisible())
    button.click()
    settle(window)
