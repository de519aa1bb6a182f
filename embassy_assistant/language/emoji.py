"""Emoji in running text, each as one: a flag, a family and a waving hand of any colour are one emoji each.

Source: Unicode Technical Standard 51, `emoji_sequence`. Signs that are text by default («©», «№», «❤» alone) are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE: Final = r"(?:\p{Emoji_Presentation}(?!\uFE0E)|\p{Extended_Pictographic}\uFE0F)\p{Emoji_Modifier}?"
_EMOJI: Final = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3"
    rf"|{_ONE}(?:[\U000E0020-\U000E007F]+|(?:\u200D\p{{Extended_Pictographic}}\uFE0F?\p{{Emoji_Modifier}}?)*)"
)


def find_emoji(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of every emoji in reading order.

    Args:
        text: Any text.
    """
    for match in _EMOJI.finditer(text):
        yield match.span()
