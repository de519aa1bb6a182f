"""`check`: what stands between a post file and the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app import postfile
from embassy_assistant.app.session import Exit, Session, print_json, read_input
from embassy_assistant.domain.errors import DraftsLocked, KeyringUnavailable

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import ReviewResult, Target
    from embassy_assistant.messages import Messages
    from embassy_assistant.services.desk import Desk

_CONTEXT: Final = 24


@click.command("check")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.argument("file")
@click.pass_obj
def command(session: Session, form: str, file: str) -> int:
    """Check the post in FILE (TOML; -: stdin) and say what stands between it and the queue.

    Needs no workspace and no keyring. With --workspace, its accounts are checked by their own limits and languages; any
    other account by its network's documented rules, as speaking the languages that the post has.
    """
    from embassy_assistant.app import offline
    from embassy_assistant.app.wiring import SystemClock

    data, name, folder = read_input(file)
    found = postfile.read(data, name=name, folder=folder)
    post = found.post(SystemClock().now(), officer=None, zone=postfile.DEFAULT_ZONE)
    with session.progress("cli.checking"):
        review = offline.review()
        targets = _targets(session, post)
        result = review.check_against(post, targets)
    if form == "json":
        print_json(as_json(result, session.words, review.pack))
    else:
        print_result(session, post, result, review.pack)
    return Exit.DONE if result.sendable else Exit.NEEDS_PERSON


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
        click.echo(f"[{mark}] {_place(post, finding)}{said.title}")
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


def _place(post: Post, finding: Finding) -> str:
    """Return where a finding stands: the language, and the words around it with the place marked."""
    if finding.version is None:
        return f"{finding.account}: " if finding.account else ""
    if finding.span is None:
        return f"{finding.version}: "
    text = post.text(finding.version)
    start, end = finding.span.start, min(finding.span.end, finding.span.start + 3 * _CONTEXT)
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    around = f"{before}⟦{text[start:end]}⟧{after}".replace("\n", " ")
    return f"{finding.version} {start}–{finding.span.end} …{around}… "


def _targets(session: Session, post: Post) -> tuple[Target, ...]:
    """Return where the post goes: accounts of a workspace that was named, else of nobody's."""
    from embassy_assistant.app import offline

    desk: Desk | None = None
    if session.chosen is not None and (session.chosen / "workspace.json").exists():
        try:
            desk = session.desk()
        except (KeyringUnavailable, DraftsLocked):
            session.note("cli.checked-without-workspace")
    known = {target.account.id: target for target in desk.accounts.targets(post.accounts)} if desk else {}
    return tuple(known.get(account) or offline.target(account, post) for account in post.accounts)
