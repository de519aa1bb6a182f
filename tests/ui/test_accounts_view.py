"""Accounts: added, tested, paused and removed; practice and the public never in one workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from embassy_assistant.domain.account import Credential, LanguagePolicy
from embassy_assistant.domain.errors import SignInAgain
from embassy_assistant.ui.dialogs.account import AddAccountDialog, PolicyBox, SignInDialog
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.views.account_card import AccountCard
from embassy_assistant.ui.views.accounts import AccountsView
from tests.helpers.memory import LyingNetwork, memory_desk
from tests.helpers.queue_desk import busy_queue
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage


class Shown:
    """The accounts on the screen."""

    def __init__(self, qtbot: QtBot, bench: Bench, made: Stage) -> None:
        self.qtbot = qtbot
        self.bench = bench
        self.stage = made
        self.view = AccountsView(made.context)
        qtbot.addWidget(self.view)
        self.view.resize(1184, 654)
        self.view.show()
        made.settle()

    @property
    def cards(self) -> list[AccountCard]:
        return [made for made in self.view.findChildren(AccountCard) if made.isVisible()]

    def said(self, card: int = 0) -> str:
        return " ".join(made.text() for made in self.cards[card].findChildren(QLabel) if made.isVisible())

    def dialog(self) -> AddAccountDialog:
        found = [made for made in self.view.findChildren(AddAccountDialog) if made.isVisible()]
        return found[0]


@pytest.fixture
def shown(qtbot: QtBot, stage: Callable[..., Stage]) -> Shown:
    bench = busy_queue()
    return Shown(qtbot, bench, stage(bench.desk))


def test_each_account_says_where_it_is_what_fits_and_what_waits(shown: Shown) -> None:
    assert len(shown.cards) == 3
    assert "Practice network, embassy-uk" in shown.said()
    assert "Up to 500 characters, 4 pictures" in shown.said()
    assert "5 posts wait for it." in shown.said()
    assert "Sign in again" in shown.said(2)


def test_a_test_asks_the_account_s_own_server(shown: Shown) -> None:
    shown.cards[0].test.click()
    shown.stage.settle()
    assert "The server accepts this account." in shown.said()


def test_a_test_that_fails_says_what_happened(shown: Shown) -> None:
    shown.bench.network.up = False
    shown.cards[0].test.click()
    shown.stage.settle()
    assert shown.cards[0].said[0]
    assert shown.cards[0].said[1] == "warn"
    assert shown.cards[0].test.isEnabled()


def test_pausing_is_shown_and_taken_back(shown: Shown) -> None:
    shown.cards[0].pause.click()
    shown.stage.settle()
    assert "Paused" in shown.said()
    shown.cards[0].pause.click()
    shown.stage.settle()
    assert "Signed in" in shown.said()


def test_another_language_policy_is_kept(shown: Shown) -> None:
    box = shown.cards[0].findChild(PolicyBox)
    assert box is not None
    box.setCurrentIndex(1)
    box.activated.emit(1)
    shown.stage.settle()
    account = shown.bench.store.accounts.get("practice:embassy-uk")
    assert account is not None
    assert account.policy == LanguagePolicy(("en",))


def test_an_account_with_posts_in_the_queue_cannot_be_removed(shown: Shown) -> None:
    shown.cards[0].remove.click()
    dialog = shown.view.findChild(ConfirmDialog)
    assert dialog is not None
    assert not dialog.confirm.isEnabled()
    said = " ".join(made.text() for made in dialog.findChildren(QLabel))
    assert "5 posts still wait for it" in said


def test_an_account_without_posts_is_removed_after_a_question(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    bench.account("old", "uk")
    shown = Shown(qtbot, bench, stage(bench.desk))
    shown.cards[0].remove.click()
    dialog = shown.view.findChild(ConfirmDialog)
    assert dialog is not None
    dialog.confirm.click()
    shown.stage.settle()
    assert not bench.store.accounts.all()
    assert not shown.cards


def test_a_new_account_signs_in_before_it_is_kept(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    shown = Shown(qtbot, bench, stage(bench.desk))
    shown.view.add()
    dialog = shown.dialog()
    dialog.fill("embassy-uk", "any")
    with qtbot.waitSignal(shown.view.added):
        dialog.confirm.click()
    shown.stage.settle()
    assert [account.handle for account in bench.store.accounts.all()] == ["embassy-uk"]
    assert bench.store.accounts.all()[0].credential is Credential.WORKS
    assert len(shown.cards) == 1


def test_a_refusal_stays_in_the_dialog_and_nothing_is_kept(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk(network=_Refusing())
    shown = Shown(qtbot, bench, stage(bench.desk))
    shown.view.add()
    dialog = shown.dialog()
    dialog.fill("embassy-uk", "wrong")
    dialog.confirm.click()
    shown.stage.settle()
    assert dialog.isVisible()
    assert dialog.notice.text
    assert not bench.store.accounts.all()


def test_a_practice_workspace_offers_no_real_network(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    real = LyingNetwork(name="bluesky", title="Bluesky", practice=False)
    bench = memory_desk(networks=(LyingNetwork(), real))
    shown = Shown(qtbot, bench, stage(bench.desk))
    shown.view.add()
    assert shown.dialog().network == "practice"
    said = " ".join(made.text() for made in shown.view.findChildren(QLabel))
    assert "real accounts cannot be added here" in said


def test_an_empty_view_leads_to_the_first_account(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    shown = Shown(qtbot, bench, stage(bench.desk))
    buttons = [made.text() for made in shown.view.findChildren(QPushButton) if made.isVisible()]
    assert buttons == ["Add an account…"]


def test_accounts_that_cannot_be_read_are_not_said_to_be_none(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    bench.account("embassy-uk", "uk")
    bench.desk.workspace.close()
    shown = Shown(qtbot, bench, stage(bench.desk))
    said = [made.text() for made in shown.view.findChildren(QLabel) if made.isVisible()]
    assert "No account yet" not in said
    bench.desk.workspace.open()
    qtbot.waitUntil(lambda: len(shown.cards) == 1)


def test_what_a_failed_test_said_is_gone_once_the_account_signs_in_again(shown: Shown) -> None:
    shown.bench.network.up = False
    shown.cards[0].test.click()
    shown.stage.settle()
    assert shown.cards[0].said[0]
    shown.bench.network.up = True
    shown.cards[0].sign_in.click()
    dialog = shown.view.findChild(SignInDialog)
    assert dialog is not None
    dialog.fill("new password")
    dialog.confirm.click()
    shown.stage.settle()
    assert not shown.cards[0].said[0]
    assert shown.stage.shell.toasts == ["Signed in as embassy-uk."]


def test_the_keyboard_stays_on_the_button_that_was_pressed(shown: Shown) -> None:
    shown.cards[1].pause.setFocus()
    shown.qtbot.keyClick(shown.cards[1].pause, Qt.Key.Key_Space)
    shown.stage.settle()
    assert shown.cards[1].pause.text() == "Send again"
    assert shown.view.focusWidget() is shown.cards[1].pause


def test_typing_while_the_server_is_asked_does_not_ask_it_twice(shown: Shown) -> None:
    shown.cards[0].sign_in.click()
    dialog = shown.view.findChild(SignInDialog)
    assert dialog is not None
    dialog.fill("wrong")
    dialog.set_busy(busy=True)
    dialog.fill("wrong, and more")
    assert not dialog.confirm.isEnabled()
    dialog.set_busy(busy=False)
    assert dialog.confirm.isEnabled()


class _Refusing(LyingNetwork):
    def sign_in(self, account: object, password: str) -> object:  # type: ignore[override]
        raise SignInAgain(network="Practice", account="embassy-uk")
