"""A pack on the command line: made, tried, and what is wrong with it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.app.session import Session
    from embassy_assistant.guidelines.pack import PackModel


def compiled(session: Session, pack: Path) -> tuple[PackModel, bytes]:
    """Return a pack and its bytes, from the folder it is written in or from what that was compiled to.

    Raises:
        Unusable: There are mistakes.
    """
    from embassy_assistant.guidelines.publishing import made

    with session.progress("cli.guidelines-compiling"):
        return made(pack)


def failures(session: Session, model: PackModel) -> int:
    """Name the examples that do not hold; return how many.

    Raises:
        Unusable: There are rules that nothing here can apply: their examples cannot be said to hold.
    """
    from embassy_assistant.guidelines.publishing import tried

    with session.progress("cli.checking"):
        failed = tried(model)
    for one in failed:
        session.say("cli.guidelines-missed" if one.missed else "cli.guidelines-wrong", rule=one.rule, text=one.text)
    return len(failed)
