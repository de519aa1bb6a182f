"""What a picture needs."""

from __future__ import annotations

import pytest

from tests.helpers.rules import a_picture, a_rule_of, found, said

OPENINGS = {"uk": [{"text": "на фото"}], "en": [{"text": "image of"}]}


def test_a_description_is_missing_once_per_language() -> None:
    findings = found(a_rule_of("media"), uk="Так", en="So", media=[a_picture(uk="Посол", en=" ")])
    assert [(finding.version, finding.media, finding.detail) for finding in findings] == [
        ("en", "ab" * 32, "rule.alt-missing")
    ]


def test_a_post_without_pictures_needs_nothing() -> None:
    assert said(a_rule_of("media", credit=True), en="So") == []


def test_a_description_is_no_essay() -> None:
    rule = a_rule_of("media", alt_text=False, alt_longest=3)
    assert said(rule, en="So", media=[a_picture(en="abc")]) == []
    (finding,) = found(rule, en="So", media=[a_picture(en="abcd")])
    assert (finding.detail, finding.parameters["count"], finding.parameters["limit"]) == ("rule.alt-long", 4, 3)


@pytest.mark.parametrize(
    ("alt", "wanted"),
    [
        ("Image of the Ambassador", [("Image of", "alt-opening")]),
        ("«Image  of» a flag", [("Image  of", "alt-opening")]),
        ("The image of a saint", []),
        ("Images of saints", []),
    ],
)
def test_a_description_does_not_begin_with_what_everybody_knows(alt: str, wanted: list[tuple[str, str]]) -> None:
    assert said(a_rule_of("media", openings=OPENINGS), en="So", media=[a_picture(en=alt)]) == wanted


@pytest.mark.parametrize(
    "text", ["Зустріч. Фото: Офіс Президента", "© Укрінформ", "Photo by Jane Doe", "📷 MFA", "Courtesy of the MFA"]
)
def test_a_credit_stands_in_the_text_or_in_the_description(text: str) -> None:
    rule = a_rule_of("media", alt_text=False, credit=True)
    assert said(rule, en=text, media=[a_picture(en="A flag")]) == []
    assert said(rule, en="So", media=[a_picture(en=text)]) == []


@pytest.mark.parametrize("text", ["Світлини з візиту", "Photos", "The photographers met"])
def test_a_picture_without_a_name_is_not_credited(text: str) -> None:
    rule = a_rule_of("media", alt_text=False, credit=True)
    assert said(rule, en=text, media=[a_picture(en="A flag")]) == [("", "no-credit")]
