"""`doctor`: what on this computer or in this workspace keeps the program from working."""

from __future__ import annotations

import click

from embassy_assistant.app.session import Exit, Session, print_json


@click.command("doctor")
@click.option("--online", is_flag=True, help="Ask the servers of the accounts too.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.pass_obj
def command(session: Session, online: bool, form: str) -> int:
    """Examine the keyring, the drafts, the guidelines, the window's libraries, the disk and the clock."""
    from embassy_assistant.app.doctor import Mark, examine

    words = session.words
    worst = Exit.DONE
    for verdict in examine(session.workspace, online=online, progress=session.progress):
        said = f"{words.render(verdict.id, verdict.parameters)} {words.command(verdict.id)}".rstrip()
        if form == "json":
            print_json({"id": verdict.id, "verdict": verdict.mark.value, "message": said, **verdict.parameters})
        else:
            click.echo(f"{words.text(f'doctor-mark.{verdict.mark.value}'):>8}  {said}")
        if verdict.mark is Mark.BAD and worst is Exit.DONE:
            worst = verdict.exit
    return worst
