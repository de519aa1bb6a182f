"""What happened at one account, newest first: every step of every Delivery that went there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - a field of a dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.delivery import Delivery, Step
    from embassy_assistant.services.outbox import Outbox


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that happened; `step` is None where the row was queued."""

    at: datetime
    title: str
    row: Delivery
    step: Step | None


@dataclass(frozen=True, slots=True)
class AccountLog:
    """The entries of the Posts that were read; `whole` tells whether those are all that went to the account."""

    entries: Sequence[LogEntry]
    whole: bool


def account_log(outbox: Outbox, account_id: str, posts: int) -> AccountLog:
    """Read the log.

    Args:
        outbox: knows the rows and their steps.
        account_id: whose.
        posts: at most so many Posts: those that are not done, then the newest.
    """
    ids = outbox.post_ids(account=account_id, limit=posts + 1)
    entries = [
        entry
        for group in outbox.groups(ids[:posts])
        for row in group.rows
        if row.account_id == account_id
        for entry in _of_row(outbox, group.post.title, row)
    ]
    return AccountLog(sorted(entries, key=lambda entry: entry.at, reverse=True), len(ids) <= posts)


def _of_row(outbox: Outbox, title: str, row: Delivery) -> list[LogEntry]:
    steps = (LogEntry(step.at, title, row, step) for step in outbox.history(row.id))
    return [*steps, LogEntry(row.queued_at, title, row, None)][::-1]
