"""`hold`: nothing goes out until it is released."""

from __future__ import annotations

import click

from embassy_assistant.app.session import Exit, Session


@click.command("hold")
@click.option("--release", is_flag=True, help="Let the queue go on.")
@click.pass_obj
def command(session: Session, release: bool) -> int:
    """Hold everything in the queue; what is being sent this moment is still found out about."""
    desk = session.desk()
    if release:
        desk.outbox.release()
    else:
        desk.outbox.hold()
    session.say("cli.released" if release else "cli.held")
    return Exit.DONE
