"""A pack's source on the command line: compiled, tried, and what is wrong with it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Unusable

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.app.session import Session
    from embassy_assistant.guidelines.pack import PackModel


def compiled(session: Session, folder: Path) -> tuple[PackModel, bytes]:
    """Return the pack that a folder makes, and its bytes.

    Raises:
        Unusable: There are mistakes.
    """
    from embassy_assistant.guidelines.compiler import compile_source
    from embassy_assistant.guidelines.pack import read_pack
    from embassy_assistant.guidelines.source import read_source

    with session.progress("cli.guidelines-compiling"):
        data = compile_source(read_source(folder))
        return read_pack(data), data


def failures(session: Session, model: PackModel) -> int:
    """Name the examples that do not hold; return how many.

    Raises:
        Unusable: There are rules that nothing here can apply: their examples cannot be said to hold.
    """
    from embassy_assistant.guidelines.examples import run_examples

    pack = model.pack()
    if pack.unchecked:
        raise Unusable("guidelines.no-engine", count=len(pack.unchecked), rules=", ".join(pack.unchecked))
    with session.progress("cli.checking"):
        failed = list(run_examples(pack))
    for one in failed:
        session.say("cli.guidelines-missed" if one.missed else "cli.guidelines-wrong", rule=one.rule, text=one.text)
    return len(failed)
