"""Where a person sees what is out at an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.account import Account, LanguagePolicy
from embassy_assistant.net import Client
from embassy_assistant.networks.bluesky.network import BlueskyNetwork
from embassy_assistant.networks.practice import PracticeNetwork
from embassy_assistant.networks.practice.process import Address
from embassy_assistant.networks.setup import NetworkSetup
from tests.helpers.memory import LyingNetwork

if TYPE_CHECKING:
    from pathlib import Path


def account(network: str, remote_id: str = "") -> Account:
    handle = "embassy.example"
    return Account(f"{network}:{handle}", network, handle, "", LanguagePolicy(("uk",)), remote_id)


def test_a_bluesky_account_is_shown_by_its_lasting_id_once_that_is_known(tmp_path: Path) -> None:
    network = BlueskyNetwork(NetworkSetup(Client, tmp_path))
    assert network.page(account("bluesky")) == "https://bsky.app/profile/embassy.example"
    assert network.page(account("bluesky", "did:plc:abc")) == "https://bsky.app/profile/did:plc:abc"


def test_a_practice_account_is_shown_where_the_practice_network_answers(tmp_path: Path) -> None:
    network = PracticeNetwork(NetworkSetup(Client, tmp_path, starts_practice=False))
    assert network.page(account("practice")) == ""
    Address("http://127.0.0.1:1234", 0, "secret").write(tmp_path)
    assert network.page(account("practice")) == "http://127.0.0.1:1234/timeline/embassy.example"


def test_a_network_that_knows_no_page_says_so() -> None:
    assert LyingNetwork().page(account("practice")) == ""
