"""A pack on the command line: made, tried, and what is wrong with it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from embassy_assistant.app.session import Session
    from embassy_assistant.guidelines.examples import Failure
    from embassy_assistant.guidelines.pack import PackModel


def compiled(session: Session, pack: Path) -> tuple[PackModel, bytes]:
    """Return a pack and its bytes, from the folder it is written in or from what that was compiled to.

    Raises:
        Unusable: There are mistakes.
    """
    from embassy_assistant.guidelines.publishing import made

    with session.progress("cli.guidelines-compiling"):
        return made(pack)


def failures(session: Session, model: PackModel) -> Sequence[Failure]:
    """Name the examples that do not hold, and return them.

    Raises:
        Unusable: There are rules that nothing here can apply: their examples cannot be said to hold.
    """
    failed = run_examples_of(session, model)
    for one in failed:
        session.say("cli.guidelines-missed" if one.missed else "cli.guidelines-wrong", rule=one.rule, text=one.text)
    return failed


def run_examples_of(session: Session, model: PackModel) -> Sequence[Failure]:
    """Return the examples that do not hold; see `failures`."""
    from embassy_assistant.guidelines.publishing import tried

    with session.progress("cli.checking"):
        return tried(model)
