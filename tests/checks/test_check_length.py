"""Length: nothing is cut or refused for being too long."""

from __future__ import annotations

import pytest
from hypothesis import given

from embassy_assistant.checks.length import check_length
from embassy_assistant.domain.account import Bilingual, TextRules
from embassy_assistant.domain.finding import Severity, Span
from embassy_assistant.language.counting import fits
from tests.helpers.review import RULES, any_texts, assert_in_order, context, rules_of, target

SHORT = TextRules("graphemes", limit=10)
BYTES = TextRules("graphemes", limit=300, byte_limit=10)
NO_THREADS = TextRules("graphemes", limit=10, threads=False)


def test_a_text_too_long_blocks_from_the_first_code_point_that_does_not_fit() -> None:
    (finding,) = check_length(context(target("uk", rules=SHORT, handle="a"), uk="🇺🇦" + "а" * 12))
    assert (finding.rule, finding.severity, finding.version) == ("length.too-long", Severity.BLOCK, "uk")
    assert finding.span == Span(11, 14)
    assert finding.account == "practice:a"
    assert finding.parameters == {"account": "a", "length": 13, "limit": 10, "over": 3, "unit": "graphemes"}


def test_bytes_are_counted_where_the_network_counts_them() -> None:
    (finding,) = check_length(context(target("uk", rules=BYTES), uk="аааааа"))
    assert finding.rule == "length.too-many-bytes"
    assert (finding.parameters["length"], finding.parameters["limit"], finding.parameters["unit"]) == (12, 10, "bytes")


@pytest.mark.parametrize(
    ("rules", "as_thread", "expected"),
    [
        pytest.param(SHORT, False, ["length.too-long"], id="one post"),
        pytest.param(SHORT, True, [], id="a thread"),
        pytest.param(NO_THREADS, True, ["length.too-long"], id="a network without threads"),
        pytest.param(RULES, False, [], id="short enough"),
    ],
)
def test_a_thread_may_be_longer(rules: TextRules, expected: list[str], *, as_thread: bool) -> None:
    findings = check_length(context(target("uk", rules=rules), as_thread=as_thread, uk="один два три чотири"))
    assert rules_of(findings) == expected


def test_a_link_that_fits_no_post_blocks_even_a_thread() -> None:
    findings = check_length(context(target("uk", rules=SHORT), as_thread=True, uk="так https://mfa.gov.ua/news"))
    assert rules_of(findings) == ["length.too-long"]


def test_each_account_is_measured_by_its_own_rules() -> None:
    targets = (target("uk", rules=SHORT, handle="a"), target("uk", handle="b"), target("en", rules=SHORT, handle="c"))
    findings = check_length(context(*targets, uk="а" * 11, en="yes"))
    assert [finding.account for finding in findings] == ["practice:a"]


def test_a_combined_text_too_long_points_at_no_half() -> None:
    combined = target("uk", "en", rules=SHORT, bilingual=Bilingual.COMBINED)
    (finding,) = check_length(context(combined, uk="ааааа", en="bbbbb"))
    assert (finding.version, finding.span) == (None, None)
    assert finding.parameters["length"] == 12


@given(text=any_texts())
def test_a_finding_stands_exactly_where_a_text_does_not_fit(text: str) -> None:
    given_context = context(target("uk", rules=TextRules("graphemes", limit=40, byte_limit=100)), uk=text)
    findings = list(check_length(given_context))
    assert_in_order(findings, given_context)
    assert bool(findings) is (bool(text.strip()) and not fits(text, given_context.targets[0].rules))
