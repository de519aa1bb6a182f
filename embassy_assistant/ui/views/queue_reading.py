"""What the queue shows, read in one go off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from embassy_assistant.services.tray import Needs, read_needs
from embassy_assistant.ui.models.deliveries import FIRST_PAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from embassy_assistant.domain.account import Account
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.post_rows import PostRows


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
        cards: how many Posts that need a person the tray has room for.
    """

    query: str
    account: str
    known: Sequence[str]
    wanted: Collection[str]
    read: int
    fresh: bool = False
    cards: int = FIRST_PAGE


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
    needs = read_needs(desk, accounts, question.cards)
    return Reading(ids, groups, same, whole, needs, accounts, desk.preferences.mission.zone, outbox.held)
