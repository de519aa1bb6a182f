"""`pair`: whether an English and a Ukrainian text say the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app.session import Exit, Session, print_json, read_text
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN, Post

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Finding, Span

_WIDTH: Final = 96


@click.command("pair")
@click.argument("english", metavar="EN")
@click.argument("ukrainian", metavar="UK")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.pass_obj
def command(session: Session, english: str, ukrainian: str, form: str) -> int:
    """Say where the file EN, in English, and the file UK, in Ukrainian, disagree."""
    from embassy_assistant.checks import PAIR_CHECKS
    from embassy_assistant.domain.review import ReviewContext

    post = Post(id="").with_text(ENGLISH, read_text(english)).with_text(UKRAINIAN, read_text(ukrainian))
    context = ReviewContext(post, (), None, datetime.now(UTC))
    found = [finding for check in PAIR_CHECKS for finding in check(context)]
    if form == "json":
        print_json({"findings": [_json(post, finding) for finding in found]})
    else:
        for finding in found:
            _show(session, post, finding)
        session.say("cli.pair-agrees" if not found else "cli.pair-differs", count=len(found))
    return Exit.NEEDS_PERSON if found else Exit.DONE


def _show(session: Session, post: Post, finding: Finding) -> None:
    said = session.words.finding(finding, None)
    click.echo(f"[{session.words.severity(finding.severity)}] {said.title}")
    for language, span in _places(finding).items():
        text = post.text(language)[span.start : span.end].replace("\n", " ")
        click.echo(f"    {language} {span.start}–{span.end} {text[:_WIDTH]}")
    click.echo(f"    {finding.rule}")


def _json(post: Post, finding: Finding) -> dict[str, object]:
    places = {
        language: {"start": span.start, "end": span.end, "text": post.text(language)[span.start : span.end]}
        for language, span in _places(finding).items()
    }
    return {"rule": finding.rule, "severity": finding.severity.value, **places}


def _places(finding: Finding) -> dict[str, Span]:
    """Return where a finding stands in each half, the English one first."""
    places = {finding.version: finding.span} if finding.version and finding.span else {}
    places |= {finding.other.version: finding.other.span} if finding.other else {}
    return dict(sorted(places.items()))
