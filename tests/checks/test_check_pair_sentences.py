"""Sentences and denials that stand in one half of a pair only."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.checks.pair_denials import check_pair_denials
from embassy_assistant.checks.pair_sentences import check_pair_sentences
from embassy_assistant.domain.finding import Counterpart, Finding, Severity, Span
from tests.helpers.review import context

UK = "Президент зустрівся з послами. Ми не здамося ніколи. Розмова тривала дві години. #Україна"
EN = "The President met the ambassadors. We will never surrender. The talks took two hours. #Ukraine"


def disagreements(uk: str, en: str) -> list[Finding]:
    made = context(texts={"uk": uk, "en": en})
    return [*check_pair_sentences(made), *check_pair_denials(made)]


def test_halves_that_say_the_same_are_left_alone() -> None:
    assert disagreements(UK, EN) == []


@pytest.mark.parametrize(("uk", "en"), [(UK, ""), ("", EN), (" ", EN)])
def test_a_half_that_is_not_written_is_no_disagreement(uk: str, en: str) -> None:
    assert disagreements(uk, en) == []


def test_a_sentence_without_a_counterpart_is_found_with_the_place_where_it_lacks() -> None:
    lacking = EN.replace(" The talks took two hours.", "")
    (finding,) = disagreements(UK, lacking)
    assert (finding.rule, finding.severity, finding.version) == ("pair-sentence.missing", Severity.WARN, "uk")
    assert finding.span is not None
    assert UK[finding.span.start : finding.span.end] == finding.matched == "Розмова тривала дві години."
    end = lacking.index(" #Ukraine")
    assert finding.other == Counterpart("en", Span(end, end))
    (mirrored,) = disagreements(UK.replace(" Розмова тривала дві години.", ""), EN)
    assert (mirrored.version, mirrored.parameters["language"]) == ("en", "uk")


def test_an_address_and_tags_may_stand_in_one_half_only() -> None:
    assert disagreements(f"Українці! {UK} #Разом #СловоПеремоги", EN) == []


def test_a_denial_in_one_half_only_is_found_at_its_word() -> None:
    (finding,) = disagreements(UK, EN.replace("never ", ""))
    assert (finding.rule, finding.severity, finding.parameters["language"]) == (
        "pair-denial.differs",
        Severity.WARN,
        "uk",
    )
    assert finding.span is not None
    assert UK[finding.span.start : finding.span.end] == "не"
    other = finding.other
    assert other is not None
    assert EN.replace("never ", "")[other.span.start : other.span.end] == "We will surrender."
    (mirrored,) = disagreements(UK.replace(" не ", " "), EN)
    assert mirrored.parameters["language"] == "en"


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_raises_and_no_place_is_outside(uk: str, en: str) -> None:
    texts = {"uk": uk, "en": en}
    for finding in disagreements(uk, en):
        assert finding.version is not None
        assert finding.span is not None
        assert 0 <= finding.span.start <= finding.span.end <= len(texts[finding.version])
        assert finding.other is not None
        assert finding.other.span.end <= len(texts[finding.other.version])
