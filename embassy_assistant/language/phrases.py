r"""Finding thousands of phrases in a text at once, with positions of the folded text.

All are matched in one pass (Aho-Corasick); word edges are checked here, because a regular expression's `\\b` breaks on
Ukrainian apostrophes. What is kept for a phrase is a number and no more: a pack may hold a hundred thousand forms.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import ahocorasick_rs

from embassy_assistant.language.text import APOSTROPHE, is_word_edge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_POSSESSIVE: Final = APOSTROPHE + "s"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Folded phrases, none of them twice, each with the numbers of those who look for it.

    Attributes:
        texts: The phrases.
        begins: Where in `keys` the numbers of each phrase begin; one more for the end.
        keys: The numbers.
    """

    texts: Sequence[str]
    begins: array[int]
    keys: array[int]


def gather(phrases: Iterable[tuple[str, int]]) -> Phrases:
    """Return phrases with those who look for each together.

    Args:
        phrases: A folded phrase, and the number that stands for who looks for it; an empty one is never found.
    """
    by_text: dict[str, list[int]] = {}
    for text, key in phrases:
        known = by_text.setdefault(text, [])
        if not known or known[-1] != key:
            known.append(key)
    by_text.pop("", None)
    keys, begins = array("I"), array("I", [0])
    for known in by_text.values():
        keys.extend(known)
        begins.append(len(keys))
    return Phrases(list(by_text), begins, keys)


class PhraseIndex:
    """Phrases that are looked for at once; safe to share between threads."""

    def __init__(self, phrases: Phrases) -> None:
        """Build the automaton.

        Args:
            phrases: The phrases.
        """
        self._keys, self._begins = phrases.keys, phrases.begins
        self._automaton = ahocorasick_rs.AhoCorasick(phrases.texts, store_patterns=False) if phrases.texts else None

    def find(self, folded: str) -> Iterator[tuple[int, int, int]]:
        """Yield who looks for what stands where, as number, first folded character and the one behind the last.

        Args:
            folded: A folded text. Whole words only; an English possessive belongs to the word before it.
        """
        if self._automaton is None:
            return
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if is_word_edge(folded, start) and _may_end(folded, end):
                for key in self._keys[self._begins[index] : self._begins[index + 1]]:
                    yield key, start, end


def _may_end(folded: str, end: int) -> bool:
    """Tell whether a phrase may end here."""
    if is_word_edge(folded, end):
        return True
    return folded.startswith(_POSSESSIVE, end) and is_word_edge(folded, end + len(_POSSESSIVE))
