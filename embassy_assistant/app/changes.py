"""`guidelines changes | lines`: what new guidelines mean for this mission, and what may be said by them."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app.session import Exit, Session
from embassy_assistant.domain.errors import AssistantError, DraftsLocked
from embassy_assistant.domain.pack_changes import gravest_first
from embassy_assistant.domain.rule_body import Line

if TYPE_CHECKING:
    from embassy_assistant.domain.pack_changes import RuleChange
    from embassy_assistant.services.desk import Desk

_SHOWN: Final = 10


@click.command("changes")
@click.pass_obj
def _changes(session: Session) -> int:
    """Say what changed since the guidelines before these, which freeze is in force, and what is held in the queue."""
    desk = session.desk(opened=False)
    with ExitStack() as closing:
        open_if_possible(desk, closing)
        return say_changes(session, desk, at_most=None)


@click.command("lines")
@click.argument("words", nargs=-1, metavar="[WORDS]...")
@click.pass_obj
def _lines(session: Session, words: tuple[str, ...]) -> int:
    """Print the approved lines that may be sent now, in both languages; with WORDS, those that have all of them."""
    found = session.desk(opened=False).lines.in_force(" ".join(words))
    for rule in found:
        click.echo(session.words.rule_name(rule))
        for language, text in rule.body.text.items() if isinstance(rule.body, Line) else ():
            click.echo(f"    [{language}] {text}")
    if not found:
        session.note("cli.no-lines")
    return Exit.DONE


def open_if_possible(desk: Desk, closing: ExitStack) -> None:
    """Open the drafts of a desk until `closing` ends; where they stay shut, what is held in the queue stays unknown."""
    from embassy_assistant.services.workspace import Access

    if desk.workspace.access is Access.LOCKED:
        with suppress(AssistantError):
            desk.workspace.open()
            closing.callback(desk.workspace.close)


def say_changes(session: Session, desk: Desk, *, at_most: int | None = _SHOWN) -> int:
    """Say what is new in the guidelines in force, and what that does to the queue.

    Args:
        session: says it.
        desk: whose guidelines.
        at_most: how many rules are listed; None for all.

    Returns:
        The exit code: whether a person is needed.
    """
    from embassy_assistant.services.workspace import Access

    words, changes = session.words, sorted(desk.guidelines.changes(), key=gravest_first)
    if desk.guidelines.previous_version:
        old, new = desk.guidelines.previous_version, desk.guidelines.pack.version
        session.say("cli.preview-versions", old=old, new=new, count=len(changes))
    for change in changes[:at_most]:
        click.echo(f"    {rule_words(session, change)}")
    if len(changes) > len(changes[:at_most]):
        session.say("cli.more-changes", count=len(changes) - len(changes[:at_most]))
    for freeze in desk.freezes.now():
        session.say("cli.freeze-nothing" if freeze.nothing else "cli.freeze-lines", rule=words.rule_name(freeze.rule))
    try:
        held = desk.freezes.held()
    except DraftsLocked:
        # Before the first post there are no drafts that could be locked.
        if desk.workspace.access is Access.LOCKED:
            session.note("cli.held-unknown")
        return Exit.DONE
    if held:
        session.say("cli.held-by-rules", count=len(held))
    pack = desk.guidelines.pack
    for post in held:
        names = words.join([words.rule_name(rule) for rule in map(pack.rule, post.rules) if rule])
        click.echo(f"    {post.post_id[:12]}  {post.title}: {names}")
    return Exit.NEEDS_PERSON if held else Exit.DONE


def rule_words(session: Session, change: RuleChange) -> str:
    """Return what became of a rule from one pack to the next."""
    words = session.words
    parts = words.join([words.text(f"rule-part.{part}") for part in change.parts])
    return words.text(f"rule-change.{change.change.value}", rule=words.rule_name(change.rule), parts=parts)


CHANGES: Final = (_changes, _lines)
"""What `guidelines` has to read what is in force."""
