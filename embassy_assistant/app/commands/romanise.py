"""`romanise`: Ukrainian in Latin letters."""

from __future__ import annotations

import click

from embassy_assistant.app.session import Exit, read_text
from embassy_assistant.language.romanise import romanise


@click.command("romanise")
@click.argument("text", nargs=-1)
def command(text: tuple[str, ...]) -> int:
    """Write TEXT (-: stdin) in Latin letters by the state's rules: Resolution No. 55 of the Cabinet of Ministers, 2010.

    Only Ukrainian words change. Names that have an English form of their own, as most foreign names do, need it from
    somebody who knows it.
    """
    click.echo(romanise(read_text("-") if text in {(), ("-",)} else " ".join(text)))
    return Exit.DONE
