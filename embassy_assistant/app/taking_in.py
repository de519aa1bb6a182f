"""`guidelines trust | sync | age`: the mission's side."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app.changes import open_if_possible, say_changes
from embassy_assistant.app.session import Exit, Session, read_input
from embassy_assistant.domain.errors import DraftsLocked, KeyringUnavailable, NeedsOfficer

if TYPE_CHECKING:
    from embassy_assistant.services.guidelines import Guidelines

_FILE: Final = click.Path(path_type=Path)


@click.command("trust")
@click.argument("root", type=_FILE)
@click.option("--fingerprint", metavar="TEXT", help="What the unit read to you; another root is refused.")
@click.option("--address", default="", metavar="URL", help="Where the unit publishes.")
@click.option("--mission", default="", metavar="CODE", help="The code of this mission, for its own pack.")
@click.pass_obj
def _trust(session: Session, root: Path, fingerprint: str | None, address: str, mission: str) -> int:
    """Trust the guidelines that the file ROOT vouches for."""
    from embassy_assistant.guidelines.trust import Trust
    from embassy_assistant.services.workspace import Access

    data = read_input(str(root))[0]
    found = Trust(data).fingerprint
    if fingerprint and "".join(fingerprint.split()).lower() != "".join(found.split()):
        session.note("cli.guidelines-other-root", fingerprint=found)
        return Exit.NEEDS_PERSON

    desk = session.desk(opened=False, create=True)
    with ExitStack() as closing:
        if desk.workspace.access is Access.LOCKED:
            # Whom this laptop trusts is pinned with the drafts.
            desk.workspace.open()
            closing.callback(desk.workspace.close)
        told = desk.guidelines.follow(data, address, mission)
    session.say("cli.guidelines-trusted", fingerprint=told)
    return Exit.DONE


@click.command("sync")
@click.argument("place", default="")
@click.pass_obj
def _sync(session: Session, place: str) -> int:
    """Take in the newest guidelines from PLACE (address, folder or courier file), else from the unit's address."""
    from embassy_assistant.services.workspace import Access

    if not session.has_workspace:
        raise NeedsOfficer("guidelines.nobody-trusted")
    desk = session.desk(opened=False)
    with ExitStack() as closing, session.progress("cli.guidelines-taking-in"):
        if desk.workspace.access is Access.LOCKED and (not place or "://" in place):
            # The way out of this network is kept with the drafts; without their key the direct one is tried.
            with suppress(DraftsLocked, KeyringUnavailable):
                desk.workspace.open()
                closing.callback(desk.workspace.close)
        taken = desk.guidelines.take_in(place)
    kind = "cli.guidelines-taken-in" if taken.changed else "cli.guidelines-same"
    session.say(kind, version=" + ".join(taken.versions))
    if taken.unchecked:
        session.note("guidelines.too-old", count=len(taken.unchecked))
    if taken.tried.failing:
        session.note("guidelines.failing", count=len(taken.tried.failing), rules=", ".join(taken.tried.failing))
    if taken.tried.untried:
        session.note("guidelines.untried", count=taken.tried.untried)
    code = _say_age(session, desk.guidelines)
    if not taken.changed:
        return code
    with ExitStack() as closing:
        open_if_possible(desk, closing)
        return max(code, say_changes(session, desk))


@click.command("age")
@click.pass_obj
def _age(session: Session) -> int:
    """Say how old the guidelines in use are; exit 1 once they are too old to send by."""
    if not session.has_workspace:
        session.say("guidelines.age-shipped")
        return Exit.DONE
    return _say_age(session, session.desk(opened=False).guidelines)


def _say_age(session: Session, guidelines: Guidelines) -> Exit:
    sentence, named = guidelines.age() or ("guidelines.age-shipped", {})
    session.say(sentence, **named)
    return Exit.NEEDS_PERSON if guidelines.too_old else Exit.DONE


TAKING_IN: Final = (_trust, _sync, _age)
"""What `guidelines` has for missions."""
