"""`queue`: freeze posts into deliveries, or show what is queued."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app.drafts import find
from embassy_assistant.app.results import print_result
from embassy_assistant.app.rows import where
from embassy_assistant.app.session import Exit, Session, print_json
from embassy_assistant.domain.delivery import Action
from embassy_assistant.domain.errors import Unusable

if TYPE_CHECKING:
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.post_rows import PostRows

_PAGE: Final = 200


@click.command("queue")
@click.argument("post_ids", nargs=-1, metavar="[POST_ID]...")
@click.option("--now", "at_once", is_flag=True, help="Do not wait 30 seconds for a change of mind.")
@click.option("--officer", metavar="NAME", help="Who decides, if not the workspace's officer.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the queue.")
@click.pass_obj
def command(session: Session, post_ids: tuple[str, ...], at_once: bool, officer: str | None, form: str) -> int:
    """Queue the posts called POST_ID (the first letters will do); with none, show the queue."""
    desk = session.desk()
    if not post_ids:
        return _show(session, desk, form)
    # All of them are found before the first is queued, so that a misspelt id queues nothing.
    posts = [find(desk, post_id) for post_id in post_ids]
    worst = Exit.DONE
    for post in posts:
        _no_account_is_unknown(desk, post.accounts)
        with session.progress("cli.checking"):
            result = desk.review.check(post)
        if not result.sendable:
            print_result(session, post, result, desk.review.pack)
            worst = Exit.NEEDS_PERSON
            continue
        who = session.officer(desk, officer)
        rows = desk.outbox.queue(post, who)
        if at_once and post.due is None:
            rows = [desk.outbox.act(row.id, Action.SEND_NOW, who) for row in rows]
        session.say("cli.queued", title=post.title, count=len(rows))
        for row in rows:
            click.echo(f"    {row.account_id} [{row.language}] {session.words.state_sentence(row)}")
    return worst


def _no_account_is_unknown(desk: Desk, accounts: tuple[str, ...]) -> None:
    """Refuse a post for an account that is not here: leaving it out would be silently not sending it."""
    for account in accounts:
        if desk.accounts.get(account) is None:
            raise Unusable("account.unknown", account=account)


def _show(session: Session, desk: Desk, form: str) -> int:
    words = session.words
    if desk.outbox.held and form == "text":
        session.say_held(desk)
    ids = desk.outbox.post_ids()
    if not ids and form == "text":
        session.say("cli.queue-empty")
    asks = False
    for start in range(0, len(ids), _PAGE):
        for group in desk.outbox.groups(ids[start : start + _PAGE]):
            asks = asks or needs_person(group)
            if form == "json":
                _print_group(group)
                continue
            click.echo(f"{group.post.id[:12]}  {group.post.title}")
            if group.half_out:
                click.echo(f"    {words.text('cli.half-out')}")
            for row in group.rows:
                click.echo(f"    {row.account_id} [{row.language}] {where(words, group, row)}")
                if row.published and row.published.url:
                    click.echo(f"        {row.published.url}")
    return Exit.NEEDS_PERSON if asks else Exit.DONE


def needs_person(group: PostRows) -> bool:
    """Whether a post of the queue asks for an Officer."""
    return bool(group.asks)


def _print_group(group: PostRows) -> None:
    for row in group.rows:
        print_json(
            {
                "post": group.post.id,
                "title": group.post.title,
                "delivery": row.id,
                "account": row.account_id,
                "language": row.language,
                "state": row.state.value,
                "waits": group.waits[row.id].value,
                "rule": group.rules[row.id].id if row.id in group.rules else "",
                "at": row.instant.isoformat(),
                "url": row.published.url if row.published else "",
            }
        )
