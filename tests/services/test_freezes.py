"""Freezes: what they hold, what they leave, and what waits for a look once they are lifted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from embassy_assistant.domain.account import Bilingual, LanguagePolicy
from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.domain.events import GuidelinesChanged, PostSaved
from embassy_assistant.domain.network import Ability
from embassy_assistant.domain.post import Due
from embassy_assistant.services.freezes import read_marks
from embassy_assistant.services.gates import Wait
from tests.helpers.crisis import VERIFYING, a_freeze, guidelines_of, lines, take
from tests.helpers.lying import LyingNetwork
from tests.helpers.memory import OFFICER, Bench, EmptyGuidelines, memory_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery
    from tests.helpers.packs import Json

WORDS = {"uk": "Виставка відкривається в суботу.", "en": "The exhibition opens on Saturday."}


@pytest.fixture
def guidelines() -> EmptyGuidelines:
    return guidelines_of(*lines())


@pytest.fixture
def bench(guidelines: EmptyGuidelines) -> Bench:
    bench = memory_desk(network=LyingNetwork(able=frozenset({Ability.PARK, Ability.DELETE})), guidelines=guidelines)
    for language in ("uk", "en"):
        bench.account(language, language)
    return bench


def queue(bench: Bench, texts: Mapping[str, str] = WORDS, hours: float = 1) -> tuple[Delivery, ...]:
    post = bench.post()
    for language, text in texts.items():
        post = post.with_text(language, text)
    post = bench.desk.drafting.confirm(post, OFFICER)
    due = Due((bench.clock.time + timedelta(hours=hours)).replace(tzinfo=None), "UTC") if hours else None
    return tuple(bench.desk.outbox.queue(replace(post, due=due), OFFICER))


def freeze(bench: Bench, **changes: object) -> None:
    take(bench, *lines(), a_freeze(**cast("Json", changes)))
    bench.desk.events.publish(GuidelinesChanged(True))


def lift(bench: Bench) -> None:
    take(bench, *lines())
    bench.desk.events.publish(GuidelinesChanged(True))


def run(bench: Bench, minutes: float) -> None:
    for _ in range(3):
        bench.clock.forward(seconds=minutes * 20)
        bench.desk.sender.drain()


def states(bench: Bench) -> list[State]:
    return [row.state for row in bench.store.deliveries.rows.values()]


def waits(bench: Bench, row: Delivery) -> set[Wait]:
    group = bench.desk.outbox.group(row.post_id)
    assert group
    return set(group.waits.values())


def test_what_a_freeze_forbids_stays_where_it_is_and_its_rule_is_named(bench: Bench) -> None:
    row, _ = queue(bench)
    freeze(bench)
    run(bench, 90)
    assert set(states(bench)) == {State.WAITING}
    assert waits(bench, row) == {Wait.RULE}
    group = bench.desk.outbox.group(row.post_id)
    assert group
    assert {rule.id for rule in group.rules.values()} == {"freeze.crisis"}
    (held,) = bench.desk.freezes.held()
    assert (held.post_id, held.accounts, held.due, held.rules) == (row.post_id, 2, row.instant, ("freeze.crisis",))
    (now,) = bench.desk.freezes.now()
    assert (now.nothing, now.held, len(now.lines)) == (False, (held,), 3)


def test_an_approved_line_goes_out_during_a_freeze(bench: Bench) -> None:
    freeze(bench)
    queue(bench, VERIFYING)
    run(bench, 90)
    assert states(bench) == [State.SENT, State.SENT]
    assert bench.desk.freezes.held() == ()
    assert read_marks(bench.store.settings) == {}


def test_approved_lines_of_both_languages_in_one_text_go_out_during_a_freeze(bench: Bench) -> None:
    both = bench.account("both", "uk", "en")
    bench.store.accounts.save(replace(both, policy=LanguagePolicy(("uk", "en"), Bilingual.COMBINED)))
    rows = queue(bench, VERIFYING), queue(bench)
    freeze(bench)
    run(bench, 90)
    assert [bench.store.deliveries.rows[row.id].state for row in rows[0]] == [State.SENT] * 3
    assert [bench.store.deliveries.rows[row.id].state for row in rows[1]] == [State.WAITING] * 3


def test_lifting_a_freeze_sends_nothing_that_it_held_without_a_look(bench: Bench) -> None:
    uk, en = queue(bench)
    freeze(bench)
    lift(bench)  # Both between two passes of the sender.
    run(bench, 90)
    assert set(states(bench)) == {State.WAITING}
    assert waits(bench, uk) == {Wait.LOOK}
    (waiting,) = bench.desk.freezes.waiting()
    assert (waiting.post_id, waiting.accounts, waiting.rules) == (uk.post_id, 2, ("freeze.crisis",))
    for row in (uk, en):
        bench.desk.outbox.act(row.id, Action.NEW_TIME, OFFICER, Due(bench.clock.time.replace(tzinfo=None), "UTC"))
    assert bench.desk.freezes.waiting() == ()
    run(bench, 5)
    assert states(bench) == [State.SENT, State.SENT]


def test_a_freeze_that_runs_out_by_itself_leaves_the_same_look_to_be_had(bench: Bench) -> None:
    row, _ = queue(bench, hours=3)
    until = (bench.clock.time + timedelta(hours=2)).isoformat()
    freeze(bench, until=until)
    run(bench, 200)
    assert set(states(bench)) == {State.WAITING}
    assert waits(bench, row) == {Wait.LOOK}
    bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    run(bench, 5)
    assert states(bench) == [State.SENT, State.WAITING]


def test_while_the_freeze_holds_a_look_changes_nothing(bench: Bench) -> None:
    row, _ = queue(bench)
    freeze(bench)
    bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    run(bench, 5)
    lift(bench)
    run(bench, 5)
    assert set(states(bench)) == {State.WAITING}


def test_what_was_taken_back_or_queued_after_the_freeze_waits_for_no_look(bench: Bench) -> None:
    rows = queue(bench)
    freeze(bench)
    for row in rows:
        bench.desk.outbox.act(row.id, Action.TAKE_BACK, OFFICER)
    lift(bench)
    queue(bench, hours=0)
    run(bench, 5)
    assert states(bench) == [State.CANCELLED, State.CANCELLED, State.SENT, State.SENT]
    assert read_marks(bench.store.settings) == {}
    assert bench.desk.freezes.waiting() == ()


@pytest.mark.parametrize(
    ("scope", "held"),
    [({"missions": ["deu"]}, True), ({"missions": ["usa"]}, False), ({"networks": ["x"]}, False)],
)
def test_a_freeze_may_be_of_some_missions_or_networks(
    bench: Bench, guidelines: EmptyGuidelines, scope: dict[str, list[str]], held: bool
) -> None:
    guidelines.code = "deu"
    queue(bench)
    freeze(bench, scope=scope)
    run(bench, 90)
    assert (set(states(bench)) == {State.WAITING}) is held
    assert bool(bench.desk.freezes.now()) is (scope != {"missions": ["usa"]})


@pytest.mark.parametrize("taken_back", [True, False])
def test_what_a_server_keeps_is_taken_back_where_the_freeze_says_so(bench: Bench, taken_back: bool) -> None:
    for account in bench.store.accounts.all():
        bench.store.accounts.save(replace(account, park=True))
    queue(bench, hours=5)
    run(bench, 3)
    assert states(bench) == [State.PARKED, State.PARKED]
    freeze(bench, allow="nothing", cancel_parked=taken_back)
    (now,) = bench.desk.freezes.now()
    assert (now.nothing, now.lines) == (True, ())
    run(bench, 3)
    assert len(bench.network.scheduled) == (0 if taken_back else 2)


def test_a_freeze_is_known_while_the_drafts_are_locked() -> None:
    guidelines = guidelines_of(*lines(), a_freeze())
    bench = memory_desk(guidelines=guidelines, opened=False)
    (now,) = bench.desk.freezes.now()
    assert (now.rule.id, now.held, len(now.lines)) == ("freeze.crisis", (), 3)
    bench.desk.events.publish(GuidelinesChanged(True))
    bench.desk.events.publish(PostSaved("any", 1))


def test_a_post_of_which_one_half_is_forbidden_is_held_with_that_half(bench: Bench) -> None:
    row, _ = queue(bench, {"uk": VERIFYING["uk"], "en": WORDS["en"]})
    freeze(bench)
    (held,) = bench.desk.freezes.held()
    assert (held.post_id, held.accounts) == (row.post_id, 1)
    lift(bench)
    assert bench.desk.freezes.held() == ()
    bench.desk.events.publish(GuidelinesChanged(True))
    (waiting,) = bench.desk.freezes.waiting()
    assert waiting.accounts == 1


def test_without_a_freeze_nothing_is_said(bench: Bench) -> None:
    queue(bench)
    assert bench.desk.freezes.now() == ()
    assert bench.desk.freezes.waiting() == ()


class SlowServer(LyingNetwork):
    """Answers whether it is there only after something else has happened."""

    def __init__(self) -> None:
        super().__init__(able=frozenset({Ability.DELETE}))
        self.meanwhile: list[Callable[[], object]] = []

    def online(self, account: Account) -> bool:
        while self.meanwhile:
            self.meanwhile.pop()()
        return super().online(account)


@pytest.mark.parametrize("what", ["freeze", "hold"])
def test_what_comes_while_a_server_takes_its_time_to_answer_is_heeded(guidelines: EmptyGuidelines, what: str) -> None:
    network = SlowServer()
    bench = memory_desk(network=network, guidelines=guidelines)
    bench.account("en", "en")
    queue(bench)
    bench.clock.forward(seconds=3_601)
    comes: Callable[[], object] = (lambda: freeze(bench)) if what == "freeze" else bench.desk.outbox.hold
    network.meanwhile.append(comes)
    bench.desk.sender.drain()
    assert not network.meanwhile
    assert states(bench) == [State.WAITING]
    assert network.out == {}
