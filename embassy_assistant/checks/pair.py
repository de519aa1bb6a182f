"""Pair: Ukrainian and English go out together, and an Officer has said that they say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.domain.post import PairState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.review import ReviewContext


def check_pair(context: ReviewContext) -> Iterator[Finding]:
    """Yield what stands between the two halves of the Post.

    A missing half blocks until it is written, promised by a time that has not passed, or released. Halves that nobody
    has compared, or that changed since, warn until an Officer confirms them.

    Args:
        context: The snapshot and the time.
    """
    post = context.post
    match post.pair_state:
        case PairState.MISSING:
            for language in post.missing_languages:
                yield Finding("pair.missing", Severity.BLOCK, version=language, parameters={"language": language})
        case PairState.DRAFTED:
            yield Finding("pair.drafted", Severity.WARN)
        case PairState.STALE:
            for language in post.changed_since_confirmed:
                yield Finding("pair.stale", Severity.WARN, version=language, parameters={"language": language})
        case PairState.PROMISED if post.pair.promise is not None and post.pair.promise.by <= context.now:
            for language in post.missing_languages:
                yield Finding(
                    "pair.overdue",
                    Severity.BLOCK,
                    version=language,
                    parameters={"language": language, "by": post.pair.promise.by.isoformat()},
                )
        case _:
            pass
