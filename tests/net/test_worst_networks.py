"""Networks on their worst day: IPv6 only, a resolver that lies, a peer that vanishes, a laptop that falls asleep."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from embassy_assistant.domain.errors import CertificateRefused, RequestFailed, ServerTrouble
from embassy_assistant.net import Client, Limits, NetSettings, Request, ServerClock
from tests.helpers.authority import Authority
from tests.helpers.sockets import read_request, respond, serving

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# For what is waited out; all else ends by itself, however busy the machine is.
QUICK = Limits(connect=5, read=0.5, total=5)
PATIENT = Limits(connect=30, read=30, total=60)
NAME = "embassy.test"
IPV6 = "::1"
STAND_IN = "127.0.0.2"


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[socket.AddressFamily, str]]]:
    """Return what names resolve to, in place of the system's resolver; addresses go through to it."""
    known: dict[str, list[tuple[socket.AddressFamily, str]]] = {}
    system = socket.getaddrinfo

    def resolve(host: str, port: int, *arguments: Any, **named: Any) -> list[Any]:  # noqa: ANN401 - as the system's
        if host not in known:
            return list(system(host, port, *arguments, **named))
        if not known[host]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(family, socket.SOCK_STREAM, 6, "", (address, port)) for family, address in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return known


@pytest.fixture
def ipv6(
    resolver: dict[str, list[tuple[socket.AddressFamily, str]]], capsys: pytest.CaptureFixture[str]
) -> tuple[socket.AddressFamily, str]:
    """Return the IPv6 address of this machine, which its resolver knows too.

    Containers are often built without one. There, another of IPv4's stands in for it, which leaves all to be tested but
    the system's own sockets; and the run says so.
    """
    try:
        socket.create_server((IPV6, 0), family=socket.AF_INET6).close()
    except OSError as error:
        with capsys.disabled():
            print(f"\nThis machine has no IPv6 loopback ({error}): {STAND_IN} stands in for {IPV6}.")  # noqa: T201
        resolver[IPV6] = [(socket.AF_INET, STAND_IN)]
        return socket.AF_INET, STAND_IN
    return socket.AF_INET6, IPV6


def hello(connection: socket.socket) -> None:
    read_request(connection)
    respond(connection, b'{"hello": true}')


def ask(url: str, settings: NetSettings | None = None, limits: Limits = PATIENT) -> Any:  # noqa: ANN401 - whatever JSON can hold
    return Client(settings).exchange(Request("POST", url, {"Authorization": "Bearer x"}, b"a post", limits)).json()


def test_a_server_that_has_an_ipv6_address_only_is_reached_by_it(ipv6: tuple[socket.AddressFamily, str]) -> None:
    with serving(hello, host=ipv6[1]) as port:
        assert ask(f"http://[{IPV6}]:{port}/x") == {"hello": True}


def test_a_name_that_has_an_ipv6_address_only_is_reached_over_tls(
    tmp_path: Path,
    resolver: dict[str, list[tuple[socket.AddressFamily, str]]],
    ipv6: tuple[socket.AddressFamily, str],
) -> None:
    authority = Authority(tmp_path)
    resolver[NAME] = [ipv6]
    with serving(hello, authority.server(NAME), host=ipv6[1]) as port:
        assert ask(f"https://{NAME}:{port}/x", NetSettings(ca_file=authority.ca_file)) == {"hello": True}


def test_an_ipv4_address_that_nobody_answers_at_leads_on_to_the_ipv6_one(
    resolver: dict[str, list[tuple[socket.AddressFamily, str]]],
    ipv6: tuple[socket.AddressFamily, str],
) -> None:
    resolver[NAME] = [(socket.AF_INET, "127.0.0.1"), ipv6]
    with serving(hello, host=ipv6[1]) as port:
        assert ask(f"http://{NAME}:{port}/x") == {"hello": True}


