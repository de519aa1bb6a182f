"""Places of one text, and which of them hold others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Place = tuple[int, int]


class Places:
    """Places of one text, of which it is quickly told whether they hold another."""

    def __init__(self, places: Iterable[Place]) -> None:
        """Sort them.

        Args:
            places: In any order; they may overlap.
        """
        self._all = sorted(places)
        self._starts = [start for start, _ in self._all]
        # How far the places reach that begin no later than each.
        self._reach = list(accumulate((end for _, end in self._all), max))

    def __iter__(self) -> Iterator[Place]:
        return iter(self._all)

    def hold(self, place: Place) -> bool:
        """Whether a place lies within one of these."""
        return self._hold(bisect_right(self._starts, place[0]), place)

    def hold_deep(self, place: Place) -> bool:
        """Whether a place lies within one of these that began before it."""
        return self._hold(bisect_left(self._starts, place[0]), place)

    def _hold(self, begun: int, place: Place) -> bool:
        return begun > 0 and self._reach[begun - 1] >= place[1]
