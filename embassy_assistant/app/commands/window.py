"""`window`: what most people mean by the program."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

import click

from embassy_assistant.app.session import Exit, Session
from embassy_assistant.domain.errors import NeedsOfficer

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.services.desk import Desk


@click.command("window")
@click.option("--theme", type=click.Choice(["light", "dark"]), help="Colours, if not the system's.")
@click.option("--demo", is_flag=True, help="On a practice workspace with three drafts, made where there is none yet.")
@click.pass_obj
def command(session: Session, theme: str | None, demo: bool) -> int:
    """Open the window. It takes typing before the keyring has answered."""
    # Loading leaves no garbage, and looking for it takes a tenth of the start. The window looks for its own.
    gc.disable()
    try:
        return _run(session, theme, demo=demo)
    finally:
        gc.enable()


def _run(session: Session, theme: str | None, *, demo: bool) -> int:
    from embassy_assistant.app import logs, wiring  # imported here: see `app.cli`

    run_window = _window()
    desk = _demo_desk(session) if demo else wiring.open_desk(session.workspace)
    logs.set_up(session.workspace, verbose=session.verbose)
    code = run_window(desk, language=session.words.language, theme=theme or desk.preferences.theme)
    return Exit.DONE if code == 0 else code


def _window() -> Callable[..., int]:
    """Return what runs the window.

    Raises:
        NeedsOfficer: there is no display, where Qt would end the process, or a library of the system is missing.
    """
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in displays):
        raise NeedsOfficer("window.no-display")
    try:
        from embassy_assistant.ui.start import run_window
    except ImportError as error:
        raise NeedsOfficer("window.no-libraries", reason=str(error)) from error
    return run_window


def _demo_desk(session: Session) -> Desk:
    """Return the desk of a demo workspace, made anew where there is none, or none that can ever be opened again."""
    from embassy_assistant.app import wiring
    from embassy_assistant.app.demo import Demo, complete
    from embassy_assistant.domain.errors import KeyringUnavailable
    from embassy_assistant.networks.practice import set_conditions

    if session.chosen is None:
        session.chosen = session.workspace.with_name("embassy-assistant-demo")
    if complete(session.workspace):
        desk = wiring.open_desk(session.workspace)
        try:
            desk.workspace.open()
        except KeyringUnavailable as problem:
            if problem.id != "keyring.missing":
                # The key may come back, and what was written in the demo with it: the window opens and says so.
                return desk
            # The key went with the keyring that it was made in, and a demo has no recovery code on paper.
            session.note("demo.anew", path=str(session.workspace))
        else:
            return desk
    desk = Demo(session, session.workspace, lambda *_: None).begin()
    set_conditions(session.workspace / "practice", mode="on")
    return desk
