"""What the guidelines hold asks for a person: in the tray, in its count, and with the rule that holds it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import Action
from embassy_assistant.domain.post import Override
from embassy_assistant.services.gates import Wait
from embassy_assistant.services.tray import decisions, read_needs
from tests.helpers.guidelines_desk import UnitGuidelines, guided_desk
from tests.helpers.lying import START
from tests.helpers.memory import OFFICER, Bench
from tests.helpers.packs import Json, a_rule_of
from tests.helpers.rules import a_pack_of

if TYPE_CHECKING:
    from embassy_assistant.domain.post import Post

GLORY = a_rule_of("term", id="no.glory", severity="block", language="en", terms=[{"text": "Glory"}])
FREEZE = a_rule_of("freeze", id="the.freeze", severity="block", allow="nothing", since="2026-11-22T00:00Z")


@pytest.fixture
def desk() -> tuple[Bench, UnitGuidelines, Post]:
    """Return a desk with a pair in the queue that goes out in a moment."""
    bench, source, _ = guided_desk(a_pack_of(a_rule_of("media")), followed=None)
    bench.account("uk", "uk")
    bench.account("en", "en")
    post = bench.post()
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(minutes=1)
    return bench, source, post


def take(source: UnitGuidelines, *rules: Json) -> None:
    """Put newer guidelines in force."""
    source.pack = replace(a_pack_of(a_rule_of("media"), *rules), version=f"{source.pack.version}1")


def asking(bench: Bench) -> list[tuple[str, Wait, str]]:
    """Return what asks: the language of each row, why it waits and which rule holds it."""
    needs = read_needs(bench.desk, bench.desk.accounts.all(), 10)
    rows = [(group, row) for group in needs.groups for row in group.asks]
    assert needs.count == len(rows) == decisions(bench.desk)
    return [(r.language, g.waits[r.id], g.rules[r.id].id if r.id in g.rules else "") for g, r in rows]


def test_what_a_rule_holds_asks_and_names_the_rule(desk: tuple[Bench, UnitGuidelines, Post]) -> None:
    bench, source, _ = desk
    assert asking(bench) == []
    take(source, GLORY)
    bench.desk.sender.drain()
    assert asking(bench) == [("en", Wait.RULE, "no.glory")]
    assert bench.network.texts == []


def test_a_warning_holds_too_until_an_officer_gives_a_reason(desk: tuple[Bench, UnitGuidelines, Post]) -> None:
    bench, source, post = desk
    take(source, {**GLORY, "severity": "warn"})
    bench.desk.sender.drain()
    assert asking(bench) == [("en", Wait.RULE, "no.glory")]
    reason = Override("no.glory", "The ambassador's own words.", OFFICER, START)
    bench.desk.drafting.save(replace(post, overrides=(reason,)))
    bench.desk.sender.drain()
    assert asking(bench) == []
    assert len(bench.network.texts) == 2


def test_what_a_lifted_freeze_leaves_asks_until_somebody_looks(desk: tuple[Bench, UnitGuidelines, Post]) -> None:
    bench, source, post = desk
    take(source, FREEZE)
    bench.desk.sender.drain()
    assert [wait for _, wait, _ in asking(bench)] == [Wait.RULE, Wait.RULE]
    take(source, GLORY)
    bench.desk.sender.drain()
    # A rule may hold one of them besides.
    assert asking(bench) == [("uk", Wait.LOOK, ""), ("en", Wait.RULE, "no.glory")]
    take(source)
    for row in bench.store.deliveries.of_post(post.id):
        bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    bench.desk.sender.drain()
    assert asking(bench) == []
    assert len(bench.network.texts) == 2


def test_what_no_single_rule_holds_asks_too(desk: tuple[Bench, UnitGuidelines, Post]) -> None:
    bench, source, _ = desk
    # What is advised alone holds nothing; that there is more than can be said does.
    crowd = (a_rule_of("pattern", id=f"crowd.{one}", severity="advise", pattern=r"\w|.") for one in range(400))
    take(source, *crowd)
    bench.desk.sender.drain()
    assert bench.network.texts == []
    assert asking(bench) == [("uk", Wait.RULE, ""), ("en", Wait.RULE, "")]
