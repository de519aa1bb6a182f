"""A wrong clock of the laptop is noticed by what the servers say of the time, whatever is done to it meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from embassy_assistant.net import Client, Limits, NetSettings, Request, ServerClock
from tests.helpers.authority import Authority
from tests.helpers.sockets import read_request, respond, serving

if TYPE_CHECKING:
    import socket
    from pathlib import Path

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Laptop:
    """A wall clock that may be set, and a count that may not."""

    def __init__(self) -> None:
        self.wall = NOON
        self.seconds = 1_000.0
        self.servers = ServerClock(lambda: self.wall, lambda: self.seconds)

    def passes(self, span: timedelta) -> None:
        self.wall += span
        self.seconds += span.total_seconds()


def test_nothing_is_known_before_a_server_was_heard() -> None:
    assert Laptop().servers.ahead() is None


def test_a_clock_that_is_set_later_is_noticed_without_asking_again() -> None:
    laptop = Laptop()
    laptop.servers.heard(NOON)
    laptop.passes(timedelta(hours=8))  # Most of it asleep: the count goes on through suspend.
    assert laptop.servers.ahead() == timedelta()
    laptop.wall += timedelta(days=365)
    assert laptop.servers.ahead() == timedelta(days=365)
    laptop.wall -= timedelta(days=366)
    assert laptop.servers.ahead() == -timedelta(days=1)


def test_one_server_with_a_wrong_clock_does_not_make_the_laptops_wrong() -> None:
    laptop = Laptop()
    laptop.servers.heard(NOON + timedelta(days=365), "wrong.test")
    laptop.servers.heard(NOON, "right.test")
    assert laptop.servers.ahead() == timedelta()
    laptop.wall -= timedelta(days=1)
    assert laptop.servers.ahead() == -timedelta(days=1)


def test_what_is_heard_later_counts() -> None:
    laptop = Laptop()
    laptop.servers.heard(NOON - timedelta(hours=3))
    assert laptop.servers.ahead() == timedelta(hours=3)
    laptop.servers.heard(NOON)
    assert laptop.servers.ahead() == timedelta()


def test_only_a_server_that_has_proved_who_it_is_tells_the_time(tmp_path: Path) -> None:
    def late(connection: socket.socket) -> None:
        read_request(connection)
        respond(connection, b"{}", headers="Date: Sun, 22 Nov 2026 09:00:00 GMT\r\n")

    laptop, authority = Laptop(), Authority(tmp_path)
    client = Client(NetSettings(ca_file=authority.ca_file), laptop.servers)
    with serving(late) as port:
        client.exchange(Request("GET", f"http://127.0.0.1:{port}/", limits=Limits(connect=30, total=60)))
    assert laptop.servers.ahead() is None
    with serving(late, authority.server()) as port:
        client.exchange(Request("GET", f"https://127.0.0.1:{port}/", limits=Limits(connect=30, total=60)))
    assert laptop.servers.ahead() == timedelta(hours=3)


def test_the_count_of_this_machine_goes_on() -> None:
    servers = ServerClock()
    servers.heard(datetime.now(UTC) - timedelta(hours=3))
    ahead = servers.ahead()
    assert ahead is not None
    assert abs(ahead - timedelta(hours=3)) < timedelta(minutes=1)
