"""Places of a text, which are asked for each match whether they hold it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.places import Places


def places() -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, 12), st.integers(0, 6)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(places()), places())
def test_a_place_is_held_by_any_one_that_is_no_shorter_on_either_side(
    some: list[tuple[int, int]], one: tuple[int, int]
) -> None:
    held = Places(some)

    assert held.hold(one) is any(start <= one[0] and one[1] <= end for start, end in some)
    assert held.hold_deep(one) is any(start < one[0] and one[1] <= end for start, end in some)
    assert list(held) == sorted(some)
