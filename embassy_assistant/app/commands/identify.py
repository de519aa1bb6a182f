"""`identify`: which language each line is written in."""

from __future__ import annotations

import click

from embassy_assistant.app.session import Exit, Session, print_json, read_text
from embassy_assistant.language.identify import identify


@click.command("identify")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.argument("file", default="-")
@click.pass_obj
def command(session: Session, form: str, file: str) -> int:
    """Say which language each line of FILE (default: stdin) is written in; `und` where nobody can tell."""
    text = read_text(file)
    for line in text.split("\n") if text else ():
        verdict = identify(line.removesuffix("\r"))
        if form == "json":
            spans = [{"start": span.start, "end": span.end, "language": span.language} for span in verdict.spans]
            print_json({"language": verdict.language, "certain": verdict.certain, "spans": spans})
        else:
            mark = "" if verdict.certain or verdict.language == "und" else " ?"
            click.echo(f"{verdict.language}{mark}\t{line}")
    return Exit.DONE
