"""An officer signs in to a real fediverse server in a real browser, from the window."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from embassy_assistant.domain.account import Credential, LanguagePolicy
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.net import Client
from embassy_assistant.net.loopback import LoopbackListener
from embassy_assistant.networks.mastodon import MastodonNetwork
from embassy_assistant.networks.setup import NetworkSetup
from embassy_assistant.services.sign_in import BrowserSignIn
from embassy_assistant.ui.dialogs.browser import BrowserSheet
from tests.helpers.chromium import chromium as chromium
from tests.helpers.memory import memory_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.account import Account
    from tests.helpers.chromium import Chromium
    from tests.helpers.snac import Snac
    from tests.helpers.stage import Stage

pytestmark = pytest.mark.real

_NUMBERS = itertools.count(1)


def listen(language: str) -> LoopbackListener:
    return LoopbackListener(language, "Back to Embassy Assistant", "You can close this page.")


class Journey:
    """The sheet over a real network, and the browser beside it."""

    def __init__(
        self,
        qtbot: QtBot,
        make: Callable[..., Stage],
        snac: Snac,
        opens: Callable[[str], bool],
        listens: Callable[[str], LoopbackListener] = listen,
    ) -> None:
        bench = memory_desk(networks=(MastodonNetwork(NetworkSetup(Client, Path())),), practice=False)
        desk = replace(bench.desk, sign_in=BrowserSignIn(bench.desk.accounts, listens))
        self.bench, self.opened = bench, list[str]()
        self.added: list[Account] = []

        def open_it(address: str) -> bool:
            self.opened.append(address)
            return opens(address)

        policy = LanguagePolicy(("uk", "en"))
        self.sheet = BrowserSheet(
            make(desk).context,
            lambda by_hand: desk.sign_in.begin("mastodon", snac.url, policy, language="en", by_hand=by_hand),
            self.added.append,
            opens=open_it,
        )
        qtbot.addWidget(self.sheet)
        self.sheet.show()

    @property
    def said(self) -> str:
        return " ".join(made.text() for made in self.sheet.findChildren(QLabel) if made.isVisible())


def log_in(chromium: Chromium, name: str, password: str) -> None:
    chromium.wait_for("!!document.querySelector('input[name=passwd]')")
    chromium.run(
        f"document.querySelector('input[name=login]').value = {json.dumps(name)};"
        f"document.querySelector('input[name=passwd]').value = {json.dumps(password)};"
        "document.querySelector('form').submit()"
    )


def test_done(qtbot: QtBot, stage: Callable[..., Stage], snac: Snac, chromium: Chromium) -> None:
    name = f"journey{next(_NUMBERS)}"
    password = snac.add_user(name)
    journey = Journey(qtbot, stage, snac, chromium.open)
    qtbot.waitUntil(lambda: bool(journey.opened), timeout=60_000)
    log_in(chromium, name, "a wrong password")
    chromium.wait_for("location.pathname.endsWith('x-snac-login')")
    assert journey.added == []
    chromium.open(journey.opened[0])
    log_in(chromium, name, password)
    chromium.wait_for("document.title == 'Back to Embassy Assistant'")
    qtbot.waitUntil(lambda: bool(journey.added), timeout=60_000)
    [account] = journey.added
    assert (account.handle, account.credential) == (f"{name}@localhost:{snac.port}", Credential.WORKS)
    assert password not in [journey.bench.desk.accounts.signed_in(account).secrets.get("access"), ""]


def test_denied(qtbot: QtBot, stage: Callable[..., Stage], snac: Snac, chromium: Chromium) -> None:
    """This server has no such button; Mastodon's sends the browser back like this (RFC 6749, section 4.1.2.1)."""
    journey = Journey(qtbot, stage, snac, chromium.open)
    qtbot.waitUntil(lambda: bool(journey.opened), timeout=60_000)
    chromium.wait_for("!!document.querySelector('input[name=state]')")
    chromium.run(
        "location = document.querySelector('input[name=redir]').value + '?error=access_denied&state='"
        " + document.querySelector('input[name=state]').value"
    )
    qtbot.waitUntil(lambda: "Access was denied" in journey.said, timeout=60_000)
    assert journey.added == []


def test_wrong_state(qtbot: QtBot, stage: Callable[..., Stage], snac: Snac, chromium: Chromium) -> None:
    journey = Journey(qtbot, stage, snac, chromium.open)
    qtbot.waitUntil(lambda: bool(journey.opened), timeout=60_000)
    chromium.wait_for("!!document.querySelector('input[name=redir]')")
    chromium.run("location = document.querySelector('input[name=redir]').value + '?code=stolen&state=another'")
    qtbot.waitUntil(lambda: "not the answer to this sign-in" in journey.said, timeout=60_000)
    assert journey.added == []


def test_port_taken(qtbot: QtBot, stage: Callable[..., Stage], snac: Snac) -> None:
    def taken(_language: str) -> LoopbackListener:
        raise Unusable("sign-in.no-port")

    journey = Journey(qtbot, stage, snac, lambda _address: True, taken)
    qtbot.waitUntil(lambda: "Use the code that the server shows" in journey.said, timeout=60_000)
    journey.sheet.by_hand.click()
    qtbot.waitUntil(lambda: bool(journey.opened), timeout=60_000)
    assert "urn%3Aietf%3Awg%3Aoauth%3A2.0%3Aoob" in journey.opened[0]


def test_browser_missing(qtbot: QtBot, stage: Callable[..., Stage], snac: Snac) -> None:
    journey = Journey(qtbot, stage, snac, lambda _address: False)
    qtbot.waitUntil(lambda: "The browser did not open" in journey.said, timeout=60_000)
    journey.sheet.reject()
