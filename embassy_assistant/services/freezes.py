"""Freezes: what may still be said, what they hold, and what waits for a look once they are lifted.

A freeze holds what it forbids where it stands. Which rows it held is written down while it holds, so that when it is
lifted, or has run out, none of them goes out before an Officer has looked at it: what was right to say before a crisis
may be wrong after it.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import UNSENT, Kind
from embassy_assistant.domain.errors import Damaged, DraftsLocked
from embassy_assistant.domain.events import GuidelinesChanged
from embassy_assistant.domain.rule_body import Freeze
from embassy_assistant.services.past_freezes import remember, unwatched
from embassy_assistant.services.stored import texts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.events import Event
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.ports import Settings, SharedSettings, Store
    from embassy_assistant.domain.post import Override
    from embassy_assistant.services.lines import ApprovedLines
    from embassy_assistant.services.past_freezes import PastFreeze
    from embassy_assistant.services.review import Review
    from embassy_assistant.services.workspace import Workspace

_FROZEN: Final = "frozen"
_STORE_FILE: Final = "store.db"


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A queued Post that may not go out as it stands.

    Attributes:
        accounts: for how many of its Accounts.
        due: when it was to go out, aware UTC; None for at once.
        rules: what holds it, the gravest first.
    """

    post_id: str
    title: str
    accounts: int
    due: datetime | None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FreezeNow:
    """A freeze that is on.

    Attributes:
        lines: the approved lines that may still be said.
        nothing: whether nothing at all may be said.
        held: what it holds, as far as the drafts are open.
    """

    rule: Rule
    lines: tuple[Rule, ...]
    nothing: bool
    held: tuple[HeldPost, ...]


class Freezes:
    """What the guidelines in force hold."""

    def __init__(self, workspace: Workspace, review: Review, lines: ApprovedLines) -> None:
        """Look at the queue of `workspace`."""
        self._workspace = workspace
        self._review = review
        self._lines = lines

    def heard(self, event: Event) -> None:
        """Write down what new guidelines freeze: they may be lifted again before the sender's next pass."""
        if isinstance(event, GuidelinesChanged):
            with suppress(DraftsLocked):
                mark_frozen(self._workspace.store, self._review)

    def now(self) -> tuple[FreezeNow, ...]:
        """Return the freezes that are on, in the pack's order; works while the drafts are locked. Blocks."""
        freezes = self._review.freezes()
        if not freezes:
            return ()
        try:
            held = self.held()
        except DraftsLocked:
            held = ()
        lines = self._lines.in_force()
        return tuple(
            FreezeNow(
                rule,
                tuple(line for line in lines if not rule.body.lines or line.id in rule.body.lines),
                not rule.body.allow_lines,
                tuple(post for post in held if rule.id in post.rules),
            )
            for rule in freezes
            if isinstance(rule.body, Freeze)
        )

    def held(self) -> tuple[HeldPost, ...]:
        """Return the queued Posts that the rules in force hold, freezes or not, in the queue's order. Blocks.

        Raises:
            DraftsLocked: the key has not arrived.
        """
        store = self._workspace.store
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        rows = _unsent(store)
        posts = {post.id: post for post in store.posts.many(list(dict.fromkeys(row.post_id for row in rows)))}
        for row in rows:
            post = posts.get(row.post_id)
            findings = self._review.objections(row, post.overrides if post else (), post.topic if post else "")
            if findings:
                found.setdefault(row.post_id, {})[row.id] = tuple(dict.fromkeys(one.rule for one in findings))
        return _posts(store, [row for row in rows if row.id in found.get(row.post_id, {})], found)

    def waiting(self) -> tuple[HeldPost, ...]:
        """Return what a freeze held and nobody has looked at since it was lifted.

        Raises:
            DraftsLocked: the key has not arrived.
        """
        store = self._workspace.store
        marks = read_marks(store.settings)
        if not marks:
            return ()
        on = {rule.id for rule in self._review.freezes()}
        rows = [row for row in _unsent(store) if marks.get(row.id, "") not in on | {""}]
        return _posts(store, rows, {row.post_id: {row.id: (marks[row.id],)} for row in rows})


def mark_frozen(store: Store, review: Review) -> None:
    """Write down which queued rows the freezes that are on hold, so that they wait for a look afterwards.

    Args:
        store: where the queue is.
        review: knows the freezes.
    """
    on = {rule.id for rule in review.freezes()}
    past, known = unwatched(store.settings, review, on)
    before = read_marks(store.settings)
    if on or past or before:
        _mark(store, review, on, past, before)
    remember(store.settings, known)


