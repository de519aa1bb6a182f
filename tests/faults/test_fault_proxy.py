"""The proxy that breaks things breaks them where it says, and nothing else."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.helpers.faults import Cut, Fault, FaultProxy
from tests.helpers.sockets import respond, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

REQUEST = b"PUT /posts/1 HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nwelcome"


class Server:
    """Remembers, per connection, the bytes that reached it; answers what is whole."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.whole = threading.Event()

    def behave(self, connection: socket.socket) -> None:
        self.got.append(b"")
        place = len(self.got) - 1
        while not self.got[place].endswith(b"hello"):
            if not (chunk := connection.recv(65536)):
                return
            self.got[place] += chunk
        self.whole.set()
        respond(connection, b"welcome")


@contextmanager
def proxied(*plan: Fault, minute: float = 0.05) -> Iterator[tuple[FaultProxy, Server]]:
    """Put a proxy with a plan before a server."""
    server = Server()
    with serving(server.behave) as port, FaultProxy("127.0.0.1", port, minute=minute) as proxy:
        proxy.plan = list(plan)
        yield proxy, server


def ask(proxy: FaultProxy, *, patience: float = 30) -> bytes:
    """Return what comes back until the end, `reset` or `late` after it where it did not end well."""
    answer = b""
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=patience) as client:
        try:
            client.sendall(REQUEST)
            while chunk := client.recv(65536):
                answer += chunk
        except ConnectionError:
            return answer + b"reset"
        except TimeoutError:
            return answer + b"late"
    return answer


def test_what_is_not_planned_passes_untouched() -> None:
    with proxied(Fault(Cut.NOTHING_READ, path="POST /other")) as (proxy, server):
        assert ask(proxy) == ANSWER
        assert server.got == [REQUEST]
        assert (proxy.seen, proxy.struck) == (["PUT /posts/1 HTTP/1.1"], [])


@pytest.mark.parametrize("byte", range(1, len(REQUEST)))
def test_a_request_is_cut_at_any_byte(byte: int) -> None:
    with proxied(Fault(Cut.PART_OF_REQUEST, at=byte / len(REQUEST))) as (proxy, server):
        assert ask(proxy) == b"reset"
        # A reset may overtake bytes that stand in the server's own queue, but never adds any.
        assert all(REQUEST[:byte].startswith(got) for got in server.got)


@pytest.mark.parametrize("byte", range(len(ANSWER) + 1))
def test_an_answer_is_cut_at_any_byte(byte: int) -> None:
    with proxied(Fault(Cut.PART_OF_RESPONSE, at=byte / len(ANSWER))) as (proxy, server):
        assert ask(proxy) == ANSWER[:byte]
        assert server.got == [REQUEST]


@pytest.mark.parametrize(
    ("cut", "answer", "arrives"),
    [
        (Cut.AFTER_CONNECT, b"reset", False),
        (Cut.REQUEST_LOST, b"reset", False),
        (Cut.NOTHING_READ, b"reset", True),
        (Cut.DOUBLED, ANSWER + ANSWER, True),
        (Cut.LATE, ANSWER, True),
    ],
)
def test_each_cut_leaves_what_it_says(cut: Cut, answer: bytes, arrives: bool) -> None:
    with proxied(Fault(cut)) as (proxy, server):
        assert ask(proxy) == answer
        assert server.got == [REQUEST] * arrives
        assert [struck for struck, _ in proxy.struck] == [cut]
        assert ask(proxy) == ANSWER, "a fault that has happened is spent"


@pytest.mark.parametrize(("cut", "arrives"), [(Cut.SERVER_ERROR, True), (Cut.ERROR_INSTEAD, False)])
def test_an_error_is_answered_before_or_after_the_server_acted(cut: Cut, arrives: bool) -> None:
    with proxied(Fault(cut, status=502, headers={"Retry-After": "9"}, body=b"no")) as (proxy, server):
        answer = ask(proxy)
        assert answer.startswith(b"HTTP/1.1 502 ")
        assert b"Retry-After: 9\r\n" in answer
        assert answer.endswith(b"\r\n\r\nno")
        assert server.got == [REQUEST] * arrives


def test_a_hung_connection_stays_open_until_the_client_loses_patience() -> None:
    with proxied(Fault(Cut.HUNG), minute=60) as (proxy, server):
        assert ask(proxy, patience=0.3) == b"late"
        assert server.whole.wait(30)
        assert server.got == [REQUEST]


def test_a_slow_answer_comes_byte_by_byte_by_the_proxys_minutes() -> None:
    with proxied(Fault(Cut.SLOW), minute=0.001) as (proxy, _):
        assert ask(proxy) == ANSWER
    with proxied(Fault(Cut.SLOW), minute=60) as (proxy, _):
        assert ask(proxy, patience=0.2) == b"late"


def test_a_refusing_port_refuses_and_a_silent_one_does_not_answer() -> None:
    with proxied() as (proxy, server):
        with proxy.refusing(), pytest.raises(ConnectionRefusedError):
            ask(proxy)
        with proxy.silent(), pytest.raises(TimeoutError):
            ask(proxy, patience=0.3)
        assert ask(proxy) == ANSWER
        assert server.got == [REQUEST]


def test_a_fault_waits_for_its_turn() -> None:
    with proxied(Fault(Cut.NOTHING_READ, path="PUT", after=1, times=2)) as (proxy, _):
        assert [ask(proxy) for _ in range(4)] == [ANSWER, b"reset", b"reset", ANSWER]


@pytest.mark.parametrize("cut", [Cut.BEFORE_CONNECT, Cut.SILENT])
def test_what_comes_before_a_request_cannot_be_planned_for_one(cut: Cut) -> None:
    with pytest.raises(ValueError, match="before connecting"):
        Fault(cut)
