"""Letters and signs that come in more than one spelling, or are not seen, hide nothing from a rule and add nothing."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from tests.helpers.rules import a_picture, a_rule_of, found, said

FEAST = a_rule_of(
    "calendar",
    days=[{"from": "01-01", "until": "12-31"}],
    words={"uk": [{"text": "свято"}], "en": [{"text": "feast"}]},
)
UNSEEN = ["\u200b", "\u00ad", "\u2060", "\u200e", "\u202e", "\u2066", "\u061c", "\ufeff"]
RARELY_TYPED = [
    "\u034f",
    "\u115f",
    "\u17b4",
    "\u180e",
    "\u2063",
    "\u206a",
    "\u3164",
    "\ufe0e",
    "\ufe0f",
    "\uffa0",
    "\ufff9",
    "\U000e0061",
    "\U000e0100",
]


@pytest.mark.parametrize("sign", UNSEEN)
def test_what_is_not_seen_hides_no_word_and_lengthens_no_link(sign: str) -> None:
    assert said(FEAST, uk=f"свя{sign}то") == [(f"свя{sign}то", "day-word")]
    assert said(FEAST, en=f"{sign}feast{sign}") == [("feast", "day-word")]
    link = a_rule_of("link", domains=["example.org"])
    assert said(link, en=f"https://example.org{sign}") == [("https://example.org", "link-refuse")]


@pytest.mark.parametrize("sign", RARELY_TYPED)
def test_nor_does_what_nobody_types(sign: str) -> None:
    assert said(FEAST, uk=f"{sign}с{sign}вят{sign}о") == [(f"с{sign}вят{sign}о", "day-word")]
    assert said(a_rule_of("pattern", pattern="свято"), uk=f"с{sign}вято") == [(f"с{sign}вято", "")]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_or_not_a_hashtag_is_as_long(form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, "#їжакіїждякйдлявсіхлюдей")
    assert [finding.matched for finding in found(a_rule_of("readability", camel_case_hashtags=True), uk=text)] == [text]


@pytest.mark.parametrize("host", ["example。org", "ｅｘａｍｐｌｅ.org", "EXAMPLE.ORG.", "user:word@example.org:8080"])
def test_a_site_is_known_however_a_browser_would_read_it(host: str) -> None:
    assert len(found(a_rule_of("link", domains=["example.org"]), uk=f"https://{host}/шлях")) == 1


@pytest.mark.parametrize("address", ["https://example.org@evil.example", "https://evil.example/example.org"])
def test_another_site_that_names_it_is_another(address: str) -> None:
    assert found(a_rule_of("link", domains=["example.org"]), uk=address) == []


@pytest.mark.parametrize("flag", ["🇺🇦", "🇩🇪", "🇦🇺", "🇺🇸"])
def test_on_days_of_mourning_any_flag_suits(flag: str) -> None:
    assert found(FEAST, uk=f"Пам’ятаємо {flag} 🕯️ 🙏🏽") == []


def test_an_exclamation_mark_that_is_an_emoji_is_told_once() -> None:
    assert said(FEAST, uk="Слава ❗") == [("❗", "day-exclamation")]
    assert said({**FEAST, "exclamations": True}, uk="Слава ❗") == [("❗", "day-emoji")]


@pytest.mark.parametrize(
    "family",
    [
        "👨\u200d👩\u200d👧\u200d👦",
        "👋🏽",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "1\ufe0f\u20e3",
    ],
)
def test_a_joined_emoji_is_one(family: str) -> None:
    assert found(a_rule_of("readability", emoji=1), uk=family) == []
    assert [finding.matched for finding in found(a_rule_of("readability", emoji=1), uk=family * 2)] == [family]


@pytest.mark.parametrize("alt", ["", " ", "\u200b", "\u2060\n", "\u200f"])
def test_a_description_that_nobody_sees_is_none(alt: str) -> None:
    assert said(a_rule_of("media", alt_text=True), uk="Так", media=[a_picture(uk=alt)]) == [("", "alt-missing")]


@pytest.mark.parametrize(
    "credit", ["Фо\u0301то: МЗС", "фото\u200b: МЗС", "Фотограф: І. П.", "Джерело: МЗС", "Photographer: X", "Source: X"]
)
def test_a_credit_counts_however_it_is_written(credit: str) -> None:
    rule = a_rule_of("media", alt_text=False, credit=True)
    assert found(rule, uk=credit, media=[a_picture(uk="Дім")]) == []
    assert found(rule, uk="Так", media=[a_picture(uk=f"Дім. {credit}")]) == []
    assert said(rule, uk="Фотографія", media=[a_picture()]) == [("", "no-credit")]


@pytest.mark.parametrize(
    "text", ["\u202eשלום\u202c мир", "\u0301" * 50, "👨\u200d" * 50, "\u200d", "🇺", "\ufe0f", "#\u0301", "@\u200d"]
)
@pytest.mark.parametrize("kind", ["readability", "calendar", "media", "require", "embargo", "link", "mention"])
def test_text_of_any_direction_and_half_signs_raise_nothing(kind: str, text: str) -> None:
    limits = {"camel_case_hashtags": True, "capitals": 0, "sentence_words": 0, "plain_letters": True}
    rule = a_rule_of(kind, **(limits if kind == "readability" else {}))
    for finding in found(rule, uk=text, en=text, topic="aid", media=[a_picture(uk=text)]):
        assert finding.span is None or 0 <= finding.span.start < finding.span.end <= len(text)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("CВО", id="a Latin letter"),
        pytest.param("СВО\u0301", id="a stress mark"),
        pytest.param("С\u200bВ\u2063О", id="signs that are not seen"),
        pytest.param("С\ufe0fВ\u034fО", id="marks that are not seen"),
    ],
)
def test_where_capitals_count_nothing_else_does(written: str) -> None:
    rule = a_rule_of("term", terms=[{"text": "СВО"}], case_sensitive=True)
    assert said(rule, uk=f"Так звана {written} триває") == [(written, "")]
    assert found(rule, uk=f"Так звана {written.lower()} триває") == []


@pytest.mark.parametrize(
    "word",
    ["Мо\u200bи\u200b\u0306", "М\u2060о\u0301\u2060й", "Мой\u200b\u0301", "Мо\ufe0e\u200di\u0306".replace("i", "и")],
)
def test_an_unseen_sign_before_a_mark_hides_no_letter(word: str) -> None:
    rule = a_rule_of("term", terms=[{"text": "мой"}])
    assert said(rule, uk=f"{word}.") == [(word, "")]
    assert said(a_rule_of("pattern", pattern="Мой"), uk=f"{word}.") == [(word, "")]
