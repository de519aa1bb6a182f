"""Readability: limits of a text, and letters that screen readers cannot speak."""

from __future__ import annotations

from typing import Any

import pytest

from tests.helpers.rules import a_picture, a_rule_of, found, said


def limits(**what: object) -> dict[str, Any]:
    return a_rule_of("readability", **{"emoji": None, **what})


@pytest.mark.parametrize(
    ("what", "text", "wanted"),
    [
        ({"sentence_words": 3}, "One two three. One two three four! One.", [("One two three four", "long-sentence")]),
        ({"sentence_words": 3}, "One two three\nfour five six", []),
        ({"sentence_words": 3}, "See this https://example.org/a/b/c now", []),
        ({"sentence_words": 0}, "…", []),
        ({"sentence_words": 3}, "About 10,000 people. Won 2&1, 19.3. At 80.5 km/h", []),
        ({"sentence_words": 3}, "80 км/год, швидко", []),
        ({"sentence_words": 3}, "Peace—not war—now", [("Peace—not war—now", "long-sentence")]),
        ({"capitals": 2}, "THE WHOLE WORLD knows", [("THE WHOLE WORLD", "capitals")]),
        ({"capitals": 2}, "NATO, UN and EU", []),
        ({"capitals": 2}, "THIS IS A TEST", [("THIS IS A TEST", "capitals")]),
        ({"emoji": 1}, "👨‍👩‍👧‍👦 one, 🇺🇦 two, ©", [("🇺🇦", "emoji")]),
        ({"emoji": 0}, "№ 1 ™ ❤ 5*", []),
        ({"hashtags": 1}, "#One #Two", [("#Two", "hashtags")]),
        ({"hashtags": 1}, "#One https://example.org/#Two #2", []),
        ({"camel_case_hashtags": True}, "#standwithukraine", [("#standwithukraine", "camel-case")]),
        ({"camel_case_hashtags": True}, "#з’їждждявсіхукраїнцівсвіту", [("#з’їждждявсіхукраїнцівсвіту", "camel-case")]),
        ({"camel_case_hashtags": True}, "#counterterrorism #післяпрезидентських #Demilitarization", []),
        ({"capitals": 3}, "ЗСУ, НАТО, ЄС, ООН, МВФ; F-16 S-300 B-52 U-2", []),
        ({"capitals": 3}, "УВАГА! СЬОГОДНІ І ЗАВТРА ВСІМ", [("УВАГА! СЬОГОДНІ І ЗАВТРА ВСІМ", "capitals")]),
        ({"sentence_words": 3}, "Раз два три\u2028чотири п’ять", []),
        ({"sentence_words": 3}, "Раз, два......три чотири", [("Раз, два......три чотири", "long-sentence")]),
        ({"camel_case_hashtags": True}, "#СлаваУкраїніГероямСлава #держдепартамент #stand_with_ukraine_now", []),
        ({"plain_letters": True}, "Plain №, ½, ①, é, ї, И\u0306", []),
    ],
)
def test_what_goes_over_a_limit_is_found_there(
    what: dict[str, object], text: str, wanted: list[tuple[str, str]]
) -> None:
    assert said(limits(**what), en=text) == wanted


@pytest.mark.parametrize(
    ("text", "plain"),
    [("𝐈𝐦𝐩𝐨𝐫𝐭𝐚𝐧𝐭 𝐧𝐞𝐰𝐬", ("Important news",)), ("ⓝⓔⓦⓢ", ("news",)), ("ＮＥＷＳ", ("NEWS",)), ("🅝🅔🅦🅢", ())],
)
def test_letters_that_only_look_like_letters_are_offered_as_plain_ones(text: str, plain: tuple[str, ...]) -> None:
    (finding,) = found(limits(plain_letters=True), en=f"Read {text}!")
    assert (finding.matched, finding.suggestions) == (text, plain)


def test_a_letter_under_a_heap_of_marks_is_no_plain_one() -> None:
    heap = "o\u0300\u0301\u0302"
    assert said(limits(plain_letters=True), en=f"Z{heap}o") == [(heap, "plain-letters")]


def test_only_letters_matter_beside_the_text() -> None:
    rule = limits(plain_letters=True, sentence_words=1)
    assert said(rule, en="So", media=[a_picture(en="One two 𝐛𝐨𝐥𝐝")]) == [("𝐛𝐨𝐥𝐝", "plain-letters")]


def test_how_many_there_are_is_told() -> None:
    (finding,) = found(limits(hashtags=1), en="#One #Two #Three")
    assert (finding.parameters["count"], finding.parameters["limit"]) == (3, 1)
