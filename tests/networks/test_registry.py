"""The registry of networks."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import NeedsOfficer
from embassy_assistant.language.counting import measure
from embassy_assistant.net import NetSettings
from embassy_assistant.networks import Registry
from tests.contracts.network_contract import new_account
from tests.helpers.sockets import read_request, respond, serving

if TYPE_CHECKING:
    import socket
    from pathlib import Path


@dataclass
class Wanted:
    """Settings that change while the program runs."""

    proxy: str = ""
    authority: str = ""


def test_each_network_is_found_by_its_name(tmp_path: Path) -> None:
    registry = Registry(Wanted, tmp_path)
    assert [network.name for network in registry.all()] == ["bluesky", "mastodon", "practice"]
    assert registry.get("practice").practice
    assert not registry.get("bluesky").practice
    with pytest.raises(KeyError):
        registry.get("x")


def test_each_network_counts_with_a_counter_that_there_is(tmp_path: Path) -> None:
    for network in Registry(Wanted, tmp_path).all():
        assert measure("Слава Україні! 🇺🇦", network.text_rules) == 16


def test_a_change_of_the_connection_is_followed_at_once(tmp_path: Path) -> None:
    wanted = Wanted()
    bluesky = Registry(lambda: wanted, tmp_path).get("bluesky")
    account = new_account(bluesky, "mfa.gov.ua", "https://127.0.0.1:1")
    account.secrets.set("access", "opaque")
    wanted.proxy = "no address"
    with pytest.raises(NeedsOfficer):
        bluesky.test(account)


def test_nothing_keeps_the_password_of_the_proxy_between_two_requests(tmp_path: Path) -> None:
    def refuse(connection: socket.socket) -> None:
        read_request(connection)
        respond(connection, b"", status="407 Proxy Authentication Required")

    with serving(refuse) as port:
        wanted = Wanted(f"http://officer:canary-51c8@127.0.0.1:{port}")
        mastodon = Registry(lambda: wanted, tmp_path).get("mastodon")
        assert not mastodon.online(new_account(mastodon, "a", "https://social.test").account)
    wanted.proxy = ""
    gc.collect()
    assert [each for each in gc.get_objects() if isinstance(each, NetSettings) and "canary" in each.proxy] == []
