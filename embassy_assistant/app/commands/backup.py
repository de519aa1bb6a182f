"""`backup`: one more copy of the drafts and the queue, verified."""

from __future__ import annotations

import click

from embassy_assistant.app.session import Exit, Session


@click.command("backup")
@click.pass_obj
def command(session: Session) -> int:
    """Make a verified backup now; the window makes one a day, and the newest 14 are kept."""
    desk = session.desk()
    with session.progress("cli.backing-up"):
        made = desk.keeping.backup()
    session.say("cli.backed-up", backup=made.id, count=made.posts)
    return Exit.DONE
