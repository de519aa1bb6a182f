"""Which facts of two halves stand for each other, which contradict each other, and which stand in one half only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.language.facts.likeness import figures, is_like, key
from embassy_assistant.language.facts.model import Kind
from embassy_assistant.language.facts.units import is_converted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from embassy_assistant.language.facts.model import Fact

    Half = Sequence[Fact]
    Places = Sequence[float]

# How far apart facts that contradict each other may stand: as a part of the texts, and in letters.
_NEAR: Final = 0.3
_NEAR_LETTERS: Final = 60
# Beyond that many facts only those about as far along are compared.
_BAND: Final = 60
# "Thousands", not "two": loose as both are, they are told apart.
_TELLING: Final = 100
_AMOUNTS: Final = frozenset((Kind.NUMBER, Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.IDENTIFIER))
# A conversion stands close to what it converts: "45 miles (72 km)".
_BESIDE: Final = 12


@dataclass(frozen=True, slots=True)
class Compared:
    """What two halves say differently.

    Attributes:
        contradictions: a fact of each half that stand for each other and are not the same.
        ours_left: facts that the second half does not have.
        theirs_left: facts that the first half does not have.
    """

    contradictions: tuple[tuple[Fact, Fact], ...]
    ours_left: tuple[Fact, ...]
    theirs_left: tuple[Fact, ...]


def compare(ours: Half, theirs: Half, sizes: tuple[int, int]) -> Compared:
    """Return what two halves say differently; swapped halves give the mirrored answer.

    Args:
        ours: The facts of one half.
        theirs: Those of the other.
        sizes: How long the two texts are.
    """
    places = tuple(
        [fact.span.start / max(1, size) for fact in half] for half, size in zip((ours, theirs), sizes, strict=True)
    )
    left = set(range(len(ours))), set(range(len(theirs)))
    _match_same(ours, theirs, places, left)
    _match(ours, theirs, places, left, _alike, 1)
    near = max(_NEAR, _NEAR_LETTERS / max(1, *sizes))
    found = _match(ours, theirs, places, left, _contradict_alike, near)
    for half, rest in ((ours, left[0]), (theirs, left[1])):
        rest -= {at for at in rest if _is_conversion(half, at, rest)}
    found += _match(ours, theirs, places, left, _contradict, near)
    return Compared(
        tuple((ours[i], theirs[j]) for i, j in sorted(found)),
        _alone(ours, left[0], theirs),
        _alone(theirs, left[1], ours),
    )


def _match(
    ours: Half,
    theirs: Half,
    places: tuple[Places, ...],
    left: tuple[set[int], set[int]],
    rank: Callable[[Fact, Fact], int | None],
    near: float,
) -> list[tuple[int, int]]:
    """Take the nearest of what stands for each other out of what is left."""
    candidates = []
    for i, j in _near(sorted(left[0]), sorted(left[1])):
        ranked = rank(ours[i], theirs[j]) if abs(places[0][i] - places[1][j]) <= near else None
        if ranked is not None:
            candidates.append((ranked, i, j))
    return _take(candidates, places, left)


def _match_same(ours: Half, theirs: Half, places: tuple[Places, ...], left: tuple[set[int], set[int]]) -> None:
    """Take what says the same in the same way out of what is left."""
    found: dict[object, tuple[list[int], list[int]]] = {}
    for side, half in enumerate((ours, theirs)):
        for at, fact in enumerate(half):
            found.setdefault(key(fact), ([], []))[side].append(at)
    for one, other in found.values():
        _take([(0, i, j) for i, j in _near(one, other)], places, left)


def _take(
    candidates: list[tuple[int, int, int]], places: tuple[Places, ...], left: tuple[set[int], set[int]]
) -> list[tuple[int, int]]:
    """Take the likeliest and nearest candidates out of what is left; swapped halves have the same ones."""
    found = []
    ordered = ((rank, abs(places[0][i] - places[1][j]), i + j, abs(i - j), i, j) for rank, i, j in candidates)
    for *_, i, j in sorted(ordered):
        if i in left[0] and j in left[1]:
            left[0].discard(i)
            left[1].discard(j)
            found.append((i, j))
    return found


def _near(ours: list[int], theirs: list[int]) -> Iterator[tuple[int, int]]:
    """Yield what to compare: all with all, unless they are many."""
    count, others = len(ours), len(theirs)
    reach = _BAND * max(count, others)
    for place, i in enumerate(ours):
        first = max(0, -(-(place * others - reach) // count))
        for other in range(first, min(others, (place * others + reach) // count + 1)):
            yield i, theirs[other]


def _is_conversion(half: Half, at: int, rest: set[int]) -> bool:
    """Tell whether a fact only says what the one beside it says, in another unit."""
    fact = half[at]
    beside = (half[near] for near in (at - 1, at + 1) if 0 <= near < len(half) and near not in rest)
    return any(
        is_converted((fact.value, fact.unit), (other.value, other.unit)) or _is_other_money(fact, other)
        for other in beside
        if max(fact.span.start, other.span.start) - min(fact.span.end, other.span.end) <= _BESIDE
    )


def _is_other_money(one: Fact, other: Fact) -> bool:
    return one.kind is other.kind is Kind.MONEY and one.unit != other.unit


def _contradict(one: Fact, other: Fact) -> int | None:
    """Return how likely two facts that are not the same stand for each other, the likeliest first."""
    amounts = one.kind in _AMOUNTS and other.kind in _AMOUNTS
    if one.kind is not other.kind and not amounts:
        return None
    telling = one.kind in {Kind.RELATIVE, Kind.MONEY} or min(one.value, other.value) >= _TELLING
    if one.loose and other.loose and not telling:
        return None
    if (one.loose or other.loose) and one.unit != other.unit and one.kind is not Kind.MONEY:
        return None
    if one.kind is other.kind and one.unit == other.unit:
        return int(one.loose or other.loose)
    return 2 if not figures(one).isdisjoint(figures(other)) else 3


def _contradict_alike(one: Fact, other: Fact) -> int | None:
    """Return the same for what is counted alike only, or has the same figures: these are no conversions."""
    counted = one.unit == other.unit != ""
    return _contradict(one, other) if counted or not figures(one).isdisjoint(figures(other)) else None


def _alike(one: Fact, other: Fact) -> int | None:
    return 0 if is_like(one, other) else None


def _alone(half: Half, left: set[int], others: Half) -> tuple[Fact, ...]:
    """Return what the other half does not have; saying one thing twice is no difference."""
    distinct = tuple({key(other): other for other in others}.values())
    told: dict[object, bool] = {}
    alone = []
    for at in sorted(left):
        fact = half[at]
        if not fact.loose:
            known = key(fact), fact.about
            if known not in told:
                told[known] = any(is_like(fact, other) for other in distinct)
            alone += [] if told[known] else [fact]
    return tuple(alone)
