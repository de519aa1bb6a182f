"""Gates: what must hold before a Delivery may be prepared, armed or looked for. Predicates, not states."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.delivery import IN_DOUBT, UNSENT, State
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.post import PAIR_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.ports import Clock, Store
    from embassy_assistant.services.accounts import AccountBook
    from embassy_assistant.services.review import Review

_FAILED: Final = frozenset({State.REJECTED, State.MISSED})
_READY: Final = frozenset({State.PREPARED, State.ARMED, State.PARKED, State.UNKNOWN, State.SENT, State.NEEDS_HUMAN})


class Wait(StrEnum):
    """What a Delivery that has not been sent waits for, as far as can be said without asking anybody."""

    NOTHING = ""
    HELD = "held"
    ACCOUNT = "account"
    SIGN_IN = "sign-in"
    PAUSED = "paused"
    RULE = "rule"
    UNDO = "undo"
    DUE = "due"
    PAUSE = "pause"
    SEGMENT = "segment"
    OTHER_HALF = "other-half"


def waits_for(
    row: Delivery, rows: Sequence[Delivery], account: Account | None, *, held: bool, ruled_out: bool, now: datetime
) -> Wait:
    """Return the first closed gate of a row that has not been sent.

    Args:
        row: the row.
        rows: all rows of its Post.
        account: its Account, None when it was removed.
        held: whether everything is held.
        ruled_out: whether the active pack now forbids its text.
        now: aware UTC.
    """
    if row.state not in UNSENT:
        return Wait.NOTHING
    if account is None:
        return Wait.ACCOUNT
    closed = (
        (Wait.HELD, held),
        (Wait.SIGN_IN, account.credential in {Credential.REFUSED, Credential.MISSING}),
        (Wait.PAUSED, account.paused),
        (Wait.RULE, ruled_out),
        (Wait.UNDO, row.undo_until is not None and row.undo_until > now),
        (Wait.DUE, row.instant > now),
        (Wait.SEGMENT, not _before_sent(row, rows)),
        (Wait.OTHER_HALF, not _other_half_ready(row, rows)),
        (Wait.PAUSE, row.not_before is not None and row.not_before > now),
    )
    return next((wait for wait, shut in closed if shut), Wait.NOTHING)


class Gates:
    """The gates as they stand during one pass of the sender."""

    def __init__(self, store: Store, accounts: AccountBook, review: Review, clock: Clock) -> None:
        """Look at `store`. An upload can take minutes: the time and the hold are asked anew at each gate."""
        self._store = store
        self._accounts = accounts
        self._review = review
        self._clock = clock
        self.offline = False
        self._answers: dict[str, bool] = {}

    @property
    def now(self) -> datetime:
        """The time, aware UTC."""
        return self._clock.now()

    @property
    def _held(self) -> bool:
        return self._store.settings.get("held") == "yes"

    def account(self, row: Delivery) -> Account:
        """Return the row's account.

        Raises:
            Unusable: it was removed.
        """
        account = self._store.accounts.get(row.account_id)
        if account is None:
            raise Unusable("account.unknown", account=row.account_id)
        return account

    def too_late(self, row: Delivery) -> bool:
        """Whether "good until" has passed."""
        return self.now > row.good_until

    def expired(self, row: Delivery) -> bool:
        """Whether what was prepared can no longer be used."""
        return row.prepared is not None and row.prepared.expires_at is not None and row.prepared.expires_at <= self.now

    def may_prepare(self, row: Delivery) -> bool:
        """Whether media may be uploaded and ids created now."""
        return (
            not self._held
            and row.instant <= self.now
            and (row.undo_until is None or row.undo_until <= self.now)
            and self._rested(row)
            and self._open_account(row)
            and self._segment_before_sent(row)
            and self._allowed(row)
            and self._online(row)
        )

    def may_arm(self, row: Delivery) -> bool:
        """Whether the publishing request may be made now."""
        return self.may_prepare(row) and self._account_free(row) and self._half_ready(row)

    def may_look(self, row: Delivery) -> bool:
        """Whether to read back now; neither a hold nor a paused account stops finding out."""
        return self._rested(row) and self._store.accounts.get(row.account_id) is not None and self._online(row)

    def lost(self, row: Delivery) -> None:
        """Remember that the account's server did not answer."""
        self._answers[row.account_id] = False
        self.offline = True

    def next_at(self, rows: Iterable[Delivery]) -> datetime | None:
        """Return when the first of `rows` may be due, None when none waits for a time."""
        times = []
        now = self.now
        for row in rows:
            if row.state in {State.WAITING, State.PREPARED}:
                times.append(max(t for t in (row.instant, row.undo_until, row.not_before) if t is not None))
            elif row.state is State.UNKNOWN and row.not_before is not None:
                times.append(row.not_before)
        return min((time for time in times if time > now), default=None)

    def _rested(self, row: Delivery) -> bool:
        return row.not_before is None or row.not_before <= self.now

    def _open_account(self, row: Delivery) -> bool:
        account = self._store.accounts.get(row.account_id)
        return account is not None and account.can_send

    def _segment_before_sent(self, row: Delivery) -> bool:
        return row.segment.index == 0 or _before_sent(row, self._store.deliveries.of_thread(row.thread))

    def _allowed(self, row: Delivery) -> bool:
        post = self._store.posts.get(row.post_id)
        return self._review.still_sendable(row, post.overrides if post else ()) is None

    def _online(self, row: Delivery) -> bool:
        """Whether the account's own server answers; asked once a pass."""
        if row.account_id not in self._answers:
            account = self.account(row)
            self._answers[row.account_id] = self._accounts.network(row.network).online(account)
            self.offline = self.offline or not self._answers[row.account_id]
        return self._answers[row.account_id]

    def _half_ready(self, row: Delivery) -> bool:
        return _other_half_ready(row, self._store.deliveries.of_post(row.post_id))

    def _account_free(self, row: Delivery) -> bool:
        return not any(
            other.account_id == row.account_id and other.state in IN_DOUBT and other.id != row.id
            for other in self._store.deliveries.open()
        )


