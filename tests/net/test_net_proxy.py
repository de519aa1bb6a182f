"""A proxy of the settings: what it is told is none of the request, unless it is the one that passes the request on."""

from __future__ import annotations

import base64
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import CertificateRefused, RequestFailed
from embassy_assistant.net import Client, Limits, NetSettings, Request
from embassy_assistant.net.record import taken
from tests.helpers.authority import Authority
from tests.helpers.sockets import read_request, respond, serving
from tests.helpers.tunnel import pump

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENT = Limits(connect=30, read=30, total=60)


class TunnelProxy:
    """A proxy that demands a name and a password and tunnels every host to one port."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heads: list[bytes] = []

    def __call__(self, connection: socket.socket) -> None:
        head = read_request(connection)
        self.heads.append(head)
        if base64.b64encode(b"name:pass word") not in head:
            respond(connection, b"", status="407 Proxy Authentication Required")
            return
        with socket.create_connection(("127.0.0.1", self.port)) as upstream:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with suppress(OSError):
                pump(connection, upstream)


def hello(connection: socket.socket) -> None:
    read_request(connection)
    respond(connection, b'{"hello": true}')


def test_https_goes_through_a_tunnel_with_the_name_and_password_of_the_settings(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with serving(hello, authority.server("embassy.test")) as port:
        tunnel = TunnelProxy(port)
        with serving(tunnel) as proxy:
            settings = NetSettings(proxy=f"http://name:pass%20word@127.0.0.1:{proxy}", ca_file=authority.ca_file)
            reply = Client(settings).exchange(
                Request("POST", "https://embassy.test/x", {"Authorization": "Bearer canary"}, b"{}", PATIENT)
            )
    assert reply.json() == {"hello": True}
    assert tunnel.heads[0].startswith(b"CONNECT embassy.test:443")
    assert b"canary" not in tunnel.heads[0]


@pytest.mark.parametrize("who", ["", "name@", "name:wrong@", "name:%D1%97@"])
def test_a_tunnel_that_asks_for_another_name_and_password_sent_nothing_and_says_what_it_wants(who: str) -> None:
    with serving(TunnelProxy(1)) as proxy, pytest.raises(RequestFailed) as caught:
        Client(NetSettings(proxy=f"http://{who}127.0.0.1:{proxy}")).exchange(Request("POST", "https://embassy.test/x"))
    assert caught.value.id == "network.proxy-password"
    assert not caught.value.left_the_machine


def test_a_tunnel_that_is_refused_sent_nothing() -> None:
    def forbid(connection: socket.socket) -> None:
        read_request(connection)
        respond(connection, b"", status="403 Forbidden")

    with serving(forbid) as proxy, pytest.raises(RequestFailed) as caught:
        Client(NetSettings(proxy=f"http://127.0.0.1:{proxy}")).exchange(Request("POST", "https://embassy.test/x"))
    assert caught.value.id == "network.proxy"
    assert not caught.value.left_the_machine


def asking(password: str, heads: list[bytes]) -> Callable[[socket.socket], None]:
    """Return a proxy for plain http that answers by itself, to whoever knows the password."""

    def answer(connection: socket.socket) -> None:
        heads.append(read_request(connection))
        if base64.b64encode(f"name:{password}".encode()) in heads[-1]:
            respond(connection, b'{"hello": true}')
        else:
            realm = 'Proxy-Authenticate: Basic realm="Embassy \\"of\\" \xd0\xa3", Negotiate\r\n'
            respond(connection, b"<html>Who are you?</html>", status="407 Nobody Knows You", headers=realm)

    return answer


def test_plain_http_is_answered_by_the_proxy_that_wants_a_password() -> None:
    heads: list[bytes] = []
    with serving(asking("пароль", heads)) as port:
        for who, known in (("", False), ("name:other@", False), ("name:%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D1%8C@", True)):
            client = Client(NetSettings(proxy=f"http://{who}127.0.0.1:{port}"))
            request = Request("POST", "http://embassy.test/x", {"Authorization": "Bearer own"}, b"{}", PATIENT)
            if known:
                assert client.exchange(request).json() == {"hello": True}
                continue
            with pytest.raises(RequestFailed) as caught:
                client.exchange(request)
            assert caught.value.id == "network.proxy-password"
    assert len(heads) == 3
    assert all(b"Authorization: Bearer own" in head for head in heads)


def test_the_password_is_in_no_error_and_no_record_of_what_was_exchanged(caplog: pytest.LogCaptureFixture) -> None:
    taken()
    with serving(asking("right", [])) as port, caplog.at_level("DEBUG"):
        client = Client(NetSettings(proxy=f"http://name:canary@127.0.0.1:{port}"))
        with pytest.raises(RequestFailed) as caught:
            client.exchange(Request("POST", "http://embassy.test/x", limits=PATIENT))
    for said in (repr(caught.value), str(caught.value.parameters), str(taken()), caplog.text, repr(client.settings)):
        assert "canary" not in said
        assert base64.b64encode(b"name:canary").decode() not in said


def test_a_server_that_answers_407_without_a_proxy_is_a_server_that_answers() -> None:
    with serving(asking("right", [])) as port:
        assert Client().exchange(Request("GET", f"http://127.0.0.1:{port}/", limits=PATIENT)).status == 407


def test_a_gateway_that_opens_tls_with_its_own_certificate_is_refused_unless_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with serving(hello, authority.server("embassy.test")) as port, serving(TunnelProxy(port)) as proxy:
        settings = NetSettings(proxy=f"http://name:pass%20word@127.0.0.1:{proxy}")
        with pytest.raises(CertificateRefused):
            Client(settings).exchange(Request("POST", "https://embassy.test/x", limits=PATIENT))


def test_plain_http_is_handed_to_the_proxy_and_so_it_left() -> None:
    def swallow(connection: socket.socket) -> None:
        read_request(connection)

    with serving(swallow) as proxy, pytest.raises(RequestFailed) as caught:
        Client(NetSettings(proxy=f"http://127.0.0.1:{proxy}")).exchange(
            Request("POST", "http://embassy.test/x", limits=PATIENT)
        )
    assert caught.value.left_the_machine


def test_a_proxy_that_is_not_there_sent_nothing() -> None:
    # Bound, so that nobody else gets the port meanwhile, and not listening.
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        client = Client(NetSettings(proxy=f"http://127.0.0.1:{closed.getsockname()[1]}"))
        for scheme in ("http", "https"):
            with pytest.raises(RequestFailed) as caught:
                client.exchange(Request("POST", f"{scheme}://embassy.test/x", limits=PATIENT))
            assert not caught.value.left_the_machine


def test_this_machine_is_reached_without_the_proxy() -> None:
    with serving(hello) as port:
        reply = Client(NetSettings(proxy="http://127.0.0.1:1")).exchange(
            Request("GET", f"http://127.0.0.1:{port}/", limits=PATIENT)
        )
    assert reply.ok
