"""`demo`: the main job from end to end, on this computer only."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from embassy_assistant.app.session import Session
    from embassy_assistant.services.desk import Desk


@click.command("demo")
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("demo-pictures"),
    show_default=True,
    metavar="DIR",
    help="Where pictures of the window go.",
)
@click.option("--no-pictures", is_flag=True, help="Take none.")
@click.pass_obj
def command(session: Session, pictures: Path, no_pictures: bool) -> int:
    """Write three posts offline, mend and queue them, send them past a killed sender, and prove each is out once.

    Works in a fresh practice workspace: a temporary one, or --workspace DIR, which must be empty or an earlier demo's.
    """
    from embassy_assistant.app import offscreen
    from embassy_assistant.app.demo import Demo

    temporary = None if session.chosen else Path(tempfile.mkdtemp(prefix="embassy-assistant-demo-"))
    directory = temporary or session.workspace
    taken: list[Path] = []

    def picture(desk: Desk, name: str, view: str, post_id: str | None) -> None:
        if no_pictures:
            return
        path = pictures / f"{len(taken) + 1:02}-{name}.png"
        with session.progress("demo.drawing"):
            offscreen.picture(desk, path, view=view, post_id=post_id, language=session.words.language)
        taken.append(path)

    try:
        code = Demo(session, directory, picture, forget=temporary is not None).run()
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
    if taken:
        session.say("demo.pictures", count=len(taken), path=str(pictures))
    return code
