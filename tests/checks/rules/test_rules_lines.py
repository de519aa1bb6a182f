"""Approved lines and freezes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from embassy_assistant.checks.rules import lines_used
from embassy_assistant.domain.finding import Severity
from tests.helpers.review import NOW
from tests.helpers.rules import a_pack_of, a_picture, a_rule_of, found, said

CRIMEA = {
    "uk": "Крим — це Україна. Тимчасова окупація не змінює його статусу.",
    "en": "Crimea is Ukraine. Temporary occupation does not change its status.",
}
VISIT = {
    "uk": "{дата} {ім’я} прибуває з візитом до {країна}. Говоритимемо про {тема}.",
    "en": "{name} visits {country} on {date}. The talks are about {topic}.",
}


def a_line(text: dict[str, str] = CRIMEA, /, **changes: object) -> dict[str, Any]:
    return a_rule_of("line", text=text, **changes)


@pytest.mark.parametrize(
    "text",
    [
        CRIMEA["en"],
        f"Today we said: “{CRIMEA['en']}” And more.",
        "CRIMEA IS UKRAINE – temporary\u00a0occupation does not change its status",
        "Crimea is beautiful, and temporary is no answer. Ukraine thanks you.",
        "Status of occupation: change.",
    ],
)
def test_a_line_word_for_word_and_what_is_no_line_are_left_alone(text: str) -> None:
    assert said(a_line(), en=text) == []


@pytest.mark.parametrize(
    ("language", "before", "changed", "after"),
    [
        ("en", "We say: ", "Crimea is Ukraine. Occupation changes its status", "."),
        ("uk", "Ми кажемо: ", "Крим — це Україна. Окупація змінює його статус", ". Так."),
        ("en", "", "Crimea is Ukraine: temporary occupation will not change the status", ""),
    ],
)
def test_a_line_in_changed_words_is_found_and_the_line_offered(
    language: str, before: str, changed: str, after: str
) -> None:
    (finding,) = found(a_line(), **{language: before + changed + after})
    assert (finding.matched, finding.detail) == (changed, "rule.line-changed")
    assert finding.suggestions == (CRIMEA[language],)


def test_other_words_may_say_a_line_where_it_allows_them() -> None:
    assert said(a_line(use="paraphrase"), en="Crimea is Ukraine. Occupation changes its status.") == []


def test_a_short_line_is_recognised_only_word_for_word() -> None:
    line = a_line({"uk": "Слава Україні.", "en": "Glory to Ukraine."})
    assert said(line, en="Glory for Ukraine") == []
    assert lines_used(a_pack_of(line), "en", "glory to Ukraine!") == ("a.line",)


@pytest.mark.parametrize(
    "text",
    [
        "Olena Koval visits Austria on 5 May. The talks are about security.",
        "Tomorrow: Olena Koval visits Austria on 5 May! The talks are about security and trade. Follow us.",
    ],
)
def test_a_template_with_all_places_filled_is_the_line(text: str) -> None:
    pack = a_pack_of(a_line(VISIT))
    assert said(pack, en=text) == []
    assert lines_used(pack, "en", text) == ("a.line",)


def test_a_place_that_is_not_filled_in_is_found() -> None:
    assert said(a_line(VISIT), en="Olena Koval visits {country} on 5 May. The talks are about security.") == [
        ("{country}", "line-unfilled")
    ]
    assert said(a_line(VISIT), uk=VISIT["uk"]) == [("{дата}", "line-unfilled")]


def test_a_withdrawn_line_is_found_from_its_hour_on_and_its_successor_offered() -> None:
    new = {"uk": "Крим повернеться додому, в Україну.", "en": "Crimea will come home to Ukraine."}
    rules = a_line(withdrawn=NOW.isoformat(), superseded_by="b.line"), a_line(new, id="b.line")
    pack = a_pack_of(*rules)
    assert said(pack, en=CRIMEA["en"], now=NOW - timedelta(seconds=1)) == []
    (finding,) = found(pack, en=CRIMEA["en"])
    assert (finding.rule, finding.detail, finding.suggestions) == ("a.line", "rule.line-withdrawn", (new["en"],))
    assert lines_used(pack, "en", CRIMEA["en"]) == ("a.line",)


def test_an_expired_line_is_found_and_one_of_next_month_is_not() -> None:
    line = a_line(valid={"until": "2026-11-21"})
    assert said(line, en=CRIMEA["en"]) == [(CRIMEA["en"].rstrip("."), "line-expired")]
    for until in (None, "2026-12-31"):
        assert said(a_line(valid={"from": "2026-12-01", "until": until}), en=CRIMEA["en"]) == []


def test_what_no_line_of_the_topic_says_is_advice_and_no_more() -> None:
    line = a_line(severity="block", scope={"topics": ["crimea"]})
    (finding,) = found(line, topic="Crimea", en="Crimea is warm.")
    assert (finding.rule, finding.severity, finding.version) == ("line.unsupported", Severity.ADVISE, "en")
    assert found(line, topic="Crimea", en=CRIMEA["en"]) == []
    assert found(line, topic="Trade", en="Crimea is warm.") == []


def test_of_many_lines_each_is_recognised() -> None:
    words = ["перша", "друга", "третя", "четверта"]
    lines = [
        a_line({"uk": f"Це {word} схвалена думка посольства.", "en": "x"}, id=f"a.{n}") for n, word in enumerate(words)
    ]
    text = " ".join(f"Це {word} схвалена думка посольства." for word in reversed(words))
    assert lines_used(a_pack_of(*lines), "uk", text) == ("a.0", "a.1", "a.2", "a.3")


FROZEN = a_rule_of("freeze", severity="block")


def test_a_freeze_lets_only_approved_lines_pass() -> None:
    pack = a_pack_of(FROZEN, a_line())
    now = datetime.fromisoformat("2026-11-23T06:00Z")
    assert said(pack, now=now, en=CRIMEA["en"]) == []
    assert said(pack, now=now, en=f"{CRIMEA['en']} https://mfa.gov.ua") == []
    assert said(pack, now=now, en=f"{CRIMEA['en']} Come and see.") == [("Come", "freeze-lines")]
    assert said(pack, now=now, en="🕯️") == [("", "freeze-lines")]
    assert said(pack, now=now - timedelta(seconds=1), en="Come and see.") == []


def test_a_freeze_may_name_the_lines_that_pass() -> None:
    pack = a_pack_of({**FROZEN, "lines": ["b.line"]}, a_line())
    now = datetime.fromisoformat("2026-11-23T06:00Z")
    assert said(pack, now=now, en=CRIMEA["en"]) == [("Crimea", "freeze-lines")]


def test_a_withdrawn_line_passes_no_freeze() -> None:
    pack = a_pack_of(FROZEN, a_line(withdrawn="2026-11-20T00:00Z"))
    now = datetime.fromisoformat("2026-11-23T06:00Z")
    assert [detail for _, detail in said(pack, now=now, en=CRIMEA["en"])] == ["freeze-lines", "line-withdrawn"]


def test_answers_of_a_poll_are_said_too_and_pictures_are_not() -> None:
    pack = a_pack_of(FROZEN, a_line())
    now = datetime.fromisoformat("2026-11-23T06:00Z")
    assert said(pack, now=now, en=CRIMEA["en"], media=[a_picture(en="A flag")]) == []
    assert said(pack, now=now, en=CRIMEA["en"], warnings={"en": "Politics"}) == [("Politics", "freeze-lines")]


def test_a_whole_freeze_is_about_the_post_and_ends_by_itself() -> None:
    rule = {**FROZEN, "allow": "nothing", "until": "2026-11-24T00:00Z"}
    (finding,) = found(rule, now=datetime.fromisoformat("2026-11-23T06:00Z"), uk="Так", en="So")
    assert (finding.version, finding.span, finding.detail) == (None, None, "rule.freeze-nothing")
    assert finding.severity is Severity.BLOCK
    assert found(rule, now=datetime.fromisoformat("2026-11-24T00:00Z"), uk="Так") == []


@pytest.mark.parametrize("where", [{"topic": "aid"}, {"network": "x"}, {"mission": "berlin"}])
def test_a_freeze_may_be_of_one_topic_network_or_mission(where: dict[str, str]) -> None:
    ((name, value),) = where.items()
    rule = {**FROZEN, "allow": "nothing", "scope": {f"{name}s": [value]}}
    now = datetime.fromisoformat("2026-11-23T06:00Z")
    assert [detail for _, detail in said(rule, now=now, en="So", **where)] == ["freeze-nothing"]
    assert said(rule, now=now, en="So", **{name: "other"}) == []


def test_a_line_that_says_one_word_for_ever_is_no_reason_to_wait() -> None:
    line = a_line({"uk": "так " * 2_000 + "ні", "en": "x"})
    assert said(line, uk="так " * 5_000) == []


def test_the_parts_of_a_template_in_another_order_are_no_use_of_it_word_for_word() -> None:
    text = "The talks are about peace. Anna visits Paris on Monday."
    assert lines_used(a_pack_of(a_line(VISIT)), "en", text) == ()


def test_a_text_that_says_the_words_of_a_line_without_end_is_said_not_to_be_held_to_it() -> None:
    for often, rule in ((30, "a.line"), (300, "rule.too-much")):
        line = a_line({"uk": "так ні " * often + "може", "en": "x"})
        (finding,) = found(line, uk="так ні " * often + "мабуть")
        assert finding.rule == rule


def test_a_word_of_the_line_far_behind_it_does_not_belong_to_it() -> None:
    changed = "Crimea is Ukraine; temporary occupation does not change"
    (finding,) = found(a_line(), en=f"{changed} what anybody here thinks of the status.")
    assert finding.matched == changed


def test_a_line_of_another_topic_is_not_looked_after() -> None:
    changed = "Crimea is Ukraine. Occupation changes its status."
    assert said(a_line(scope={"topics": ["crimea"]}), en=changed) == []
    assert said(a_line(scope={"topics": ["crimea"]}), topic="crimea", en=changed) != []


def test_a_whole_freeze_of_one_language_leaves_the_other_alone() -> None:
    rule = {**FROZEN, "allow": "nothing", "scope": {"languages": ["en"]}}
    now = datetime.fromisoformat("2026-11-23T06:00Z")
    assert said(rule, now=now, uk="Так") == []
    assert said(rule, now=now, en="So") != []


@pytest.mark.timeout(60)
@pytest.mark.parametrize("words", ["a " * 4_500 + "b", "a " * 2_200 + "{x} " + "a " * 2_200 + "b"])
def test_to_find_a_line_of_the_same_word_takes_a_time_that_lengths_tell(words: str) -> None:
    pack = a_pack_of(a_rule_of("line", text={"uk": "x", "en": words}))
    # Word by word it takes a minute and a half.
    text = "a " * 60_000
    assert lines_used(pack, "en", text) == ()
    assert lines_used(pack, "en", f"{text} {words.replace('{x}', 'c')}") == ("a.line",)
