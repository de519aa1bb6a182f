"""Sentences of a pair: each one of one half is said in the other, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Counterpart, Finding, Severity, Span
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN
from embassy_assistant.language.alignment import align_texts
from embassy_assistant.language.sentences import says_something

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.review import ReviewContext


def check_pair_sentences(context: ReviewContext) -> Iterator[Finding]:
    """Yield the sentences that have no counterpart in the other half, with the place where it lacks.

    Args:
        context: The snapshot.
    """
    first, second = context.post.text(UKRAINIAN), context.post.text(ENGLISH)
    if not (context.post.written(UKRAINIAN) and context.post.written(ENGLISH)):
        return
    texts = {UKRAINIAN: first, ENGLISH: second}
    aligned = align_texts(first, second)
    start = {UKRAINIAN: 0, ENGLISH: 0}
    for one in aligned:
        spans = {UKRAINIAN: one.first, ENGLISH: one.second}
        for language, other in ((UKRAINIAN, ENGLISH), (ENGLISH, UKRAINIAN)):
            span = spans[language]
            if span is not None and spans[other] is None and says_something(texts[language][span.start : span.end]):
                yield Finding(
                    "pair-sentence.missing",
                    Severity.WARN,
                    language,
                    span,
                    matched=texts[language][span.start : span.end],
                    parameters={"language": other},
                    other=Counterpart(other, Span(start[other], start[other])),
                )
        start |= {language: span.end for language, span in spans.items() if span is not None}
