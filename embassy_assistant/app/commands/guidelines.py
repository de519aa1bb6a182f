"""`guidelines`: write a pack of guidelines, try it, and make from it what travels."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click
from typing_extensions import override

from embassy_assistant.app.changes import CHANGES
from embassy_assistant.app.notes import NOTES
from embassy_assistant.app.packs import compiled, failures
from embassy_assistant.app.previewing import PREVIEWING
from embassy_assistant.app.publishing import PUBLISHING
from embassy_assistant.app.session import Exit, Session
from embassy_assistant.app.signing_keys import SIGNING_KEYS
from embassy_assistant.app.taking_in import TAKING_IN

_FOLDER: Final = click.Path(path_type=Path)
_NEW: Final = "guidelines/new"
_FOR_MISSIONS: Final = (*TAKING_IN, *CHANGES, *NOTES)


class _TwoSides(click.Group):
    """A group whose list tells an officer of a mission from the unit: each needs a handful of these commands."""

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        missions = {name for name, one in self.commands.items() if one in _FOR_MISSIONS}
        sides = {"For missions": missions, "For the unit": self.commands.keys() - missions}
        for heading, names in sides.items():
            with formatter.section(heading):
                formatter.write_dl([(name, self.commands[name].short_help or "") for name in sorted(names)])


@click.group("guidelines", cls=_TwoSides)
def command() -> None:
    """Write and publish guidelines, and take in what was published."""


@command.command("lint")
@click.argument("folder", type=_FOLDER)
@click.pass_obj
def lint(session: Session, folder: Path) -> int:
    """Read the pack in FOLDER and name all mistakes, each with its file and line."""
    pack, _ = compiled(session, folder)
    session.say("cli.guidelines-clean", count=len(pack.rules), version=pack.pack_version)
    return Exit.DONE


@command.command("compile")
@click.argument("folder", type=_FOLDER)
@click.option("--output", required=True, type=_FOLDER, metavar="FILE", help="Where the pack is written.")
@click.pass_obj
def compile_(session: Session, folder: Path, output: Path) -> int:
    """Write the pack in FOLDER as one file that travels; a pack whose examples fail is refused."""
    from embassy_assistant.store.files import write_whole

    pack, data = compiled(session, folder)
    if failures(session, pack):
        session.note("cli.guidelines-refused")
        return Exit.NEEDS_PERSON
    write_whole(output, data)
    session.say("cli.guidelines-written", path=str(output), count=len(pack.rules), version=pack.pack_version)
    return Exit.DONE


@command.command("new")
@click.argument("folder", type=_FOLDER)
@click.pass_obj
def new(session: Session, folder: Path) -> int:
    """Make FOLDER with a small pack to begin from: two rules and an approved line."""
    from embassy_assistant.guidelines.workshop import begin_folder
    from embassy_assistant.locations import data_dir

    begin_folder(folder, data_dir("resources") / _NEW)
    session.say("cli.guidelines-new", path=str(folder))
    return Exit.DONE


for _more in (*PREVIEWING, *SIGNING_KEYS, *PUBLISHING, *_FOR_MISSIONS):
    command.add_command(_more)
