"""What the sender does of what seldom happens: defects, removed accounts, full disks, servers that send later."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import Cause, Prepared, State
from embassy_assistant.domain.errors import CertificateRefused, DiskFull, RateLimited, ServerTrouble, Unusable
from embassy_assistant.domain.post import Due
from embassy_assistant.services.record import Means
from embassy_assistant.services.sender import Sender
from tests.helpers.memory import OFFICER, Bench, FreeLock, LyingNetwork
from tests.helpers.sending import causes, pair_desk, queue, settle, states

if TYPE_CHECKING:
    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery, Published
    from embassy_assistant.domain.network import SignedIn


@pytest.fixture
def bench() -> Bench:
    return pair_desk()


@pytest.mark.log_warnings_expected("sending stumbled")
def test_the_thread_that_sends_survives_a_defect_and_says_so(bench: Bench) -> None:
    bench.network.script = [ZeroDivisionError("a defect")]
    queue(bench)
    bench.clock.forward(seconds=30)
    stop, wake = threading.Event(), threading.Event()
    sender = threading.Thread(target=bench.desk.sender.run, args=(stop, wake))
    armed = threading.Event()
    bench.desk.events.subscribe(lambda _event: armed.set() if State.UNKNOWN in states(bench) else None)
    sender.start()
    assert armed.wait(30)
    bench.clock.forward(minutes=6)
    done = threading.Event()
    bench.desk.events.subscribe(lambda _event: done.set() if set(states(bench)) == {State.SENT} else None)
    for _ in range(100):
        bench.clock.forward(minutes=1)
        wake.set()
        if done.wait(0.1):
            break
    stop.set()
    wake.set()
    sender.join(30)
    assert states(bench) == [State.SENT, State.SENT]


def test_an_account_whose_network_is_not_known_here_does_not_hold_up_the_others(bench: Bench) -> None:
    (strange,) = bench.desk.outbox.queue(bench.post("Один", "One", "practice:uk"), OFFICER)
    bench.store.deliveries.rows[strange.id] = replace(strange, network="gone")
    bench.desk.outbox.queue(bench.post("Два", "Two", "practice:uk"), OFFICER)
    bench.clock.forward(seconds=31)
    with pytest.raises(Unusable, match="unknown-network"):
        bench.desk.sender.step()
    assert bench.network.texts == ["Два"]


def test_an_account_that_is_removed_at_that_moment_gets_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.desk.outbox.queue(bench.post("Один", "One", "practice:uk"), OFFICER)
    bench.clock.forward(seconds=31)

    def removed(_network: LyingNetwork, account: Account) -> bool:
        bench.store.accounts.remove(account.id)
        return True

    monkeypatch.setattr(LyingNetwork, "online", removed)
    with pytest.raises(Unusable, match=r"account\.unknown"):
        bench.desk.sender.step()
    assert states(bench) == [State.WAITING]


def test_a_full_disk_ends_the_pass(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    queue(bench)
    bench.clock.forward(seconds=31)

    def full(*_arguments: object) -> None:
        raise DiskFull

    monkeypatch.setattr(bench.store.deliveries, "apply", full)
    with pytest.raises(DiskFull):
        bench.desk.sender.step()
    assert states(bench) == [State.WAITING, State.WAITING]


def test_the_thread_that_sends_rests_while_another_program_sends(bench: Bench) -> None:
    stop, wake = threading.Event(), threading.Event()

    class Taken(FreeLock):
        """Held by another program; whoever asks is told to end."""

        def acquire(self) -> bool:
            stop.set()
            wake.set()
            return False

    queue(bench)
    bench.clock.forward(seconds=31)
    desk = bench.desk
    Sender(desk.workspace, Taken(), Means(desk.accounts, desk.review, desk.events, bench.clock)).run(stop, wake)
    assert bench.network.texts == []


def parked(bench: Bench) -> Delivery:
    """Return a row that the server has taken for later."""
    bench.network.script = ["parked"]
    (row,) = bench.desk.outbox.queue(bench.post("Один", "One", "practice:uk"), OFFICER)
    bench.clock.forward(seconds=31)
    bench.desk.sender.step()
    row = bench.store.deliveries.rows[row.id]
    assert row.state is State.PARKED
    return row


def test_what_the_server_took_for_later_is_read_back_when_it_is_due(bench: Bench) -> None:
    row = parked(bench)
    due = Due((bench.clock.now() + timedelta(hours=1)).replace(tzinfo=None), "UTC")
    bench.store.deliveries.rows[row.id] = replace(row, due=due)
    bench.desk.sender.drain()
    assert states(bench) == [State.PARKED]
    bench.clock.forward(hours=1)
    bench.network.finding = [ServerTrouble(status=500)]
    bench.desk.sender.drain()
    assert states(bench) == [State.PARKED]
    bench.desk.sender.drain()
    assert states(bench) == [State.SENT]


def test_what_the_server_took_for_later_and_did_not_send_is_looked_for(bench: Bench) -> None:
    parked(bench)
    bench.network.finding = ["blind"]
    bench.desk.sender.drain()
    assert states(bench) == [State.UNKNOWN]
    settle(bench, 5)
    assert states(bench) == [State.SENT]
    assert bench.network.texts == ["Один"]


def test_nothing_is_looked_for_of_an_account_that_was_removed(bench: Bench) -> None:
    bench.network.script = ["mute"]
    queue(bench)
    bench.clock.forward(seconds=31)
    bench.desk.sender.step()
    bench.store.accounts.remove("practice:uk")
    settle(bench, 5)
    assert states(bench)[0] is State.UNKNOWN


def test_what_was_never_prepared_and_is_in_doubt_asks_for_a_person(bench: Bench) -> None:
    row, _other = bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.store.deliveries.rows[row.id] = replace(row, state=State.UNKNOWN)
    bench.desk.sender.step()
    assert states(bench)[0] is State.NEEDS_HUMAN


def test_what_was_uploaded_and_has_expired_is_prepared_anew(bench: Bench) -> None:
    row, _other = bench.desk.outbox.queue(bench.post(), OFFICER)
    old = Prepared("old", "{}", expires_at=bench.clock.now())
    bench.store.deliveries.rows[row.id] = replace(row, state=State.PREPARED, prepared=old)
    settle(bench, 2)
    assert states(bench) == [State.SENT, State.SENT]
    assert "old" not in bench.network.out


def test_a_certificate_that_is_refused_has_sent_nothing(bench: Bench) -> None:
    bench.network.script = [CertificateRefused()]
    queue(bench)
    settle(bench)
    assert Cause.NOTHING_LEFT_THE_MACHINE in causes(bench)
    assert bench.network.texts == ["Слава Україні!", "Glory to Ukraine!"]


def test_a_server_that_always_asks_for_a_moment_is_not_asked_without_end(bench: Bench) -> None:
    asked = 0

    def publish(prepared: Prepared, account: SignedIn) -> Published:
        nonlocal asked
        asked += 1
        assert asked < 100, "asked without end"
        raise RateLimited(retry_at=bench.clock.now())

    bench.network.publish = publish  # type: ignore[method-assign]
    bench.desk.outbox.queue(bench.post("Один", "One", "practice:uk"), OFFICER)
    bench.clock.forward(seconds=31)
    bench.desk.sender.drain()
    first = asked
    bench.clock.forward(seconds=14)
    bench.desk.sender.drain()
    assert asked == first
    bench.clock.forward(seconds=1)
    bench.desk.sender.drain()
    assert asked == first + 1


def test_a_mention_of_nobody_is_in_the_history(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = bench.network.prepare

    def unlinked(*arguments: object) -> Prepared:
        return replace(prepare(*arguments), unlinked=("@misspelt.example",))  # type: ignore[arg-type]

    monkeypatch.setattr(bench.network, "prepare", unlinked)
    (row,) = bench.desk.outbox.queue(bench.post("Один", "One", "practice:uk"), OFFICER)
    settle(bench, 2)
    step = next(step for step in bench.desk.outbox.history(row.id) if step.cause is Cause.PREPARED_THERE)
    assert json.loads(step.note)["parameters"] == {"names": "@misspelt.example"}


def test_the_thread_that_sends_wakes_when_something_is_due(bench: Bench) -> None:
    stop, rested = threading.Event(), []

    class Wake(threading.Event):
        """Notes how long the sender means to rest, and ends it."""

        def wait(self, timeout: float | None = None) -> bool:
            rested.append(timeout)
            stop.set()
            return True

    queue(bench)
    bench.clock.forward(seconds=20)
    bench.desk.sender.run(stop, Wake())
    assert rested == [10.0]
