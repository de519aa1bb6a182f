"""Letters: look-alikes of another alphabet inside a word."""

from __future__ import annotations

import pytest
from hypothesis import given

from embassy_assistant.checks.letters import check_letters
from embassy_assistant.language.lookalikes import mend
from tests.helpers.review import any_texts, assert_in_order, context


@pytest.mark.parametrize(
    ("text", "word", "mended"),
    [
        ("in \u041ayiv today", "\u041ayiv", "Kyiv"),
        ("у K\u0438єві", "K\u0438єві", "\u041a\u0438єві"),
        ("війн\u0061 триває", "війн\u0061", "війн\u0430"),
        ("Прес-cлужба", "cлужба", "\u0441лужба"),
        ("#Укр\u0061їна", "Укр\u0061їна", "Укр\u0430їна"),
        ("the peopl\u0435 of Ukraine", "peopl\u0435", "people"),
        ("Головне для на\u0063", "на\u0063", "на\u0441"),
        ("у ХХ чи XI\u0425 столітті", "XI\u0425", "XIX"),
        ("Рада Є\u0043 і СОT та інші", "Є\u0043", "Є\u0421"),
    ],
)
def test_a_look_alike_is_found_with_the_word_as_it_was_meant(text: str, word: str, mended: str) -> None:
    finding = next(check_letters(context(uk=text)))
    assert (finding.rule, finding.matched, finding.suggestions) == ("letters.mixed", word, (mended,))
    assert finding.span is not None
    assert text[finding.span.start : finding.span.end] == word


@pytest.mark.parametrize(
    "text",
    [
        "IT-компанія, PDF’и та web-сайт",
        "Zахід і USAшний",
        "Відключення від SWIFTу, TikTok\u0430 та Facebook\u0443",
        "Kyiv — Київ",
        "Т-72Б3М, F-16",
        "https://\u0430pple.com k\u0456ev@example.org",
    ],
)
def test_what_look_alikes_do_not_explain_is_left_alone(text: str) -> None:
    assert list(check_letters(context(uk=text))) == []


@given(uk=any_texts())
def test_every_finding_points_at_a_word(uk: str) -> None:
    given_context = context(uk=uk)
    assert_in_order(check_letters(given_context), given_context)


@given(text=any_texts())
def test_mending_moves_nothing_and_is_done_once(text: str) -> None:
    mended = mend(text)
    assert len(mended) == len(text)
    assert mend(mended) == mended


@pytest.mark.timeout(60)
def test_a_text_full_of_both_takes_time_by_its_length() -> None:
    # To hold each word against each mention takes two minutes.
    assert len(list(check_letters(context(uk="Кyiv @kyiv " * 25_000)))) == 25_000
