"""`window`: what most people mean by the program."""

from __future__ import annotations

import click

from embassy_assistant.app.session import Exit, Session


@click.command("window")
@click.option("--theme", type=click.Choice(["light", "dark"]), help="Colours, if not the system's.")
@click.pass_obj
def command(session: Session, theme: str | None) -> int:
    """Open the window. It takes typing before the keyring has answered."""
    from embassy_assistant.app import logs
    from embassy_assistant.app.wiring import open_desk
    from embassy_assistant.ui.start import run_window

    desk = open_desk(session.workspace)
    logs.set_up(session.workspace, verbose=session.verbose)
    code = run_window(desk, language=session.words.language, theme=theme or desk.preferences.theme)
    return Exit.DONE if code == 0 else code
