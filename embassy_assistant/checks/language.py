"""Language: a Version is written in the language that it claims to be in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.finding import Finding, Severity, Span
from embassy_assistant.language.alphabets import UNDETERMINED
from embassy_assistant.language.identify import identify, rules_out
from embassy_assistant.language.text import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.post import Version
    from embassy_assistant.domain.review import ReviewContext
    from embassy_assistant.language.identify import Verdict


def check_language(context: ReviewContext) -> Iterator[Finding]:
    """Yield what is in another language than its Version says.

    A text that is certainly in another language blocks where it goes to an account of one language, and warns
    elsewhere. "Not sure" only advises. A stretch in another language inside a text warns, a quoted one advises.

    Args:
        context: The snapshot and its targets.
    """
    for version in context.versions():
        verdict = identify(version.text)
        if verdict.language == version.language:
            yield from _check_stretches(version, verdict)
        elif _is_certainly_another(version, verdict):
            yield from _wrong(context, version, verdict)
        elif any(stretch.language == version.language for stretch in verdict.spans):
            # Half of it is as claimed: pointing at the rest says more than doubting the whole.
            yield from _check_stretches(version, verdict)
        elif verdict.language != UNDETERMINED:
            yield Finding(
                "language.uncertain",
                Severity.ADVISE,
                version=version.language,
                parameters={"found": verdict.language, "expected": version.language},
            )


def _is_certainly_another(version: Version, verdict: Verdict) -> bool:
    if verdict.language == UNDETERMINED:
        return False
    # Which other language it is may be doubtful while the letters leave no doubt that it is not this one. Where
    # languages mix, though, the letters of the whole text are those of both.
    return verdict.certain or (not verdict.spans and rules_out(version.text, version.language))


def _wrong(context: ReviewContext, version: Version, verdict: Verdict) -> Iterator[Finding]:
    parameters = {"found": verdict.language, "expected": version.language}
    strict = [target.account for target in context.targets if target.account.policy.only == version.language]
    for account in strict:
        yield Finding(
            "language.wrong",
            Severity.BLOCK,
            version=version.language,
            span=Span(0, len(version.text)),
            account=account.id,
            parameters={**parameters, "account": account.label},
        )
    if not strict:
        yield Finding(
            "language.other",
            Severity.WARN,
            version=version.language,
            span=Span(0, len(version.text)),
            parameters=parameters,
        )


def _check_stretches(version: Version, verdict: Verdict) -> Iterator[Finding]:
    if not verdict.spans:
        return
    quotations = tuple(quoted(version.text))
    for stretch in verdict.spans:
        if stretch.language == version.language:
            continue
        within = any(start <= stretch.start + 1 and stretch.end - 1 <= end for start, end in quotations)
        yield Finding(
            "language.mixed",
            Severity.ADVISE if within else Severity.WARN,
            version=version.language,
            span=Span(stretch.start, stretch.end),
            matched=version.text[stretch.start : stretch.end],
            parameters={"found": stretch.language, "expected": version.language},
        )
