"""Which sentences of one half say what which sentences of the other half say.

The method is that of Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora" (Computational
Linguistics 19.1, 1993): a true pair of sentences is about equally long, and few sentences are left out, joined or
parted. What is written alike in both languages (numbers, links, tags) holds the right ones together.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.finding import Span
from embassy_assistant.language.links import find_links, find_mentions, find_tags
from embassy_assistant.language.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

# How many sentences of each half a bead joins, and what it costs beside one to one.
_SHAPES: Final = (
    (1, 1, 0.0),
    (1, 2, 2.5),
    (2, 1, 2.5),
    (2, 2, 4.5),
    (1, 3, 5.5),
    (3, 1, 5.5),
    (1, 0, 2.6),
    (0, 1, 2.6),
)
# Fitted on the first 70 % of aligned Ukrainian and English addresses and news: the logarithm of the lengths' ratio.
_MEAN: Final = 0.04
_DEVIATION: Final = 0.2
# A few letters more or less mean little in a short sentence.
_PADDING: Final = 8
_SHARED: Final = 3.0
_UNSHARED: Final = 0.7
# Inches and centimetres are other figures throughout.
_MOST_UNSHARED: Final = 2.1
# Beyond that many sentences only those about as far along are compared.
_BAND: Final = 24


_FIGURES: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is aligned.

    Attributes:
        length: in letters and signs.
        anchors: what the same sentence holds in the other language, too.
    """

    span: Span
    length: int
    anchors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Bead:
    """Sentences that say the same; one side is empty where nothing in the other half says it.

    Attributes:
        first: a range of sentences of the first half.
        second: a range of sentences of the second half.
    """

    first: range
    second: range


@dataclass(frozen=True, slots=True)
class Aligned:
    """What says the same in two texts; None where nothing in that text says it.

    Attributes:
        first: in the first text, in code points; one sentence or several.
        second: in the second text.
    """

    first: Span | None
    second: Span | None


def align_texts(first: str, second: str) -> tuple[Aligned, ...]:
    """Return which sentences of two texts belong together, in order.

    Args:
        first: The Ukrainian text.
        second: The English text.
    """
    ours, theirs = _sentences(first), _sentences(second)
    return tuple(Aligned(_whole(ours, bead.first), _whole(theirs, bead.second)) for bead in align(ours, theirs))


def _sentences(text: str) -> tuple[Sentence, ...]:
    alike = [(link.start, link.text) for link in find_links(text)]
    alike += [(mention.start, text[mention.start : mention.end].lower()) for mention in find_mentions(text)]
    alike += [(tag.start, tag.name.lower()) for tag in find_tags(text)]
    alike += [(match.start(), match.group()) for match in _FIGURES.finditer(text)]
    return tuple(
        Sentence(Span(start, end), end - start, frozenset(what for at, what in alike if start <= at < end))
        for start, end in sentences(text)
    )


def _whole(found: Sequence[Sentence], which: range) -> Span | None:
    return Span(found[which[0]].span.start, found[which[-1]].span.end) if which else None


def align(first: Sequence[Sentence], second: Sequence[Sentence], ratio: float = _MEAN) -> tuple[Bead, ...]:
    """Return which sentences belong together, in order; each sentence is in one Bead.

    Args:
        first: The sentences of one half.
        second: Those of the other.
        ratio: The mean logarithm of how much longer the second half is; its negative gives the mirrored answer.
    """
    costs = {(0, 0): 0.0}
    steps: dict[tuple[int, int], tuple[int, int]] = {}
    slope = len(second) / max(1, len(first))
    band = _BAND + math.ceil(slope)
    for i in range(len(first) + 1):
        middle = round(i * slope)
        for j in range(max(0, middle - band), min(len(second), middle + band) + 1):
            cost = costs[i, j]
            for down, right, extra in _SHAPES:
                to = i + down, j + right
                if to[0] > len(first) or to[1] > len(second):
                    continue
                total = cost + extra + _cost(first[i : to[0]], second[j : to[1]], ratio)
                if total < costs.get(to, math.inf):
                    costs[to] = total
                    steps[to] = i, j
    return _path(steps, len(first), len(second))


def _cost(first: Sequence[Sentence], second: Sequence[Sentence], ratio: float) -> float:
    if not first or not second:
        return 0.0
    one = sum(sentence.length for sentence in first) + _PADDING
    other = sum(sentence.length for sentence in second) + _PADDING
    distance = (math.log(other / one) - ratio) / _DEVIATION
    ours = frozenset[str]().union(*(sentence.anchors for sentence in first))
    theirs = frozenset[str]().union(*(sentence.anchors for sentence in second))
    return distance * distance / 2 - _SHARED * len(ours & theirs) + min(_UNSHARED * len(ours ^ theirs), _MOST_UNSHARED)


def _path(steps: dict[tuple[int, int], tuple[int, int]], i: int, j: int) -> tuple[Bead, ...]:
    beads: list[Bead] = []
    while (i, j) != (0, 0):
        before = steps[i, j]
        beads.append(Bead(range(before[0], i), range(before[1], j)))
        i, j = before
    return tuple(reversed(beads))
