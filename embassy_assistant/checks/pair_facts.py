"""Facts of a pair: numbers, dates, times, money and measures are the same in both halves."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Counterpart, Finding, Severity, Span
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN
from embassy_assistant.language.alignment import align_texts
from embassy_assistant.language.facts.comparing import compare
from embassy_assistant.language.facts.reading import read_facts
from embassy_assistant.language.facts.writing import with_value_of
from embassy_assistant.language.sentences import says_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.review import ReviewContext


def check_pair_facts(context: ReviewContext) -> Iterator[Finding]:
    """Yield the facts that the halves state differently, and those that one half does not have.

    Args:
        context: The snapshot.
    """
    first, second = context.post.text(UKRAINIAN), context.post.text(ENGLISH)
    if not (context.post.written(UKRAINIAN) and context.post.written(ENGLISH)):
        return
    found = compare(read_facts(first, UKRAINIAN), read_facts(second, ENGLISH), (len(first), len(second)))
    for one, other in found.contradictions:
        yield Finding(
            "pair-fact.differs",
            Severity.WARN,
            UKRAINIAN,
            one.span,
            matched=f"{one.text} / {other.text}",
            suggestions=tuple(filter(None, (with_value_of(one, other, UKRAINIAN),))),
            parameters={"here": one.text, "there": other.text},
            other=Counterpart(ENGLISH, other.span),
        )
    left = [(UKRAINIAN, ENGLISH, fact) for fact in found.ours_left]
    left += [(ENGLISH, UKRAINIAN, fact) for fact in found.theirs_left]
    places = _places(first, second) if left else {}
    for language, lacking, fact in left:
        ends, others = places[language]
        place = others[bisect_right(ends, fact.span.start)]
        # Where a whole sentence is missing, that is said, and all that it says is missing with it.
        if place is not None:
            yield Finding(
                "pair-fact.missing",
                Severity.WARN,
                language,
                fact.span,
                matched=fact.text,
                parameters={"language": lacking, "fact": fact.text},
                other=Counterpart(lacking, place),
            )


def _places(first: str, second: str) -> dict[str, tuple[list[int], list[Span | None]]]:
    """Return for each half where its sentences end, and the sentence of the other half that says the same.

    Where there is none it is the place of one; None where a whole sentence is missing.
    """
    places: dict[str, tuple[list[int], list[Span | None]]] = {UKRAINIAN: ([], []), ENGLISH: ([], [])}
    aligned = align_texts(first, second)
    for language, text in ((UKRAINIAN, first), (ENGLISH, second)):
        behind = 0
        for one in aligned:
            here, there = (one.first, one.second) if language == UKRAINIAN else (one.second, one.first)
            if here is not None:
                whole = there is None and says_something(text[here.start : here.end])
                places[language][0].append(here.end)
                places[language][1].append(None if whole else there or Span(behind, behind))
            behind = there.end if there else behind
    return places
