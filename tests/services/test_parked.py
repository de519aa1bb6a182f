"""Posts that are handed to their server ahead of their time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.account import Bilingual, LanguagePolicy
from embassy_assistant.domain.delivery import Action, Cause, Kind, State
from embassy_assistant.domain.errors import NetworkRefused, NotSendable, ServerTrouble, Unusable
from embassy_assistant.domain.network import Ability, Reconciliation
from embassy_assistant.domain.post import Due
from embassy_assistant.services.gates import Wait
from tests.helpers.lying import LyingNetwork
from tests.helpers.memory import OFFICER, Bench, memory_desk

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery

ABLE = frozenset({Ability.PARK, Ability.DELETE})


def desk(*handles: str, parking: tuple[str, ...] = ("uk", "en")) -> Bench:
    """Return a desk with accounts called after their languages, some of which park."""
    bench = memory_desk(network=LyingNetwork(able=ABLE))
    for handle in handles or ("uk", "en"):
        account = bench.account(handle, handle[:2])
        bench.store.accounts.save(replace(account, park=handle in parking))
    return bench


def queue(bench: Bench, minutes: int = 60, changes: dict[str, object] | None = None) -> list[Delivery]:
    due = Due((bench.clock.time + timedelta(minutes=minutes)).replace(tzinfo=None), "UTC")
    post = replace(bench.post(), due=due, **(changes or {}))  # type: ignore[arg-type]
    return list(bench.desk.outbox.queue(post, OFFICER))


def states(bench: Bench) -> list[State]:
    return [row.state for row in bench.store.deliveries.rows.values()]


def run(bench: Bench, minutes: float = 1) -> None:
    for _ in range(int(minutes * 2)):
        bench.clock.forward(seconds=30)
        bench.desk.sender.drain()


def test_a_pair_is_parked_at_once_and_read_back_when_it_is_due() -> None:
    bench = desk()
    rows = queue(bench)
    assert [row.park for row in rows] == [True, True]
    bench.desk.sender.drain()
    assert states(bench) == [State.WAITING, State.WAITING]  # The undo grace comes first.
    run(bench)
    assert states(bench) == [State.PARKED, State.PARKED]
    assert bench.network.texts == []
    report = bench.desk.sender.drain()
    assert report.next_at == rows[0].instant
    bench.clock.forward(hours=1)
    bench.desk.sender.drain()
    assert states(bench) == [State.SENT, State.SENT]
    assert bench.network.texts == ["Слава Україні!", "Glory to Ukraine!"]


def test_what_is_due_soon_is_sent_when_it_is_due() -> None:
    bench = desk()
    assert [row.park for row in queue(bench, 9)] == [False, False]
    run(bench, 5)
    assert states(bench) == [State.WAITING, State.WAITING]
    run(bench, 5)
    assert states(bench) == [State.SENT, State.SENT]


def test_nothing_is_parked_where_only_one_half_could_be() -> None:
    bench = desk(parking=("uk",))
    assert [row.park for row in queue(bench)] == [False, False]


def test_where_each_half_can_be_parked_the_other_accounts_follow_when_it_is_due() -> None:
    bench = desk("uk", "uk-other", "en", "en-other", parking=("uk", "en"))
    assert [row.park for row in queue(bench)] == [True, False, True, False]
    run(bench, 5)
    assert states(bench) == [State.PARKED, State.WAITING, State.PARKED, State.WAITING]
    run(bench, 60)
    assert states(bench) == [State.SENT] * 4
    assert len(bench.network.texts) == 4


@pytest.mark.parametrize("why", ["no ability", "a thread"])
def test_what_cannot_be_parked_waits_for_its_time(why: str) -> None:
    bench = desk("uk", parking=("uk",))
    changes: dict[str, object] = {}
    if why == "no ability":
        bench.network.able = frozenset()
    else:
        long = bench.post(" ".join(["Слово"] * 150))
        changes = {"versions": long.versions, "pair": long.pair, "as_thread": True}
    assert {row.park for row in queue(bench, changes=changes)} == {False}


def test_a_combined_account_parks_both_halves_as_one() -> None:
    bench = desk("uk", parking=("uk",))
    account = bench.store.accounts.get("practice:uk")
    assert account
    bench.store.accounts.save(replace(account, policy=LanguagePolicy(("uk", "en"), Bilingual.COMBINED)))
    queue(bench)
    run(bench)
    assert states(bench) == [State.PARKED]


def test_an_answer_that_is_lost_is_found_among_what_the_server_keeps() -> None:
    bench = desk()
    bench.network.script = ["mute"]
    queue(bench)
    run(bench)
    assert states(bench) == [State.UNKNOWN, State.PREPARED]
    run(bench, 5)
    assert states(bench) == [State.PARKED, State.PARKED]
    run(bench, 60)
    assert states(bench) == [State.SENT, State.SENT]
    assert len(bench.network.texts) == 2


def test_taking_back_deletes_at_the_server() -> None:
    bench = desk()
    first, _second = queue(bench)
    run(bench)
    for row in list(bench.store.deliveries.rows.values()):
        assert row.actions == (Action.TAKE_BACK,)
        order = bench.desk.outbox.act(row.id, Action.TAKE_BACK, OFFICER)
        assert order.kind is Kind.DELETE
        assert order.about == row.id
    with pytest.raises(Unusable, match="being-changed"):
        bench.desk.outbox.act(first.id, Action.TAKE_BACK, OFFICER)
    bench.desk.outbox.hold()  # A hold does not stop a deletion.
    run(bench)
    assert states(bench) == [State.CANCELLED, State.CANCELLED, State.SENT, State.SENT]
    assert bench.network.scheduled == {}
    assert bench.desk.outbox.history(first.id)[-1].cause is Cause.DELETED_THERE
    group = bench.desk.outbox.group(first.post_id)
    assert group
    assert group.out == ()


def test_what_was_published_before_its_deletion_came_is_out() -> None:
    bench = desk()
    first, _second = queue(bench, 30)
    run(bench)
    bench.network.up = False
    bench.desk.outbox.act(first.id, Action.TAKE_BACK, OFFICER)
    run(bench, 30)
    bench.network.up = True
    run(bench, 2)
    assert bench.store.deliveries.rows[first.id].state is State.SENT
    assert "Слава Україні!" in bench.network.texts
    group = bench.desk.outbox.group(first.post_id)
    assert group
    assert group.out[0].id == first.id


def test_a_server_that_keeps_it_past_its_time_is_said_and_nothing_is_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bench = desk()
    first, _second = queue(bench, 30)
    run(bench)
    bench.desk.outbox.act(first.id, Action.TAKE_BACK, OFFICER)
    monkeypatch.setattr(bench.network, "_act", lambda _prepared: None)
    monkeypatch.setattr(bench.network, "tick", lambda: None)
    run(bench, 2)
    assert bench.store.deliveries.rows[first.id].state is State.PARKED
    run(bench, 100)
    kept = bench.store.deliveries.rows[first.id]
    assert kept.state is State.PARKED
    assert "delivery.still-kept" in kept.problem
    group = bench.desk.outbox.group(first.post_id)
    assert group
    assert kept.id in [row.id for row in group.asks]
    said = [step.cause for step in bench.desk.outbox.history(first.id)]
    assert said.count(Cause.NOT_THERE_YET) == 1


def test_a_server_that_does_not_say_what_became_of_it_is_told_to_a_person() -> None:
    bench = desk()
    first, _second = queue(bench, 30)
    run(bench)
    bench.network.finding = [ServerTrouble("network.too-much-to-read")] * 1_000
    run(bench, 85)
    assert bench.store.deliveries.rows[first.id].problem == ""
    run(bench, 10)
    group = bench.desk.outbox.group(first.post_id)
    assert group
    assert first.id in [row.id for row in group.asks]
    said = [step.cause for step in bench.desk.outbox.history(first.id)]
    assert said.count(Cause.NOT_THERE_YET) == 1
    bench.network.finding = []
    run(bench)
    assert states(bench) == [State.SENT, State.SENT]
    assert bench.store.deliveries.rows[first.id].problem == ""


def test_a_request_for_later_that_was_lost_asks_a_person_long_before_its_time() -> None:
    bench = desk("uk", parking=("uk",))
    bench.network.kind = Reconciliation.LIST_READ
    bench.network.script = ["dropped"]
    queue(bench, 600)
    run(bench, 8)
    assert states(bench) == [State.NEEDS_HUMAN]


def test_what_is_parked_cannot_be_queued_anew() -> None:
    bench = desk()
    rows = queue(bench)
    run(bench)
    post = bench.store.posts.get(rows[0].post_id)
    assert post
    with pytest.raises(NotSendable, match="outcome-open"):
        bench.desk.outbox.queue(post, OFFICER)


def test_a_server_that_kept_it_and_did_not_publish_it_asks_a_person_where_nothing_else_is_safe() -> None:
    bench = desk()
    bench.network.kind = Reconciliation.LIST_READ
    queue(bench)
    run(bench)
    bench.network.scheduled.clear()
    run(bench, 60)
    assert State.NEEDS_HUMAN not in states(bench)
    assert states(bench)[0] is State.UNKNOWN
    run(bench, 3)
    assert states(bench)[0] is State.UNKNOWN  # Two looks, counted from its time and not from the arming.
    run(bench, 3)
    assert states(bench)[0] is State.NEEDS_HUMAN
    group = bench.desk.outbox.groups([next(iter(bench.store.posts.kept))])[0]
    assert group.asks


def test_what_was_prepared_to_be_parked_and_is_due_by_now_is_prepared_anew() -> None:
    bench = desk()
    first, _second = queue(bench, 12)
    bench.desk.accounts.pause("practice:en", paused=True)
    run(bench)
    prepared = bench.store.deliveries.rows[first.id].prepared
    assert prepared
    assert prepared.at == first.instant
    bench.clock.forward(minutes=6)
    bench.desk.accounts.pause("practice:en", paused=False)
    bench.desk.sender.drain()
    assert states(bench) == [State.WAITING, State.WAITING]
    run(bench, 6)
    assert states(bench) == [State.SENT, State.SENT]
    assert [copies[0]["at"] for copies in bench.network.out.values()] == ["", ""]


def test_what_was_tried_with_its_time_keeps_it() -> None:
    bench = desk("uk", parking=("uk",))
    bench.network.script = ["lost"] * 3
    (row,) = queue(bench)
    run(bench)
    row = bench.store.deliveries.rows[row.id]
    assert row.state is State.PREPARED
    assert row.actions == (Action.TAKE_BACK,)
    bench.network.up = False
    run(bench, 60)
    bench.network.up = True
    run(bench, 20)
    assert states(bench) == [State.SENT]
    assert bench.network.texts == ["Слава Україні!"]


def test_a_parked_half_whose_other_half_is_refused_is_said_loudest() -> None:
    bench = desk()
    bench.network.script = ["ok", NetworkRefused()]
    rows = queue(bench)
    run(bench)
    assert states(bench) == [State.PARKED, State.REJECTED]
    group = bench.desk.outbox.group(rows[0].post_id)
    assert group
    assert group.half_out


def test_a_row_that_is_parked_ahead_does_not_wait_for_its_time() -> None:
    bench = desk()
    rows = queue(bench)
    bench.clock.forward(seconds=31)
    group = bench.desk.outbox.group(rows[0].post_id)
    assert group
    assert set(group.waits.values()) == {Wait.NOTHING}
    assert bench.desk.sender.drain().next_at == rows[0].instant


def test_a_new_time_moves_what_is_to_be_parked() -> None:
    bench = desk()
    rows = queue(bench)
    later = Due((bench.clock.time + timedelta(hours=5)).replace(tzinfo=None), "UTC")
    for row in rows:
        bench.desk.outbox.act(row.id, Action.NEW_TIME, OFFICER, later)
    run(bench)
    assert states(bench) == [State.PARKED, State.PARKED]
    assert {item["at"] for item in bench.network.scheduled.values()} == {later.instant().isoformat()}
