"""Numbers, dates, times and sums that the halves of a pair state differently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.checks.pair_facts import check_pair_facts
from embassy_assistant.domain.finding import Counterpart, Finding, Severity, Span
from tests.helpers.review import context

UK = "24 лютого о 14:00 за Києвом прийшли двадцять послів. Вони дали 1,5 млрд євро. Дякуємо! #День365 mfa.gov.ua/2022"
EN = "On 24 February at 2 p.m. Kyiv time twenty ambassadors came. They gave €1.5bn. Thank you! #Day366 mfa.gov.ua/2023"


def disagreements(uk: str, en: str) -> list[Finding]:
    return list(check_pair_facts(context(texts={"uk": uk, "en": en})))


def test_halves_that_say_the_same_are_left_alone_whatever_their_links_and_tags() -> None:
    assert disagreements(UK, EN) == []


@pytest.mark.parametrize(("uk", "en"), [(UK, ""), ("", EN), (" ", EN)])
def test_a_half_that_is_not_written_is_no_disagreement(uk: str, en: str) -> None:
    assert disagreements(uk, en) == []


@pytest.mark.parametrize(
    ("right", "wrong", "uk", "en"),
    [
        ("twenty", "thirty", "двадцять", "thirty"),
        ("1.5bn", "1.5m", "1,5 млрд євро", "€1.5m"),
        ("€", "$", "1,5 млрд євро", "$1.5bn"),
        ("24 February", "25 February", "24 лютого", "25 February"),
        ("2 p.m.", "3 p.m.", "14:00 за Києвом", "3 p.m. Kyiv time"),
    ],
)
def test_what_the_halves_state_differently_is_found_in_both(right: str, wrong: str, uk: str, en: str) -> None:
    text = EN.replace(right, wrong)
    (finding,) = disagreements(UK, text)
    assert (finding.rule, finding.severity, finding.version) == ("pair-fact.differs", Severity.WARN, "uk")
    assert finding.span is not None
    assert finding.other is not None
    assert UK[finding.span.start : finding.span.end] == finding.parameters["here"] == uk
    assert text[finding.other.span.start : finding.other.span.end] == finding.parameters["there"] == en
    assert finding.matched == f"{uk} / {en}"


def test_the_other_halfs_value_is_one_click_away() -> None:
    text = EN.replace("1.5bn", "1.4bn")
    (finding,) = disagreements(UK, text)
    assert finding.suggestions == ("1,4 млрд євро",)
    assert finding.span is not None
    mended = UK[: finding.span.start] + finding.suggestions[0] + UK[finding.span.end :]
    assert disagreements(mended, text) == []
    (finding,) = disagreements(UK, EN.replace("€", "$"))
    assert finding.suggestions == ()


def test_what_one_half_lacks_is_found_with_the_sentence_where_it_lacks() -> None:
    lacking = EN.replace("twenty ", "")
    (finding,) = disagreements(UK, lacking)
    assert (finding.rule, finding.version, finding.matched) == ("pair-fact.missing", "uk", "двадцять")
    assert finding.parameters["language"] == "en"
    assert finding.other == Counterpart("en", Span(0, lacking.index(" They")))
    (mirrored,) = disagreements(UK.replace("двадцять ", ""), EN)
    assert (mirrored.version, mirrored.matched, mirrored.parameters["language"]) == ("en", "twenty", "uk")


def test_what_a_missing_sentence_says_is_not_said_to_be_missing_once_more() -> None:
    more = " Згодом 7 країн подарували їм 12 будинків у найкращому місті на узбережжі моря."
    assert disagreements(UK.replace(" Дякуємо!", f"{more} Дякуємо!"), EN) == []
    # What is too short to be missed as a sentence is missed for what it says.
    (finding,) = disagreements(f"{UK}\n17!", EN)
    assert finding.other == Counterpart("en", Span(len(EN), len(EN)))


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_raises_and_no_place_is_outside(uk: str, en: str) -> None:
    texts = {"uk": f"{uk} 24 лютого", "en": f"{en} 25 tanks"}
    for finding in disagreements(texts["uk"], texts["en"]):
        assert finding.version is not None
        assert finding.span is not None
        assert finding.other is not None
        assert 0 <= finding.span.start < finding.span.end <= len(texts[finding.version])
        assert 0 <= finding.other.span.start <= finding.other.span.end <= len(texts[finding.other.version])
