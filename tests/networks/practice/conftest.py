"""A practice server in this process, and an account on it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.net import Client
from embassy_assistant.networks.practice import PracticeNetwork
from embassy_assistant.networks.practice.process import Address
from embassy_assistant.networks.practice.server import PracticeServer
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import new_account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.domain.network import SignedIn


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PracticeServer]:
    """A server that listens."""
    listening = PracticeServer(tmp_path)
    Address(listening.url, 0, listening.secret).write(tmp_path)
    thread = threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield listening
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture
def network(server: PracticeServer, tmp_path: Path) -> PracticeNetwork:
    """The network over that server."""
    assert server.url
    return PracticeNetwork(NetworkSetup(Client, tmp_path, starts_practice=False))


@pytest.fixture
def account(network: PracticeNetwork) -> SignedIn:
    """An account that has signed in."""
    fresh = new_account(network, "embassy", network.default_server)
    network.sign_in(fresh, "a password")
    return fresh
