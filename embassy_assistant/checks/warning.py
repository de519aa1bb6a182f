"""Content warning: it stands before both halves, in their languages, and only where the network can show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.domain.network import Ability
from embassy_assistant.language.alphabets import UNDETERMINED
from embassy_assistant.language.identify import identify, rules_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.review import ReviewContext


def check_warning(context: ReviewContext) -> Iterator[Finding]:
    """Yield a `warn` for each half without the other's warning, in another language, or where it would not be shown.

    Args:
        context: The snapshot and its targets.
    """
    written = list(context.versions())
    if not any(context.post.warning([version.language]) for version in written):
        return
    for version in written:
        text = context.post.warning([version.language])
        if not text:
            yield Finding(
                "warning.missing",
                Severity.WARN,
                version=version.language,
                parameters={"language": version.language},
            )
        elif (found := _another_language(text, version.language)) is not None:
            yield Finding(
                "warning.language",
                Severity.WARN,
                version=version.language,
                parameters={"found": found, "expected": version.language},
            )
    for target in context.targets:
        if Ability.WARNING not in target.abilities:
            yield Finding(
                "warning.not-shown",
                Severity.WARN,
                account=target.account.id,
                parameters={"account": target.account.label},
            )


def _another_language(text: str, expected: str) -> str | None:
    """Return the language of a warning that is certainly not in the one expected."""
    verdict = identify(text)
    if verdict.language in {expected, UNDETERMINED}:
        return None
    return verdict.language if verdict.certain or rules_out(text, expected) else None
