"""Letters: each word is written in one alphabet, so that readers can search for it and screen readers can speak it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Finding, Severity, Span
from embassy_assistant.language.links import find_all_addresses
from embassy_assistant.language.lookalikes import find_mixed
from embassy_assistant.language.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.review import ReviewContext


def check_letters(context: ReviewContext) -> Iterator[Finding]:
    """Yield one `warn` per word in which look-alike letters of another alphabet stand, with the word as it was meant.

    Args:
        context: The snapshot. Links, mentions and e-mail addresses are not words; another check looks at links.
    """
    for version in context.versions():
        mixed = tuple(find_mixed(version.text))
        if not mixed:
            continue
        addresses = Places(find_all_addresses(version.text))
        for word in mixed:
            if not addresses.hold((word.start, word.end)):
                yield Finding(
                    "letters.mixed",
                    Severity.WARN,
                    version=version.language,
                    span=Span(word.start, word.end),
                    matched=word.text,
                    suggestions=(word.mended,),
                    parameters={"matched": word.text},
                )
