"""Language: a text is in the language that its field says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from embassy_assistant.checks.language import check_language
from embassy_assistant.domain.finding import Severity
from tests.helpers.review import any_texts, assert_in_order, context, marked, target

if TYPE_CHECKING:
    from embassy_assistant.domain.review import Target

UKRAINIAN = "Сьогодні посольство відкрило виставку про культурну спадщину нашої держави."
ENGLISH = "Today the embassy opened an exhibition about the cultural heritage of our country."
RUSSIAN = "Сегодня посольство открыло выставку о культурном наследии, её посетили сотни гостей."

ONLY_UK = target("uk", handle="uk")
ONLY_EN = target("en", handle="en")
BOTH = target("uk", "en", handle="both")


@pytest.mark.parametrize(
    ("targets", "texts", "expected"),
    [
        pytest.param([ONLY_UK, ONLY_EN], {"uk": UKRAINIAN, "en": ENGLISH}, [], id="as it should be"),
        pytest.param([ONLY_UK], {"uk": RUSSIAN}, [("language.wrong", "block", "practice:uk")], id="Russian blocks"),
        pytest.param([BOTH], {"uk": RUSSIAN}, [("language.other", "warn", None)], id="elsewhere it warns"),
        pytest.param([], {"uk": RUSSIAN}, [("language.other", "warn", None)], id="no account yet"),
        pytest.param([ONLY_EN], {"en": UKRAINIAN}, [("language.wrong", "block", "practice:en")], id="halves swapped"),
        pytest.param([ONLY_UK], {"uk": "Hello"}, [], id="too short to tell"),
        pytest.param([ONLY_UK], {"uk": "🇺🇦 https://mfa.gov.ua"}, [], id="nothing to tell by"),
        pytest.param([ONLY_EN], {"uk": RUSSIAN}, [("language.other", "warn", None)], id="not sent there"),
        pytest.param(
            [ONLY_UK],
            {"uk": f"{UKRAINIAN}\n\n{RUSSIAN}\n\n{UKRAINIAN}"},
            [("language.mixed", "warn", None)],
            id="mixed",
        ),
        pytest.param(
            [ONLY_UK], {"uk": f"{UKRAINIAN} «{ENGLISH}» {UKRAINIAN}"}, [("language.mixed", "advise", None)], id="quoted"
        ),
        pytest.param(
            [ONLY_UK], {"uk": f"{ENGLISH} {UKRAINIAN}"}, [("language.mixed", "warn", None)], id="half of each"
        ),
        pytest.param(
            [ONLY_UK],
            {"uk": "Слухайте «The Ukraine Podcast from Telegraph Media Group»"},
            [("language.uncertain", "advise", None)],
            id="a foreign title",
        ),
        pytest.param([target("de")], {"de": "Heute eröffnete die Botschaft eine neue Ausstellung."}, [], id="German"),
    ],
)
def test_what_is_written_is_compared_with_what_it_claims(
    targets: list[Target], texts: dict[str, str], expected: list[tuple[str, str, str | None]]
) -> None:
    findings = check_language(context(*targets, texts=texts))
    assert [(finding.rule, finding.severity.value, finding.account) for finding in findings] == expected


def test_the_languages_are_named() -> None:
    (finding,) = check_language(context(ONLY_UK, uk=RUSSIAN))
    assert finding.parameters == {"found": "ru", "expected": "uk", "account": "uk"}


def test_a_stretch_in_another_language_is_pointed_at() -> None:
    given_context = context(uk=f"🇺🇦 {UKRAINIAN}\n\n{RUSSIAN}\n\n{UKRAINIAN}")
    (finding,) = check_language(given_context)
    assert marked(finding, given_context) == RUSSIAN


def test_latin_letters_are_certainly_not_ukrainian_whatever_language_they_are() -> None:
    (finding,) = check_language(context(ONLY_UK, uk="Lorem ipsum dolor sit amet consectetur adipiscing"))
    assert finding.severity is Severity.BLOCK


def test_not_sure_never_blocks() -> None:
    # Half the letters are Latin: neither language can be ruled out.
    (finding,) = check_language(
        context(ONLY_UK, uk="Слава Україні, героям слава! Glory to Ukraine, and to her heroes!")
    )
    assert finding.severity is not Severity.BLOCK


@given(uk=any_texts(), en=any_texts())
def test_any_text_is_judged_in_order(uk: str, en: str) -> None:
    given_context = context(ONLY_UK, ONLY_EN, BOTH, uk=uk, en=en)
    assert_in_order(check_language(given_context), given_context)
