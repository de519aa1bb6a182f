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
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
        """Yield the number of each phrase that stands in a text, first folded character and the one behind the last.

        Args:
            folded: A folded text. Whole words only; an English possessive belongs to the word before it.
        """
        if self._automaton is None:
            return
        begins, ends = _Edges(folded, is_word_edge), _Edges(folded, _may_end)
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if begins[start] and ends[end]:
                yield index, start, end

    def keys(self, phrase: int) -> Sequence[int]:
        """Return the numbers of those who look for a phrase."""
        return self._keys[self._begins[phrase] : self._begins[phrase + 1]]


class _Edges(dict[int, bool]):
    """Where words may begin, or end, in a text; each place is looked at once, however many phrases meet there."""

    def __init__(self, folded: str, tell: Callable[[str, int], bool]) -> None:
        super().__init__()
        self._folded, self._tell = folded, tell

    def __missing__(self, position: int) -> bool:
        told = self[position] = self._tell(self._folded, position)
        return told


def _may_end(folded: str, end: int) -> bool:
    """Tell whether a phrase may end here."""
    if is_word_edge(folded, end):
        return True
    return folded.startswith(_POSSESSIVE, end) and is_word_edge(folded, end + len(_POSSESSIVE))
