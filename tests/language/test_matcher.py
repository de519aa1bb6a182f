"""Finding terms in a text, at the places where they are written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import Rule, RuleKind, Source, Surface
from embassy_assistant.language.forms import expand
from embassy_assistant.language.matcher import TermMatcher


def rule(*surfaces: Surface, exceptions: tuple[str, ...] = (), rule_id: str = "name.test") -> Rule:
    """Return a rule about some surfaces."""
    return Rule(
        id=rule_id,
        kind=RuleKind.TERM,
        severity=Severity.WARN,
        language="uk",
        surfaces=surfaces,
        reason={"uk": "так", "en": "so"},
        source=Source("issuer", "title"),
        exceptions=exceptions,
    )


KIEV = rule(Surface("Kiev", "Kyiv"), exceptions=("Chicken Kiev",))
OPERATION = rule(*expand("спецоперація", "війна"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Kiev today", ["Kiev"]),
        ("KIEV and kiev", ["KIEV", "kiev"]),
        ("Kiev's streets, Kiev’s parks", ["Kiev", "Kiev"]),
        ("pro-Kiev", ["Kiev"]),
        ("#Kiev", ["Kiev"]),
        ("Kievan", []),
        ("Chicken Kiev", []),
        ("https://example.org/Kiev and @kiev.example", []),
        ("Write to info@kiev.example or mailto:kiev@example.org", []),
        ("", []),
    ],
)
def test_a_term_is_found_as_a_word_only(text: str, found: list[str]) -> None:
    assert [match.text for match in TermMatcher([KIEV]).find(text)] == found


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("Спецоперація триває", "Війна"),
        ("СПЕЦОПЕРАЦІЯ", "ВІЙНА"),
        ("у спецоперації", "війні"),
        ("після спецоперації", "війни"),
        ("завдяки спецоперації", "війні"),
        ("учасники спецоперації", "війни"),
        ("Так. Спецоперації бувають", "Війни"),
        ("спецоперацією", "війною"),
        ("спецопера\u00adцією", "війною"),
        ("спецопера\u0301цією", "війною"),
    ],
)
def test_the_first_suggestion_fits_the_sentence(text: str, suggestion: str) -> None:
    (match,) = TermMatcher([OPERATION]).find(text)
    assert match.suggestions[0] == suggestion


def test_positions_are_those_of_the_text_as_written() -> None:
    text = "🇺🇦 й у Ки\u0306єві:  возз'єднання   Криму"
    (match,) = TermMatcher([rule(Surface("возз’єднання Криму"))]).find(text)
    assert text[match.start : match.end] == "возз'єднання   Криму"


def test_of_overlapping_surfaces_the_longest_counts() -> None:
    matcher = TermMatcher([rule(Surface("криза"), Surface("криза в Україні"))])
    assert [match.text for match in matcher.find("криза в Україні та криза")] == ["криза в Україні", "криза"]


def test_two_rules_may_object_to_one_place() -> None:
    matcher = TermMatcher([KIEV, replace(KIEV, id="name.other", exceptions=())])
    assert [match.rule.id for match in matcher.find("Kiev")] == ["name.other", "name.test"]


def test_a_quotation_is_left_alone_where_the_rule_says_so() -> None:
    exempt = TermMatcher([replace(KIEV, quotes_exempt=True)])
    assert not exempt.find("the film “Kiev by night”")
    assert exempt.find("“The film” of Kiev")
    assert TermMatcher([KIEV]).find("the film “Kiev by night”")


def test_capitals_count_where_the_rule_says_so() -> None:
    matcher = TermMatcher([replace(rule(Surface("Верховна рада", "Верховна Рада")), case_sensitive=True)])
    assert [match.suggestions for match in matcher.find("Верховна  рада")] == [("Верховна Рада",)]
    assert not matcher.find("Верховна Рада")
    assert not matcher.find("ВЕРХОВНА РАДА")


def test_a_surface_that_is_its_own_replacement_suggests_nothing() -> None:
    (match,) = TermMatcher([rule(Surface("Kyiv", "Kyiv"))]).find("Kyiv")
    assert match.suggestions == ()


def test_no_rules_find_nothing() -> None:
    assert TermMatcher([]).find("Kiev") == ()


@given(before=st.text(), after=st.text())
def test_every_match_lies_within_the_text_and_reads_as_it_says(before: str, after: str) -> None:
    text = f"{before} Kiev {after}"
    for match in TermMatcher([KIEV, OPERATION]).find(text):
        assert text[match.start : match.end] == match.text
