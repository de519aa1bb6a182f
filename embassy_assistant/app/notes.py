"""`guidelines note | notes`: what officers want to say to the unit, and how the unit reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app.session import Exit, Session, read_input
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.unit_note import read_notes

if TYPE_CHECKING:
    from embassy_assistant.domain.unit_note import UnitNote


@click.command("note")
@click.argument("rule")
@click.argument("said")
@click.option("--text", default="", metavar="TEXT", help="The words that it is about, if the unit may see them.")
@click.pass_obj
def _note(session: Session, rule: str, said: str, text: str) -> int:
    """Keep a note to the unit: RULE, by its id, is wrong here, and SAID says how."""
    desk = session.desk()
    pack = desk.guidelines.pack
    if pack.rule(rule) is None:
        raise Unusable("notes.no-rule", rule=rule)
    desk.guidelines.notes.keep(rule, pack.version, said, text, session.officer(desk))
    session.say("cli.note-kept", count=len(desk.guidelines.notes.waiting()))
    return Exit.DONE


@click.command("notes")
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--output", metavar="FILE", help="Write the notes that wait to this file, for the unit.")
@click.pass_obj
def _notes(session: Session, files: tuple[str, ...], output: str | None) -> int:
    """Show the notes to the unit in each FILE; with none, those that wait here to be written to a file."""
    if files:
        for file in files:
            data, name, _ = read_input(file)
            for note in read_notes(data, name):
                _show(session, note)
        return Exit.DONE
    notes = session.desk().guidelines.notes
    if output is not None:
        session.say("cli.notes-written", count=notes.export(output), path=output)
        return Exit.DONE
    waiting = notes.waiting()
    for note in waiting:
        _show(session, note)
    if not waiting:
        session.say("notes.none")
    return Exit.DONE


def _show(session: Session, note: UnitNote) -> None:
    words = session.words
    click.echo(f"{note.rule}  ({words.text('cli.note-pack', version=note.pack)})")
    click.echo(f"    {', '.join(filter(None, (words.moment(note.at), note.officer, note.mission)))}")
    click.echo(f"    {note.said}")
    if note.text:
        click.echo(f"    > {note.text}")


NOTES: Final = (_note, _notes)
"""What `guidelines` has for officers' notes to the unit."""
