"""`check`: what stands between a post file and the queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from embassy_assistant.app import postfile
from embassy_assistant.app.results import as_json, print_result
from embassy_assistant.app.session import Exit, Session, print_json, read_input
from embassy_assistant.domain.errors import DraftsLocked, KeyringUnavailable

if TYPE_CHECKING:
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import Target
    from embassy_assistant.services.desk import Desk


@click.command("check", epilog=postfile.EXAMPLE)
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
        review = offline.review(session.chosen)
        targets = _targets(session, post)
        result = review.check_against(post, targets)
    if form == "json":
        print_json(as_json(result, session.words, review.pack))
    else:
        print_result(session, post, result, review.pack)
    if review.pack.unchecked:
        session.note("guidelines.too-old", count=len(review.pack.unchecked))
    return Exit.DONE if result.sendable else Exit.NEEDS_PERSON


def _targets(session: Session, post: Post) -> tuple[Target, ...]:
    """Return where the post goes: accounts of a workspace that was named, else of nobody's."""
    from embassy_assistant.app import offline
    from embassy_assistant.services.workspace import Access

    desk: Desk | None = None
    if session.chosen is not None and (session.chosen / "workspace.json").exists():
        try:
            # One that was only told whose guidelines to trust has no accounts yet.
            desk = session.desk() if session.desk(opened=False).workspace.access is not Access.NEW else None
        except (KeyringUnavailable, DraftsLocked):
            session.note("cli.checked-without-workspace")
    known = {target.account.id: target for target in desk.accounts.targets(post.accounts)} if desk else {}
    return tuple(known.get(account) or offline.target(account, post) for account in post.accounts)
