"""Alt text: every picture is described in every language that it goes out in."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest
from hypothesis import given

from embassy_assistant.checks.alt_text import check_alt_text
from embassy_assistant.domain.account import TextRules
from embassy_assistant.domain.post import Media
from tests.helpers.review import any_texts, assert_in_order, context, target

SHORT = target("uk", "en", rules=TextRules("graphemes", limit=300, alt_limit=10))


def picture(**alt: str) -> Media:
    """Return a picture with descriptions."""
    return Media("ab" * 32, "candle.png", "image/png", 7, MappingProxyType(alt))


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        pytest.param({"uk": "Свічка", "en": "A candle"}, [], id="described"),
        pytest.param({"uk": "Свічка"}, [("alt.missing", "warn", "en")], id="one language"),
        pytest.param({"uk": " ", "en": "A candle"}, [("alt.missing", "warn", "uk")], id="blank"),
        pytest.param({}, [("alt.missing", "warn", "uk"), ("alt.missing", "warn", "en")], id="none"),
        pytest.param({"uk": "Свічка", "en": "Candle.PNG"}, [("alt.file-name", "warn", "en")], id="only the file name"),
        pytest.param({"uk": "Свічка у вікні", "en": "A candle"}, [("alt.too-long", "block", "uk")], id="too long"),
    ],
)
def test_a_picture_without_words_warns(alt: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    findings = check_alt_text(context(SHORT, media=[picture(**alt)], uk="Так", en="Yes"))
    assert [(finding.rule, finding.severity.value, finding.version) for finding in findings] == expected


@pytest.mark.parametrize(
    ("name", "alt", "expected"),
    [
        pytest.param("IMG_4711.jpg", "img_4711", ["alt.file-name"], id="a camera's name without its ending"),
        pytest.param("candle in a window.png", "Candle in a window", [], id="a name that describes"),
        pytest.param("candle", "candle", ["alt.file-name"], id="a name without an ending"),
    ],
)
def test_a_name_that_only_a_camera_gives_describes_nothing(name: str, alt: str, expected: list[str]) -> None:
    media = replace(picture(en=alt), name=name)
    assert [finding.rule for finding in check_alt_text(context(media=[media], en="Yes"))] == expected


def test_a_language_that_is_not_written_needs_no_description() -> None:
    assert [finding.version for finding in check_alt_text(context(media=[picture()], uk="Так"))] == ["uk"]


def test_the_picture_is_named() -> None:
    (finding,) = check_alt_text(context(media=[picture()], uk="Так"))
    assert (finding.media, finding.parameters) == ("ab" * 32, {"language": "uk", "name": "candle.png"})


@given(uk=any_texts(), en=any_texts())
def test_any_description_is_taken(uk: str, en: str) -> None:
    given_context = context(SHORT, media=[picture(uk=uk, en=en)], uk="Так", en="Yes")
    assert_in_order(check_alt_text(given_context), given_context)
