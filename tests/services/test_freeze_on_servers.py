"""A freeze and what servers keep for later: called back, read back as gone, or said out loud."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import Action, Kind, Published, State
from embassy_assistant.domain.network import Ability, Sight, Sighting
from embassy_assistant.domain.post import Due
from embassy_assistant.messages import LANGUAGES, messages
from embassy_assistant.services.gates import Wait
from tests.helpers.crisis import a_freeze, guidelines_of, lines, take
from tests.helpers.lying import LyingNetwork
from tests.helpers.memory import OFFICER, Bench, memory_desk

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery


@pytest.fixture
def bench() -> Bench:
    """Return a desk with a pair that a server keeps for five hours."""
    network = LyingNetwork(able=frozenset({Ability.PARK, Ability.DELETE}))
    bench = memory_desk(network=network, guidelines=guidelines_of(*lines()))
    for language in ("uk", "en"):
        bench.store.accounts.save(replace(bench.account(language, language), park=True))
    due = Due((bench.clock.time + timedelta(hours=5)).replace(tzinfo=None), "UTC")
    bench.desk.outbox.queue(replace(bench.post(), due=due), OFFICER)
    run(bench)
    assert states(bench) == [State.PARKED, State.PARKED]
    return bench


def run(bench: Bench, minutes: int = 1) -> None:
    for _ in range(minutes * 2):
        bench.clock.forward(seconds=31)
        bench.desk.sender.drain()


def rows(bench: Bench) -> list[Delivery]:
    return list(bench.store.deliveries.rows.values())


def states(bench: Bench) -> list[State]:
    return [row.state for row in rows(bench)]


def waits(bench: Bench) -> set[Wait]:
    group = bench.desk.outbox.group(rows(bench)[0].post_id)
    assert group
    return {group.waits[row.id] for row in group.rows if row.state is State.WAITING}


def test_what_came_back_waits_for_a_look_though_the_freeze_was_lifted_meanwhile(bench: Bench) -> None:
    take(bench, *lines(), a_freeze())
    bench.desk.sender.step()
    assert {row.kind for row in rows(bench)} == {Kind.PUBLISH, Kind.DELETE}
    take(bench, *lines())
    run(bench, 10)
    assert not bench.network.scheduled
    assert waits(bench) == {Wait.LOOK}
    run(bench, 400)
    assert bench.network.texts == []
    for row in rows(bench):
        if Action.SEND_NOW in row.actions:
            bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    run(bench)
    assert len(bench.network.texts) == 2


def test_what_cannot_be_called_back_asks_for_a_person_at_once(bench: Bench) -> None:
    for row in rows(bench):
        bench.store.deliveries.rows[row.id] = replace(row, published=Published("", parked=True))
    take(bench, *lines(), a_freeze())
    run(bench, 3)
    group = bench.desk.outbox.group(rows(bench)[0].post_id)
    assert group
    assert [row.state for row in group.asks] == [State.PARKED, State.PARKED]
    for language in LANGUAGES:
        assert messages(language).problem(group.asks[0].problem)


def test_what_a_server_says_is_deleted_and_still_keeps_asks_for_a_person(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Sighting(Sight.ONE, Published("kept", parked=True))
    take(bench, *lines(), a_freeze())
    bench.desk.sender.step()
    monkeypatch.setattr(bench.network, "find", lambda *_: kept)
    bench.desk.sender.drain()
    group = bench.desk.outbox.group(rows(bench)[0].post_id)
    assert group
    assert not group.asks
    run(bench, 5)
    group = bench.desk.outbox.group(rows(bench)[0].post_id)
    assert group
    assert {row.state for row in group.asks} == {State.PARKED}
    assert all("delivery.not-taken-back" in row.problem for row in group.asks)
