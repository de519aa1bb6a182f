"""Two texts side by side: the words that differ are marked, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.ui.differences import Piece, compare, excerpt


def marked(pieces: list[Piece]) -> list[str]:
    return [piece.text.strip() for piece in pieces if piece.differs]


def whole(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("sent", "read", "missing", "added"),
    [
        pytest.param("open from 9:00 to 12:00", "open from 9:00 to 13:00", ["12:00"], ["13:00"], id="one word"),
        pytest.param("Слава Україні!", "Слава Україні!", [], [], id="the same"),
        pytest.param("a b c d", "a b c d e", [], ["e"], id="more was read"),
        pytest.param("a b\n\nc d", "a b c d", [], [], id="white space does not differ"),
        pytest.param("консульський відділ працює", "консульський відділ не працює", [], ["не"], id="a word between"),
        pytest.param("one two three", "щось зовсім інше", [], [], id="two different texts are not marked at all"),
        pytest.param("one two three", "", [], [], id="nothing was read"),
    ],
)
def test_only_what_differs_is_marked(sent: str, read: str, missing: list[str], added: list[str]) -> None:
    ours, theirs = compare(sent, read)
    assert (marked(ours), marked(theirs)) == (missing, added)


@given(st.text(alphabet="аб в\n12", max_size=60), st.text(alphabet="аб в\n12", max_size=60))
def test_no_character_of_either_text_is_lost(sent: str, read: str) -> None:
    ours, theirs = compare(sent, read)
    assert (whole(ours), whole(theirs)) == (sent, read)


def test_a_short_text_is_not_cut() -> None:
    assert excerpt([Piece("short", differs=False)], 10) == [Piece("short", differs=False)]


def test_a_long_text_is_cut_around_its_first_difference() -> None:
    pieces = [Piece("a " * 100, differs=False), Piece("HERE ", differs=True), Piece("b " * 100, differs=False)]
    shown = excerpt(pieces, 40)
    assert marked(shown) == ["HERE"]
    assert whole(shown).startswith("… ")
    assert whole(shown).endswith(" …")
    assert len(whole(shown)) <= 44


def test_a_long_text_without_a_difference_is_shown_from_its_beginning() -> None:
    shown = excerpt([Piece("word " * 50, differs=False)], 20)
    assert whole(shown).startswith("word word")
    assert whole(shown).endswith(" …")
