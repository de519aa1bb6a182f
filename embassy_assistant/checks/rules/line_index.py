"""Approved lines in one language, and which of them a text says: word for word, or nearly.

Words are compared folded, so that dashes, quotation marks and capitals make no difference to «word for word».
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.rule_body import Line
from embassy_assistant.language.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from embassy_assistant.checks.rules.effort import Effort
    from embassy_assistant.checks.rules.scan import Scan
    from embassy_assistant.domain.guideline import Rule

_PLACE: Final = re.compile(r"\{[^{}\n]{1,40}\}")
_STEM: Final = 5
"""Letters by which two forms of one word are taken to be one word."""
_LONGEST_FILLING: Final = 15
_SHORTEST: Final = 4
"""Words that a line has at least to be recognised in other words; what is shorter, anybody may have said."""
_CLOSE: Final = 0.7
_PAIRS: Final = 48
"""Pairs of words that are compared in one step."""
_LONGEST_PLACE: Final = 42
"""Code points of a place that is not filled in."""
_FAR: Final = 4
"""Words between a lone common word and the rest, from which on it is no part of what was said."""


@dataclass(frozen=True, slots=True)
class Use:
    """A line in a text.

    Attributes:
        number: Of the rule.
        start: First code point.
        end: Behind the last code point.
        exact: Whether it stands there word for word, its places filled in.
        unfilled: Where a place of it is not filled in, or None.
    """

    number: int
    start: int
    end: int
    exact: bool
    unfilled: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as words, cut at its places; so many places stand before its first and behind its last word."""

    number: int
    parts: tuple[tuple[str, ...], ...]
    before: int
    behind: int

    @property
    def rows(self) -> list[tuple[str, int]]:
        """Its parts as `_Said` looks for them, each with how many words it has."""
        return [(f" {' '.join(part)} ", len(part)) for part in self.parts]

    @property
    def stems(self) -> list[str]:
        """All fixed words, cut to what their forms share."""
        return [word[:_STEM] for part in self.parts for word in part]


class _Said:
    """The words of a text in a row, so that a row of words is found in it in a time that its length tells."""

    def __init__(self, words: Sequence[str]) -> None:
        self.count = len(words)
        self._row = f" {' '.join(words)} "
        # Where the space before each word stands; one more for the end.
        self._spaces = [at for at, letter in enumerate(self._row) if letter == " "]

    def find(self, row: str, first: int, last: int) -> int:
        """Return at which word a row of words stands, at or behind `first` and wholly before `last`; -1: at none."""
        if first >= self.count:
            return -1
        found = self._row.find(row, self._spaces[first], self._spaces[min(last, self.count)] + 1)
        return found if found < 0 else bisect_left(self._spaces, found)


