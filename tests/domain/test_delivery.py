"""The life of a Delivery, walked edge by edge and at random."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.domain.account import Visibility
from embassy_assistant.domain.delivery import (
    EDGES,
    FINAL,
    Action,
    Cause,
    Delivery,
    Edge,
    FrozenPoll,
    FrozenSegment,
    ImpossibleStep,
    Prepared,
    State,
    advance,
)
from tests.helpers.memory import START


def delivery(state: State = State.WAITING) -> Delivery:
    segment = FrozenSegment("Слава Україні!", ("uk",))
    return Delivery("d", "p", "practice:a", "practice", segment, "t", START, START + timedelta(hours=12), state=state)


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: f"{edge.source}-{edge.cause}")
def test_every_edge_leads_where_the_table_says(edge: Edge) -> None:
    after = advance(delivery(edge.source), edge.cause)
    assert (after.state, after.version) == (edge.target, 1)


@given(state=st.sampled_from(State), cause=st.sampled_from(Cause))
def test_there_is_no_way_beside_the_table(state: State, cause: Cause) -> None:
    if any((edge.source, edge.cause) == (state, cause) for edge in EDGES):
        return
    with pytest.raises(ImpossibleStep):
        advance(delivery(state), cause)


def test_a_step_and_its_cause_name_one_target() -> None:
    assert len({(edge.source, edge.cause) for edge in EDGES}) == len(EDGES)


def test_nothing_leaves_a_final_state_but_a_refusal_that_an_officer_puts_away() -> None:
    assert [edge for edge in EDGES if edge.source in FINAL] == [
        Edge(State.REJECTED, State.CANCELLED, Cause.OFFICER_DROPS)
    ]


def test_every_state_can_be_reached_and_every_cause_is_used() -> None:
    assert {edge.target for edge in EDGES} | {State.WAITING} == set(State)
    assert {edge.cause for edge in EDGES} == set(Cause)


def test_only_prepared_is_armed_and_only_armed_or_read_back_is_sent() -> None:
    assert {edge.source for edge in EDGES if edge.target is State.ARMED} == {State.PREPARED}
    assert {(edge.source, edge.cause) for edge in EDGES if edge.target is State.SENT} == {
        (State.ARMED, Cause.ACCEPTED),
        (State.PARKED, Cause.READ_BACK),
        (State.UNKNOWN, Cause.READ_BACK),
        (State.NEEDS_HUMAN, Cause.OFFICER_SAW_IT),
    }


def test_the_key_never_changes_once_armed() -> None:
    tried = replace(delivery(State.UNKNOWN), armed_at=START, prepared=Prepared("key", "{}"))
    with pytest.raises(ImpossibleStep, match="never changes"):
        advance(tried, Cause.NOT_THERE_AND_SAFE, prepared=Prepared("another", "{}"))


def test_a_person_can_act_wherever_a_person_is_needed() -> None:
    assert delivery(State.NEEDS_HUMAN).actions == (Action.MARK_SENT, Action.SEND_AGAIN, Action.DROP)
    assert delivery(State.MISSED).actions == (Action.SEND_NOW, Action.NEW_TIME, Action.DROP)
    assert delivery(State.REJECTED).actions == (Action.DROP,)
    assert delivery(State.ARMED).actions == ()


def test_the_digest_covers_all_that_the_public_sees() -> None:
    segment = FrozenSegment("a", ("uk",))
    others = [replace(segment, text="b"), replace(segment, languages=("en",)), replace(segment, count=2)]
    others.append(replace(segment, follows="d"))
    assert len({segment.digest, *(other.digest for other in others)}) == 5


def test_the_digest_covers_what_only_some_networks_have() -> None:
    segment = FrozenSegment("Слава!", ("uk",))
    others = [
        replace(segment, warning="Фото наслідків удару"),
        replace(segment, poll=FrozenPoll(("Так", "Ні"), minutes=60)),
        replace(segment, poll=FrozenPoll(("Так", "Ні"), minutes=60, multiple=True)),
        replace(segment, visibility=Visibility.UNLISTED),
    ]
    assert len({segment.digest, *(other.digest for other in others)}) == 5
