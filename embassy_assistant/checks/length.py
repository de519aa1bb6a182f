"""Length: a text fits every account it goes to, counted the way that account's network counts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.language.counting import fits, measure, overflow, split, under_warning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.post import Version
    from embassy_assistant.domain.review import ReviewContext, Target


def check_length(context: ReviewContext) -> Iterator[Finding]:
    """Yield one `block` per target account that would cut or refuse the text.

    The span begins at the first code point that no longer fits, so that the window can show what would be lost. A text
    that goes out as a thread is too long only where a single word of it (a link) fits no post.

    Args:
        context: The snapshot and its targets.
    """
    for version, recipient in context.outgoing():
        warning = recipient.warning(context.post, recipient.languages(version, context.post))
        target = replace(recipient, rules=under_warning(recipient.rules, warning))
        span = overflow(version.text, target.rules)
        if span is None or _fits_as_thread(context, version, target):
            continue
        own = context.post.text(version.language)
        # The text of a combined account is no single Version: there is no place in a half to point at.
        placed = own == version.text
        length, limit = measure(version.text, target.rules), target.rules.limit
        if length > limit:
            rule, unit = "length.too-long", target.rules.unit
        else:
            rule, unit = "length.too-many-bytes", "bytes"
            length, limit = len(version.text.encode("utf-8", "surrogatepass")), target.rules.byte_limit or 0
        yield Finding(
            rule,
            Severity.BLOCK,
            version=version.language if placed else None,
            span=span if placed else None,
            account=target.account.id,
            parameters={
                "account": target.account.label,
                "length": length,
                "limit": limit,
                "over": length - limit,
                "unit": unit,
            },
        )


def _fits_as_thread(context: ReviewContext, version: Version, target: Target) -> bool:
    if not (context.post.as_thread and target.rules.threads):
        return False
    return all(fits(segment, target.rules) for segment in split(version.text, target.rules))
