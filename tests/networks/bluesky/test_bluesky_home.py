"""An account signs in at one server and is held by another: everything after the sign-in goes to the one that holds it.

The sign-in server answers as the real one does, with an identity document that names another host, as `bsky.social`
does; both are reached over TLS, by name, through the proxy of the settings.
"""

from __future__ import annotations

import json
import socket
from contextlib import ExitStack, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import FrozenSegment
from embassy_assistant.domain.network import Sight, SignedIn
from embassy_assistant.net import Client, NetSettings
from embassy_assistant.networks.bluesky import BlueskyNetwork
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import new_account
from tests.helpers.authority import Authority
from tests.helpers.sockets import read_request, respond, serving
from tests.helpers.tunnel import pump

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.helpers.pds import RealPDS

pytestmark = pytest.mark.real


class Host:
    """A host of a name, in front of the real server; notes what it was asked for."""

    def __init__(self, port: int, change: Callable[[bytes], bytes] = bytes) -> None:
        self.port = port
        self.change = change
        self.asked: list[str] = []

    def __call__(self, connection: socket.socket) -> None:
        request = read_request(connection)
        self.asked.append(request.split(b" ", 2)[1].decode().removeprefix("/xrpc/").partition("?")[0])
        with socket.create_connection(("127.0.0.1", self.port)) as upstream:
            upstream.sendall(request)
            answer = bytearray()
            while piece := upstream.recv(65536):
                answer += piece
        head, _, body = bytes(answer).partition(b"\r\n\r\n")
        status = head.split(b"\r\n", 1)[0].split(b" ", 1)[1].decode()
        respond(connection, self.change(body), status=status, headers="Content-Type: application/json\r\n")


def held_at(home: str) -> Callable[[bytes], bytes]:
    """Return what puts into an answer the identity document of an account held at `home`."""

    def change(body: bytes) -> bytes:
        answer = json.loads(body)
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": home}
        return json.dumps({**answer, "didDoc": {"id": answer.get("did"), "service": [service]}}).encode()

    return change


def test_after_the_sign_in_everything_goes_to_the_server_that_holds_the_account(pds: RealPDS, tmp_path: Path) -> None:
    real = pds.create_account("held-elsewhere")
    authority = Authority(tmp_path)
    entry, home = Host(pds.port, held_at("https://home.test")), Host(pds.port)
    with ExitStack() as stack:
        ports = {
            name: stack.enter_context(serving(host, authority.server(name)))
            for name, host in (("entry.test", entry), ("home.test", home))
        }

        def tunnel(connection: socket.socket) -> None:
            name = read_request(connection).split(b" ")[1].partition(b":")[0].decode()
            with socket.create_connection(("127.0.0.1", ports[name])) as upstream, suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                pump(connection, upstream)

        proxy = stack.enter_context(serving(tunnel))
        settings = NetSettings(proxy=f"http://127.0.0.1:{proxy}", ca_file=authority.ca_file)
        network = BlueskyNetwork(NetworkSetup(lambda: Client(settings), tmp_path))
        fresh = new_account(network, real.handle, "https://entry.test")
        profile = network.sign_in(fresh, real.app_password)
        assert profile.server == "https://home.test"
        account = SignedIn(replace(fresh.account, remote_id=profile.remote_id, server=profile.server), fresh.secrets)
        prepared = network.prepare(FrozenSegment("Добрий день", ("uk",)), account, {"": b""}.__getitem__, None)
        network.publish(prepared, account)
        assert network.find(prepared, account).sight is Sight.ONE
    assert entry.asked == ["com.atproto.server.createSession"]
    assert {"com.atproto.repo.putRecord", "com.atproto.repo.getRecord"} <= set(home.asked)
    assert [post["value"]["text"] for post in pds.posts(real.did)] == ["Добрий день"]
