"""Signing in through the browser, over a network that knows whose code is whose."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.account import Credential, LanguagePolicy
from embassy_assistant.domain.errors import SignInAgain, Untrusted, Unusable
from embassy_assistant.services.sign_in import BrowserSignIn
from tests.helpers.browser import Browser, BrowserNetwork
from tests.helpers.memory import memory_desk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.helpers.memory import Bench

POLICY = LanguagePolicy(("uk", "en"))


def signing_in(answer: Mapping[str, str] | None = None) -> tuple[Bench, BrowserSignIn, Browser]:
    bench = memory_desk(network=BrowserNetwork())
    browser = Browser(answer)
    return bench, BrowserSignIn(bench.desk.accounts, browser.open), browser


def test_the_account_is_the_one_that_the_server_names() -> None:
    bench, sign_in, browser = signing_in({"code": "alice", "state": "state"})
    begun = sign_in.begin("practice", "social.example.test", POLICY, language="uk")
    assert (begun.url, begun.by_hand, browser.languages) == ("https://social.example.test/oauth", False, ["uk"])
    account = sign_in.wait(begun, threading.Event())
    assert account is not None
    assert (account.id, account.server) == ("practice:alice@social.example.test", "https://social.example.test")
    assert (account.credential, account.software) == (Credential.WORKS, "mastodon 4")
    assert bench.desk.accounts.signed_in(account).secrets.get("access") == "token of alice"
    assert bench.desk.accounts.signed_in(begun.account).secrets.get("access") is None
    assert browser.closed


def test_a_code_can_be_carried_over_by_hand() -> None:
    bench = memory_desk(network=BrowserNetwork())
    sign_in = bench.desk.sign_in
    begun = sign_in.begin("practice", "https://social.example.test", POLICY, language="en", by_hand=True)
    assert begun.by_hand
    assert sign_in.wait(begun, threading.Event()) is None
    assert sign_in.finish(begun, " alice\n").handle == "alice@social.example.test"


def test_giving_up_keeps_nothing() -> None:
    bench, sign_in, browser = signing_in(None)
    before = len(bench.desk.accounts.all())
    stop = threading.Event()
    stop.set()
    assert sign_in.wait(sign_in.begin("practice", "a.test", POLICY, language="en"), stop) is None
    assert browser.closed
    assert len(bench.desk.accounts.all()) == before


def test_access_that_was_denied_is_told() -> None:
    _bench, sign_in, _browser = signing_in({"error": "access_denied", "state": "state"})
    begun = sign_in.begin("practice", "a.test", POLICY, language="en")
    with pytest.raises(SignInAgain) as caught:
        sign_in.wait(begun, threading.Event())
    assert caught.value.id == "sign-in.denied"


def test_an_answer_that_is_not_ours_is_not_believed() -> None:
    bench, sign_in, _browser = signing_in({"code": "alice", "state": "another"})
    begun = sign_in.begin("practice", "a.test", POLICY, language="en")
    with pytest.raises(Untrusted) as caught:
        sign_in.wait(begun, threading.Event())
    assert caught.value.id == "sign-in.wrong-state"
    assert bench.desk.accounts.signed_in(begun.account).secrets.get("access") is None


def test_a_server_that_cannot_be_reached_leaves_no_listener_behind() -> None:
    bench = memory_desk(network=BrowserNetwork(reachable=False))
    browser = Browser(None)
    with pytest.raises(Unusable):
        BrowserSignIn(bench.desk.accounts, browser.open).begin("practice", "a.test", POLICY, language="en")
    assert browser.closed
    with pytest.raises(Unusable):
        bench.desk.sign_in.begin("practice", "a.test", POLICY, language="en")


def test_no_address_is_told() -> None:
    bench = memory_desk(network=BrowserNetwork(default_server=""))
    with pytest.raises(Unusable) as caught:
        bench.desk.sign_in.begin("practice", " ", POLICY, language="en")
    assert caught.value.id == "account.no-server"


def test_signing_in_again_keeps_the_account_and_takes_nobody_elses() -> None:
    _bench, sign_in, _browser = signing_in({"code": "alice", "state": "state"})
    account = sign_in.wait(sign_in.begin("practice", "a.test", POLICY, language="en"), threading.Event())
    assert account is not None
    again = sign_in.wait(sign_in.begin_again(account.id, language="en"), threading.Event())
    assert again == account
    begun = sign_in.begin_again(account.id, language="en", by_hand=True)
    with pytest.raises(Unusable) as caught:
        sign_in.finish(begun, "bob")
    assert caught.value.id == "account.another"


def test_an_account_that_is_gone_is_told() -> None:
    _bench, sign_in, _browser = signing_in()
    with pytest.raises(Unusable):
        sign_in.begin_again("practice:nobody", language="en")


def test_an_account_that_is_here_already_is_not_added_twice() -> None:
    _bench, sign_in, _browser = signing_in({"code": "alice", "state": "state"})
    sign_in.wait(sign_in.begin("practice", "a.test", POLICY, language="en"), threading.Event())
    begun = sign_in.begin("practice", "a.test", POLICY, language="en")
    with pytest.raises(Unusable) as caught:
        sign_in.wait(begun, threading.Event())
    assert caught.value.id == "account.already-there"
