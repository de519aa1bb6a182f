"""Counting as each network counts, and cutting texts into threads."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.domain.account import TextRules
from embassy_assistant.domain.finding import Span
from embassy_assistant.language.counting import COUNTERS, fits, measure, overflow, split
from embassy_assistant.language.links import find_links

BLUESKY: Final = TextRules("graphemes", limit=300, byte_limit=3000)
X: Final = TextRules("weighted", limit=280, link_length=23)
MASTODON: Final = TextRules("mastodon", limit=500, link_length=23)
TELEGRAM: Final = TextRules("utf-16", limit=4096)
PLAIN: Final = TextRules("code-points", limit=100)

FAMILY: Final = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "rules", "length"),
    [
        pytest.param("Слава Україні!", X, 14, id="X: Cyrillic counts one"),
        pytest.param("🇺🇦", X, 2, id="X: a flag is one emoji"),
        pytest.param(FAMILY, X, 2, id="X: a family is one emoji"),
        pytest.param("mfa.gov.ua/uk/news/dovgyi-shliakh", X, 23, id="X: any link is 23"),
        pytest.param("й", X, 1, id="X: composed"),
        pytest.param("и\u0306", X, 1, id="X: decomposed counts as composed"),
        pytest.param("漢字", X, 4, id="X: ideographs count two"),
        pytest.param("“Так” — ні", X, 10, id="X: quotation marks and dashes count one"),
        pytest.param("…", X, 2, id="X: an ellipsis counts two"),
        pytest.param("🇺🇦", BLUESKY, 1, id="Bluesky: a flag is one grapheme"),
        pytest.param(FAMILY, BLUESKY, 1, id="Bluesky: a family is one grapheme"),
        pytest.param("и\u0306", BLUESKY, 1, id="Bluesky: a letter with its mark"),
        pytest.param("https://mfa.gov.ua", BLUESKY, 18, id="Bluesky: links count in full"),
        pytest.param("a\r\nb", BLUESKY, 3, id="Bluesky: a line end is one"),
        pytest.param("@ukraine@social.example", MASTODON, 8, id="Mastodon: a mention without its server"),
        pytest.param("https://mfa.gov.ua/uk/news/long", MASTODON, 23, id="Mastodon: a link is 23"),
        pytest.param("mfa.gov.ua/uk", MASTODON, 13, id="Mastodon: no scheme, no link"),
        pytest.param("😀аб", TELEGRAM, 4, id="Telegram: UTF-16"),
        pytest.param(FAMILY, PLAIN, 7, id="code points"),
        pytest.param("", X, 0, id="nothing"),
    ],
)
def test_each_network_counts_its_own_way(text: str, rules: TextRules, length: int) -> None:
    assert measure(text, rules) == length


def test_what_would_be_lost_begins_at_the_first_code_point_that_does_not_fit() -> None:
    text = "🇺🇦" + "а" * 301
    assert overflow(text, BLUESKY) == Span(301, 303)


def test_a_text_at_the_limit_fits() -> None:
    assert overflow("а" * 300, BLUESKY) is None
    assert fits("а" * 300, BLUESKY)


def test_bytes_run_out_before_graphemes_do() -> None:
    text = FAMILY * 200
    assert measure(text, BLUESKY) == 200
    span = overflow(text, BLUESKY)
    assert span is not None
    assert len(text[: span.start].encode()) <= 3000 < len(text[: span.start + len(FAMILY)].encode())


def test_a_link_that_does_not_fit_is_lost_whole() -> None:
    rules = TextRules("graphemes", limit=20)
    assert overflow("Читайте https://mfa.gov.ua/news", rules) == Span(8, 31)


def texts() -> st.SearchStrategy[str]:
    """Return posts with what makes cutting hard."""
    word = st.one_of(
        st.text(alphabet="абвгґіїє’ABCxyz", min_size=1, max_size=12),
        st.sampled_from(["🇺🇦", FAMILY, "https://mfa.gov.ua/uk/news", "@ukraine@social.example", "#Україна", "кінець."]),
    )
    gap = st.sampled_from([" ", "  ", "\n", "\n\n", ". ", "! ", "\u00a0"])
    pairs = st.lists(st.tuples(word, gap), max_size=60)
    return pairs.map(lambda found: "".join(part for pair in found for part in pair))


def rules_of_all_networks() -> st.SearchStrategy[TextRules]:
    """Return limits short enough to be reached."""
    return st.builds(
        TextRules,
        counter=st.sampled_from(COUNTERS),
        limit=st.integers(30, 60),
        byte_limit=st.one_of(st.none(), st.integers(80, 200)),
        link_length=st.one_of(st.none(), st.just(23)),
    )


@given(text=texts(), rules=rules_of_all_networks())
def test_splitting_loses_no_word(text: str, rules: TextRules) -> None:
    assert "".join("".join(split(text, rules)).split()) == "".join(text.split())


@given(text=texts(), rules=rules_of_all_networks())
def test_splitting_cuts_no_word_and_no_link(text: str, rules: TextRules) -> None:
    assert " ".join(split(text, rules)).split() == text.split()


@given(text=texts(), rules=rules_of_all_networks())
def test_every_segment_fits(text: str, rules: TextRules) -> None:
    assert all(fits(segment, rules) for segment in split(text, rules))


@given(text=texts(), rules=rules_of_all_networks())
def test_a_text_that_fits_is_one_segment(text: str, rules: TextRules) -> None:
    if text.strip() and fits(text.strip(), rules):
        assert split(text, rules) == (text.strip(),)


@given(text=st.text(), rules=rules_of_all_networks())
def test_any_text_can_be_measured_and_split(text: str, rules: TextRules) -> None:
    span = overflow(text, rules)
    if span is None:
        assert measure(text, rules) <= rules.limit
    else:
        assert 0 <= span.start < span.end == len(text)
        assert measure(text[: span.start], rules) <= measure(text, rules)
    assert "".join("".join(split(text, rules)).split()) == "".join(text.split())


def test_paragraphs_are_better_places_to_cut_than_sentences() -> None:
    rules = TextRules("graphemes", limit=40)
    text = "Перше речення. Друге речення.\n\nНовий абзац тут. І ще."
    assert split(text, rules) == ("Перше речення. Друге речення.", "Новий абзац тут. І ще.")


def test_sentences_are_better_places_to_cut_than_words() -> None:
    rules = TextRules("graphemes", limit=30)
    assert split("Перше коротке речення. Друге речення теж.", rules) == ("Перше коротке речення.", "Друге речення теж.")


def test_a_link_longer_than_the_limit_stays_whole() -> None:
    rules = TextRules("graphemes", limit=20)
    segments = split("Ось: https://mfa.gov.ua/very/long/address кінець", rules)
    assert segments == ("Ось:", "https://mfa.gov.ua/very/long/address", "кінець")
    assert [link.text for segment in segments for link in find_links(segment)] == [segments[1]]


def test_a_link_elsewhere_does_not_keep_a_long_word_whole() -> None:
    rules = TextRules("graphemes", limit=4)
    assert split("абвгґд mfa.gov.ua", rules) == ("абвг", "ґд", "mfa.gov.ua")


def test_a_word_longer_than_the_limit_is_cut_between_graphemes() -> None:
    rules = TextRules("graphemes", limit=3)
    assert split("🇺🇦🇺🇦🇺🇦🇺🇦", rules) == ("🇺🇦🇺🇦🇺🇦", "🇺🇦")


def test_a_limit_of_nothing_still_ends() -> None:
    assert split("аб", TextRules("graphemes", limit=0)) == ("а", "б")


@given(text=st.text(alphabet="абїґAz 09.,!?«»—’…№\n\r\u0301🇺🇦\u200d", max_size=60), limit=st.integers(0, 70))
def test_the_quick_count_is_the_careful_one(text: str, limit: int) -> None:
    for counter in ("graphemes", "code-points", "utf-16"):
        quick, careful = TextRules(counter, limit, 90), TextRules(counter, limit, 90, link_length=10**6)
        assert measure(text, quick) == measure(text, careful)
        assert overflow(text, quick) == overflow(text, careful)