class LineIndex:
    """The lines in one language; safe to share between threads."""

    def __init__(self, rules: Iterable[tuple[int, Rule]], language: str) -> None:
        """Cut the lines into words.

        Args:
            rules: The rules with their numbers.
            language: A language code; a line has its words in Ukrainian and English.
        """
        self._lines: list[_Line] = []
        self._with_stem: defaultdict[str, list[int]] = defaultdict(list)
        for number, rule in rules:
            text = rule.body.text.get(language, "") if isinstance(rule.body, Line) else ""
            line = _cut(number, text)
            if line.parts:
                for stem in set(line.stems):
                    self._with_stem[stem].append(len(self._lines))
                self._lines.append(line)

    def uses(self, scan: Scan, effort: Effort) -> Iterator[Use]:
        """Yield the lines that a text says, in the pack's order; of one line the exact uses, else the nearest.

        Args:
            scan: The text.
            effort: What may still be done for the Post.
        """
        said = [word.text for word in scan.words]
        row, stems = _Said(said), [word[:_STEM] for word in said]
        often = Counter(stems)
        effort.spend(sum(len(self._with_stem.get(stem, ())) for stem in often) // 8)
        for line in self._likely(often):
            first, *rest = line.parts
            # At each place where it may begin, the rest of it is looked for.
            effort.spend(2 + len(said) // 16 + often[first[0][:_STEM]] * sum(map(len, rest)) // _PAIRS)
            exact = [_use(scan, line.number, first, last, exact=True) for first, last in _exact(line, row)]
            yield from exact
            wanted = line.stems
            if not exact and len(wanted) >= _SHORTEST:
                # All pairs of like words are looked at, and again beside each stretch that was found.
                effort.spend((len(wanted) + sum(often[stem] for stem in wanted)) * len(wanted) // _PAIRS)
                nearest = _nearest(wanted, stems)
                if nearest:
                    yield _use(scan, line.number, *nearest, exact=False)

    def exact_uses(self, scan: Scan) -> Iterator[Use]:
        """Yield the lines that a text says word for word, in the pack's order.

        Args:
            scan: The text.
        """
        said = [word.text for word in scan.words]
        row = _Said(said)
        for line in self._likely({word[:_STEM] for word in said}):
            for first, last in _exact(line, row):
                yield _use(scan, line.number, first, last, exact=True)

    def _likely(self, stems: Iterable[str]) -> Iterator[_Line]:
        """Yield the lines that share enough with a text to be looked for in it."""
        shared = Counter(at for stem in stems for at in self._with_stem.get(stem, ()))
        for at in sorted(shared):
            line = self._lines[at]
            if shared[at] >= len(set(line.stems)) * _CLOSE * 0.8:
                yield line


def _cut(number: int, text: str) -> _Line:
    pieces = [tuple(_words(piece)) for piece in _PLACE.split(text)]
    parts = tuple(piece for piece in pieces if piece)
    spoken = [at for at, piece in enumerate(pieces) if piece]
    return _Line(number, parts, spoken[0], len(pieces) - 1 - spoken[-1]) if spoken else _Line(number, (), 0, 0)


def _words(text: str) -> Iterator[str]:
    folded = fold(text)
    return (folded[start:end] for start, end in words(folded))


def _exact(line: _Line, said: _Said) -> Iterator[tuple[int, int]]:
    """Yield the first and last word of each place where all parts stand in order, with something in each gap."""
    (first_part, size), *rest = line.rows
    at = 0
    while (start := said.find(first_part, at, said.count)) >= 0:
        end: int = start + size
        for part, words_of_it in rest:
            found = said.find(part, end + 1, end + _LONGEST_FILLING + words_of_it)
            if found < 0:
                break
            end = found + words_of_it
        else:
            yield max(0, start - line.before), min(said.count, end + line.behind) - 1
            at = end
            continue
        at = start + 1


def _nearest(wanted: Sequence[str], stems: Sequence[str]) -> tuple[int, int] | None:
    """Return the first and last word of the stretch that says nearly the same as what shares some stems with it."""
    matcher = SequenceMatcher(None, wanted, stems, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    while len(blocks) > 1 and blocks[0].size == 1 and blocks[1].b - blocks[0].b > _FAR:
        blocks.pop(0)
    while len(blocks) > 1 and blocks[-1].size == 1 and blocks[-1].b - blocks[-2].b - blocks[-2].size >= _FAR:
        blocks.pop()
    first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
    common = sum(block.size for block in blocks)
    return (first, last - 1) if 2 * common / (len(wanted) + last - first) >= _CLOSE else None


def _use(scan: Scan, number: int, first: int, last: int, *, exact: bool) -> Use:
    start, end = scan.words[first].start, scan.words[last].end
    # Braces stand around a word, outside of it.
    around = _PLACE.search(scan.text, max(0, start - 1), end + _LONGEST_PLACE)
    unfilled = around.span() if around and around.start() < end else None
    if unfilled:
        start, end = min(start, unfilled[0]), max(end, unfilled[1])
    return Use(number, start, end, exact, unfilled)
