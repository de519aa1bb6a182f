"""Whatever goes wrong, the error says truly whether a byte of the request left the machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import CertificateRefused, NeedsOfficer, RequestFailed, ServerTrouble
from embassy_assistant.net import Client, Limits, NetSettings, Reply, Request
from tests.helpers.authority import Authority
from tests.helpers.sockets import read_request, reset, respond, serving

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

# For what is waited out; all else ends by itself, however busy the machine is.
QUICK = Limits(connect=30, read=0.4, total=60, answer_bytes=100_000)
PATIENT = Limits(connect=30, read=30, total=60, answer_bytes=100_000)
Behaviour = Callable[[socket.socket], None]


def post(port: int, *, client: Client | None = None, scheme: str = "http", limits: Limits = PATIENT) -> Reply:
    request = Request("POST", f"{scheme}://127.0.0.1:{port}/posts", {"Authorization": "Bearer x"}, b"a post", limits)
    return (client or Client()).exchange(request)


def hang(connection: socket.socket) -> None:
    """Wait until the client gives up."""
    connection.recv(1)


def accept_and_close(connection: socket.socket) -> None:
    # A reset that comes before the request began would make the connecting fail instead.
    connection.recv(1, socket.MSG_PEEK)
    reset(connection)


def read_half(connection: socket.socket) -> None:
    connection.recv(20)
    reset(connection)


def read_all_and_say_nothing(connection: socket.socket) -> None:
    read_request(connection)
    hang(connection)


def read_all_and_reset(connection: socket.socket) -> None:
    read_request(connection)
    reset(connection)


def half_a_response(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this")


def half_a_head(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Le")


def garbage(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"\x00\xff not http at all \r\n\r\n")


def huge(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
    for _ in range(1000):
        connection.sendall(b"x" * 10_000)


@pytest.mark.parametrize(
    "behave",
    [
        accept_and_close,
        read_half,
        read_all_and_say_nothing,
        read_all_and_reset,
        half_a_response,
        half_a_head,
        garbage,
        huge,
    ],
)
def test_a_failure_after_the_request_began_says_that_it_left(behave: Behaviour) -> None:
    with serving(behave) as port, pytest.raises(RequestFailed) as caught:
        post(port, limits=QUICK)
    assert caught.value.left_the_machine


@pytest.mark.parametrize("behave", [read_all_and_reset, read_all_and_say_nothing, half_a_response, garbage])
def test_behind_tls_too(behave: Behaviour, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    client = Client(NetSettings(ca_file=authority.ca_file))
    with serving(behave, authority.server()) as port, pytest.raises(RequestFailed) as caught:
        post(port, client=client, scheme="https", limits=QUICK)
    assert caught.value.left_the_machine


def test_a_refused_connection_sent_nothing() -> None:
    # Bound, so that nobody else gets the port meanwhile, and not listening.
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(RequestFailed) as caught:
            post(closed.getsockname()[1])
    assert not caught.value.left_the_machine
    assert caught.value.id == "network.unreachable"


def test_a_name_that_does_not_resolve_sent_nothing() -> None:
    with pytest.raises(RequestFailed) as caught:
        Client().exchange(Request("GET", "http://no-such-host.invalid/", limits=PATIENT))
    assert not caught.value.left_the_machine


def test_an_unknown_authority_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    with (
        serving(hang, Authority(tmp_path).server()) as port,
        pytest.raises(CertificateRefused) as caught,
    ):
        post(port, scheme="https")
    assert not caught.value.left_the_machine


def test_a_certificate_for_another_host_is_refused(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    client = Client(NetSettings(ca_file=authority.ca_file))
    with serving(hang, authority.server("example.test")) as port, pytest.raises(CertificateRefused):
        post(port, client=client, scheme="https")


@pytest.mark.parametrize("behave", [read_half, hang, garbage])
def test_a_handshake_that_fails_sent_nothing(behave: Behaviour) -> None:
    limits = Limits(connect=0.4, read=5, total=5)
    with serving(behave) as port, pytest.raises(RequestFailed) as caught:
        post(port, scheme="https", limits=limits)
    assert not caught.value.left_the_machine


def test_a_private_authority_of_the_settings_is_trusted(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    client = Client(NetSettings(ca_file=authority.ca_file))
    with serving(_echo, authority.server()) as port:
        assert post(port, client=client, scheme="https").ok


def drip(connection: socket.socket) -> None:
    connection.settimeout(0.05)
    while True:
        connection.sendall(b"x")
        try:
            if not connection.recv(1):
                return
        except TimeoutError:
            continue


def gives_up(reached: threading.Event, ask: Callable[[float], object]) -> tuple[RequestFailed, float]:
    """Ask for half a second or, where a busy machine did not let the server get so far meanwhile, for longer.

    Returns:
        The failure, and how many seconds more than was allowed it took.
    """
    for total in (0.5, 2.0, 8.0, 32.0):
        began = time.monotonic()
        with pytest.raises(RequestFailed) as caught:
            ask(total)
        if reached.is_set():
            return caught.value, time.monotonic() - began - total
    raise AssertionError("the server was never reached")


@pytest.mark.parametrize("secured", [False, True])
@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nX-Drips: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\nConnection: close\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}",
    ],
)
def test_an_answer_that_drips_ends_at_the_deadline(head: bytes, secured: bool, tmp_path: Path) -> None:
    dripping = threading.Event()

    def answer(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(head)
        dripping.set()
        drip(connection)

    authority = Authority(tmp_path)
    client = Client(NetSettings(ca_file=authority.ca_file))
    scheme = "https" if secured else "http"
    with serving(answer, authority.server() if secured else None) as port:
        failure, late = gives_up(
            dripping, lambda total: post(port, client=client, scheme=scheme, limits=Limits(read=90, total=total))
        )
    assert failure.id == "network.timeout"
    assert failure.left_the_machine
    assert late < 30


def test_a_handshake_that_drips_ends_at_the_deadline() -> None:
    dripping = threading.Event()

    def slow_hello(connection: socket.socket) -> None:
        connection.recv(4096)
        # The head of a TLS record that never comes whole.
        connection.sendall(b"\x16\x03\x03\x40\x00")
        dripping.set()
        drip(connection)

    with serving(slow_hello) as port:
        failure, late = gives_up(
            dripping, lambda total: post(port, scheme="https", limits=Limits(connect=90, read=90, total=total))
        )
    assert failure.id == "network.timeout"
    assert not failure.left_the_machine
    assert late < 30


def test_a_server_that_takes_in_a_long_request_slowly_ends_at_the_deadline() -> None:
    taking = threading.Event()

    def slow(connection: socket.socket) -> None:
        while connection.recv(1):
            taking.set()
            threading.Event().wait(0.01)

    with serving(slow) as port:
        request = Request("POST", f"http://127.0.0.1:{port}/", {}, b"x" * 20_000_000)
        failure, late = gives_up(
            taking, lambda total: Client().exchange(replace(request, limits=Limits(connect=90, read=90, total=total)))
        )
    assert failure.id == "network.timeout"
    assert late < 30


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    seen: list[bytes] = []

    def redirect(connection: socket.socket) -> None:
        seen.append(read_request(connection))
        respond(connection, b"", status="307 Temporary Redirect", headers="Location: /elsewhere\r\n")

    with serving(redirect) as port:
        assert post(port).status == 307
    assert len(seen) == 1


def test_a_server_error_is_not_repeated() -> None:
    seen: list[bytes] = []

    def fail(connection: socket.socket) -> None:
        seen.append(read_request(connection))
        respond(connection, b"", status="503 Service Unavailable", headers="Retry-After: 0\r\n")

    with serving(fail) as port:
        assert post(port).status == 503
    assert len(seen) == 1


def test_the_page_of_a_captive_portal_is_no_answer_of_the_server() -> None:
    def portal(connection: socket.socket) -> None:
        read_request(connection)
        respond(connection, b"<html>Accept the terms of this hotel</html>", headers="Content-Type: text/html\r\n")

    with serving(portal) as port:
        reply = post(port)
    assert reply.ok
    with pytest.raises(ServerTrouble):
        reply.json()


def test_an_answer_nested_without_end_is_no_answer_of_the_server() -> None:
    with pytest.raises(ServerTrouble):
        Reply(200, {}, b"[" * 1_000_000).json()


def test_a_slow_line_may_take_longer_for_a_picture_than_for_its_pieces(tmp_path: Path) -> None:
    size = 8_000_000
    pause = 0.0

    def slow(connection: socket.socket) -> None:
        data = bytearray()
        while b"\r\n\r\n" not in data or len(data) - data.index(b"\r\n\r\n") - 4 < size:
            data += connection.recv(16 * 1024)
            threading.Event().wait(pause)
        respond(connection, b"{}")

    authority = Authority(tmp_path)
    client = Client(NetSettings(ca_file=authority.ca_file))
    answers: list[int] = []
    with serving(slow, authority.server()) as port:
        # A busy machine may keep even one piece for longer than that: then all of it slower.
        for each in (0.5, 2.0, 8.0):
            pause = each / 160
            limits = Limits(connect=each, read=60, total=120)
            request = Request("POST", f"https://127.0.0.1:{port}/", body=bytes(size), limits=limits)
            with suppress(RequestFailed):
                answers.append(client.exchange(request).status)
                break
    assert answers == [200]


def test_the_clock_of_the_server_is_read() -> None:
    def dated(connection: socket.socket) -> None:
        read_request(connection)
        respond(connection, b"{}", headers="Date: Sun, 22 Nov 2026 20:00:00 GMT\r\n")

    with serving(dated) as port:
        date = post(port).date
    assert date is not None
    assert date.isoformat() == "2026-11-22T20:00:00+00:00"


@pytest.mark.parametrize("date", ["", "Date: yesterday\r\n", "Date: Fri, 31 Dec 9999 23:59:59 -2300\r\n"])
def test_a_clock_that_cannot_be_read_is_none(date: str) -> None:
    def undated(connection: socket.socket) -> None:
        read_request(connection)
        respond(connection, b"{}", headers=date)

    with serving(undated) as port:
        assert post(port).date is None


def test_nothing_of_the_environment_gets_into_a_request(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (own_home / ".netrc").write_text("machine 127.0.0.1 login somebody password else\n", encoding="ascii")
    (own_home / ".netrc").chmod(0o600)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere")
    with serving(_echo) as port:
        text = post(port).body.decode()
    assert "Authorization: Bearer x" in text
    assert "Basic" not in text


def test_a_file_that_holds_no_certificate_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing", encoding="ascii")
    with pytest.raises(NeedsOfficer) as caught:
        Client(NetSettings(ca_file=tmp_path / "ca.pem"))
    assert caught.value.id == "settings.ca-unusable"


def test_a_proxy_that_is_no_address_is_said_at_once() -> None:
    with pytest.raises(NeedsOfficer):
        Client(NetSettings(proxy="proxy.mission"))


def test_neither_headers_nor_bodies_show_in_a_representation() -> None:
    request = Request("POST", "https://example.test/", {"Authorization": "canary"}, b"canary")
    assert "canary" not in repr(request)
    assert "canary" not in repr(Reply(200, {"Set-Cookie": "canary"}, b"canary"))


def _echo(connection: socket.socket) -> None:
    """Answer with the request."""
    respond(connection, read_request(connection))
