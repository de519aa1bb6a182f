"""What an Officer does with the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from embassy_assistant.domain.delivery import Action, Cause, Published, State
from embassy_assistant.domain.errors import NetworkRefused, NotSendable, SignInAgain, Unusable
from embassy_assistant.domain.events import DeliveriesChanged, Event, HoldChanged
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.domain.post import Due
from embassy_assistant.services.gates import Wait
from tests.helpers.memory import OFFICER, Bench, memory_desk


@pytest.fixture
def bench() -> Bench:
    bench = memory_desk()
    bench.account("uk", "uk")
    bench.account("en", "en")
    return bench


def row_states(bench: Bench) -> list[State]:
    return [row.state for row in bench.store.deliveries.rows.values()]


def test_queueing_freezes_the_words(bench: Bench) -> None:
    post = bench.post()
    bench.desk.outbox.queue(post, OFFICER)
    bench.desk.drafting.save(post.with_text("uk", "Інше"))
    assert {row.segment.text for row in bench.store.deliveries.rows.values()} == {"Слава Україні!", "Glory to Ukraine!"}


def test_a_post_with_an_obstacle_is_not_queued(bench: Bench) -> None:
    post = bench.post(en="")
    with pytest.raises(NotSendable) as caught:
        bench.desk.outbox.queue(post, OFFICER)
    assert caught.value.parameters["rule"] == "pair.missing"
    assert row_states(bench) == []


def test_a_post_for_nobody_is_not_queued(bench: Bench) -> None:
    with pytest.raises(NotSendable):
        bench.desk.outbox.queue(replace(bench.post(), accounts=()), OFFICER)


def test_queueing_again_replaces_what_is_unsent(bench: Bench) -> None:
    post = bench.post()
    bench.desk.outbox.queue(post, OFFICER)
    assert bench.desk.outbox.replaced_by(post) == 2
    changed = bench.desk.drafting.confirm(post.with_text("uk", "Нове"), OFFICER)
    bench.desk.outbox.queue(changed, OFFICER)
    assert row_states(bench) == [State.CANCELLED, State.CANCELLED, State.WAITING, State.WAITING]


def test_what_is_out_is_not_sent_again_by_queueing_again(bench: Bench) -> None:
    post = bench.post()
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(seconds=30)
    bench.desk.sender.drain()
    with pytest.raises(NotSendable) as caught:
        bench.desk.outbox.queue(post, OFFICER)
    assert caught.value.id == "post.nothing-to-queue"
    assert len(bench.network.texts) == 2


def test_a_post_whose_outcome_is_open_is_not_queued_again(bench: Bench) -> None:
    post = bench.post()
    bench.network.script = ["mute"]
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(seconds=30)
    bench.desk.sender.step()
    with pytest.raises(NotSendable) as caught:
        bench.desk.outbox.queue(post, OFFICER)
    assert caught.value.id == "post.outcome-open"


def test_taking_back_cancels_and_says_who(bench: Bench) -> None:
    rows = bench.desk.outbox.queue(bench.post(), OFFICER)
    assert bench.desk.outbox.act(rows[0].id, Action.TAKE_BACK, OFFICER).state is State.CANCELLED
    (step,) = bench.desk.outbox.history(rows[0].id)
    assert step.cause is Cause.TAKEN_BACK
    assert '"OT"' in step.note


def test_an_action_that_the_state_does_not_allow_is_refused(bench: Bench) -> None:
    rows = bench.desk.outbox.queue(bench.post(), OFFICER)
    with pytest.raises(Unusable) as caught:
        bench.desk.outbox.act(rows[0].id, Action.MARK_SENT, OFFICER)
    assert caught.value.id == "delivery.moved-on"
    with pytest.raises(Unusable):
        bench.desk.outbox.act("nothing", Action.DROP, OFFICER)


def test_sending_now_ends_the_grace_and_the_waiting_for_a_time(bench: Bench) -> None:
    due = Due(datetime(2026, 11, 30, 12, 0), "Europe/Berlin")
    rows = bench.desk.outbox.queue(replace(bench.post(), due=due), OFFICER)
    for row in rows:
        bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    bench.desk.sender.drain()
    assert bench.network.texts == ["Слава Україні!", "Glory to Ukraine!"]


def test_one_half_sent_now_goes_without_the_other(bench: Bench) -> None:
    due = Due(datetime(2026, 11, 30, 12, 0), "Europe/Berlin")
    rows = bench.desk.outbox.queue(replace(bench.post(), due=due), OFFICER)
    bench.desk.outbox.act(rows[1].id, Action.SEND_NOW, OFFICER)
    bench.desk.sender.drain()
    assert bench.network.texts == ["Glory to Ukraine!"]


def test_a_new_time_is_kept(bench: Bench) -> None:
    rows = bench.desk.outbox.queue(bench.post(), OFFICER)
    due = Due(datetime(2026, 11, 23, 12, 0), "Europe/Berlin")
    for row in rows:
        moved = bench.desk.outbox.act(row.id, Action.NEW_TIME, OFFICER, due)
        assert moved.good_until == due.instant() + timedelta(hours=2)
    bench.clock.forward(minutes=5)
    bench.desk.sender.drain()
    assert bench.network.texts == []


def test_a_due_post_says_what_it_waits_for(bench: Bench) -> None:
    post = bench.post()
    rows = bench.desk.outbox.queue(post, OFFICER)

    def waits() -> set[Wait]:
        group = bench.desk.outbox.group(post.id)
        assert group is not None
        return set(group.waits.values())

    assert waits() == {Wait.UNDO}
    bench.desk.outbox.hold()
    assert waits() == {Wait.HELD}
    bench.desk.outbox.release()
    bench.desk.accounts.pause("practice:uk", paused=True)
    assert waits() == {Wait.UNDO, Wait.PAUSED}
    bench.desk.accounts.pause("practice:uk", paused=False)
    bench.desk.accounts.refused("practice:uk", SignInAgain())
    assert waits() == {Wait.UNDO, Wait.SIGN_IN}
    bench.store.accounts.remove("practice:uk")
    assert waits() == {Wait.UNDO, Wait.ACCOUNT}
    due = Due(datetime(2026, 11, 23, 12, 0), "Europe/Berlin")
    bench.desk.outbox.act(rows[1].id, Action.NEW_TIME, OFFICER, due)
    assert waits() == {Wait.DUE, Wait.ACCOUNT}


def test_the_window_hears_of_every_change(bench: Bench) -> None:
    heard: list[Event] = []
    end = bench.desk.events.subscribe(heard.append)
    post = bench.post()
    bench.desk.outbox.queue(post, OFFICER)
    bench.desk.outbox.hold()
    end()
    end()
    bench.desk.outbox.release()
    assert DeliveriesChanged(post.id) in heard
    assert HoldChanged(True) in heard
    assert HoldChanged(False) not in heard


def test_the_plan_is_what_each_account_gets(bench: Bench) -> None:
    plan = bench.desk.outbox.plan(bench.post())
    assert [(p.target.account.id, [s.text for t in p.threads for s in t]) for p in plan] == [
        ("practice:uk", ["Слава Україні!"]),
        ("practice:en", ["Glory to Ukraine!"]),
    ]


def test_counts_and_ids_are_those_of_the_store(bench: Bench) -> None:
    post = bench.post()
    bench.desk.outbox.queue(post, OFFICER)
    assert bench.desk.outbox.counts() == {State.WAITING: 2}
    assert list(bench.desk.outbox.post_ids()) == [post.id]
    assert list(bench.desk.outbox.post_ids(account="practice:nobody")) == []
    assert len(bench.desk.outbox.open()) == 2
    assert bench.desk.outbox.group("nothing") is None


def test_two_who_queue_the_same_post_at_once_queue_it_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    post = bench.post()
    queue = bench.desk.outbox.queue
    enqueue = bench.store.deliveries.enqueue

    def meanwhile(*arguments: Any) -> None:  # noqa: ANN401
        monkeypatch.undo()
        queue(post, OFFICER)
        enqueue(*arguments)

    monkeypatch.setattr(bench.store.deliveries, "enqueue", meanwhile)
    with pytest.raises(Unusable, match="moved-on"):
        queue(post, OFFICER)
    assert row_states(bench) == [State.WAITING, State.WAITING]


def test_what_was_missed_goes_when_the_post_is_queued_again(bench: Bench) -> None:
    post = bench.post()
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(hours=13)
    bench.desk.sender.drain()
    bench.desk.outbox.queue(post, OFFICER)
    assert row_states(bench) == [State.CANCELLED, State.CANCELLED, State.WAITING, State.WAITING]


def test_the_rest_of_a_thread_that_has_begun_is_not_dropped_by_queueing_again(bench: Bench) -> None:
    long = " ".join(f"Слово{number}" for number in range(120))
    post = replace(bench.post(long, "Glory to Ukraine!"), as_thread=True)
    first, *_rest = bench.desk.outbox.queue(post, OFFICER)
    bench.store.deliveries.rows[first.id] = replace(first, state=State.SENT, published=Published("{}"))
    changed = bench.desk.drafting.confirm(post.with_text("en", "Glory!"), OFFICER)
    assert bench.desk.outbox.replaced_by(changed) == 1
    bench.desk.outbox.queue(changed, OFFICER)
    for _ in range(10):
        bench.clock.forward(seconds=30)
        bench.desk.sender.drain()
    assert "Glory!" in bench.network.texts
    assert "Glory to Ukraine!" not in bench.network.texts
    assert long.endswith(next(text for text in bench.network.texts if "Слово" in text))


def test_going_back_on_one_half_does_not_send_the_other_alone(bench: Bench) -> None:
    ukrainian, english = bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.desk.outbox.act(ukrainian.id, Action.TAKE_BACK, OFFICER)
    for _ in range(4):
        bench.clock.forward(seconds=30)
        bench.desk.sender.drain()
    group = bench.desk.outbox.group(english.post_id)
    assert group
    assert group.waits[english.id] is Wait.OTHER_HALF
    assert bench.network.texts == []
    bench.desk.outbox.act(english.id, Action.SEND_NOW, OFFICER)
    bench.desk.sender.drain()
    assert bench.network.texts == ["Glory to Ukraine!"]


def test_a_refusal_can_be_put_away_and_sends_nothing(bench: Bench) -> None:
    ukrainian, _english = bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.network.script = [NetworkRefused()]
    bench.clock.forward(seconds=30)
    bench.desk.sender.drain()
    group = bench.desk.outbox.group(ukrainian.post_id)
    assert group
    assert [row.id for row in group.asks] == [ukrainian.id]
    bench.desk.outbox.act(ukrainian.id, Action.DROP, OFFICER)
    for _ in range(4):
        bench.clock.forward(seconds=30)
        bench.desk.sender.drain()
    group = bench.desk.outbox.group(ukrainian.post_id)
    assert group
    assert group.asks == ()
    assert bench.network.texts == []


def test_queueing_again_puts_a_refusal_away(bench: Bench) -> None:
    post = bench.post()
    bench.network.script = ["ok", NetworkRefused()]
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(seconds=30)
    bench.desk.sender.drain()
    bench.desk.outbox.queue(post, OFFICER)
    assert row_states(bench) == [State.SENT, State.CANCELLED, State.WAITING]


def test_opening_what_is_out_changes_nothing(bench: Bench) -> None:
    first, _second = bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(seconds=30)
    bench.desk.sender.drain()
    version = bench.store.deliveries.rows[first.id].version
    assert bench.desk.outbox.act(first.id, Action.OPEN, OFFICER).version == version


def test_dropping_a_part_of_a_thread_ends_its_rest() -> None:
    bench = memory_desk()
    bench.account("uk", "uk")
    post = replace(bench.post(" ".join(["Слово"] * 200)), as_thread=True)
    first, second, _third = bench.desk.outbox.queue(post, OFFICER)
    bench.store.deliveries.rows[first.id] = replace(first, state=State.SENT, published=Published("{}"))
    bench.desk.outbox.act(second.id, Action.TAKE_BACK, OFFICER)
    assert row_states(bench) == [State.SENT, State.CANCELLED, State.CANCELLED]


def test_a_row_that_the_sender_moves_at_that_moment_is_not_moved_by_the_officer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, _other = bench.desk.outbox.queue(bench.post(), OFFICER)

    def moved(*_arguments: object) -> None:
        raise Conflict

    monkeypatch.setattr(bench.store.deliveries, "apply", moved)
    with pytest.raises(Unusable, match="moved-on"):
        bench.desk.outbox.act(row.id, Action.TAKE_BACK, OFFICER)
