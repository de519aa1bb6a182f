"""Terms: the guidelines are applied where the text offends them, with a replacement that fits."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given

from embassy_assistant.checks.terms import check_terms
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.post import Media
from tests.helpers.review import any_texts, assert_in_order, context, marked, shipped_pack


@pytest.mark.parametrize(
    ("language", "text", "rule", "suggestion"),
    [
        ("en", "Rally in Kiev today", "name.kyiv", "Kyiv"),
        ("en", "Greetings from the Ukraine!", "name.ukraine-article", "Ukraine"),
        ("en", "The Ukraine is free", "name.ukraine-article", "Ukraine"),
        ("uk", "Ситуація на Україні", "name.in-ukraine", "в Україні"),
        ("uk", "На Україні свято", "name.in-ukraine", "В Україні"),
        ("uk", "під час спеціальної воєнної операції", "war.special-operation.uk", "збройної агресії"),
        ("uk", "під час СВО", "war.special-operation.uk", "збройної агресії"),
        ("uk", "у російському Криму", "status.crimea.uk", "тимчасово окупованому Криму"),
        ("uk", "з громадянською війною в Україні", "war.civil.uk", "війною Росії проти України"),
        ("uk", "злочини київського режиму", "state.regime.uk", "уряду України"),
        ("uk", "літаком до Дніпропетровська", "name.renamed.uk", "Дніпра"),
        ("uk", "після возз'єднання Криму з Росією", "status.crimea.uk", "тимчасової окупації Криму Росією"),
    ],
)
def test_one_click_puts_the_right_form_in_place(language: str, text: str, rule: str, suggestion: str) -> None:
    given_context = context(pack=shipped_pack(), texts={language: text})
    (finding,) = check_terms(given_context)
    assert (finding.rule, finding.suggestions[0]) == (rule, suggestion)
    assert marked(finding, given_context) == finding.matched
    assert finding.parameters == {"matched": finding.matched, "replacement": suggestion, "name": ""}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Росія напала на Україну."),
        ("uk", "так звана «ДНР»"),
        ("uk", "в Автономній Республіці Крим та місті Севастополі"),
        ("uk", "Rally in Kiev"),
        ("en", "Ministers of the Ukraine Defense Contact Group met in Kyiv."),
        ("en", "https://example.org/kiev"),
    ],
)
def test_what_is_right_is_left_alone(language: str, text: str) -> None:
    assert list(check_terms(context(pack=shipped_pack(), texts={language: text}))) == []


def test_alt_texts_go_out_too() -> None:
    picture = Media("ab" * 32, "map.png", "image/png", 7, MappingProxyType({"en": "A map of Kiev", "uk": "Мапа Kiev"}))
    (finding,) = check_terms(context(pack=shipped_pack(), media=[picture], en="A map", uk="Мапа"))
    assert (finding.rule, finding.media, finding.span, finding.suggestions) == ("name.kyiv", "ab" * 32, None, ())
    assert finding.parameters == {"matched": "Kiev", "replacement": "Kyiv", "name": "map.png"}


def test_the_severity_is_the_rule_s() -> None:
    findings = check_terms(context(pack=shipped_pack(), en="Kiev is no Russian Crimea"))
    assert [finding.severity for finding in findings] == [Severity.WARN, Severity.BLOCK]


def test_another_pack_is_applied_at_once() -> None:
    one, other = shipped_pack(), None
    assert list(check_terms(context(pack=one, en="Kiev")))
    assert not list(check_terms(context(pack=other, en="Kiev")))
    assert list(check_terms(context(pack=one, en="Kiev")))


@given(uk=any_texts(), en=any_texts())
def test_every_finding_points_at_what_it_found(uk: str, en: str) -> None:
    given_context = context(pack=shipped_pack(), uk=uk, en=en)
    assert_in_order(check_terms(given_context), given_context)
