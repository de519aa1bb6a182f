"""How much is done for one Post: so much for each letter, whatever the pack, so that no pack can hang the program.

What is counted is work and not time, so that the same Post has the same findings on any machine. What a valid pack says
of any Post that people write takes a small part of it.
"""

from __future__ import annotations

from typing import Final

LEAST: Final = 4_000
"""Steps for any Post; a step is some microseconds."""
EACH: Final = 6
"""Steps more for each code point."""
_LETTERS: Final = 64
"""Letters that are read in one step."""


class Exhausted(Exception):  # noqa: N818 - it is no error, and never leaves the engine
    """All that may be done for a Post was done."""


class Effort:
    """The steps that are left."""

    def __init__(self, size: int) -> None:
        """Begin.

        Args:
            size: Code points of all texts of the Post.
        """
        self.left = LEAST + EACH * size

    def spend(self, steps: int = 1) -> None:
        """Count what is about to be done.

        Args:
            steps: How much that is. It depends on the Post and the pack alone, never on what is known already.

        Raises:
            Exhausted: It is more than is left.
        """
        self.left -= steps
        if self.left < 0:
            raise Exhausted

    def read(self, size: int, times: int = 1) -> None:
        """Count reading some code points, so many times; see `spend`."""
        self.spend(times * (1 + size // _LETTERS))
