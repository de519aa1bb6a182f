"""`practice`: the network that nobody outside this computer sees."""

from __future__ import annotations

import math
from pathlib import Path

import click

from embassy_assistant.app.session import Exit, Session


@click.group("practice")
def command() -> None:
    """Run the practice network."""


@command.command("serve")
@click.option(
    "--directory",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="HOME",
    help="Where the server keeps its posts; the workspace's own when not given.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port on 127.0.0.1; 0 takes a free one.")
@click.option("--unused-for", type=click.IntRange(0), default=0, help="End after so many hours unused; 0 is never.")
@click.pass_obj
def serve(session: Session, directory: Path | None, port: int, unused_for: int) -> int:
    """Serve the practice network on this computer until it is told to end. The window starts it by itself."""
    from embassy_assistant.networks.practice import serve as serve_practice

    home = directory or session.workspace / "practice"
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    serve_practice(home, port, unused_for=3600.0 * unused_for or math.inf)
    return Exit.DONE
