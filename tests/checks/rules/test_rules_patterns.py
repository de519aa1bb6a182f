"""Patterns: found at once, exact in the text as written, never able to hang the program."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import re2

from embassy_assistant.checks.rules.pattern_set import PatternSet, compile_pattern
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.rule_body import Pattern
from tests.helpers.rules import a_pack_of, a_rule_of, found, said

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline import GuidelinePack


def texts(text: str, **changes: object) -> list[tuple[str, tuple[str, ...]]]:
    return [(finding.matched, finding.suggestions) for finding in found(a_rule_of("pattern", **changes), en=text)]


def test_groups_are_filled_in_what_to_write_instead() -> None:
    assert texts("Kiev and kievan") == [("Kiev", ("Kyiv",)), ("kievan", ("Kyivan",))]


def test_capitals_count_where_the_rule_says_so() -> None:
    assert texts("kiev", case_sensitive=True) == []


def test_what_is_right_is_left_alone() -> None:
    assert texts("Chicken Kiev", exceptions=["Chicken Kiev"]) == []
    assert texts("“Kiev by night”", quotes_exempt=True) == []
    assert texts("https://example.org/Kiev info@Kiev.example") == []


@pytest.mark.parametrize(
    ("pattern", "text", "matched"),
    [
        (r"з’їзд", "На з'їзді", "з'їзд"),
        (r"[0-9]{3} [0-9]{3}", "число 123\u00a0456.", "123\u00a0456"),
        (r"Київ", "Ки\u0438\u0301 Ки\u0456\u0308в", "Ки\u0456\u0308в"),
        (r"слово", "🇺🇦 сло\u200bво", "сло\u200bво"),
        (r"слово", "😀😀 сло\u00adво", "сло\u00adво"),
        (r"[^\s] {2,}[^\s]", "два  пробіли", "а  п"),
        (r"(?m)^кінець$", "рядок\nкінець\nрядок", "кінець"),
        (r"\p{L},\p{L}", "Київ,Львів", "в,Л"),
        (r"кінець$", "це кінець", "кінець"),
        (r"❤️", "Слава ❤️ героям", "❤️"),
        (r"👨‍👩", "Ми 👨‍👩 разом", "👨‍👩"),
    ],
)
def test_places_are_those_of_the_text_as_written(pattern: str, text: str, matched: str) -> None:
    (finding,) = found(a_rule_of("pattern", pattern=pattern, replacement=""), uk=text)
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end] == finding.matched == matched


def test_a_pattern_that_names_a_missing_group_writes_nothing_there() -> None:
    assert texts("Kiev", replacement=r"Kyiv\7") == [("Kiev", ("Kyiv",))]


def test_a_pattern_without_a_fixed_letter_is_tried_too() -> None:
    assert texts("a1b", pattern=r"\d", replacement="") == [("1", ())]


def test_many_patterns_are_each_found() -> None:
    rules = [a_rule_of("pattern", id=f"a.{n}", pattern=f"word{n:03}", replacement="") for n in range(250)]
    text = " ".join(f"word{n:03}" for n in range(250))
    assert [finding.rule for finding in found(*rules, en=text)] == [rule["id"] for rule in rules]


def test_where_the_first_pass_says_nothing_each_pattern_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    # As RE2 does when it has no memory left for all of them at once.
    monkeypatch.setattr(re2.Filter, "Match", lambda *_arguments, **_options: None)
    assert list(a_set(r"Kiev").worth_a_try("in Kiev")) == [0]


def a_set(pattern: str) -> PatternSet:
    return PatternSet(enumerate(broken(pattern).rules))


def broken(pattern: str) -> GuidelinePack:
    """Return a pack whose pattern nobody has validated."""
    pack = a_pack_of(a_rule_of("pattern"))
    return replace(pack, rules=(replace(pack.rules[0], body=Pattern(pattern)),))


@pytest.mark.parametrize("pattern", ["(", "(?<=a)b", "(?:a{1000}){1000}", r"((\pL{100}){9}\pN{99}){9}"])
def test_a_pattern_that_cannot_run_is_said_and_never_called_clean(pattern: str) -> None:
    assert compile_pattern(pattern, case_sensitive=False) is None
    (finding,) = found(broken(pattern), en="a")
    assert (finding.rule, finding.severity, finding.parameters) == (
        "rule.cannot-run",
        Severity.WARN,
        {"rule": "a.pattern"},
    )


def test_half_a_surrogate_pair_is_no_reason_to_stop() -> None:
    assert said(a_rule_of("pattern"), en="\ud83d Kiev") == [("Kiev", "")]


@pytest.mark.parametrize(
    ("pattern", "replacement", "text", "place", "written"),
    [
        (r"\pL(?P<here> {2,})\pL", " ", "Зустріч  у Києві", "  ", " "),
        (r"\pL(?P<here> ([,;]))", r"\2", "Дякуємо , друзі", " ,", ","),
        (r"(?P<here>Kiev)?an", "x", "an", "an", "x"),
    ],
)
def test_only_the_place_is_pointed_at_and_replaced(
    pattern: str, replacement: str, text: str, place: str, written: str
) -> None:
    (finding,) = found(a_rule_of("pattern", pattern=pattern, replacement=replacement), uk=text)
    assert finding.span is not None
    assert (text[finding.span.start : finding.span.end], finding.matched) == (place, place)
    assert finding.suggestions == (written,)
