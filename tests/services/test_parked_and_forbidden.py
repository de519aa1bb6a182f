"""A post that its server keeps for later, and guidelines that forbid it since."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import Action, Cause, Kind, State
from embassy_assistant.domain.errors import NetworkRefused
from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.domain.freshness import Freshness, Tried
from embassy_assistant.domain.guideline import Rule, RuleKind, Source, Surface
from embassy_assistant.domain.network import Ability
from embassy_assistant.domain.post import Due
from embassy_assistant.services.gates import Wait
from tests.helpers.lying import LyingNetwork
from tests.helpers.memory import OFFICER, Bench, EmptyGuidelines, memory_desk

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.guideline import GuidelinePack

RULE = Rule(
    "no-glory",
    RuleKind.TERM,
    Severity.BLOCK,
    "en",
    (Surface("Glory", "Honour"),),
    {"en": "A test.", "uk": "Перевірка."},
    Source("Test", "Test"),
)


class ChangingGuidelines:
    """A pack that is changed while posts wait."""

    def __init__(self) -> None:
        self.pack = EmptyGuidelines.pack

    def active(self) -> GuidelinePack:
        return self.pack

    def previous(self) -> None:
        """None was ever before."""

    def trouble(self) -> None:
        return None

    def tried(self) -> Tried:
        return Tried()

    def mission(self) -> str:
        return ""

    def freshness(self) -> Freshness | None:
        return None

    def forbid(self, *rules: Rule) -> None:
        self.pack = replace(self.pack, version=f"{self.pack.version}1", rules=rules)


@pytest.fixture
def guidelines() -> ChangingGuidelines:
    return ChangingGuidelines()


@pytest.fixture
def bench(guidelines: ChangingGuidelines) -> Bench:
    """Return a desk with a pair on two servers, due in five hours."""
    able = frozenset({Ability.PARK, Ability.DELETE})
    bench = memory_desk(network=LyingNetwork(able=able), guidelines=guidelines)
    for handle in ("uk", "en"):
        bench.store.accounts.save(replace(bench.account(handle, handle), park=True))
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


def kept(bench: Bench) -> list[str]:
    return [str(item["text"]) for item in bench.network.scheduled.values()]


def test_it_is_taken_back_from_its_server_and_waits_here(bench: Bench, guidelines: ChangingGuidelines) -> None:
    guidelines.forbid(RULE)
    bench.desk.outbox.hold()  # A hold does not stop taking back.
    run(bench)
    assert kept(bench) == ["Слава Україні!"]
    assert states(bench) == [State.PARKED, State.CANCELLED, State.SENT, State.WAITING]
    _uk, en, deletion, again = rows(bench)
    assert (deletion.kind, deletion.about) == (Kind.DELETE, en.id)
    ordered = bench.desk.outbox.history(deletion.id)[0]
    said = json.loads(ordered.note)
    assert (said["id"], said["parameters"]) == ("delivery.called-back", {"rule": "no-glory"})
    bench.desk.outbox.release()
    group = bench.desk.outbox.group(en.post_id)
    assert group
    assert group.waits[again.id] is Wait.RULE
    assert group.half_out  # The other half goes out by itself, and this one does not.
    run(bench, 10)
    assert len(rows(bench)) == 4


def test_it_is_taken_back_too_where_the_rules_that_block_could_not_all_be_asked(
    bench: Bench, guidelines: ChangingGuidelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    guidelines.forbid()
    left_out = Finding("rule.too-much", Severity.BLOCK)
    monkeypatch.setattr(bench.desk.review, "objections", lambda *_of_a_row: (left_out,))
    run(bench)
    assert kept(bench) == []
    deletions = [row for row in rows(bench) if row.kind is Kind.DELETE]
    notes = [json.loads(bench.desk.outbox.history(row.id)[0].note) for row in deletions]
    assert [note["parameters"] for note in notes] == [{"rule": "rule.too-much"}] * 2


def test_it_goes_out_on_time_once_the_rule_is_gone(bench: Bench, guidelines: ChangingGuidelines) -> None:
    guidelines.forbid(RULE)
    run(bench)
    guidelines.forbid()
    run(bench)
    assert sorted(kept(bench)) == ["Glory to Ukraine!", "Слава Україні!"]
    run(bench, 300)
    assert sorted(bench.network.texts) == ["Glory to Ukraine!", "Слава Україні!"]
    assert states(bench) == [State.SENT, State.CANCELLED, State.SENT, State.SENT]


def test_it_is_missed_and_asks_for_a_person_where_the_rule_stays(bench: Bench, guidelines: ChangingGuidelines) -> None:
    guidelines.forbid(RULE)
    run(bench, 8 * 60)
    assert states(bench) == [State.SENT, State.CANCELLED, State.SENT, State.MISSED]
    assert bench.network.texts == ["Слава Україні!"]


def test_a_server_that_does_not_give_it_back_is_asked_once_and_a_person_is_told(
    bench: Bench, guidelines: ChangingGuidelines
) -> None:
    guidelines.forbid(RULE)
    bench.network.script = [NetworkRefused()]
    run(bench, 10)
    assert states(bench) == [State.PARKED, State.PARKED, State.REJECTED]
    group = bench.desk.outbox.group(rows(bench)[0].post_id)
    assert group
    assert [row.kind for row in group.asks] == [Kind.DELETE]


def test_a_laptop_that_was_offline_finds_it_out(bench: Bench, guidelines: ChangingGuidelines) -> None:
    bench.network.up = False
    guidelines.forbid(RULE)
    run(bench, 6 * 60)
    bench.network.up = True
    run(bench, 2)
    assert "Glory to Ukraine!" in bench.network.texts
    assert states(bench) == [State.SENT, State.SENT, State.SENT]


def test_what_is_being_taken_back_is_not_taken_back_twice(bench: Bench, guidelines: ChangingGuidelines) -> None:
    bench.network.up = False
    bench.desk.outbox.act(rows(bench)[1].id, Action.TAKE_BACK, OFFICER)
    guidelines.forbid(RULE)
    run(bench, 5)
    assert len(rows(bench)) == 3
    bench.network.up = True
    run(bench, 2)
    # An Officer took it back for good.
    assert states(bench) == [State.PARKED, State.CANCELLED, State.SENT]


def test_an_officers_choice_at_that_moment_comes_first(
    bench: Bench, guidelines: ChangingGuidelines, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = rows(bench)[1].id
    enqueue = bench.store.deliveries.enqueue

    def at_once(*arguments: object) -> None:
        monkeypatch.undo()
        bench.desk.outbox.act(english, Action.TAKE_BACK, OFFICER)
        enqueue(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(bench.store.deliveries, "enqueue", at_once)
    guidelines.forbid(RULE)
    run(bench)
    assert states(bench) == [State.PARKED, State.CANCELLED, State.SENT]
    assert [step.cause for step in bench.desk.outbox.history(english)][-1] is Cause.DELETED_THERE
