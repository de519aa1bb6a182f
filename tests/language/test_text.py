"""Comparing text: one apostrophe, one composition, and word edges that hold for Ukrainian."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.text import (
    fold,
    fold_with_positions,
    is_word_edge,
    normalise,
    quoted,
    read_with_positions,
    without_unseen,
    words,
)


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "‘", "`"])
def test_every_apostrophe_is_found_by_the_same_search(apostrophe: str) -> None:
    assert normalise(f"з{apostrophe}їзд") == "з’їзд"


def test_decomposed_letters_are_composed_for_search() -> None:
    assert normalise("и\u0306ои\u0306") == "йой"


def test_stress_marks_and_soft_hyphens_hide_no_word() -> None:
    assert fold("Ки\u0301їв") == fold("Ки\u00adїв") == "київ"


def test_all_that_unicode_says_is_not_seen_hides_no_word() -> None:
    everything = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    unseen = regex.findall(r"[\p{Default_Ignorable_Code_Point}--\p{Cn}]", everything, regex.V1)
    assert len(unseen) > 300
    assert [hex(ord(sign)) for sign in unseen if fold(f"сло{sign}во") != "слово"] == []


@given(text=st.text(alphabet="аи\u0306\u0301\u200b\u2063\ufe0f\u034f z", max_size=12))
def test_what_is_not_seen_changes_nothing_of_what_is_read(text: str) -> None:
    # A mark stands on something.
    text = f"а{text}"
    seen = without_unseen(text)
    assert fold(text) == fold(seen)
    assert read_with_positions(text).text == read_with_positions(seen).text


def test_line_breaks_and_double_spaces_inside_a_phrase_fold_to_one_space() -> None:
    assert fold("криза  в\nУкраїні") == "криза в україні"


@given(text=st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(text=st.text())
def test_every_folded_character_knows_where_it_came_from(text: str) -> None:
    folded = fold_with_positions(text)
    assert len(folded.ends) == len(folded.text)
    for index in range(len(folded.text)):
        start, end = folded.source(index, index + 1)
        assert 0 <= start < end <= len(text)


@given(text=st.text(alphabet="абвіїєґы’ ABC.,-«»\n", max_size=80))
def test_the_quick_way_and_the_careful_way_fold_alike(text: str) -> None:
    # A soft hyphen forces the careful way and leaves nothing behind.
    assert fold_with_positions(text).text == fold_with_positions(f"\u00ad{text}").text


@pytest.mark.parametrize(
    ("text", "position", "edge"),
    [
        pytest.param("з'їзд", 1, False, id="before an apostrophe inside a word"),
        pytest.param("з'їзд", 2, False, id="behind an apostrophe inside a word"),
        pytest.param("'слово'", 1, True, id="behind an opening quotation mark"),
        pytest.param("'слово'", 6, True, id="before a closing quotation mark"),
        pytest.param("Київ-Львів", 4, True, id="before a hyphen"),
        pytest.param("Київ", 2, False, id="inside a word"),
        pytest.param("Київ", 0, True, id="at the beginning"),
        pytest.param("Київ", 4, True, id="at the end"),
    ],
)
def test_word_edges(text: str, position: int, *, edge: bool) -> None:
    assert is_word_edge(text, position) is edge


def test_a_word_keeps_its_apostrophe_and_hyphen() -> None:
    text = "З'їзд віце-прем’єрів, 24 лютого."
    assert [text[start:end] for start, end in words(text)] == ["З'їзд", "віце-прем’єрів", "24", "лютого"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Сказав: «так звана „ДНР“», і "ні"', ["«так звана „ДНР“»", '"ні"']),
        ("a “b” c „d“ e", ["“b”", "„d“"]),
        ("«не закрито", []),
        ("«перше «друге» третє»", ["«перше «друге» третє»"]),
        ("the ‘special operation’ of Russia’s army", ["‘special operation’"]),
        ("‘Russia’s operation’, he said", ["‘Russia’s operation’"]),
        ("‘Twas Russia’s operation", []),
        ("здоров‘я і пам‘ять’ї", []),
    ],
)
def test_quotations_are_found_with_their_marks(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in quoted(text)] == expected
