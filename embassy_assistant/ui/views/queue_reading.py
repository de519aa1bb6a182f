"""What the queue shows, read in one go off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.delivery import UNSENT, State
from embassy_assistant.ui.models.deliveries import FIRST_PAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.post import Post
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.outbox import PostRows

EXPIRES_SOON: Final = timedelta(days=14)
_REFUSED: Final = frozenset({Credential.REFUSED, Credential.MISSING})


@dataclass(frozen=True, slots=True)
class Stopped:
    """A queued post that a credential would stop; `at`: when it should go out, aware UTC."""

    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KeyTrouble:
    """A credential that no longer works or will not for long.

    Attributes:
        until: when it expires or has expired, aware UTC; None where its server refused it or the keyring lost it.
        stops: what is queued and would not go out, the next first.
    """

    account: Account
    until: datetime | None
    stops: tuple[Stopped, ...]


@dataclass(frozen=True, slots=True)
class Needs:
    """What was read for the panel.

    Attributes:
        groups: Posts that ask, the first ones; those with one half out before the others.
        keys: accounts that must be signed in to again, now or soon.
        overdue: Posts whose other half was promised for a time that has passed.
    """

    groups: tuple[PostRows, ...] = ()
    keys: tuple[KeyTrouble, ...] = ()
    overdue: tuple[Post, ...] = ()

    @property
    def count(self) -> int:
        """How many decisions wait."""
        return sum(max(1, len(group.asks)) for group in self.groups) + len(self.keys) + len(self.overdue)

    @property
    def loudest(self) -> tuple[str, ...]:
        """The ids of what asks, to tell whether something new does."""
        halves = [group.post.id for group in self.groups if group.half_out]
        rows = [row.id for group in self.groups for row in group.asks]
        keys = [key.account.id for key in self.keys]
        return tuple(sorted([*halves, *rows, *keys, *(post.id for post in self.overdue)]))


@dataclass(frozen=True, slots=True)
class Question:
    """What the list is asked for.

    Attributes:
        query: words that a Post must have.
        account: id of the one account; empty for all.
        known: the ids that the list has, in their order; compared with what is there now.
        wanted: ids of the Posts to read again while the order is the same.
        read: how many of `known` have rows, which are read again when the order changed.
        fresh: whether the list starts at its top, so that the first page is enough for now.
    """

    query: str
    account: str
    known: Sequence[str]
    wanted: Collection[str]
    read: int
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer.

    Attributes:
        groups: those `wanted` where the order is the `same`, else the first ones.
        whole: whether `ids` are all there are; with False the rest is still to be asked for.
    """

    ids: Sequence[str]
    groups: Sequence[PostRows]
    same: bool
    whole: bool
    needs: Needs
    accounts: Sequence[Account]
    zone: str
    held: bool


def look(desk: Desk, question: Question) -> Reading:
    """Read the queue: as little of it as the question allows.

    Args:
        desk: the services.
        question: what for.
    """
    outbox = desk.outbox
    limit = max(question.read, FIRST_PAGE)
    ids = outbox.post_ids(question.query, question.account, limit)
    # A change of the order shows in what was read already: whatever happens to a Post brings it up or down from there.
    same = list(question.known[: len(ids)]) == list(ids) and (len(ids) == limit or len(ids) == len(question.known))
    whole = same or len(ids) < limit
    if same:
        ids, groups = question.known, outbox.groups(sorted(question.wanted))
    elif question.fresh:
        groups = outbox.groups(ids)
    else:
        ids, whole = outbox.post_ids(question.query, question.account), True
        groups = outbox.groups(ids[: question.read])
    accounts = desk.accounts.all()
    needs = _needs(desk, accounts, groups if not same and not question.query and not question.account else None)
    return Reading(ids, groups, same, whole, needs, accounts, desk.preferences.mission.zone, outbox.held)


def decisions(desk: Desk) -> int:
    """Return how many decisions wait for a person, as the queue's panel counts them."""
    return _needs(desk, desk.accounts.all(), None).count


def _needs(desk: Desk, accounts: Sequence[Account], first: Sequence[PostRows] | None) -> Needs:
    """Return what needs a person, whatever the filter says; `first` are the first groups of all, once they are read."""
    outbox = desk.outbox
    groups = outbox.groups(outbox.post_ids(limit=FIRST_PAGE)) if first is None else first[:FIRST_PAGE]
    asking = (group for group in groups if group.asks or group.half_out)
    return Needs(
        tuple(sorted(asking, key=_loudness)),
        _keys(desk, accounts),
        tuple(desk.drafting.overdue()),
    )


def _loudness(group: PostRows) -> tuple[bool, bool]:
    """One half out comes first, then what is in doubt, then what can wait for a new time."""
    return not group.half_out, not any(row.state is State.NEEDS_HUMAN for row in group.asks)


def _keys(desk: Desk, accounts: Sequence[Account]) -> tuple[KeyTrouble, ...]:
    """Return the accounts to sign in to again, those that stop something first; the queue is read only for them."""
    soon = desk.clock.now() + EXPIRES_SOON
    troubled = [
        account
        for account in accounts
        if account.credential in _REFUSED or (account.credential_until and account.credential_until <= soon)
    ]
    if not troubled:
        return ()
    unsent = [row for row in desk.outbox.open() if row.state in UNSENT]
    titles = {post.id: post.title for post in desk.drafting.summaries(sorted({row.post_id for row in unsent}))}
    keys = (_key(account, unsent, titles) for account in troubled)
    return tuple(sorted(keys, key=lambda key: (key.until is not None, not key.stops)))


def _key(account: Account, unsent: Sequence[Delivery], titles: dict[str, str]) -> KeyTrouble:
    until = None if account.credential in _REFUSED else account.credential_until
    stopped = {
        row.post_id: Stopped(titles.get(row.post_id, ""), row.instant)
        for row in unsent
        if row.account_id == account.id and (until is None or row.instant >= until)
    }
    return KeyTrouble(account, until, tuple(sorted(stopped.values(), key=lambda stop: stop.at)))
