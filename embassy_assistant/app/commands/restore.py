"""`restore`: bring a backup back, or save what a damaged workspace still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app.session import Exit, Session, ask_secret, print_json
from embassy_assistant.domain.keeping import BackupKind

if TYPE_CHECKING:
    from embassy_assistant.services.desk import Desk

_LINES: Final = {BackupKind.DAILY: "cli.kept-daily", BackupKind.ASIDE: "cli.kept-aside"}


@click.command("restore")
@click.argument("backup", required=False, metavar="[BACKUP]")
@click.option("--salvage", is_flag=True, help="Save what can be read of damaged files; they are set aside.")
@click.option("--with-code", is_flag=True, help="Ask for the recovery code instead of the keyring.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print the list.")
@click.pass_obj
def command(session: Session, backup: str | None, salvage: bool, with_code: bool, form: str) -> int:
    """Bring BACKUP back, or the newest one (latest); with none, list the backups.

    What stands in place is set aside, never deleted. What was sent stays sent.
    """
    desk = session.desk(opened=False)
    if not salvage and backup is None:
        return _list(session, desk, form)
    code = ask_secret(session, "cli.recovery-code") if with_code else ""
    try:
        if salvage:
            return _salvage(session, desk, code)
        kept = desk.keeping.backups()
        wanted = kept[0].id if backup == "latest" and kept else str(backup)
        with session.progress("cli.restoring"):
            done = desk.keeping.restore(wanted, code)
    finally:
        desk.workspace.close()
    session.say("cli.restored", aside=done.aside)
    for post in done.newer:
        session.say("cli.restored-newer", post=post.post_id[:12], title=post.title, at=post.at.isoformat())
    if done.carried:
        session.say("cli.restored-carried", count=done.carried)
    return _doubts(session, doubtful=done.doubtful, blind=done.blind)


def _list(session: Session, desk: Desk, form: str) -> int:
    kept = desk.keeping.backups()
    for one in kept:
        if form == "json":
            print_json({"id": one.id, "at": one.at.isoformat(), "posts": one.posts, "kind": one.kind.value})
        else:
            session.say(_LINES[one.kind], backup=one.id, at=one.at.isoformat(), count=one.posts)
    if not kept and form == "text":
        session.say("cli.no-backups")
    return Exit.DONE


def _salvage(session: Session, desk: Desk, code: str) -> int:
    with session.progress("cli.salvaging"):
        done = desk.keeping.salvage(code)
    session.say("cli.salvaged", posts=done.posts, deliveries=done.deliveries, pictures=done.pictures, aside=done.aside)
    for title in done.lost:
        session.say("cli.salvage-lost", title=title)
    if done.lost_pictures:
        session.say("cli.salvage-lost-pictures", count=done.lost_pictures)
    if done.partly:
        session.say("cli.salvage-partly")
    return _doubts(session, doubtful=done.doubtful, blind=done.blind)


def _doubts(session: Session, *, doubtful: int, blind: bool) -> int:
    if doubtful:
        session.say("cli.restored-doubtful", count=doubtful)
    if blind:
        session.say("cli.restored-blind")
    return Exit.NEEDS_PERSON if doubtful or blind else Exit.DONE
