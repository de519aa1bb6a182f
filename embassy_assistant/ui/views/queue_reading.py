"""What the queue shows, read in one go off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.account import Credential
from embassy_assistant.ui.views.queue_needs import Needs

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from embassy_assistant.domain.account import Account
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.outbox import PostRows

_NEEDS_PAGE: Final = 40


@dataclass(frozen=True, slots=True)
class Question:
    """What the list is asked for.

    Attributes:
        query: words that a Post must have.
        account: id of the one account; empty for all.
        known: the ids that the list has, in their order; compared with what is there now.
        wanted: ids of the Posts to read again while the order is the same.
        read: how many of `known` have rows, which are read again when the order changed.
    """

    query: str
    account: str
    known: Sequence[str]
    wanted: Collection[str]
    read: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer.

    Attributes:
        same: whether the order is the one that was known; then `groups` are those `wanted`, else the first ones.
    """

    ids: Sequence[str]
    groups: Sequence[PostRows]
    same: bool
    needs: Needs
    accounts: Sequence[Account]
    zone: str
    held: bool


def look(desk: Desk, question: Question) -> Reading:
    """Read the queue.

    Args:
        desk: the services.
        question: what for.
    """
    outbox = desk.outbox
    ids = outbox.post_ids(question.query, question.account)
    same = list(question.known) == list(ids)
    groups = outbox.groups(sorted(question.wanted) if same else ids[: question.read])
    # The panel shows what needs a person whatever the filter says.
    first = outbox.post_ids() if question.query or question.account else ids
    accounts = desk.accounts.all()
    asking = (group for group in outbox.groups(first[:_NEEDS_PAGE]) if group.asks)
    refused = tuple(account for account in accounts if account.credential is Credential.REFUSED)
    needs = Needs(tuple(sorted(asking, key=lambda group: not group.half_out)), refused)
    return Reading(ids, groups, same, needs, accounts, desk.preferences.mission.zone, outbox.held)
