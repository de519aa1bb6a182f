"""Review over the shipped checks, and what a changed pack does to the queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from embassy_assistant.domain.delivery import Cause, FrozenMedia, FrozenPoll, State, advance
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.freshness import Freshness, Tried
from embassy_assistant.domain.guideline import GuidelinePack, Rule, RuleKind, Scope, Source, Surface
from embassy_assistant.domain.officer import Mission
from embassy_assistant.domain.post import Due, Media, Post
from embassy_assistant.domain.rule_body import Calendar, Freeze, MediaNeeds
from embassy_assistant.language.identify import identify
from embassy_assistant.services.gates import Wait
from tests.helpers.lying import START
from tests.helpers.memory import OFFICER, EmptyGuidelines, LyingNetwork, memory_desk

RULE = Rule(
    "test.glory",
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
        self.code = ""

    def active(self) -> GuidelinePack:
        return self.pack

    def previous(self) -> None:
        """None was ever before."""

    def trouble(self) -> None:
        return None

    def tried(self) -> Tried:
        return Tried()

    def mission(self) -> str:
        return self.code

    def freshness(self) -> Freshness | None:
        return None


def test_a_changed_pack_holds_what_is_queued_until_the_pack_allows_it() -> None:
    guidelines = ChangingGuidelines()
    bench = memory_desk(guidelines=guidelines)
    bench.account("en", "en")
    bench.account("uk", "uk")
    bench.desk.outbox.queue(bench.post(), OFFICER)
    guidelines.pack = replace(guidelines.pack, version="1", rules=(RULE,))
    bench.clock.forward(seconds=30)
    bench.desk.sender.drain()
    held = {row.language: bench.desk.review.still_sendable(row) for row in bench.desk.outbox.open()}
    assert held["uk"] is None
    assert held["en"] is not None
    assert held["en"].rule == "test.glory"
    assert bench.network.texts == []
    group = bench.desk.outbox.group(bench.desk.outbox.post_ids()[0])
    assert group is not None
    assert {row.language: group.waits[row.id] for row in group.rows} == {"uk": Wait.OTHER_HALF, "en": Wait.RULE}
    guidelines.pack = replace(guidelines.pack, version="2", rules=())
    bench.desk.sender.drain()
    assert len(bench.network.texts) == 2


def test_a_pack_issued_anew_under_its_old_version_judges_anew() -> None:
    guidelines = ChangingGuidelines()
    bench = memory_desk(guidelines=guidelines)
    bench.account("en", "en")
    bench.desk.outbox.queue(bench.post(), OFFICER)
    guidelines.pack = replace(guidelines.pack, rules=(RULE,), digest="another")
    bench.clock.forward(seconds=30)
    bench.desk.sender.drain()
    (row,) = bench.desk.outbox.open()
    assert bench.desk.review.still_sendable(row) is not None
    assert bench.network.texts == []


def test_a_newer_program_judges_anew_what_an_older_one_let_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = memory_desk()
    bench.account("en", "en")
    (row,) = bench.desk.outbox.queue(bench.post(), OFFICER)
    assert bench.desk.review.passed(row)
    monkeypatch.setattr("embassy_assistant.services.review.__version__", "99.0")
    assert not bench.desk.review.passed(row)


def test_a_rule_that_comes_into_force_while_a_post_waits_holds_it() -> None:
    guidelines = ChangingGuidelines()
    tomorrow = START.date() + timedelta(days=1)
    guidelines.pack = replace(guidelines.pack, rules=(replace(RULE, valid_from=tomorrow),))
    bench = memory_desk(guidelines=guidelines)
    bench.account("en", "en")
    due = Due(datetime.combine(START.date(), time(23, 59)), "UTC")
    bench.desk.outbox.queue(replace(bench.post(), due=due), OFFICER)
    bench.clock.forward(hours=12, minutes=5)
    bench.desk.sender.drain()
    assert bench.network.texts == []
    group = bench.desk.outbox.group(bench.desk.outbox.post_ids()[0])
    assert group is not None
    assert set(group.waits.values()) == {Wait.RULE}


@pytest.mark.parametrize("where", ["alt", "warning", "poll"])
def test_a_changed_pack_is_held_against_all_that_goes_out(where: str) -> None:
    bench = memory_desk(guidelines=(guidelines := ChangingGuidelines()))
    bench.account("en", "en")
    (row,) = bench.desk.outbox.queue(bench.post(en="Honour to Ukraine!"), OFFICER)
    changes: dict[str, dict[str, Any]] = {
        "alt": {"media": (FrozenMedia("h", "flag.png", "image/png", 3, "Glory"),)},
        "warning": {"warning": "Glory"},
        "poll": {"poll": FrozenPoll(("Glory", "Peace"), 60)},
    }
    guidelines.pack = replace(guidelines.pack, version="1", rules=(RULE,))
    assert bench.desk.review.still_sendable(row) is None
    assert bench.desk.review.still_sendable(replace(row, segment=replace(row.segment, **changes[where])))


def test_findings_come_worst_first_and_in_reading_order() -> None:
    guidelines = ChangingGuidelines()
    guidelines.pack = replace(guidelines.pack, rules=(RULE,))
    bench = memory_desk(guidelines=guidelines)
    bench.account("en", "en")
    post = bench.desk.drafting.new(("practice:en",)).with_text("en", "We say: Glory, and Glory again to the heroes")
    result = bench.desk.review.check(post)
    severities = [finding.severity for finding in result.findings]
    assert severities == sorted(severities, key=[Severity.BLOCK, Severity.WARN, Severity.ADVISE].index)
    assert [f.span.start for f in result.findings if f.span and f.rule == "test.glory"] == [8, 19]
    assert result.verdicts["en"] == ("en", True)
    assert [(count.account, count.limit) for count in result.counts] == [("practice:en", 500)]


def test_texts_are_checked_before_the_key_has_arrived() -> None:
    bench = memory_desk(opened=False)
    post = bench.desk.drafting.new(("practice:en",)).with_text("en", "Kyiv is the capital of Ukraine.")
    result = bench.desk.review.check(post)
    assert result.counts == ()
    assert not result.sendable


def test_a_thread_says_how_many_posts_it_makes() -> None:
    bench = memory_desk()
    bench.account("en", "en")
    post = bench.desk.drafting.new(("practice:en",)).with_text("en", "word " * 150)
    assert [count.segments for count in bench.desk.review.check(replace(post, as_thread=True)).counts] == [2]
    assert [count.left for count in bench.desk.review.check(post).counts] == [-250]


def test_what_the_server_took_for_later_is_looked_for_when_due(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = memory_desk()
    bench.account("uk", "uk")
    publish = LyingNetwork.publish
    monkeypatch.setattr(LyingNetwork, "publish", lambda *given: replace(publish(*given), parked=True))
    (row,) = bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(seconds=30)
    bench.desk.sender.step()
    parked = bench.store.deliveries.get(row.id)
    assert parked is not None
    assert parked.state is State.PARKED
    bench.desk.sender.drain()
    assert [step.cause for step in bench.desk.outbox.history(row.id)][-1] is Cause.READ_BACK


def test_a_parked_post_that_is_not_there_when_due_becomes_unknown() -> None:
    bench = memory_desk()
    bench.account("uk", "uk")
    (row,) = bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(seconds=30)
    bench.network.script = ["dropped"]
    bench.desk.sender.step()
    unknown = bench.store.deliveries.get(row.id)
    assert unknown is not None
    parked = replace(unknown, state=State.PARKED)
    bench.store.deliveries.rows[row.id] = parked
    bench.clock.forward(minutes=2)
    bench.desk.sender.step()
    after = bench.store.deliveries.get(row.id)
    assert after is not None
    assert after.state is State.UNKNOWN
    assert advance(parked, Cause.DELETED_THERE).state is State.CANCELLED


def test_what_was_checked_can_be_forgotten() -> None:
    bench = memory_desk()
    bench.desk.review.check(bench.post())
    assert identify.cache_info().currsize > 0
    bench.desk.review.forget()
    assert identify.cache_info().currsize == 0


def rules(*some: Rule) -> ChangingGuidelines:
    guidelines = ChangingGuidelines()
    guidelines.pack = replace(guidelines.pack, rules=some)
    return guidelines


def frozen(since: datetime, **scope: frozenset[str]) -> Rule:
    return replace(
        RULE, id="test.freeze", kind=RuleKind.FREEZE, surfaces=(), language="", body=Freeze(since), scope=Scope(**scope)
    )


@pytest.mark.parametrize("scope", [{}, {"topics": frozenset({"sport"})}, {"networks": frozenset({"practice"})}])
def test_a_freeze_that_begins_while_a_post_waits_holds_it_under_the_same_pack(scope: dict[str, frozenset[str]]) -> None:
    bench = memory_desk(guidelines=rules(frozen(START + timedelta(seconds=20), **scope)))
    bench.account("en", "en")
    post = replace(bench.post(), topic="Sport")
    bench.desk.drafting.save(post)
    (row,) = bench.desk.outbox.queue(post, OFFICER)
    assert bench.desk.review.passed(row)
    bench.clock.forward(seconds=30)
    assert not bench.desk.review.passed(row)
    bench.desk.sender.drain()
    assert bench.network.texts == []
    group = bench.desk.outbox.group(post.id)
    assert group is not None
    assert set(group.waits.values()) == {Wait.RULE}


def test_a_freeze_of_another_network_holds_nothing() -> None:
    bench = memory_desk(guidelines=rules(frozen(START, networks=frozenset({"elsewhere"}))))
    bench.account("en", "en")
    bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(seconds=30)
    bench.desk.sender.drain()
    assert len(bench.network.texts) == 1


def test_days_are_those_of_the_mission_and_rules_for_one_mission_find_it() -> None:
    day = f"{START + timedelta(days=1):%m-%d}"
    calendar = replace(
        RULE,
        id="test.day",
        kind=RuleKind.CALENDAR,
        surfaces=(),
        language="",
        body=Calendar(((day, day),)),
        scope=Scope(missions=frozenset({"auckland"})),
    )
    bench = memory_desk(guidelines=(guidelines := rules(calendar)))
    post = bench.post(en="Glory!")
    guidelines.code = "auckland"
    found = [bench.desk.review.check(post)]
    # It is tomorrow there already.
    bench.desk.preferences.mission = Mission("", "Embassy", "NZ", "Pacific/Kiritimati")
    for guidelines.code in ("auckland", "berlin", ""):
        found.append(bench.desk.review.check(post))
    said = ["test.day" in {finding.rule for finding in result.findings} for result in found]
    assert said == [False, True, False, False]


def test_that_somebody_says_which_mission_it_is_holds_what_its_rules_forbid() -> None:
    guidelines = rules(replace(RULE, scope=Scope(missions=frozenset({"deu"}))))
    bench = memory_desk(guidelines=guidelines)
    bench.account("en", "en")
    (row,) = bench.desk.outbox.queue(bench.post(), OFFICER)
    assert bench.desk.review.still_sendable(row) is None
    guidelines.code = "deu"
    forbidden = bench.desk.review.still_sendable(row)
    assert forbidden is not None
    assert forbidden.rule == "test.glory"


def test_a_missing_description_is_said_once() -> None:
    media = replace(
        RULE,
        id="test.alt",
        kind=RuleKind.MEDIA,
        severity=Severity.WARN,
        surfaces=(),
        language="",
        body=MediaNeeds(alt_text=True),
    )
    picture = Media("h", "flag.png", "image/png", 3, {"uk": "Прапор"})
    post = Post("p", media=(picture,)).with_text("en", "A flag").with_text("uk", "Прапор")
    for pack, wanted in (
        (rules(media), {"test.alt"}),
        (rules(replace(media, severity=Severity.ADVISE)), {"test.alt", "alt.missing"}),
        (rules(), {"alt.missing"}),
    ):
        result = memory_desk(guidelines=pack).desk.review.check(post)
        assert {finding.rule for finding in result.findings if finding.media} == wanted
