"""A review in words or as JSON, for every command that shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from embassy_assistant.app.session import Session
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import ReviewResult
    from embassy_assistant.messages import Messages

_CONTEXT: Final = 24


def as_json(result: ReviewResult, words: Messages, pack: GuidelinePack) -> dict[str, object]:
    """Return a review as `check --format json` prints it; positions in code points."""
    return {
        "sendable": result.sendable,
        "pair": {"state": result.pair.value},
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "account": finding.account,
                "version": finding.version,
                "start": finding.span.start if finding.span else None,
                "end": finding.span.end if finding.span else None,
                "message": words.finding(finding, pack).message,
                "suggestions": list(finding.suggestions),
            }
            for finding in result.findings
        ],
    }


def print_result(session: Session, post: Post, result: ReviewResult, pack: GuidelinePack) -> None:
    """Print a review for a person: each finding with its place, then the lengths, then the verdict."""
    words = session.words
    click.echo(words.pair(result.pair))
    for finding in result.findings:
        mark = words.text("cli.overridden") if result.overridden(finding) else words.severity(finding.severity)
        said = words.finding(finding, pack)
        place = passage(post, finding)
        click.echo(f"[{mark}] {place} {said.title}" if place else f"[{mark}] {said.title}")
        if said.why:
            click.echo(f"    {said.why}")
        if finding.suggestions:
            click.echo(f"    {words.text('cli.suggestions', suggestions=' | '.join(finding.suggestions[:3]))}")
        click.echo(f"    {finding.rule}{f' ({said.source})' if said.source else ''}")
    for count in result.counts:
        key = "cli.count-of" if count.left >= 0 or count.segments > 1 else "cli.count-of-over"
        click.echo(
            words.text(
                key,
                account=count.account,
                language=count.language,
                length=count.length,
                limit=count.limit,
                over=-count.left,
                segments=count.segments,
            )
        )
    click.echo(words.text("cli.sendable" if result.sendable else "cli.not-sendable", count=len(result.obstacles)))


def passage(post: Post, finding: Finding) -> str:
    """Return where a finding stands: the account, or the language and the words around it with the place marked."""
    if finding.version is None:
        return f"{finding.account}:" if finding.account else ""
    if finding.span is None:
        return f"{finding.version}:"
    text = post.text(finding.version)
    start, end = finding.span.start, min(finding.span.end, finding.span.start + 3 * _CONTEXT)
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    around = f"{before}⟦{text[start:end]}⟧{after}".replace("\n", " ")
    return f"{finding.version} {start}–{finding.span.end} …{around}…"
