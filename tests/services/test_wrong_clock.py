"""A laptop whose clock is set wrong, flown to another zone, or taken through the change to summer time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import Cause, Delivery, State
from embassy_assistant.domain.errors import RateLimited
from embassy_assistant.domain.events import NetworkSeen
from embassy_assistant.domain.post import Due
from embassy_assistant.services.gates import Wait
from tests.helpers.lying import START, LyingNetwork
from tests.helpers.memory import OFFICER, Bench, memory_desk

if TYPE_CHECKING:
    from embassy_assistant.domain.account import Account


class TellingNetwork(LyingNetwork):
    """Its server says what time it is, as soon as it is asked anything."""

    bench: Bench

    def online(self, account: Account) -> bool:
        self.bench.clock.told = True
        return super().online(account)


@pytest.fixture
def bench() -> Bench:
    """Return a desk with one account, whose server has not been asked anything yet."""
    network = TellingNetwork()
    bench = memory_desk(network=network)
    network.bench = bench
    bench.account("uk", "uk")
    return bench


def queue(bench: Bench, due: Due | None = None) -> None:
    bench.desk.outbox.queue(replace(bench.post(), due=due), OFFICER)
    bench.clock.forward(seconds=31)


def later(span: timedelta) -> Due:
    return Due((START + span).replace(tzinfo=None), "UTC")


def row_of(bench: Bench) -> Delivery:
    (row,) = bench.store.deliveries.rows.values()
    return row


def test_a_post_due_in_a_year_stays_when_the_clock_is_set_forward_a_year(bench: Bench) -> None:
    queue(bench, later(timedelta(days=365)))
    bench.clock.wrong = timedelta(days=365)
    bench.desk.sender.drain()
    assert (row_of(bench).state, bench.network.texts) == (State.WAITING, [])


def test_a_clock_set_forward_makes_no_post_missed(bench: Bench) -> None:
    queue(bench, later(timedelta(hours=1)))
    bench.clock.wrong = timedelta(days=365)
    bench.desk.sender.drain()
    assert row_of(bench).state is State.WAITING
    bench.clock.forward(hours=1)
    bench.desk.sender.drain()
    assert row_of(bench).state is State.SENT


def test_a_post_whose_time_has_truly_passed_is_missed(bench: Bench) -> None:
    queue(bench, later(timedelta(hours=1)))
    bench.clock.forward(hours=4)
    bench.desk.sender.drain()
    assert row_of(bench).state is State.MISSED


def test_a_post_goes_out_on_time_by_a_clock_set_back_a_day_once_the_servers_were_heard(bench: Bench) -> None:
    queue(bench, later(timedelta(hours=1)))
    bench.clock.wrong = -timedelta(days=1)
    bench.clock.told = True
    bench.clock.forward(hours=1)
    bench.desk.sender.drain()
    assert row_of(bench).state is State.SENT


def test_a_post_for_now_queued_by_a_clock_a_year_ahead_goes_out_once_it_is_set_right(bench: Bench) -> None:
    bench.clock.wrong = timedelta(days=365)
    queue(bench)
    bench.clock.wrong = timedelta()
    bench.desk.sender.drain()
    assert row_of(bench).state is State.SENT


@pytest.mark.parametrize("back", [timedelta(hours=20), timedelta(days=400)], ids=str)
def test_a_clock_that_was_set_back_does_not_put_off_finding_out(bench: Bench, back: timedelta) -> None:
    bench.network.script = ["mute"]
    queue(bench)
    bench.desk.sender.drain()
    assert row_of(bench).state is State.UNKNOWN
    bench.clock.wrong = -back
    for _ in range(8):
        bench.clock.forward(minutes=1)
        bench.desk.sender.drain()
    assert row_of(bench).state is State.SENT


@pytest.mark.parametrize("back", [timedelta(hours=20), timedelta(days=400)], ids=str)
def test_a_row_found_armed_by_a_clock_that_was_set_back_is_read_back_twice_minutes_apart(
    bench: Bench, back: timedelta
) -> None:
    queue(bench)
    bench.desk.sender.drain()
    sent = row_of(bench)
    bench.store.deliveries.rows[sent.id] = replace(sent, state=State.ARMED, armed_at=bench.clock.now())
    bench.clock.wrong = -back
    looked: list[datetime] = []
    bench.network.finding = ["blind"] * 2
    bench.desk.events.subscribe(lambda _event: looked.append(bench.clock.time) if row_of(bench).looks else None)
    for _ in range(20):
        bench.clock.forward(minutes=1)
        bench.desk.sender.drain()
    assert row_of(bench).state is State.SENT
    assert bench.network.texts == ["Слава Україні!"]
    assert looked[0] >= START + timedelta(seconds=91)
    assert State.ARMED in [step.target for step in bench.store.deliveries.steps]
    again = [s.at for s in bench.store.deliveries.steps if s.cause is Cause.NOT_THERE_AND_SAFE]
    first = [s.at for s in bench.store.deliveries.steps if s.cause is Cause.NOT_THERE_YET]
    assert again[0] - first[0] >= timedelta(minutes=4)


def test_a_pause_that_the_server_asked_for_is_kept_for_hours_by_any_clock(bench: Bench) -> None:
    bench.network.script = [RateLimited(retry_at=START + timedelta(hours=3))]
    queue(bench)
    bench.desk.sender.drain()
    bench.clock.forward(hours=2)
    bench.desk.sender.drain()
    assert bench.network.texts == []
    bench.clock.forward(hours=1)
    bench.desk.sender.drain()
    assert bench.network.texts == ["Слава Україні!"]


def test_a_difference_that_the_way_to_the_server_explains_is_none(bench: Bench) -> None:
    seen: list[NetworkSeen] = []
    bench.desk.events.subscribe(lambda event: seen.append(event) if isinstance(event, NetworkSeen) else None)
    bench.clock.told = True
    for wrong in (timedelta(seconds=90), -timedelta(hours=3)):
        bench.clock.wrong = wrong
        bench.desk.sender.step()
    assert [event.clock_error for event in seen] == [None, -timedelta(hours=3)]


def test_the_queue_says_what_it_waits_for_by_the_true_time(bench: Bench) -> None:
    queue(bench, later(timedelta(hours=1)))
    bench.clock.wrong, bench.clock.told = timedelta(days=365), True
    group = bench.desk.outbox.group(row_of(bench).post_id)
    assert group is not None
    assert list(group.waits.values()) == [Wait.DUE]


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        (datetime(2027, 3, 28, 3, 30), "Europe/Kyiv", datetime(2027, 3, 28, 1, 30)),  # skipped: read as 04:30
        (datetime(2027, 10, 31, 3, 30), "Europe/Kyiv", datetime(2027, 10, 31, 0, 30)),  # twice: the first
        (datetime(2027, 3, 14, 2, 30), "America/New_York", datetime(2027, 3, 14, 7, 30)),
        (datetime(2027, 11, 7, 1, 30), "America/New_York", datetime(2027, 11, 7, 5, 30)),
        (datetime(2027, 4, 1, 9, 0), "Europe/Kyiv", datetime(2027, 4, 1, 6, 0)),  # queued in winter, sent in summer
    ],
)
def test_a_post_queued_before_the_change_to_summer_time_goes_out_by_the_clock_on_the_wall(
    bench: Bench, local: datetime, zone: str, instant: datetime
) -> None:
    queue(bench, Due(local, zone))
    due = instant.replace(tzinfo=UTC)
    bench.clock.time = due - timedelta(seconds=1)
    bench.desk.sender.drain()
    assert row_of(bench).state is State.WAITING
    bench.clock.time = due
    bench.desk.sender.drain()
    assert row_of(bench).state is State.SENT


def test_a_flight_to_another_zone_moves_no_post(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    queue(bench, Due(datetime(2026, 11, 23, 9, 0), "Europe/Kyiv"))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    bench.clock.time = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    bench.desk.sender.drain()
    assert row_of(bench).state is State.SENT


def test_nothing_goes_out_early_by_a_server_that_is_days_ahead_of_the_laptop(bench: Bench) -> None:
    queue(bench, later(timedelta(days=300)))
    # Laptop and server cannot both be right, and only a person can look at a calendar.
    bench.clock.forward(days=365)
    bench.clock.wrong, bench.clock.told = -timedelta(days=365), True
    bench.desk.sender.drain()
    assert (row_of(bench).state, bench.network.texts) == (State.WAITING, [])
    bench.clock.wrong = -timedelta(days=64, hours=23)
    bench.desk.sender.drain()
    assert row_of(bench).state is State.SENT  # Now it is due by both.
