"""Denials of a pair: what one half denies the other one denies, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Counterpart, Finding, Severity, Span
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN
from embassy_assistant.language.alignment import align_texts
from embassy_assistant.language.polarity import contradict, read_polarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.review import ReviewContext
    from embassy_assistant.language.polarity import Polarity


def check_pair_denials(context: ReviewContext) -> Iterator[Finding]:
    """Yield the sentences of which one half denies what the other one does not.

    Args:
        context: The snapshot.
    """
    first, second = context.post.text(UKRAINIAN), context.post.text(ENGLISH)
    if not (context.post.written(UKRAINIAN) and context.post.written(ENGLISH)):
        return
    for one in align_texts(first, second):
        if one.first is None or one.second is None:
            continue
        ours = read_polarity(first[one.first.start : one.first.end], UKRAINIAN)
        theirs = read_polarity(second[one.second.start : one.second.end], ENGLISH)
        if contradict(ours, theirs):
            here, there = _place(one.first, ours), _place(one.second, theirs)
            denies = UKRAINIAN if len(ours.denials) > len(theirs.denials) or theirs.unfinished else ENGLISH
            yield Finding(
                "pair-denial.differs",
                Severity.WARN,
                UKRAINIAN,
                here,
                matched=f"{first[one.first.start : one.first.end]} / {second[one.second.start : one.second.end]}",
                parameters={"language": denies},
                other=Counterpart(ENGLISH, there),
            )


def _place(sentence: Span, polarity: Polarity) -> Span:
    """Return the one word that denies, else the whole sentence."""
    if len(polarity.denials) != 1:
        return sentence
    ((start, end),) = polarity.denials
    return Span(sentence.start + start, sentence.start + end)
