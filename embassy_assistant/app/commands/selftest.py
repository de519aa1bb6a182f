"""`self-test`: whether this installation works, part by part."""

from __future__ import annotations

import click

from embassy_assistant.app.session import Exit, Session


@click.command("self-test")
@click.pass_obj
def command(session: Session) -> int:
    """Prove that this installation works: drafts, encryption, checks, window and practice network, each used once."""
    from embassy_assistant.app import selftest

    words = session.words
    failed = 0
    outcomes = selftest.run()
    while True:
        with session.progress("selftest.running"):
            outcome = next(outcomes, None)
        if outcome is None:
            break
        failed += bool(outcome.problem)
        mark = words.text("doctor-mark.bad" if outcome.problem else "doctor-mark.good")
        said = words.text(f"selftest.{outcome.part}")
        click.echo(f"{mark:>8}  {said} ({words.number(round(outcome.seconds, 1))} s)")
        if outcome.problem:
            click.echo(f"          {outcome.problem}")
    session.say("selftest.failed" if failed else "selftest.passed", count=failed)
    return Exit.NEEDS_PERSON if failed else Exit.DONE
