"""Which half of the Pair goes out first: the mission sets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.post import PAIR_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.ports import Store

PAIR_FIRST: Final = "pair-first"
"""Setting: the language that goes out first."""


def pair_order(store: Store) -> Sequence[str]:
    """Return the languages of the Pair, the one that goes out first as the first."""
    return PAIR_LANGUAGES[::-1] if store.settings.get(PAIR_FIRST) == PAIR_LANGUAGES[1] else PAIR_LANGUAGES
