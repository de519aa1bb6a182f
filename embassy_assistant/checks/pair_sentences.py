"""Sentences of a pair: each one of one half is said in the other, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.domain.finding import Counterpart, Finding, Severity, Span
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN
from embassy_assistant.language.alignment import align_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.review import ReviewContext

# An address («Українці!») and a line of tags may well stand in one half only.
_WORDS: Final = regex.compile(r"(?<![#@/\p{L}\p{N}])\p{L}[\p{L}\p{M}’'ʼ-]*")
_LEAST_WORDS: Final = 3
_LEAST_LETTERS: Final = 15


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
            if span is not None and spans[other] is None and _says_something(texts[language][span.start : span.end]):
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


def _says_something(sentence: str) -> bool:
    words = _WORDS.findall(sentence)
    return len(words) >= _LEAST_WORDS and sum(map(len, words)) >= _LEAST_LETTERS
