"""Signing in through the browser, as the window shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.services.sign_in import BrowserSignIn
from embassy_assistant.ui.dialogs.account import AddAccountDialog
from embassy_assistant.ui.dialogs.browser import BrowserSheet
from embassy_assistant.ui.views.accounts import AccountsView
from tests.helpers.browser import Browser, BrowserNetwork
from tests.helpers.memory import memory_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.account import Account
    from tests.helpers.stage import Stage


class Signing:
    """A sheet that is open, and what became of it."""

    def __init__(
        self, qtbot: QtBot, make: Callable[..., Stage], answer: Mapping[str, str] | None, *, opens: bool = True
    ) -> None:
        bench = memory_desk(network=BrowserNetwork())
        self.browser = Browser(answer)
        desk = replace(bench.desk, sign_in=BrowserSignIn(bench.desk.accounts, self.browser.open))
        self.stage = make(desk)
        self.opened: list[str] = []
        self.added: list[Account] = []

        def open_it(address: str) -> bool:
            self.opened.append(address)
            return opens

        policy = LanguagePolicy(("uk",))
        self.sheet = BrowserSheet(
            self.stage.context,
            lambda by_hand: desk.sign_in.begin("practice", "a.test", policy, language="en", by_hand=by_hand),
            self.added.append,
            opens=open_it,
        )
        qtbot.addWidget(self.sheet)
        self.sheet.show()
        qtbot.waitUntil(lambda: bool(self.opened))

    @property
    def said(self) -> str:
        return " ".join(made.text() for made in self.sheet.findChildren(QLabel) if made.isVisible())


def test_the_browser_comes_back_and_the_account_is_there(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    signing = Signing(qtbot, stage, {"code": "alice", "state": "state"})
    qtbot.waitUntil(lambda: bool(signing.added))
    assert signing.added[0].handle == "alice@social.example.test"
    assert signing.opened == ["https://social.example.test/oauth"]
    assert not signing.sheet.isVisible()


def test_it_says_what_it_waits_for_and_closing_ends_the_waiting(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    signing = Signing(qtbot, stage, None)
    assert "Waiting for the browser" in signing.said
    signing.sheet.copy.click()
    assert QGuiApplication.clipboard().text() == "https://social.example.test/oauth"
    signing.sheet.reject()
    qtbot.waitUntil(lambda: signing.browser.closed)
    assert signing.added == []


def test_access_that_was_denied_is_told_and_can_be_tried_by_hand(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    signing = Signing(qtbot, stage, {"error": "access_denied", "state": "state"})
    qtbot.waitUntil(lambda: "Access was denied" in signing.said)
    signing.sheet.by_hand.click()
    qtbot.waitUntil(lambda: len(signing.opened) == 2)
    assert not signing.sheet.confirm.isEnabled()
    signing.sheet.code.setText("nonsense")
    signing.sheet.confirm.click()
    qtbot.waitUntil(lambda: "does not take the code" in signing.said)
    signing.sheet.code.setText("alice")
    signing.sheet.confirm.click()
    qtbot.waitUntil(lambda: bool(signing.added))


def test_a_browser_that_does_not_open_is_told(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    signing = Signing(qtbot, stage, None, opens=False)
    assert "The browser did not open" in signing.said
    signing.sheet.again.click()
    assert len(signing.opened) == 2
    signing.sheet.reject()


@pytest.mark.parametrize("server", ["", "social.example.test"])
def test_the_form_asks_for_a_server_and_for_no_password(qtbot: QtBot, stage: Callable[..., Stage], server: str) -> None:
    bench = memory_desk(network=BrowserNetwork(practice=False, default_server="", needs=()), practice=False)
    made = stage(bench.desk)
    view = AccountsView(made.context)
    qtbot.addWidget(view)
    view.show()
    made.settle()
    view.add()
    [dialog] = view.findChildren(AddAccountDialog)
    dialog.fill("", server=server)
    assert dialog.by_browser
    assert dialog.confirm.isEnabled() is bool(server)
    assert dialog.confirm.text() == "Open the browser"
    assert "App password" not in " ".join(made.text() for made in dialog.findChildren(QLabel) if made.isVisible())