def _before_sent(row: Delivery, rows: Iterable[Delivery]) -> bool:
    return all(
        other.state is State.SENT
        for other in rows
        if other.thread == row.thread and other.segment.index < row.segment.index
    )


def _other_half_ready(row: Delivery, rows: Sequence[Delivery]) -> bool:
    """Whether the Pair may go out: all first segments are prepared before any is armed, Ukrainian goes first.

    A half whose other half was taken back or dropped waits until an Officer sends it alone. Preparing signs in, uploads
    media and counts against the server's limits: what is PREPARED was preflighted.
    """
    if row.segment.index > 0 or row.segment.follows or row.state is State.WAITING:
        return True
    kept = [other for other in rows if other.state is not State.CANCELLED and other.segment.index == 0]
    if row.alone:
        # It waits for nothing but what is sent alone with it: two halves sent now still go out in their order.
        kept = [other for other in kept if other.alone and other.state not in _FAILED]
    halves = [[other for other in kept if language in other.segment.languages] for language in PAIR_LANGUAGES]
    if not all(halves):
        return row.alone or not _half_withdrawn(row, rows)
    if any(all(other.state in _FAILED for other in half) for half in halves):
        return False
    out = any(other.state is State.SENT for other in kept)
    if not out and not all(other.state in _READY | _FAILED for half in halves for other in half):
        return False
    return row.language == PAIR_LANGUAGES[0] or any(other.state is State.SENT for other in halves[0])


def _half_withdrawn(row: Delivery, rows: Iterable[Delivery]) -> bool:
    """Whether all of a half that was queued together with `row` was taken back or dropped since."""
    together = [other for other in rows if other.queued_at == row.queued_at and other.segment.index == 0]
    return any(
        half and all(other.state is State.CANCELLED for other in half)
        for half in ([o for o in together if language in o.segment.languages] for language in PAIR_LANGUAGES)
    )
