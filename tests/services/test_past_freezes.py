"""Freezes that began and ended while nobody watched: what they would have held waits for a look all the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.domain.events import GuidelinesChanged
from embassy_assistant.services.freezes import read_marks
from embassy_assistant.services.gates import Wait
from tests.helpers.crisis import VERIFYING, guidelines_of, lines
from tests.helpers.memory import OFFICER, Bench, EmptyGuidelines, memory_desk
from tests.services.test_freezes import freeze, lift, queue, run, states, waits


@pytest.fixture
def guidelines() -> EmptyGuidelines:
    return guidelines_of(*lines())


@pytest.fixture
def bench(guidelines: EmptyGuidelines) -> Bench:
    bench = memory_desk(guidelines=guidelines)
    for language in ("uk", "en"):
        bench.account(language, language)
    return bench


def after(bench: Bench, hours: float) -> datetime:
    moment: datetime = bench.clock.time + timedelta(hours=hours)
    return moment


def test_a_freeze_that_began_and_ended_while_the_computer_slept_leaves_a_look(bench: Bench) -> None:
    row, _ = queue(bench, hours=3)
    freeze(bench, since=after(bench, 1).isoformat(), until=after(bench, 2).isoformat())
    run(bench, 1)
    assert read_marks(bench.store.settings) == {}
    bench.clock.forward(seconds=3 * 3600)
    run(bench, 5)
    assert set(states(bench)) == {State.WAITING}
    assert waits(bench, row) == {Wait.LOOK}
    for each in bench.store.deliveries.rows.values():
        bench.desk.outbox.act(each.id, Action.SEND_NOW, OFFICER)
    run(bench, 5)
    assert states(bench) == [State.SENT, State.SENT]


def test_what_it_would_have_let_through_and_what_was_queued_after_it_goes_out(bench: Bench) -> None:
    queue(bench, VERIFYING, hours=3)
    freeze(bench, since=after(bench, 1).isoformat(), until=after(bench, 2).isoformat())
    bench.clock.forward(seconds=3 * 3600 + 60)
    queue(bench, hours=0)
    run(bench, 5)
    assert set(states(bench)) == {State.SENT}


def test_the_last_day_on_which_a_rule_is_valid_ends_its_freeze_too(bench: Bench) -> None:
    row, _ = queue(bench, hours=48)
    freeze(bench, since=after(bench, 1).isoformat(), valid={"until": bench.clock.time.date().isoformat()})
    bench.clock.forward(seconds=47 * 3600)
    run(bench, 5)
    assert waits(bench, row) == {Wait.LOOK}


def test_a_freeze_that_is_valid_for_ever_keeps_nothing_else_from_being_sent(bench: Bench) -> None:
    queue(bench, VERIFYING)
    freeze(bench, since=after(bench, 0).isoformat(), valid={"until": "9999-12-31"})
    run(bench, 90)
    assert states(bench) == [State.SENT, State.SENT]


def test_where_the_day_is_another_than_in_greenwich_a_freeze_leaves_a_look_too(bench: Bench) -> None:
    bench.desk.preferences.mission = replace(bench.desk.preferences.mission, zone="America/New_York")
    row, _ = queue(bench, hours=48)
    last = bench.clock.time.date()
    until = datetime.combine(last + timedelta(days=1), time(3), UTC)
    freeze(bench, since=after(bench, 1).isoformat(), until=until.isoformat(), valid={"until": last.isoformat()})
    bench.clock.forward(seconds=47 * 3600)
    run(bench, 5)
    assert waits(bench, row) == {Wait.LOOK}


@pytest.mark.parametrize(("missions", "waiting"), [(["deu"], {Wait.LOOK}), (["usa"], set())])
def test_one_that_was_meant_for_others_leaves_nothing(
    bench: Bench, guidelines: EmptyGuidelines, missions: list[str], waiting: set[Wait]
) -> None:
    guidelines.code = "deu"
    row, _ = queue(bench, hours=5)
    since, until = after(bench, 1).isoformat(), after(bench, 2).isoformat()
    freeze(bench, since=since, until=until, scope={"missions": missions})
    bench.clock.forward(seconds=3 * 3600)
    run(bench, 5)
    assert waits(bench, row) & {Wait.LOOK} == waiting


def test_one_that_came_and_was_lifted_while_the_drafts_were_locked_leaves_a_look(bench: Bench) -> None:
    row, _ = queue(bench)
    run(bench, 1)
    bench.desk.workspace.close()
    freeze(bench)
    lift(bench)
    bench.desk.workspace.open()
    run(bench, 90)
    assert set(states(bench)) == {State.WAITING}
    assert waits(bench, row) == {Wait.LOOK}


def test_a_look_that_was_had_is_not_asked_for_again(bench: Bench) -> None:
    queue(bench)
    freeze(bench)
    lift(bench)
    for row in tuple(bench.store.deliveries.rows.values()):
        bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    bench.desk.events.publish(GuidelinesChanged(True))
    run(bench, 5)
    assert states(bench) == [State.SENT, State.SENT]


def test_a_freeze_that_comes_again_under_its_name_leaves_a_look_again(bench: Bench) -> None:
    freeze(bench)
    lift(bench)
    row, _ = queue(bench)
    bench.desk.workspace.close()
    freeze(bench)
    lift(bench)
    bench.desk.workspace.open()
    run(bench, 90)
    assert waits(bench, row) == {Wait.LOOK}
