"""What programs keep for each other as JSON is read whatever stands there, and in doubt on the safe side."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from embassy_assistant.domain.delivery import Action, Cause, State, Step
from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.network import Reconciliation
from embassy_assistant.services.freezes import looked_at, needs_look, read_marks
from embassy_assistant.services.keeping import Keeping
from embassy_assistant.services.keys import Keys
from embassy_assistant.services.past_freezes import remember
from embassy_assistant.services.scratch import Scratch
from tests.helpers.crisis import OLD, a_freeze, crisis, lines, take
from tests.helpers.keeper import MemoryKeeper
from tests.helpers.lying import LyingNetwork
from tests.helpers.memory import OFFICER, Bench, MemorySettings, memory_desk

NO_TABLE = ["{", "[1]", "3", '"x"', "null", "[" * 100_000, '{"a": ' + "9" * 5000 + "}"]
ODD = [*NO_TABLE, '{"a": 1}', '{"a": {"b": 1}}', '{"a": [1, [2]]}', '{"a": {"texts": [], "told": "x"}}']


@pytest.fixture
def bench() -> Bench:
    return memory_desk()


@pytest.mark.parametrize("stored", ODD, ids=len)
def test_what_is_no_typed_text_is_passed_over_and_typing_goes_on(bench: Bench, stored: str) -> None:
    bench.store.settings.set("scratch", stored)
    scratch = Scratch(bench.desk.workspace)
    scratch.news()
    assert scratch.kept("a") == {}
    scratch.keep("b", {"reason": "Так"})
    assert scratch.kept("b") == {"reason": "Так"}


@pytest.mark.parametrize("stored", [text for text in ODD if text != "null"] + ["null", "[]", "0", '""'], ids=len)
def test_marks_of_a_freeze_that_cannot_be_read_are_never_taken_for_none(bench: Bench, stored: str) -> None:
    settings = bench.store.settings
    settings.set("frozen", stored)
    with pytest.raises(Damaged):
        read_marks(settings)
    with pytest.raises(Damaged):
        needs_look(settings, "row", "freeze.crisis")
    with pytest.raises(Damaged):
        looked_at(settings, ["row"])
    assert settings.get("frozen") == stored


@pytest.mark.parametrize("stored", ODD, ids=len)
def test_freezes_that_nobody_can_say_were_seen_to_are_gone_through_again(bench: Bench, stored: str) -> None:
    bench.store.settings.set("freezes-over", stored)
    remember(bench.store.settings, {"freeze": "2026-11-23T00:00:00+00:00"})
    kept = json.loads(bench.store.settings.get("freezes-over") or "")
    assert kept == {"freeze": "2026-11-23T00:00:00+00:00"}


@pytest.mark.parametrize("stored", [*ODD, '{"line.closed": [["x"], 3]}'], ids=len)
def test_posts_that_nobody_can_say_were_put_away_are_told_again(stored: str) -> None:
    bench = crisis(a_freeze(until="2026-11-22T09:41Z"))
    post = bench.post(OLD["uk"], OLD["en"])
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(minutes=1)
    bench.desk.sender.drain()
    take(bench, *lines())
    bench.store.settings.set("withdrawn-seen", stored)
    ((rule, _),) = bench.desk.lines.still_out()
    bench.desk.lines.put_away(rule.id, [post.id])
    assert bench.desk.lines.still_out() == ()


def unsure(marks: str = "", note: str | None = None) -> Reconciliation:
    """Return what reading a row back promises whose evidence of the clock says something else."""
    bench = memory_desk(network=LyingNetwork(key_life=timedelta(minutes=50)))
    bench.account("uk", "uk")
    bench.network.script = ["dropped"]
    (row,) = bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(seconds=31)
    bench.desk.sender.step()
    bench.store.settings.set("clock-mark", marks)
    if note is not None:
        history = bench.store.deliveries.steps
        history[:] = [
            Step(step.delivery_id, step.source, step.target, step.cause, step.at, note)
            if step.cause is Cause.COMMITTED_TO_SEND
            else step
            for step in history
        ]
    keys = Keys(bench.desk.workspace.store, bench.desk.accounts, bench.clock)
    kind = keys.reconciliation(bench.store.deliveries.rows[row.id])
    keys.mark()
    return kind


MARKS = [
    *ODD,
    "{}",
    '{"latest": "soon", "behind": ""}',
    '{"latest": "2026-11-22T09:00:00", "behind": ""}',
    '{"latest": "2026-11-22T09:00:00+00:00", "behind": "soon"}',
    '{"latest": "9999-12-31T23:59:59+00:00", "behind": ""}',
    '{"latest": "9999-12-31T23:59:59-14:00", "behind": "9999-12-31T23:59:59-14:00"}',
    '{"latest": "0001-01-01T00:00:00+14:00", "behind": "0001-01-01T00:00:00+14:00"}',
]


@pytest.mark.parametrize("marks", MARKS, ids=range(len(MARKS)))
def test_a_mark_of_the_clock_that_cannot_be_read_leaves_keys_in_doubt(marks: str) -> None:
    assert unsure() is Reconciliation.KEYED
    assert unsure(marks) is Reconciliation.LIST_READ


NOTES = [
    *ODD,
    '{"wall": "soon"}',
    '{"wall": "2026-11-22T09:00:00"}',
    '{"wall": "2026-11-22T09:00:00+00:00", "boot": 3}',
    *(
        f'{{"wall": "2026-11-22T09:00:00+00:00", "boot": "b", "since_boot": {n}}}'
        for n in ("NaN", "1e999", "-1", '"1"')
    ),
]


@pytest.mark.parametrize("note", NOTES, ids=range(len(NOTES)))
def test_a_first_arming_that_cannot_be_read_leaves_a_key_in_doubt(note: str) -> None:
    assert unsure(note=note) is Reconciliation.LIST_READ


def test_a_workspace_of_which_nobody_can_say_when_it_moved_did_not_stay(bench: Bench) -> None:
    for moved in ("soon", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
        plain = MemorySettings()
        plain.set("moved", moved)
        desk = bench.desk
        keeping = Keeping(desk.workspace, MemoryKeeper(), plain, desk.events, desk.clock)
        with pytest.raises(Damaged):
            _ = keeping.moved


def test_what_waits_for_a_look_stays_where_it_is_while_the_marks_cannot_be_read(bench: Bench) -> None:
    bench.account("uk", "uk")
    (row,) = bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.store.settings.set("frozen", "[]")
    bench.clock.forward(minutes=1)
    with pytest.raises(Damaged):
        bench.desk.sender.drain()
    with pytest.raises(Damaged):
        bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    assert bench.store.deliveries.rows[row.id].state is State.WAITING
