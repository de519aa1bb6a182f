"""Poll: each half has all the answers, and each account's network takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.language.counting import measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.post import Poll
    from embassy_assistant.domain.review import ReviewContext, Target

_FEWEST: Final = 2


def check_poll(context: ReviewContext) -> Iterator[Finding]:
    """Yield a `block` for each thing that would keep a network from taking the poll, or a half from having it.

    Args:
        context: The snapshot and its targets.
    """
    poll = context.post.poll
    if poll is None:
        return
    if context.post.media:
        yield Finding("poll.with-pictures", Severity.BLOCK)
    numbers = set()
    for version in context.versions():
        answers = [answer.strip() for answer in poll.options.get(version.language, ())]
        numbers.add(len(answers))
        if len(answers) < _FEWEST or not all(answers):
            yield _of_half("poll.incomplete", version.language)
        elif len({answer.casefold() for answer in answers}) < len(answers):
            yield _of_half("poll.repeated", version.language)
    if len(numbers) > 1:
        yield Finding("poll.uneven", Severity.BLOCK)
    for target in context.targets:
        yield from _at(context, target, poll)


def _at(context: ReviewContext, target: Target, poll: Poll) -> Iterator[Finding]:
    """Yield what one account's network does not take."""
    label, rules = target.account.label, target.rules
    if not rules.poll_options:
        yield Finding("poll.not-there", Severity.BLOCK, account=target.account.id, parameters={"account": label})
        return
    for version in target.texts(context.post):
        answers = poll.in_languages(target.languages(version, context.post))
        if len(answers) > rules.poll_options:
            yield Finding(
                "poll.too-many",
                Severity.BLOCK,
                version=version.language,
                account=target.account.id,
                parameters={"account": label, "number": len(answers), "limit": rules.poll_options},
            )
        for answer in answers:
            length = measure(answer, rules)
            if length > rules.poll_option_limit:
                yield Finding(
                    "poll.answer-too-long",
                    Severity.BLOCK,
                    version=version.language,
                    account=target.account.id,
                    matched=answer,
                    parameters={
                        "account": label,
                        "answer": answer,
                        "length": length,
                        "limit": rules.poll_option_limit,
                    },
                )


def _of_half(rule: str, language: str) -> Finding:
    return Finding(rule, Severity.BLOCK, version=language, parameters={"language": language})
