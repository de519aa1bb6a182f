"""Guidelines that grow old: said in words, warned of, and in the end nothing is sent by them until fresh ones come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import NeedsOfficer
from embassy_assistant.domain.events import Event, GuidelinesChanged
from embassy_assistant.domain.freshness import Followed, Freshness, TakenIn
from embassy_assistant.messages import LANGUAGES, messages
from embassy_assistant.services.gates import Wait
from embassy_assistant.services.guidelines import age_sentence
from tests.helpers.lying import START
from tests.helpers.memory import OFFICER, Bench, EmptyGuidelines, memory_desk

if TYPE_CHECKING:
    from collections.abc import Callable

MONTH = timedelta(days=30)


@pytest.fixture
def guidelines() -> EmptyGuidelines:
    return EmptyGuidelines()


@pytest.fixture
def bench(guidelines: EmptyGuidelines) -> Bench:
    bench = memory_desk(guidelines=guidelines)
    bench.account("uk", "uk")
    bench.account("en", "en")
    return bench


def signed(ago: timedelta) -> Freshness:
    return Freshness(START - ago, START - ago + timedelta(days=7), MONTH)


def test_too_old_guidelines_hold_the_queue_until_fresh_ones_come(bench: Bench, guidelines: EmptyGuidelines) -> None:
    post = bench.post()
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(minutes=1)
    guidelines.fresh = signed(MONTH)
    bench.desk.sender.drain()
    assert bench.network.texts == []
    group = bench.desk.outbox.group(post.id)
    assert group is not None
    assert set(group.waits.values()) == {Wait.GUIDELINES}
    guidelines.fresh = signed(timedelta(hours=1))
    bench.desk.sender.drain()
    assert len(bench.network.texts) == 2


def test_guidelines_that_are_only_overdue_hold_nothing(bench: Bench, guidelines: EmptyGuidelines) -> None:
    bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(minutes=1)
    guidelines.fresh = signed(timedelta(days=8))
    bench.desk.sender.drain()
    assert len(bench.network.texts) == 2


def test_a_clock_that_was_set_back_does_not_make_them_young(bench: Bench, guidelines: EmptyGuidelines) -> None:
    bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(minutes=1)
    guidelines.fresh = Freshness(START + MONTH, START + 2 * MONTH, MONTH)
    bench.desk.sender.drain()
    assert bench.network.texts == []


@pytest.mark.parametrize(
    ("ago", "sentence"),
    [
        (timedelta(hours=3), "guidelines.age-today"),
        (timedelta(days=3), "guidelines.age-fresh"),
        (timedelta(days=9), "guidelines.age-expired"),
        (timedelta(days=31), "guidelines.age-held"),
        (timedelta(days=-3), "guidelines.age-clock"),
    ],
)
def test_the_age_has_its_words(ago: timedelta, sentence: str) -> None:
    found, named = age_sentence(signed(ago), START)
    assert found == sentence
    for language in LANGUAGES:
        assert "…" not in messages(language).text(found, **named)


class Packs:
    """Packs that come when they are asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def follow(self, root: bytes, address: str = "", mission: str = "") -> str:
        return f"{root!r} {address} {mission}"

    def followed(self) -> Followed | None:
        return None

    def verify(self, pinned: str = "") -> str:
        return pinned

    def stamp(self) -> object:
        return len(self.asked)

    def take_in(self, place: str = "", going_on: Callable[[], None] = lambda: None) -> TakenIn:
        self.asked.append(place)
        return TakenIn(True, ("2",), signed(timedelta()))


def test_taking_them_in_is_told_to_whoever_checks_by_them() -> None:
    told: list[Event] = []
    packs = Packs()
    desk = memory_desk(intake=packs).desk
    desk.events.subscribe(told.append)
    service = desk.guidelines
    assert service.follow(b"root", "https://x", "usa") == "b'root' https://x usa"
    assert service.take_in("stick").changed
    assert told == [GuidelinesChanged(True)]
    assert packs.asked == ["stick"]


def test_where_packs_come_from_nowhere_it_says_so(bench: Bench) -> None:
    assert bench.desk.guidelines.age() is None
    assert not bench.desk.guidelines.too_old
    for attempt in (bench.desk.guidelines.take_in, lambda: bench.desk.guidelines.follow(b"")):
        with pytest.raises(NeedsOfficer):
            attempt()
