"""Terms: nothing is called by a name that the guidelines forbid."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Finding, Span
from embassy_assistant.language.matcher import TermMatcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.post import Media
    from embassy_assistant.domain.review import ReviewContext
    from embassy_assistant.language.matcher import Match


def check_terms(context: ReviewContext) -> Iterator[Finding]:
    """Yield one finding per place where a rule of the active pack objects, with what to write instead.

    Alt texts, content warnings and answers of polls go out too: what is found in one has no place in the text.

    Args:
        context: The snapshot and the active pack, which holds only rules in force.
    """
    if context.pack is None:
        return
    for version in context.versions():
        matcher = _MATCHERS.get(context.pack, version.language)
        for match in matcher.find(version.text):
            yield _finding(version.language, match, Span(match.start, match.end))
        for media in context.post.media:
            for match in matcher.find(media.alt.get(version.language, "")):
                yield _finding(version.language, match, None, media)
        answers = context.post.poll.options.get(version.language, ()) if context.post.poll else ()
        for beside in (context.post.warnings.get(version.language, ""), *answers):
            for match in matcher.find(beside):
                yield _finding(version.language, match, None)


def _finding(language: str, match: Match, span: Span | None, media: Media | None = None) -> Finding:
    replacement = match.suggestions[0] if match.suggestions else ""
    return Finding(
        match.rule.id,
        match.rule.severity,
        version=language,
        span=span,
        media=media.hash if media else None,
        matched=match.text,
        # Without a place in the text there is nothing that one click could replace.
        suggestions=match.suggestions if span else (),
        parameters={"matched": match.text, "replacement": replacement, "name": media.name if media else ""},
    )


class _Matchers:
    """The compiled terms of the pack that was used last: they are asked at each pause in typing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pack: GuidelinePack | None = None
        self._by_language: dict[str, TermMatcher] = {}

    def get(self, pack: GuidelinePack, language: str) -> TermMatcher:
        """Return the matcher for one language of a pack, compiled where it is not yet."""
        with self._lock:
            if self._pack is not pack:
                self._pack, self._by_language = pack, {}
            matcher = self._by_language.get(language)
            if matcher is None:
                matcher = TermMatcher(rule for rule in pack.rules if rule.language == language)
                self._by_language[language] = matcher
            return matcher


_MATCHERS = _Matchers()
