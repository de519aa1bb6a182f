"""Topics: what they need, what may not be said of them yet, and where rules hold at all."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from embassy_assistant.domain.post import Due
from tests.helpers.review import NOW
from tests.helpers.rules import a_picture, a_rule_of, found, said

AID = {"uk": [{"text": "санкція", "inflect": True}], "en": [{"text": "aid"}]}


def needs(what: str, uk: str, en: str, **changes: object) -> dict[str, Any]:
    return a_rule_of("require", needs=[{"what": what, "text": {"uk": uk, "en": en}}], **changes)


@pytest.mark.parametrize(
    ("what", "wanted", "has", "lacks"),
    [
        ("hashtag", "#Us", "Together #us!", "Together with Us, #Used"),
        ("link", "https://u24.gov.ua", "See https://www.u24.gov.ua/donate?x=1", "See https://u24.gov.uax.com"),
        ("link", "https://mfa.gov.ua/aid", "See mfa.gov.ua/aid.", "See https://mfa.gov.ua/aids"),
        ("phrase", "Hot line", "Our hot\u00a0line: 112", "A hot liner"),
        ("disclaimer", "(Unofficial)", "Text (unofficial)", "Text unofficial"),
    ],
)
def test_a_topic_needs_what_its_rule_says(what: str, wanted: str, has: str, lacks: str) -> None:
    rule = needs(what, wanted, wanted)
    assert said(rule, topic="Aid", en=has) == []
    assert said(rule, topic="Aid", en=lacks) == [("", f"needs-{what}")]
    assert said(rule, topic="Something else", en=lacks) == []


def test_a_need_is_told_per_language() -> None:
    findings = found(needs("hashtag", "#Разом", "#Us"), topic="aid", uk="#Us", en="#Us")
    assert [(finding.version, finding.parameters["needed"]) for finding in findings] == [("uk", "#Разом")]


def test_words_show_the_topic_where_the_rule_names_some() -> None:
    rule = needs("hashtag", "#Разом", "#Us", scope={}, words=AID)
    assert said(rule, uk="без санкцій", en="no help") == [("", "needs-hashtag")]
    assert said(rule, en="https://aid.example.org/aid") == []


def test_topic_and_words_narrow_each_other() -> None:
    rule = needs("hashtag", "#Разом", "#Us", words=AID)
    assert said(rule, en="aid") == []
    assert said(rule, topic="aid", en="help") == []
    assert said(rule, topic="aid", en="aid") == [("", "needs-hashtag")]


def test_a_content_warning_may_hold_the_disclaimer() -> None:
    rule = needs("disclaimer", "Увага", "Warning")
    assert said(rule, topic="aid", en="Text", warnings={"en": "Warning: war"}) == []
    assert said(rule, topic="aid", en="Text", media=[a_picture(en="Warning")]) == [("", "needs-disclaimer")]


def test_another_language_than_the_pair_needs_nothing() -> None:
    assert said(needs("hashtag", "#Разом", "#Us"), topic="aid", de="Hilfe") == []


@pytest.mark.parametrize("topic", ["Consular emergency", "consular-emergency", "Visit; Consular  Emergency"])
def test_a_topic_is_known_however_it_is_written(topic: str) -> None:
    rule = needs("hashtag", "#Разом", "#Us", scope={"topics": ["consular-emergency"]})
    assert said(rule, topic=topic, en="Text") == [("", "needs-hashtag")]


def test_an_embargo_ends_at_its_hour() -> None:
    rule = a_rule_of("embargo")
    text = "The Summit begins, a summit!"
    until = datetime.fromisoformat("2026-12-01T09:00+02:00")
    early = found(rule, now=until - timedelta(seconds=1), en=text)
    assert [(finding.matched, finding.detail) for finding in early] == [
        ("Summit", "rule.embargo"),
        ("summit", "rule.embargo"),
    ]
    assert datetime.fromisoformat(str(early[0].parameters["until"])) == until
    assert found(rule, now=until, en=text) == []


def test_an_embargo_asks_for_the_time_when_the_post_goes_out() -> None:
    rule = a_rule_of("embargo")
    after, before = datetime(2026, 12, 1, 9), datetime(2026, 12, 1, 8, 59)
    assert said(rule, due=Due(after, "Europe/Kyiv"), en="summit") == []
    assert said(rule, due=Due(before, "Europe/Kyiv"), en="summit") == [("summit", "embargo")]
    # What is overdue goes out now.
    assert said(rule, due=Due(datetime(2026, 1, 1), "Europe/Kyiv"), en="summit") == [("summit", "embargo")]


def test_an_embargo_on_a_topic_is_about_the_post() -> None:
    rule = a_rule_of("embargo", words=None, scope={"topics": ["aid"]})
    (finding,) = found(rule, topic="aid", uk="Так", en="So")
    assert (finding.version, finding.span, finding.detail) == (None, None, "rule.embargo")
    assert found(rule, topic="visit", uk="Так") == []


def test_an_embargoed_word_is_found_in_what_goes_out_beside_the_text() -> None:
    (finding,) = found(a_rule_of("embargo"), en="Text", media=[a_picture(en="Before the summit")])
    assert (finding.media, finding.span, finding.matched) == ("ab" * 32, None, "summit")


@pytest.mark.parametrize(
    ("scope", "holds"),
    [
        ({"networks": ["x"]}, {"network": "x"}),
        ({"missions": ["berlin"]}, {"mission": "berlin"}),
        ({"topics": ["aid"]}, {"topic": "aid"}),
    ],
)
def test_a_rule_with_a_scope_is_silent_where_nothing_is_known(scope: dict[str, object], holds: Any) -> None:  # noqa: ANN401
    rule = a_rule_of("term", language="en", terms=[{"text": "Kiev"}], scope=scope)
    assert said(rule, en="Kiev", **holds) == [("Kiev", "")]
    assert said(rule, en="Kiev") == []
    assert said(rule, en="Kiev", **dict.fromkeys(holds, "other")) == []


def test_a_rule_for_one_language_is_silent_in_the_other() -> None:
    rule = a_rule_of("pattern", scope={"languages": ["uk"]})
    assert [finding.version for finding in found(rule, uk="Kiev", en="Kiev")] == ["uk"]


def test_a_rule_that_has_ended_when_the_post_goes_out_is_silent() -> None:
    rule = a_rule_of("term", language="en", terms=[{"text": "Kiev"}], valid={"until": "2026-11-22"})
    assert said(rule, en="Kiev") == [("Kiev", "")]
    assert said(rule, en="Kiev", now=NOW + timedelta(days=1)) == []


def test_an_embargo_of_one_language_leaves_the_other_alone() -> None:
    rule = a_rule_of("embargo", words=None, scope={"topics": ["aid"], "languages": ["en"]})
    assert said(rule, topic="aid", uk="саміт") == []
    assert said(rule, topic="aid", en="summit") != []
