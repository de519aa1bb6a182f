"""A Post and the state of its Pair."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from embassy_assistant.domain.account import Account, Bilingual, Credential, LanguagePolicy, TextRules
from embassy_assistant.domain.finding import Finding, Severity, Span
from embassy_assistant.domain.guideline import GuidelinePack, Rule, RuleKind, Source
from embassy_assistant.domain.officer import Mission
from embassy_assistant.domain.post import (
    Confirmation,
    Due,
    Media,
    Override,
    Pair,
    PairState,
    Post,
    Promise,
    Release,
    Version,
)
from embassy_assistant.domain.review import Count, ReviewResult, Target
from tests.helpers.memory import OFFICER, START


def pair(uk: str, en: str) -> Post:
    return Post.new(START).with_text("uk", uk).with_text("en", en)


def confirmed(post: Post) -> Post:
    digests = {language: post.versions[language].digest for language in ("uk", "en")}
    return replace(post, pair=Pair(confirmation=Confirmation(digests, OFFICER, START)))


@pytest.mark.parametrize(
    ("post", "state"),
    [
        pytest.param(pair("", ""), PairState.MISSING, id="nothing written"),
        pytest.param(pair("Так", " \n"), PairState.MISSING, id="white space is not a half"),
        pytest.param(pair("Так", "Yes"), PairState.DRAFTED, id="both written"),
        pytest.param(confirmed(pair("Так", "Yes")), PairState.CONFIRMED, id="confirmed"),
        pytest.param(confirmed(pair("Так", "Yes")).with_text("en", "No"), PairState.STALE, id="changed since"),
        pytest.param(
            confirmed(pair("Так", "Yes")).with_text("en", "Yes "), PairState.CONFIRMED, id="a space is no change"
        ),
        pytest.param(
            replace(pair("Так", ""), pair=Pair(promise=Promise("soon", START, OFFICER, START))),
            PairState.PROMISED,
            id="promised",
        ),
        pytest.param(
            replace(pair("", "Yes"), pair=Pair(release=Release("a reply", OFFICER, START))),
            PairState.RELEASED,
            id="released",
        ),
    ],
)
def test_the_state_of_a_pair_follows_from_what_is_written_and_said(post: Post, state: PairState) -> None:
    assert post.pair_state is state


def test_what_changed_since_the_confirmation_is_named() -> None:
    assert confirmed(pair("Так", "Yes")).with_text("uk", "Ні").changed_since_confirmed == ("uk",)
    assert pair("Так", "Yes").changed_since_confirmed == ()


def test_a_due_time_follows_the_rules_of_its_zone() -> None:
    before = Due(datetime(2026, 10, 24, 14, 0), "Europe/Berlin").instant()
    after = Due(datetime(2026, 10, 25, 14, 0), "Europe/Berlin").instant()
    assert after - before == timedelta(hours=25)


def test_a_time_that_summer_time_skips_is_the_hour_after() -> None:
    assert Due(datetime(2026, 3, 29, 2, 30), "Europe/Berlin").instant() == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_title_is_the_topic_or_the_first_line() -> None:
    assert pair("\nПерший рядок\nдругий", "").title == "Перший рядок"
    assert replace(pair("Так", ""), topic=" Візит ").title == "Візит"
    assert pair("", "\nOnly English").title == "Only English"
    assert Post.new(START).title == ""
    assert Post.new(START).empty


@pytest.mark.parametrize("text", ["\u200b", "\u2060\u200d \n", "\ufe0f", "\u3164", "\u00ad\ufeff\u00a0", "\x00"])
def test_what_nobody_would_see_is_not_written(text: str) -> None:
    assert not Version("uk", text).written
    post = pair(text, "Yes")
    assert not post.written("uk")
    assert post.pair_state is PairState.MISSING
    assert post.missing_languages == ("uk",)
    assert pair(text, "").empty
    assert pair(f"{text}\nВізит", "").title == "Візит"


@pytest.mark.parametrize("text", ["!", "🇺🇦", "а\u200b", "\U0001fae9", "—"])
def test_whatever_is_seen_is_written(text: str) -> None:
    assert Version("uk", text).written


def test_alt_text_is_kept_per_language() -> None:
    media = Media("h", "a.png", "image/png", 3).with_alt("uk", "Прапор").with_alt("en", "A flag")
    assert dict(media.alt) == {"uk": "Прапор", "en": "A flag"}


def test_a_mission_goes_by_the_name_it_has() -> None:
    mission = Mission("Посольство", "", "DE", "Europe/Berlin")
    assert (mission.name("uk"), mission.name("en")) == ("Посольство", "Посольство")


def account(*languages: str, bilingual: Bilingual = Bilingual.TWO_POSTS) -> Account:
    return Account("practice:a", "practice", "a", "http://127.0.0.1", LanguagePolicy(languages, bilingual))


def test_a_combined_account_gets_its_halves_as_one_text() -> None:
    target = Target(account("uk", "en", bilingual=Bilingual.COMBINED), TextRules("graphemes", 500))
    assert [(v.language, v.text) for v in target.texts(pair("Так", "Yes"))] == [("uk", "Так\n\nYes")]
    assert [(v.language, v.text) for v in target.texts(pair("", "Yes"))] == [("en", "Yes")]


def test_an_account_sends_only_with_a_credential_and_unpaused() -> None:
    one = account("uk")
    assert one.can_send
    assert one.policy.only == "uk"
    assert account("uk", "en").policy.only is None
    assert not replace(one, paused=True).can_send
    assert not replace(one, credential=Credential.REFUSED).can_send
    assert Account.id_of("bluesky", "@a.test") == "bluesky:a.test"
    assert one.label == "a"


def test_a_warning_yields_to_a_reason_and_a_block_never_does() -> None:
    warn = Finding("name.x", Severity.WARN, "en", Span(0, 1), matched="x")
    block = Finding("name.x", Severity.BLOCK, "en", Span(0, 1), matched="x")
    reason = Override("name.x", "a quotation", OFFICER, START, "x")
    assert ReviewResult("p", 1, (warn,), PairState.CONFIRMED, overrides=(reason,)).sendable
    assert not ReviewResult("p", 1, (warn,), PairState.CONFIRMED).sendable
    assert not ReviewResult("p", 1, (block,), PairState.CONFIRMED, overrides=(reason,)).sendable
    elsewhere = replace(reason, text="y")
    assert not ReviewResult("p", 1, (warn,), PairState.CONFIRMED, overrides=(elsewhere,)).sendable


def test_what_is_left_goes_below_nothing() -> None:
    assert Count("a", "en", 312, 300, "graphemes").left == -12


def test_a_rule_is_in_force_between_its_days() -> None:
    rule = Rule("r", RuleKind.TERM, Severity.WARN, "en", (), {}, Source("", ""), valid_from=START.date())
    assert rule.valid_on(START.date())
    assert not rule.valid_on((START - timedelta(days=1)).date())
    assert not replace(rule, valid_until=START.date()).valid_on((START + timedelta(days=1)).date())
    pack = GuidelinePack("1", {}, (rule,))
    assert pack.rule("r") is rule
    assert pack.rule("s") is None