def test_a_name_that_does_not_exist_here_sent_nothing(
    resolver: dict[str, list[tuple[socket.AddressFamily, str]]],
) -> None:
    resolver[NAME] = []
    with pytest.raises(RequestFailed) as caught:
        ask(f"https://{NAME}/x")
    assert (caught.value.id, caught.value.left_the_machine) == ("network.unreachable", False)


def test_a_name_that_leads_to_another_machine_is_told_by_its_certificate_before_anything_is_sent(
    tmp_path: Path, resolver: dict[str, list[tuple[socket.AddressFamily, str]]]
) -> None:
    authority = Authority(tmp_path)
    resolver[NAME] = [(socket.AF_INET, "127.0.0.1")]
    reached: list[bytes] = []
    with (
        serving(lambda connection: reached.append(read_request(connection)), authority.server("other.test")) as port,
        pytest.raises(CertificateRefused) as caught,
    ):
        ask(f"https://{NAME}:{port}/x", NetSettings(ca_file=authority.ca_file))
    assert not caught.value.left_the_machine
    assert caught.value.parameters["host"] == NAME
    assert reached == []


def test_a_name_that_leads_to_a_portal_in_clear_is_not_taken_for_the_server(
    resolver: dict[str, list[tuple[socket.AddressFamily, str]]],
) -> None:
    def portal(connection: socket.socket) -> None:
        read_request(connection)
        respond(connection, b"<html>Accept the terms of this hotel</html>", headers="Content-Type: text/html\r\n")

    resolver[NAME] = [(socket.AF_INET, "127.0.0.1")]
    with serving(portal) as port, pytest.raises(ServerTrouble) as caught:
        ask(f"http://{NAME}:{port}/x")
    assert caught.value.id == "network.not-the-server"


def vanishes_after(part: bytes) -> Callable[[socket.socket], None]:
    def behave(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(part)
        # No FIN comes from a machine that lost its line: the connection stays half open until we lose patience.
        connection.recv(1)

    return behave


@pytest.mark.parametrize(
    "part", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"]
)
@pytest.mark.parametrize("secured", [False, True])
def test_a_peer_that_vanishes_is_given_up_and_may_have_acted(part: bytes, secured: bool, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with (
        serving(vanishes_after(part), authority.server() if secured else None) as port,
        pytest.raises(RequestFailed) as caught,
    ):
        ask(f"{'https' if secured else 'http'}://127.0.0.1:{port}/x", NetSettings(ca_file=authority.ca_file), QUICK)
    assert (caught.value.id, caught.value.left_the_machine) == ("network.timeout", True)


def test_an_authority_that_the_system_is_told_to_trust_by_its_environment_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    with serving(hello, authority.server()) as port:
        assert ask(f"https://127.0.0.1:{port}/x") == {"hello": True}


@pytest.mark.parametrize(("slept", "told"), [(timedelta(seconds=2), timedelta(seconds=2)), (timedelta(hours=8), None)])
def test_an_answer_that_was_written_before_the_laptop_slept_does_not_tell_the_time(
    tmp_path: Path, slept: timedelta, told: timedelta | None
) -> None:
    wall = datetime(2026, 11, 22, 20, tzinfo=UTC)
    seconds = 1_000.0

    def answer(connection: socket.socket) -> None:
        nonlocal wall, seconds
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 20:00:00 GMT\r\nContent-Length: 2\r\n\r\n{")
        # The count goes on through suspend, and the rest of the answer comes when the laptop has woken.
        wall += slept
        seconds += slept.total_seconds()
        connection.sendall(b"}")

    authority = Authority(tmp_path)
    servers = ServerClock(lambda: wall, lambda: seconds)
    client = Client(NetSettings(ca_file=authority.ca_file), servers)
    with serving(answer, authority.server()) as port:
        reply = client.exchange(Request("GET", f"https://127.0.0.1:{port}/", limits=PATIENT))
    assert reply.json() == {}
    # Where it was awake, what was heard may be wrong by as long as the answer took.
    assert servers.ahead() == told
