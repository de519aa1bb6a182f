"""How long a repeat under the same key is trusted, on a laptop whose clock may be wrong."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.clock import ClockEvidence
from embassy_assistant.domain.delivery import Action, Cause, State
from embassy_assistant.domain.errors import ServerTrouble
from embassy_assistant.domain.network import Reconciliation
from embassy_assistant.services.keys import Keys
from tests.helpers.lying import LyingNetwork
from tests.helpers.memory import OFFICER, Bench, memory_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.delivery import Delivery

LIFE = timedelta(minutes=50)


@pytest.fixture
def bench() -> Bench:
    """Return a desk with one account on a server that forgets keys."""
    bench = memory_desk(network=LyingNetwork(key_life=LIFE))
    bench.account("uk", "uk")
    return bench


def attempt(bench: Bench, word: str = "dropped") -> str:
    """Send a post that gets no answer; returns the id of its row."""
    bench.network.script = [word]
    (row,) = bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(seconds=31)
    bench.desk.sender.step()
    assert row_of(bench).state is State.UNKNOWN
    return row.id


def row_of(bench: Bench) -> Delivery:
    (row,) = bench.store.deliveries.rows.values()
    return row


def settle(bench: Bench, minutes: int = 10) -> None:
    for _ in range(minutes):
        bench.clock.forward(minutes=1)
        bench.desk.sender.drain()


def test_a_young_key_is_used_again(bench: Bench) -> None:
    attempt(bench)
    settle(bench)
    assert row_of(bench).state is State.SENT
    assert bench.network.texts == ["Слава Україні!"]


def aged(bench: Bench) -> None:
    bench.clock.forward(minutes=51)


def restarted(bench: Bench) -> None:
    bench.clock.restart()


def set_back(bench: Bench) -> None:
    bench.clock.forward(minutes=10)
    bench.clock.wrong = -timedelta(days=1)


def set_forward(bench: Bench) -> None:
    bench.clock.wrong = timedelta(days=365)


@pytest.mark.parametrize("doubt", [aged, restarted, set_back, set_forward], ids=lambda doubt: doubt.__name__)
def test_a_key_in_doubt_asks_a_person_rather_than_sending_again(bench: Bench, doubt: Callable[[Bench], None]) -> None:
    attempt(bench)
    doubt(bench)
    settle(bench)
    assert row_of(bench).state is State.NEEDS_HUMAN
    assert bench.network.texts == []


def test_a_system_that_does_not_say_when_it_was_started_leaves_keys_in_doubt(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench.clock, "evidence", lambda: ClockEvidence(bench.clock.now(), "the same"))
    attempt(bench)
    settle(bench)
    assert row_of(bench).state is State.NEEDS_HUMAN


def test_a_key_counts_from_the_first_arming_and_not_from_the_last(bench: Bench) -> None:
    attempt(bench)
    bench.desk.outbox.hold()
    settle(bench)
    bench.clock.forward(minutes=36)
    bench.network.script = ["dropped"]
    bench.desk.outbox.release()
    settle(bench)
    assert row_of(bench).state is State.NEEDS_HUMAN
    assert [step.cause for step in bench.desk.outbox.history(row_of(bench).id)].count(Cause.COMMITTED_TO_SEND) == 2


def test_a_key_that_expired_while_everything_was_held_is_read_back_before_it_is_used(bench: Bench) -> None:
    attempt(bench)
    bench.desk.outbox.hold()
    settle(bench)
    assert row_of(bench).state is State.PREPARED
    bench.clock.forward(hours=1)
    bench.desk.outbox.release()
    bench.desk.sender.step()
    assert row_of(bench).state is State.UNKNOWN
    assert bench.desk.outbox.history(row_of(bench).id)[-1].cause is Cause.KEY_EXPIRED
    settle(bench)
    assert row_of(bench).state is State.NEEDS_HUMAN
    assert bench.network.texts == []


def test_what_an_officer_decided_to_send_is_sent_under_an_old_key_too(bench: Bench) -> None:
    row = attempt(bench)
    bench.clock.forward(hours=1)
    settle(bench)
    bench.desk.outbox.act(row, Action.SEND_AGAIN, OFFICER)
    settle(bench, 1)
    assert row_of(bench).state is State.SENT
    assert bench.network.texts == ["Слава Україні!"]


def test_an_attempt_that_certainly_did_nothing_leaves_no_doubt(bench: Bench) -> None:
    bench.network.script = ["lost"]
    bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(seconds=31)
    bench.desk.sender.step()
    bench.clock.forward(hours=2)
    settle(bench, 1)
    assert row_of(bench).state is State.SENT


def test_a_key_that_stands_for_another_post_is_not_used_again(bench: Bench) -> None:
    bench.network.script = [ServerTrouble("network.key-taken")]
    bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(seconds=31)
    bench.desk.sender.step()
    assert row_of(bench).state is State.UNKNOWN
    settle(bench)
    assert row_of(bench).state is State.NEEDS_HUMAN
    assert bench.network.texts == []


def test_keys_that_never_expire_need_no_clock() -> None:
    bench = memory_desk()
    bench.account("uk", "uk")
    attempt(bench)
    bench.clock.restart()
    bench.clock.wrong = timedelta(days=400)
    settle(bench)
    # Its time is over by the wrong clock; nothing was guessed.
    assert row_of(bench).state is State.MISSED


def test_a_state_bearing_network_sends_again_only_what_its_state_says_is_not_out() -> None:
    for word, state in (("unpublished", State.SENT), ("blind", State.NEEDS_HUMAN)):
        bench = memory_desk(network=LyingNetwork(kind=Reconciliation.STATE_BEARING))
        bench.account("uk", "uk")
        attempt(bench)
        bench.network.finding = [word] * 2
        settle(bench)
        assert row_of(bench).state is state


def test_the_arming_step_keeps_what_was_known_of_the_time_and_the_newest_remote_id(bench: Bench) -> None:
    bench.network.keys = 7
    row = attempt(bench, "mute")
    note = next(s.note for s in bench.desk.outbox.history(row) if s.cause is Cause.COMMITTED_TO_SEND)
    assert '"boot": "boot 1"' in note
    assert '"since_boot": 31.0' in note
    assert '"newest": "7"' in note


def test_a_row_without_evidence_of_its_arming_promises_nothing(bench: Bench) -> None:
    attempt(bench)
    bench.store.deliveries.steps.clear()
    settle(bench)
    assert row_of(bench).state is State.NEEDS_HUMAN


def test_nothing_is_promised_of_an_account_that_was_removed(bench: Bench) -> None:
    attempt(bench)
    bench.store.accounts.remove("practice:uk")
    keys = Keys(bench.desk.workspace.store, bench.desk.accounts, bench.clock)
    assert keys.reconciliation(row_of(bench)) is Reconciliation.BLIND


def test_a_clock_that_was_ahead_for_a_while_is_trusted_again_after_a_day(bench: Bench) -> None:
    keys = Keys(bench.desk.workspace.store, bench.desk.accounts, bench.clock)
    bench.clock.wrong = timedelta(days=365)
    keys.mark()
    bench.clock.wrong = timedelta()
    keys.mark()
    keys.mark()
    attempt(bench)
    row = row_of(bench)
    assert keys.reconciliation(row) is Reconciliation.LIST_READ
    bench.clock.forward(days=1, minutes=1)
    keys.mark()
    bench.store.deliveries.rows.clear()
    bench.store.posts.kept.clear()
    bench.network.key_life = LIFE
    attempt(bench)
    assert keys.reconciliation(row_of(bench)) is Reconciliation.KEYED


def test_the_latest_time_is_kept_once_a_minute_at_most(bench: Bench) -> None:
    bench.desk.sender.step()
    before = dict(bench.store.settings.values)
    bench.clock.forward(seconds=59)
    bench.desk.sender.step()
    assert bench.store.settings.values == before
    bench.clock.forward(seconds=1)
    bench.desk.sender.step()
    assert bench.store.settings.values != before
