"""Positions in code points and in UTF-16, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.ui.offsets import Offsets


@pytest.mark.parametrize(
    ("text", "position", "in_qt"),
    [
        pytest.param("Київ", 2, 2, id="letters of the BMP are one unit"),
        pytest.param("😀аб", 1, 2, id="an emoji is two units"),
        pytest.param("🇺🇦 так", 3, 5, id="a flag is two code points and four units"),
        pytest.param("а😀", 9, 3, id="beyond the end is the end"),
    ],
)
def test_a_code_point_has_its_place_in_qt(text: str, position: int, in_qt: int) -> None:
    assert Offsets(text).to_qt(position) == in_qt


@given(text=st.text(max_size=40), position=st.integers(0, 40))
def test_qt_positions_are_those_of_utf_16(text: str, position: int) -> None:
    assert Offsets(text).to_qt(position) == len(text[:position].encode("utf-16-le", "surrogatepass")) // 2


@given(text=st.text(max_size=40), position=st.integers(0, 40))
def test_there_and_back_is_the_same_place(text: str, position: int) -> None:
    offsets = Offsets(text)
    assert offsets.to_python(offsets.to_qt(position)) == min(position, len(text))
