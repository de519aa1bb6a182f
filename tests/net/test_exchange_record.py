"""The record of exchanges: enough to tell what happened, and none of the secrets that went along."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import RequestFailed
from embassy_assistant.net import Client, Request
from embassy_assistant.net.record import note, taken
from tests.helpers.sockets import read_request, serving

if TYPE_CHECKING:
    import socket

SECRET = "canary-4b1d"


def answers(connection: socket.socket) -> None:
    read_request(connection)
    connection.sendall(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\nSet-Cookie: " + SECRET.encode() + b"\r\n\r\nOK")


def hangs_up(connection: socket.socket) -> None:
    read_request(connection)


@pytest.fixture(autouse=True)
def _nothing_before() -> None:
    taken()


def test_an_exchange_is_told_without_its_secrets() -> None:
    with serving(answers) as port:
        url = f"http://{SECRET}:{SECRET}@127.0.0.1:{port}/api/v1/statuses?token={SECRET}"
        request = Request("POST", url, {"Authorization": f"Bearer {SECRET}"}, SECRET.encode())
        assert Client().exchange(request).status == 201
    (kept,) = taken()
    assert (kept["method"], kept["host"], kept["path"]) == ("POST", "127.0.0.1", "/api/v1/statuses")
    assert (kept["result"], kept["sent"], kept["received"]) == ("201", len(SECRET), 2)
    assert SECRET not in json.dumps(kept)
    assert taken() == []


def test_a_failure_is_told_by_its_id() -> None:
    with serving(hangs_up) as port, pytest.raises(RequestFailed):
        Client().exchange(Request("GET", f"http://127.0.0.1:{port}/slow"))
    assert [kept["result"] for kept in taken()] == ["network.no-answer"]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/xrpc/com.atproto.repo.putRecord", "/xrpc/com.atproto.repo.putRecord"),
        ("/bot123:AAbbCC/sendMessage", "/…/sendMessage"),
        ("/media/" + "a" * 60, "/media/…"),
        ("", ""),
    ],
)
def test_a_part_of_the_path_that_may_be_a_token_is_left_out(path: str, shown: str) -> None:
    note(Request("GET", f"https://example.test{path}"), 0.25, "200")
    (kept,) = taken()
    assert (kept["path"], kept["ms"]) == (shown, 250)


def test_each_thread_is_told_of_its_own_exchanges_only() -> None:
    note(Request("GET", "https://example.test/mine"), 0, "200")
    others: list[object] = []
    thread = threading.Thread(target=lambda: others.extend(taken()))
    thread.start()
    thread.join()
    assert others == []
    assert len(taken()) == 1


def test_a_thread_that_never_asks_keeps_only_the_last_ones() -> None:
    for number in range(100):
        note(Request("GET", f"https://example.test/{number}"), 0, "200")
    kept = taken()
    assert len(kept) < 50
    assert kept[-1]["path"] == "/99"
