"""The practice network keeps the promises of every network."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.net import Client
from embassy_assistant.networks.practice import PracticeNetwork
from embassy_assistant.networks.practice.process import Address
from embassy_assistant.networks.practice.server import PracticeServer
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import NetworkContract, PublicPost, World, new_account
from tests.helpers.faults import FaultProxy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    server = PracticeServer(tmp_path / "server")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        with FaultProxy("127.0.0.1", server.server_address[1]) as proxy:
            client_home = tmp_path / "client"
            client_home.mkdir()
            Address(proxy.url, 0, server.secret).write(client_home)
            network = PracticeNetwork(NetworkSetup(Client, client_home, starts_practice=False))
            account = new_account(network, "embassy", network.default_server)
            network.sign_in(account, "a password")

            def public() -> list[PublicPost]:
                return [
                    PublicPost(
                        kept.entry.text,
                        kept.entry.languages,
                        tuple(((server.book.picture(p.hash) or (b"", ""))[0], p.alt) for p in kept.entry.pictures),
                        kept.entry.reply_to,
                    )
                    for kept in reversed(server.book.timeline("embassy"))
                ]

            yield World(
                network,
                account,
                "a password",
                proxy,
                publishing="PUT /posts/",
                reading="GET /posts/",
                public=public,
                reference=lambda reference: str(json.loads(reference)["id"]),
            )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class TestPractice(NetworkContract):
    """Over a real server on loopback."""