def _mark(store: Store, review: Review, on: set[str], past: Sequence[PastFreeze], before: Mapping[str, str]) -> None:
    rows = _unsent(store)
    # What was sent, taken back or replaced since needs no look.
    over = before.keys() - {row.id for row in rows}
    unmarked = [row for row in rows if before.get(row.id) not in on] if on or past else []
    posts = {post.id: post for post in store.posts.many(list(dict.fromkeys(row.post_id for row in unmarked)))}
    frozen: dict[str, str] = {}
    for row in unmarked:
        post = posts.get(row.post_id)
        because = post.overrides if post else (), post.topic if post else ""
        rule = _frozen_by(row, review, on, past if row.id not in before else (), *because)
        if rule:
            frozen[row.id] = rule
    # To go through the rows takes a while, in which another program may have marked some, too.
    _change_marks(
        store.settings, lambda kept: {row_id: rule for row_id, rule in kept.items() if row_id not in over} | frozen
    )


def read_marks(settings: Settings) -> Mapping[str, str]:
    """Return by the ids of rows the freezes that held them.

    Raises:
        Damaged: what was kept says nothing of what was held; to take it for no freeze would let out what one held.
    """
    return _marks(settings.get(_FROZEN))


def needs_look(settings: SharedSettings, row_id: str, rule: str) -> None:
    """Write down that a freeze held a row; raises as `read_marks`."""
    _change_marks(settings, lambda kept: {**kept, row_id: rule})


def looked_at(settings: SharedSettings, row_ids: Iterable[str]) -> None:
    """Remember that an Officer looked at rows that a freeze had held: they go their way; raises as `read_marks`."""
    seen = frozenset(row_ids)
    _change_marks(settings, lambda kept: {row_id: rule for row_id, rule in kept.items() if row_id not in seen})


def _marks(stored: str | None) -> dict[str, str]:
    try:
        found = json.loads(stored or "{}")
    except (ValueError, RecursionError) as error:
        raise Damaged(path=_STORE_FILE) from error
    marks = texts_of(found)
    if not isinstance(found, dict) or len(marks) != len(found):
        raise Damaged(path=_STORE_FILE)
    return marks


def _change_marks(settings: SharedSettings, by: Callable[[Mapping[str, str]], Mapping[str, str]]) -> None:
    """Change the marks in one transaction, so that what two programs mark at the same moment is all kept."""

    def change(stored: str | None) -> str | None:
        kept = _marks(stored)
        marks = by(kept)
        if marks == kept:
            return None
        return json.dumps(marks) if marks else ""

    settings.change(_FROZEN, change)


def _unsent(store: Store) -> Sequence[Delivery]:
    return [row for row in store.deliveries.open() if row.state in UNSENT and row.kind is not Kind.DELETE]


def _frozen_by(
    row: Delivery,
    review: Review,
    on: set[str],
    past: Sequence[PastFreeze],
    overrides: Sequence[Override],
    topic: str,
) -> str:
    """Return the freeze that holds a row, or held it; empty for none."""
    findings = review.objections(row, overrides, topic) if on else ()
    now = next((finding.rule for finding in findings if finding.rule in on), "")
    if now:
        return now
    for freeze in past:
        if row.queued_at < freeze.end:
            then = review.objections_then(row, freeze.pack, freeze.last, overrides, topic)
            if any(finding.rule == freeze.rule.id for finding in then):
                return freeze.rule.id
    return ""


def _posts(
    store: Store, rows: Sequence[Delivery], rules: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> tuple[HeldPost, ...]:
    """Return the Posts of `rows`, in their order."""
    accounts: dict[str, set[str]] = {}
    due = {row.post_id: row.instant if row.due else None for row in reversed(rows)}
    for row in rows:
        accounts.setdefault(row.post_id, set()).add(row.account_id)
    titles = {post.id: post.title for post in store.posts.many(list(accounts))}
    return tuple(
        HeldPost(
            post_id,
            titles.get(post_id, ""),
            len(theirs),
            due[post_id],
            tuple(dict.fromkeys(rule for some in rules[post_id].values() for rule in some)),
        )
        for post_id, theirs in accounts.items()
    )
