"""`move`: take the workspace to another laptop."""

from __future__ import annotations

from pathlib import Path

import click

from embassy_assistant.app.session import Exit, Session, ask_secret
from embassy_assistant.domain.errors import Unusable


@click.group("move")
def command() -> None:
    """Take the workspace to another laptop: everything but passwords and keys, in one sealed file."""


@command.command("out")
@click.argument("file")
@click.pass_obj
def out(session: Session, file: str) -> int:
    """Write the workspace to FILE, sealed with a passphrase. From then on this laptop sends nothing."""
    desk = session.desk()
    passphrase = ask_secret(session, "cli.passphrase", again="cli.passphrase-again")
    with session.progress("cli.packing"):
        moved = desk.keeping.move_out(file, passphrase)
    session.say("cli.moved-out", file=moved.file, posts=moved.posts, open=moved.open)
    return Exit.DONE


@command.command("in")
@click.argument("file")
@click.pass_obj
def into(session: Session, file: str) -> int:
    """Make a new workspace of FILE, which move out wrote on the other laptop."""
    if not Path(file).is_file():
        raise Unusable("input.no-file", file=file)
    desk = session.desk(create=True, opened=False)
    passphrase = ask_secret(session, "cli.passphrase")
    try:
        with session.progress("cli.unpacking"):
            moved = desk.keeping.move_in(file, passphrase)
    finally:
        desk.workspace.close()
    session.say("cli.moved-in", path=str(session.workspace), posts=moved.posts)
    session.note("cli.created", path=str(session.workspace), code=moved.recovery_code)
    if moved.keyring_problem:
        session.note(moved.keyring_problem, state="", backend="")
    for account in moved.accounts:
        session.say("cli.sign-in-here", account=account.id)
    for row in moved.open:
        session.say(
            "cli.in-flight", account=row.account_id, language=row.language, state=session.words.state(row.state)
        )
    return Exit.NEEDS_PERSON if moved.accounts else Exit.DONE


@command.command("stay")
@click.pass_obj
def stay(session: Session) -> int:
    """Let this laptop send again, because FILE is not used elsewhere."""
    desk = session.desk()
    desk.keeping.stay()
    session.say("cli.held" if desk.outbox.held else "cli.stayed")
    return Exit.DONE
