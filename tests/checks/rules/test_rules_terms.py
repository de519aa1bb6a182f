"""Terms and names: the guidelines are applied where the text offends them, with a replacement that fits."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.finding import Severity, Span
from embassy_assistant.domain.post import Media
from tests.helpers.review import any_texts, assert_in_order, context, marked, shipped_pack
from tests.helpers.rules import a_rule_of, found, said

KIEV = a_rule_of(
    "term", language="en", terms=[{"text": "Kiev", "replacement": "Kyiv"}], exceptions=[{"text": "Chicken Kiev"}]
)
OPERATION = a_rule_of("term")
NAME = a_rule_of(
    "name",
    official={"uk": "Київ", "en": "Kyiv"},
    wrong={"uk": [{"text": "Киев"}], "en": [{"text": "Kiev"}, {"text": "Kiyv", "replacement": "Kyiv (city)"}]},
)


def texts(*rules: dict[str, object], language: str = "en", text: str) -> list[str]:
    return [finding.matched for finding in found(*rules, **{language: text})]


@pytest.mark.parametrize(
    ("language", "text", "rule", "suggestion"),
    [
        ("en", "Rally in Kiev today", "name.kyiv", "Kyiv"),
        ("en", "Greetings from the Ukraine!", "name.ukraine-article", "Ukraine"),
        ("en", "The Ukraine is free", "name.ukraine-article", "Ukraine"),
        ("uk", "Ситуація на Україні", "name.in-ukraine", "в Україні"),
        ("uk", "На Україні свято", "name.in-ukraine", "В Україні"),
        ("uk", "під час спеціальної воєнної операції", "war.special-operation.uk", "збройної агресії"),
        ("uk", "під час СВО", "war.special-operation-short.uk", "збройної агресії"),
        ("uk", "у російському Криму", "status.crimea.uk", "тимчасово окупованому Криму"),
        ("uk", "з громадянською війною в Україні", "war.civil.uk", "війною Росії проти України"),
        ("uk", "злочини київського режиму", "state.regime.uk", "уряду України"),
        ("uk", "літаком до Дніпропетровська", "name.renamed.uk", "Дніпра"),
        ("uk", "після возз'єднання Криму з Росією", "status.crimea.uk", "тимчасової окупації Криму Росією"),
    ],
)
def test_one_click_puts_the_right_form_in_place(language: str, text: str, rule: str, suggestion: str) -> None:
    given_context = context(pack=shipped_pack(), texts={language: text})
    (finding,) = check_rules(given_context)
    assert (finding.rule, finding.suggestions[0]) == (rule, suggestion)
    assert marked(finding, given_context) == finding.matched
    assert finding.parameters == {"matched": finding.matched, "replacement": suggestion, "name": ""}


WAR = a_rule_of("term", language="en", terms=[{"text": "conflict there", "replacement": "Russia’s war"}])


@pytest.mark.parametrize(
    ("text", "matched"),
    [
        ("After the conflict there, talks.", "the conflict there"),
        ("The conflict there goes on.", "The conflict there"),
        ("A conflict there goes on.", "A conflict there"),
        ("They breathe conflict there.", "conflict there"),
        ("Conflict there goes on.", "Conflict there"),
        ("One conflict there goes on.", "conflict there"),
    ],
)
def test_no_article_is_left_before_a_possessive(text: str, matched: str) -> None:
    (finding,) = found(WAR, en=text)
    assert (finding.matched, finding.suggestions) == (matched, ("Russia’s war",))
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end] == matched


def test_the_article_stays_before_what_takes_one() -> None:
    (finding,) = found(KIEV, en="the Kiev metro")
    assert finding.matched == "Kiev"


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
    assert list(check_rules(context(pack=shipped_pack(), texts={language: text}))) == []


def test_alt_texts_go_out_too() -> None:
    picture = Media("ab" * 32, "map.png", "image/png", 7, MappingProxyType({"en": "A map of Kiev", "uk": "Мапа Kiev"}))
    (finding,) = found(KIEV, media=[picture], en="A map", uk="Мапа")
    assert (finding.rule, finding.media, finding.span, finding.suggestions) == ("a.term", "ab" * 32, None, ())
    assert finding.parameters == {"matched": "Kiev", "replacement": "Kyiv", "name": "map.png"}


def test_the_severity_is_the_rule_s() -> None:
    findings = check_rules(context(pack=shipped_pack(), en="Kiev is no Russian Crimea"))
    assert [finding.severity for finding in findings] == [Severity.WARN, Severity.BLOCK]


def test_another_pack_is_applied_at_once() -> None:
    one, other = shipped_pack(), None
    assert list(check_rules(context(pack=one, en="Kiev")))
    assert not list(check_rules(context(pack=other, en="Kiev")))
    assert list(check_rules(context(pack=one, en="Kiev")))


@given(uk=any_texts(), en=any_texts())
def test_every_finding_points_at_what_it_found(uk: str, en: str) -> None:
    given_context = context(pack=shipped_pack(), uk=uk, en=en)
    assert_in_order(check_rules(given_context), given_context)


@pytest.mark.parametrize(
    ("text", "wanted"),
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
        ("…", []),
    ],
)
def test_a_term_is_found_as_a_word_only(text: str, wanted: list[str]) -> None:
    assert texts(KIEV, text=text) == wanted


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
        ("спецоперацiєю", "війною"),
    ],
)
def test_the_first_suggestion_fits_the_sentence(text: str, suggestion: str) -> None:
    (finding,) = found(OPERATION, uk=text)
    assert finding.suggestions[0] == suggestion


@pytest.mark.parametrize(
    "written",
    [
        "возз'єднання Криму",
        "возз’єднання Криму",
        "воззʼєднання   Криму",
        "возз'єднання\u00a0Криму",
        "возз'єднання\nКриму",
        "возз'є\u200bднання Кри\u00adму",
        "возз'єднання Кри\u0301му",
        "возз'єднання \ufeffКриму",
        "ВОЗЗ'ЄДНАННЯ КРИМУ",
        "воз\u2060з'єднання Криму",
    ],
)
def test_places_are_those_of_the_text_as_written(written: str) -> None:
    rule = a_rule_of("term", terms=[{"text": "возз’єднання Криму"}])
    text = f"🇺🇦 й у Ки\u0306єві: {written}\u00a0— ні"
    (finding,) = found(rule, uk=text)
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end] == written


def test_of_overlapping_surfaces_the_longest_counts() -> None:
    rule = a_rule_of("term", terms=[{"text": "криза"}, {"text": "криза в Україні"}])
    assert texts(rule, language="uk", text="криза в Україні та криза") == ["криза в Україні", "криза"]


def test_where_the_longest_is_spelled_otherwise_a_shorter_one_counts() -> None:
    terms = [{"text": "Kiev Region", "replacement": "Kyiv region"}, {"text": "Kiev", "replacement": "Kyiv"}]
    rule = a_rule_of("term", language="en", case_sensitive=True, terms=terms)

    assert said(rule, en="In Kiev region, not in Kiev Region.") == [("Kiev", ""), ("Kiev Region", "")]


def test_of_many_exceptions_that_begin_together_the_longest_holds() -> None:
    exceptions = [{"text": " ".join(["so"] * length)} for length in range(2, 6)]
    rule = a_rule_of("term", language="en", terms=[{"text": "so"}], exceptions=exceptions)

    assert len(found(rule, en="so so so so so, so")) == 1


def test_two_rules_may_object_to_one_place() -> None:
    findings = found(KIEV, {**KIEV, "id": "a.other", "exceptions": []}, en="Kiev")
    assert [finding.rule for finding in findings] == ["a.other", "a.term"]


def test_a_quotation_is_left_alone_where_the_rule_says_so() -> None:
    exempt = {**KIEV, "quotes_exempt": True}
    assert texts(exempt, text="the film “Kiev by night”") == []
    assert texts(exempt, text="“The film” of Kiev") == ["Kiev"]
    assert texts(KIEV, text="the film “Kiev by night”") == ["Kiev"]


def test_capitals_count_where_the_rule_says_so() -> None:
    rule = a_rule_of("term", terms=[{"text": "Верховна рада", "replacement": "Верховна Рада"}], case_sensitive=True)
    (finding,) = found(rule, uk="Верховна  рада")
    assert finding.suggestions == ("Верховна Рада",)
    assert texts(rule, language="uk", text="Верховна Рада, ВЕРХОВНА РАДА") == []


def test_a_surface_that_is_its_own_replacement_suggests_nothing() -> None:
    (finding,) = found(a_rule_of("term", language="en", terms=[{"text": "Kyiv", "replacement": "Kyiv"}]), en="Kyiv")
    assert finding.suggestions == ()


def test_a_deprecated_term_never_blocks() -> None:
    terms = [{"text": "Kiev", "status": "deprecated"}, {"text": "Kiew"}]
    findings = found(a_rule_of("term", language="en", severity="block", terms=terms), en="Kiev, Kiew")
    assert [(finding.matched, finding.severity) for finding in findings] == [
        ("Kiev", Severity.WARN),
        ("Kiew", Severity.BLOCK),
    ]


def test_a_wrong_name_is_found_in_each_language_and_the_official_one_offered() -> None:
    uk, en = sorted(found(NAME, uk="Київ, не Киев", en="Kiev"), key=lambda finding: finding.version != "uk")
    assert (uk.suggestions, en.suggestions) == (("Київ",), ("Kyiv",))
    assert (en.span, en.detail) == (Span(0, 4), "rule.name-official")
    assert (en.parameters["official_uk"], en.parameters["official_en"]) == ("Київ", "Kyiv")


def test_a_wrong_name_may_have_a_replacement_of_its_own() -> None:
    (finding,) = found(NAME, en="Kiyv")
    assert finding.suggestions == ("Kyiv (city)",)


def test_the_wrong_name_of_one_language_is_no_matter_of_the_other() -> None:
    assert said(NAME, uk="Kiev", en="Киев") == []


def test_a_look_alike_letter_hides_no_word() -> None:
    (finding,) = found(KIEV, en="К\u0456ev")
    assert (finding.matched, finding.suggestions) == ("К\u0456ev", ("Kyiv",))


def test_a_hashtag_may_be_a_term() -> None:
    rule = a_rule_of("term", language="en", terms=[{"text": "#KievNow", "replacement": "#KyivNow"}])
    assert texts(rule, text="Come to #kievnow") == ["#kievnow"]
