"""Approved lines: which may be said, how they are found, and who says them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from embassy_assistant.domain.delivery import State
from tests.helpers.crisis import HOTLINE, HOURS, OLD, VERIFYING, a_freeze, a_line, guidelines_of, lines, take
from tests.helpers.memory import OFFICER, Bench, EmptyGuidelines, memory_desk


@pytest.fixture
def guidelines() -> EmptyGuidelines:
    return guidelines_of(*lines())


@pytest.fixture
def bench(guidelines: EmptyGuidelines) -> Bench:
    bench = memory_desk(guidelines=guidelines)
    for language in ("uk", "en"):
        bench.account(language, language)
    return bench


def found(bench: Bench, *asked: str) -> list[str]:
    return [rule.id.removeprefix("line.") for rule in bench.desk.lines.in_force(*asked)]


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ((), ["verifying", "hotline", "hours"]),
        (("", "Emergency, flood"), ["hotline", "verifying", "hours"]),
        (("консул",), ["hours"]),
        (("CONSULAR open",), ["hours"]),
        (("громад",), ["hotline"]),
        (("verif minist",), ["verifying"]),
        (("consul verif",), []),
        (("консульства section",), ["hours"]),
        (("closed",), []),
    ],
)
def test_lines_are_found_by_beginnings_of_words_in_either_language(
    bench: Bench, asked: tuple[str, ...], wanted: list[str]
) -> None:
    assert found(bench, *asked) == wanted


def test_a_line_whose_title_says_it_comes_first(bench: Bench) -> None:
    said = a_line("text", "А", "A", {"uk": "Слово про гарячу лінію.", "en": "A word of the hotline."})
    named = a_line("title", "Гаряча лінія", "The hotline", {"uk": "Телефонуйте.", "en": "Call."})
    take(bench, said, named)
    assert found(bench, "hotline") == ["title", "text"]


def test_what_has_expired_or_is_for_others_is_not_offered(bench: Bench, guidelines: EmptyGuidelines) -> None:
    guidelines.code = "deu"
    take(
        bench,
        a_line("old", "А", "A", HOURS, valid={"until": "2026-01-01"}),
        a_line("theirs", "А", "A", HOTLINE, scope={"missions": ["usa"]}),
        a_line("ours", "А", "A", VERIFYING, scope={"missions": ["deu"]}),
    )
    assert found(bench) == ["ours"]


@pytest.mark.parametrize(
    ("scope", "topic", "left"),
    [
        ({"topics": ["consular"]}, "", True),
        ({"topics": ["consular"]}, "Culture", True),
        ({"topics": ["consular"]}, "Consular, culture", False),
        ({"networks": ["bluesky"]}, "Consular", True),
        ({"languages": ["en"]}, "Consular", True),
    ],
)
def test_a_freeze_of_some_posts_leaves_the_lines_to_the_others(
    bench: Bench, scope: dict[str, list[str]], topic: str, left: bool
) -> None:
    take(bench, *lines(), a_freeze(allow="nothing", scope=scope))
    assert bool(found(bench, "", topic)) is left


@pytest.mark.parametrize(
    ("order", "wanted"),
    [({}, ["verifying", "hotline", "hours"]), ({"lines": ["line.hours"]}, ["hours"]), ({"allow": "nothing"}, [])],
)
def test_in_a_freeze_only_what_it_allows_is_offered(bench: Bench, order: dict[str, Any], wanted: list[str]) -> None:
    take(bench, *lines(), a_freeze(**order))
    assert found(bench) == wanted


def test_a_withdrawn_line_names_the_queued_and_the_sent_posts_that_say_it(bench: Bench) -> None:
    take(bench, *lines()[:3], a_line("closed", "Зачинено", "Closed", OLD))
    sent, queued = (replace(bench.post(), topic=topic) for topic in ("Out", "Waiting"))
    for post in (sent, queued, replace(bench.post(), topic="Draft")):
        whole = post.with_text("uk", f"Увага! {OLD['uk']}").with_text("en", f"{OLD['en']} Sorry.")
        bench.desk.drafting.save(bench.desk.drafting.confirm(whole, OFFICER))
    for post in (sent, queued):
        kept = bench.desk.drafting.get(post.id)
        assert kept
        rows = bench.desk.outbox.queue(kept, OFFICER)
        assert {row.state for row in rows} == {State.WAITING}
        if post is sent:
            bench.clock.forward(seconds=31)
            bench.desk.sender.drain()
    other = (
        replace(bench.post(), topic="Other")
        .with_text("uk", "Сьогодні зачинено.")
        .with_text("en", "The embassy is closed.")
    )
    bench.desk.outbox.queue(bench.desk.drafting.confirm(other, OFFICER), OFFICER)

    take(bench, *lines())
    uses = {use.title: (use.post_id, use.languages, use.out) for use in bench.desk.lines.uses("line.closed")}
    assert uses == {"Out": (sent.id, ("uk", "en"), True), "Waiting": (queued.id, ("uk", "en"), False)}
    ((rule, users),) = bench.desk.lines.withdrawn()
    assert (rule.id, {use.title for use in users}) == ("line.closed", {"Out", "Waiting"})
    assert bench.desk.lines.uses("line.hours") == ()
    assert bench.desk.lines.uses("line.unknown") == ()


def test_what_was_deleted_says_the_line_no_longer(bench: Bench) -> None:
    post = replace(bench.post(), topic="Out").with_text("uk", HOURS["uk"]).with_text("en", HOURS["en"])
    rows = bench.desk.outbox.queue(bench.desk.drafting.confirm(post, OFFICER), OFFICER)
    assert len(bench.desk.lines.uses("line.hours")) == 1
    for row in rows:
        bench.store.deliveries.rows[row.id] = replace(row, state=State.CANCELLED)
    assert bench.desk.lines.uses("line.hours") == ()


def test_one_language_of_a_pair_may_say_the_line_for_two_accounts(bench: Bench) -> None:
    bench.account("second", "en")
    post = bench.post().with_text("uk", "Інше.").with_text("en", HOURS["en"])
    bench.desk.outbox.queue(bench.desk.drafting.confirm(post, OFFICER), OFFICER)
    (use,) = bench.desk.lines.uses("line.hours")
    assert use.languages == ("en",)
