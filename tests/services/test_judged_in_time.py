"""What a rule says may change with time: a queued post is judged for the moment at which it goes out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import Action
from embassy_assistant.domain.post import Due
from embassy_assistant.services.gates import Wait
from tests.helpers.guidelines_desk import UnitGuidelines, guided_desk
from tests.helpers.lying import START
from tests.helpers.memory import OFFICER, Bench
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import a_pack_of

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery

UNTIL = START + timedelta(hours=2)
EMBARGO = a_rule_of(
    "embargo", id="the.summit", severity="block", until=UNTIL.isoformat(), words={"en": [{"text": "summit"}]}
)


@pytest.fixture
def desk() -> tuple[Bench, UnitGuidelines]:
    bench, source, _ = guided_desk(a_pack_of(EMBARGO))
    bench.account("uk", "uk")
    bench.account("en", "en")
    return bench, source


def queued(bench: Bench, hours: int) -> Delivery:
    """Queue a pair that says what is under the embargo, due in some hours; returns the half that says it."""
    due = Due((START + timedelta(hours=hours)).replace(tzinfo=None), "UTC")
    rows = bench.desk.outbox.queue(replace(bench.post("Саміт відбувся.", "The summit is over."), due=due), OFFICER)
    bench.clock.forward(minutes=1)
    return next(row for row in rows if row.language == "en")


def waits(bench: Bench, row: Delivery) -> Wait:
    group = bench.desk.outbox.group(row.post_id)
    assert group is not None
    return group.waits[row.id]


def test_what_is_due_after_an_embargo_waits_for_its_time_only(desk: tuple[Bench, UnitGuidelines]) -> None:
    bench, source = desk
    row = queued(bench, 3)
    assert waits(bench, row) is Wait.DUE
    source.pack = replace(source.pack, version="2")
    assert waits(bench, row) is Wait.DUE
    bench.clock.forward(hours=3)
    bench.desk.sender.drain()
    assert "The summit is over." in bench.network.texts


def test_it_cannot_be_sent_now_before_the_embargo_ends(desk: tuple[Bench, UnitGuidelines]) -> None:
    bench, _ = desk
    row = queued(bench, 3)
    row = bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    assert waits(bench, row) is Wait.RULE
    bench.desk.sender.drain()
    assert bench.network.texts == []
    bench.clock.forward(hours=2)
    bench.desk.sender.drain()
    assert bench.network.texts == ["The summit is over."]


def test_it_cannot_be_given_a_time_before_the_embargo_ends(desk: tuple[Bench, UnitGuidelines]) -> None:
    bench, _ = desk
    row = queued(bench, 3)
    due = Due((START + timedelta(hours=1)).replace(tzinfo=None), "UTC")
    row = bench.desk.outbox.act(row.id, Action.NEW_TIME, OFFICER, due)
    assert waits(bench, row) is Wait.RULE
    bench.clock.forward(hours=1)
    bench.desk.sender.drain()
    assert bench.network.texts == []


def test_what_is_sent_now_under_rules_without_times_is_not_checked_again(desk: tuple[Bench, UnitGuidelines]) -> None:
    bench, source = desk
    source.pack = a_pack_of(a_rule_of("media"))
    row = queued(bench, 3)
    row = bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    assert bench.desk.review.passed(row)
