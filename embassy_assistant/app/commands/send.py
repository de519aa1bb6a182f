"""`send`: one pass over the queue from a shell or a timer, or more until nothing is left to do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

import click

from embassy_assistant.app.session import Exit, Session
from embassy_assistant.domain.delivery import NEEDS_A_PERSON, State

if TYPE_CHECKING:
    from datetime import datetime

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.sender import Report

_LONGEST_REST: Final = 5.0


@click.command("send")
@click.option(
    "--wait", "seconds", type=click.FloatRange(min=0), default=0, metavar="SECONDS", help="Go on for SECONDS at most."
)
@click.option("--until-idle", is_flag=True, help="Go on until nothing waits for the network or for a short time.")
@click.pass_obj
def command(session: Session, seconds: float, until_idle: bool) -> int:
    """Send what is due, and find out what became of what was sent before."""
    desk = session.desk()
    before = {row.id: row.state for row in desk.outbox.open()}
    try:
        with session.progress("cli.sending"):
            report = _go_on(desk, seconds=600 if until_idle and not seconds else seconds)
    finally:
        desk.sender.stop()
    now_open = {row.id: row for row in desk.outbox.open()}
    sent = _print_moved(session, desk, before)
    return _outcome(session, desk, report, list(now_open.values()), sent)


def _go_on(desk: Desk, *, seconds: float) -> Report:
    """Drain, and drain again whenever something comes due, until the time is up or nothing is left."""
    end = time.monotonic() + seconds
    while True:
        report = desk.sender.drain()
        left = end - time.monotonic()
        pending = report.next_at is not None or (report.offline and bool(desk.outbox.open()))
        if left <= 0 or not pending:
            return report
        rest = _LONGEST_REST
        if report.next_at is not None:
            rest = min(rest, max(0.05, (report.next_at - desk.clock.now()).total_seconds()))
        time.sleep(min(rest, left))


def _print_moved(session: Session, desk: Desk, before: dict[str, State]) -> int:
    """Print every row that ended or changed during the run; returns how many went out."""
    words = session.words
    sent = 0
    for post_id in desk.outbox.post_ids():
        group = desk.outbox.group(post_id)
        for row in group.rows if group else ():
            if row.id not in before or before[row.id] is row.state:
                continue
            sent += row.state is State.SENT
            click.echo(f"{row.account_id} [{row.language}] {words.state(row.state)}. {words.state_sentence(row)}")
            if row.published and row.published.url:
                click.echo(f"    {row.published.url}")
    return sent


def _outcome(session: Session, desk: Desk, report: Report, rows: list[Delivery], sent: int) -> Exit:
    asks = any(row.state in NEEDS_A_PERSON for row in rows) or any(
        group.asks for group in desk.outbox.groups(desk.outbox.post_ids()[:200])
    )
    due = [row for row in rows if row.state not in NEEDS_A_PERSON and _due(row, desk.clock.now())]
    session.say("cli.sent", count=sent)
    if desk.outbox.held and rows:
        session.say_held(desk)
    if asks:
        session.say("cli.needs-you")
        return Exit.NEEDS_PERSON
    if due and report.offline:
        session.say("cli.offline", count=len(due))
        return Exit.NO_NETWORK
    if rows and not desk.outbox.held:
        session.say("cli.waiting", count=len(rows))
    return Exit.DONE


def _due(row: Delivery, now: datetime) -> bool:
    return row.instant <= now and (row.undo_until is None or row.undo_until <= now)
