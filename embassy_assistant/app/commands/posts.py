"""`posts`: drafts on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app import postfile
from embassy_assistant.app.drafts import find, store
from embassy_assistant.app.rows import where
from embassy_assistant.app.session import Exit, Session, print_json, read_input

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.post_rows import PostRows

_PAGE: Final = 200
_FORM: Final = click.Choice(["text", "json"])


@click.group("posts")
def command() -> None:
    """Add, list, show and search posts."""


@command.command("add", epilog=postfile.EXAMPLE)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.pass_obj
def add(session: Session, files: tuple[str, ...]) -> int:
    """Put the posts in FILES (TOML; -: stdin) among the drafts, and print the id of each.

    A workspace that is not there yet is made, and its recovery code printed once.
    """
    # Every file is read before anything is written: all of them, or none.
    found = [_read(file) for file in files]
    desk = session.desk(create=True)
    for one in found:
        post = store(session, desk, one)
        click.echo(post.id)
    return Exit.DONE


@command.command("list")
@click.option("--drafts", is_flag=True, help="Only those that were never queued.")
@click.option("--format", "form", type=_FORM, default="text", help="How to print.")
@click.pass_obj
def list_posts(session: Session, drafts: bool, form: str) -> int:
    """List the posts, newest first."""
    desk = session.desk()
    _print_rows(session, desk, desk.drafting.draft_ids() if drafts else desk.drafting.ids(), form, "cli.no-posts")
    return Exit.DONE


@command.command("search")
@click.argument("query")
@click.option("--format", "form", type=_FORM, default="text", help="How to print.")
@click.pass_obj
def search(session: Session, query: str, form: str) -> int:
    """List the posts in whose texts or topic QUERY's words begin a word."""
    desk = session.desk()
    _print_rows(session, desk, desk.drafting.ids(query), form, "cli.none-found")
    return Exit.DONE


@command.command("show")
@click.argument("post_id")
@click.option("--format", "form", type=_FORM, default="text", help="How to print.")
@click.pass_obj
def show(session: Session, post_id: str, form: str) -> int:
    """Print a post (POST_ID or the first letters of it) and where its deliveries stand."""
    desk = session.desk()
    post = find(desk, post_id)
    group = desk.outbox.group(post.id)
    deliveries = group.rows if group else ()
    words = session.words
    if form == "json":
        print_json(
            {
                "id": post.id,
                "topic": post.topic,
                "due": post.due.instant().isoformat() if post.due else None,
                "accounts": list(post.accounts),
                "pair": {"state": post.pair_state.value},
                "versions": {code: version.text for code, version in post.versions.items()},
                "media": [{"name": media.name, "hash": media.hash, "alt": dict(media.alt)} for media in post.media],
                "deliveries": [
                    {
                        "account": row.account_id,
                        "language": row.language,
                        "state": row.state.value,
                        "url": row.published.url if row.published else "",
                    }
                    for row in deliveries
                ],
            }
        )
        return Exit.DONE
    click.echo(f"{post.title}\n{words.pair(post.pair_state)}")
    if post.due:
        click.echo(f"{words.moment(post.due.instant())} ({post.due.local:%Y-%m-%d %H:%M} {post.due.zone})")
    for account in post.accounts:
        click.echo(f"→ {account}")
    for code, version in post.versions.items():
        click.echo(f"\n[{code}]\n{version.text}")
    for media in post.media:
        click.echo(f"\n[{media.name}] " + " | ".join(f"{code}: {text}" for code, text in media.alt.items()))
    if group:
        _print_deliveries(session, desk, group)
    return Exit.DONE


def _print_deliveries(session: Session, desk: Desk, group: PostRows) -> None:
    click.echo()
    if desk.outbox.held:
        session.say_held(desk)
    for row in group.rows:
        click.echo(f"{row.account_id} [{row.language}] {where(session.words, group, row)}")
        for step in desk.outbox.history(row.id):
            click.echo(f"    {session.words.step(step)}")


def _read(file: str) -> postfile.PostFile:
    data, name, folder = read_input(file)
    return postfile.read(data, name=name, folder=folder)


def _print_rows(session: Session, desk: Desk, ids: Sequence[str], form: str, none: str) -> None:
    """Print a line for each post; where there is none, the sentence `none` beside the output."""
    words = session.words
    if not ids:
        session.note(none)
    for start in range(0, len(ids), _PAGE):
        for row in desk.drafting.summaries(ids[start : start + _PAGE]):
            if form == "json":
                print_json(
                    {
                        "id": row.id,
                        "title": row.title,
                        "pair": {"state": row.pair.value},
                        "due": row.due.isoformat() if row.due else None,
                        "updated": row.updated_at.isoformat(),
                        "states": [state.value for state in row.states],
                    }
                )
            else:
                states = words.join([words.state(state) for state in row.states]) or words.text("cli.draft")
                click.echo(f"{row.id[:12]}  {states}: {row.title}")
