"""The tray: everything that needs a person, asked of the store's indexes, however long the list of what is out is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.delivery import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.summaries import Stopped
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.lines import LineUse
    from embassy_assistant.services.post_rows import PostRows

EXPIRES_SOON: Final = timedelta(days=14)
NAMED: Final = 3
"""How many of the posts that a credential stops are named."""
_REFUSED: Final = frozenset({Credential.REFUSED, Credential.MISSING})


@dataclass(frozen=True, slots=True)
class KeyTrouble:
    """A credential that no longer works or will not for long.

    Attributes:
        until: when it expires or has expired, aware UTC; None where its server refused it or the keyring lost it.
        count: how many queued posts would not go out.
        stops: the first of them.
    """

    account: Account
    until: datetime | None
    count: int = 0
    stops: tuple[Stopped, ...] = ()


@dataclass(frozen=True, slots=True)
class Needs:
    """What needs a person.

    Attributes:
        groups: Posts that ask, the loudest first, as many as were asked for.
        keys: accounts that must be signed in to again, now or soon.
        overdue: Posts whose other half was promised for a time that has passed.
        count: how many decisions wait in all, shown or not.
        withdrawn: approved lines that were withdrawn, each with the Posts that are out with it.
    """

    groups: tuple[PostRows, ...] = ()
    keys: tuple[KeyTrouble, ...] = ()
    overdue: tuple[Post, ...] = ()
    count: int = 0
    withdrawn: tuple[tuple[Rule, tuple[LineUse, ...]], ...] = ()

    @property
    def loudest(self) -> tuple[str, ...]:
        """The ids of what asks, to tell whether something new does."""
        halves = [group.post.id for group in self.groups if group.half_out]
        rows = [row.id for group in self.groups for row in group.asks]
        keys = [key.account.id for key in self.keys]
        lines = [f"{rule.id} {use.post_id}" for rule, uses in self.withdrawn for use in uses]
        return tuple(sorted([*halves, *rows, *keys, *lines, *(post.id for post in self.overdue)]))


def read_needs(desk: Desk, accounts: Sequence[Account], limit: int) -> Needs:
    """Return what needs a person, with at most `limit` Posts; all are counted."""
    deliveries = desk.workspace.store.deliveries
    waiting = [group for group in desk.outbox.groups(deliveries.halves_waiting()) if group.half_out]
    asking = desk.outbox.groups(deliveries.asking(limit))
    by_guidelines = (*desk.freezes.held(), *desk.freezes.waiting())
    held = desk.outbox.groups(list(dict.fromkeys(post.post_id for post in by_guidelines)))
    groups = {group.post.id: group for group in (*waiting, *asking, *held)}
    keys, overdue = _keys(desk, accounts), tuple(desk.drafting.overdue())
    silent = sum(not group.asks for group in waiting)
    by_rules = sum(len(group.held) for group in held)
    withdrawn = desk.lines.still_out()
    count = deliveries.asking_rows() + silent + by_rules + len(keys) + len(overdue) + len(withdrawn)
    return Needs(tuple(sorted(groups.values(), key=_loudness)[:limit]), keys, overdue, count, withdrawn)


def decisions(desk: Desk) -> int:
    """Return how many decisions wait for a person."""
    return read_needs(desk, desk.accounts.all(), 0).count


def _loudness(group: PostRows) -> tuple[bool, bool]:
    """One half out comes first, then what is in doubt, then what can wait for a new time."""
    return not group.half_out, not any(row.state is State.NEEDS_HUMAN for row in group.asks)


def _keys(desk: Desk, accounts: Sequence[Account]) -> tuple[KeyTrouble, ...]:
    """Return the accounts to sign in to again, those that stop something first."""
    soon = desk.clock.now() + EXPIRES_SOON
    keys = [
        _key(desk, account)
        for account in accounts
        if account.credential in _REFUSED or (account.credential_until and account.credential_until <= soon)
    ]
    return tuple(sorted(keys, key=lambda key: (key.until is not None, not key.count)))


def _key(desk: Desk, account: Account) -> KeyTrouble:
    until = None if account.credential in _REFUSED else account.credential_until
    count, first = desk.workspace.store.deliveries.stopped(account.id, until, NAMED)
    return KeyTrouble(account, until, count, tuple(first))
