"""Gates: what must hold before a Delivery may be prepared, armed or looked for. Predicates, not states."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.clock import believable_error
from embassy_assistant.domain.delivery import IN_DOUBT, UNDO_GRACE, UNSENT, Kind, State
from embassy_assistant.domain.errors import RateLimited, Unusable
from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.domain.rule_body import Freeze
from embassy_assistant.services.freezes import read_marks
from embassy_assistant.services.halves import BEGUN, ahead, before_sent, kept_together, other_half_ready
from embassy_assistant.services.pair_order import pair_order
from embassy_assistant.services.standing import standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery, Prepared
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.ports import Clock, Store
    from embassy_assistant.services.accounts import AccountBook
    from embassy_assistant.services.review import Review

PARK_AHEAD: Final = timedelta(minutes=10)
"""How long before its time a post must be handed to a server that publishes it by itself."""

# Servers refuse what is due in less than five minutes; what was prepared to be parked is parked until then.
_PARK_LEAST: Final = timedelta(minutes=6)
_PREFLIGHT_LASTS: Final = timedelta(seconds=30)
# No server's pause is longer; what waits for longer was told to by a clock that has been set back since.
_LONGEST_PAUSE: Final = timedelta(hours=26)
_LONGEST_OF_OURS: Final = timedelta(hours=1)
_RATE_LIMITED: Final = f'"{RateLimited.default_id}"'


class Wait(StrEnum):
    """What a Delivery that has not been sent waits for, as far as can be said without asking anybody."""

    NOTHING = ""
    HELD = "held"
    ACCOUNT = "account"
    SIGN_IN = "sign-in"
    PAUSED = "paused"
    RULE = "rule"
    LOOK = "look"
    GUIDELINES = "guidelines"
    UNDO = "undo"
    DUE = "due"
    PAUSE = "pause"
    SEGMENT = "segment"
    OTHER_HALF = "other-half"


BY_HAND: Final = frozenset({Wait.ACCOUNT, Wait.SIGN_IN, Wait.PAUSED, Wait.RULE, Wait.LOOK})
"""What ends only when an Officer does something about the row or its account."""

STUCK: Final = BY_HAND | {Wait.HELD, Wait.GUIDELINES}
"""What keeps a row from going out until an Officer does something, be it letting everything go."""


# A laptop that is set to another day is less behind than this. From there on a server is as likely to be wrong, and no
# post goes out before both clocks allow it, as the sentence about a clock that is days behind says.
_DAYS_BEHIND: Final = timedelta(days=2)


def clock_error(clock: Clock) -> timedelta | None:
    """Return how far the laptop's clock is ahead of the servers, None where it is right or nothing is known."""
    return believable_error(clock.ahead())


def true_time(clock: Clock) -> datetime:
    """Return the time, corrected where the servers say that the laptop's clock is wrong.

    It is put forward only as far as a laptop's clock goes wrong, since to be too early cannot be taken back.
    """
    error = clock_error(clock) or timedelta()
    return clock.now() - (error if error > -_DAYS_BEHIND else timedelta())


def _is_due(row: Delivery, now: datetime) -> bool:
    """Whether its time has come; what has none goes at once, whatever the clock showed when it was queued."""
    return row.due is None or row.instant <= now


def _is_over(moment: datetime | None, now: datetime, longest: timedelta) -> bool:
    """Whether a pause until `moment` is over, or lies further ahead than any pause of its kind can."""
    return moment is None or not now < moment <= now + longest


def _rested(row: Delivery, now: datetime) -> bool:
    asked_to = _RATE_LIMITED in row.problem
    return _is_over(row.not_before, now, _LONGEST_PAUSE if asked_to else _LONGEST_OF_OURS)


def parks(row: Delivery, now: datetime) -> bool:
    """Whether a row goes to its server now, ahead of its time."""
    if not row.park or row.due is None:
        return False
    ahead = _PARK_LEAST if row.prepared is not None and row.prepared.at is not None else PARK_AHEAD
    return row.instant - now >= ahead


def waits_for(
    row: Delivery,
    rows: Sequence[Delivery],
    account: Account | None,
    *,
    held: bool,
    ruled_out: bool,
    unseen: bool = False,
    unreliable: bool = False,
    now: datetime,
    due_by: datetime,
    order: Sequence[str] = PAIR_LANGUAGES,
) -> Wait:
    """Return the first closed gate of a row that has not been sent.

    Args:
        row: the row.
        rows: all rows of its Post, as they stand (`services.standing`).
        account: its Account, None when it was removed.
        held: whether everything is held.
        ruled_out: whether the active pack now forbids its text.
        unseen: whether a freeze held it, and no Officer has looked at it since.
        unreliable: whether the guidelines are too old to speak by, or not what was taken in.
        now: by the laptop's clock, aware UTC.
        due_by: by what is known of the true time (`true_time`).
        order: the languages of the Pair, in the order they go out.
    """
    if row.state not in UNSENT:
        return Wait.NOTHING
    if account is None:
        return Wait.ACCOUNT
    closed = (
        (Wait.HELD, held and row.kind is not Kind.DELETE),
        (Wait.SIGN_IN, account.credential in {Credential.REFUSED, Credential.MISSING}),
        (Wait.PAUSED, account.paused),
        (Wait.GUIDELINES, unreliable and row.kind is not Kind.DELETE),
        (Wait.RULE, ruled_out),
        (Wait.LOOK, unseen),
        (Wait.UNDO, not _is_over(row.undo_until, now, UNDO_GRACE)),
        (Wait.DUE, not _is_due(row, due_by) and not parks(row, due_by)),
        (Wait.SEGMENT, not before_sent(row, rows)),
        (Wait.OTHER_HALF, not other_half_ready(row, rows, order)),
        (Wait.PAUSE, not _rested(row, now)),
    )
    return next((wait for wait, shut in closed if shut), Wait.NOTHING)


class Gates:
    """The gates as they stand during one pass of the sender."""

    def __init__(
        self,
        store: Store,
        accounts: AccountBook,
        review: Review,
        clock: Clock,
        whole: Callable[[], bool] = lambda: True,
    ) -> None:
        """Look at `store`. An upload can take minutes: the time and the hold are asked anew at each gate.

        Args:
            store: where the rows are.
            accounts: credentials and networks.
            review: re-checks what is queued.
            clock: where the time comes from.
            whole: verifies that the guidelines are those that the unit signed.
        """
        self._whole = whole
        self._store = store
        self._accounts = accounts
        self._review = review
        self._clock = clock
        self.offline = False
        self._answers: dict[str, bool] = {}
        self._preflights: dict[str, datetime] = {}
        self._busy: dict[str, str] | None = None

    @property
    def now(self) -> datetime:
        """The time by the laptop's clock, aware UTC."""
        return self._clock.now()

    @property
    def due_by(self) -> datetime:
        """The time as far as it is known, which what is due or too late goes by."""
        return true_time(self._clock)

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
        if self.now > row.good_until and self._store.accounts.get(row.account_id) is not None:
            self._online(row)  # A clock that was set forward is found out before anything is given up.
        return self.due_by > row.good_until

    def expired(self, row: Delivery, prepared: Prepared) -> bool:
        """Whether what was prepared can no longer be used."""
        if prepared.at is not None and (prepared.at != row.instant or not parks(row, self.due_by)):
            return True  # Another time was set, or it is too near to hand it over.
        return prepared.expires_at is not None and prepared.expires_at <= self.now

    def may_prepare(self, row: Delivery) -> bool:
        """Whether media may be uploaded and ids created now."""
        return (
            self._due(row)
            and _is_over(row.undo_until, self.now, UNDO_GRACE)
            and self._rested(row)
            and self._open_account(row)
            and self._segment_before_sent(row)
            and self._may_be_said(row)
            and self._online(row)
            # Its server may have taken a minute to answer, in which a freeze can come or an Officer hold everything;
            # and its answer may have shown that the laptop's clock is wrong.
            and self._may_be_said(row)
            and self._due(row)
        )

    def _may_be_said(self, row: Delivery) -> bool:
        """Whether neither a hold nor the guidelines stand against it, as they are now."""
        # A hold stops the embassy from speaking, not from taking back what it said.
        if row.kind is not Kind.DELETE and (self._held or self._review.unreliable(self.due_by) or not self._whole()):
            return False
        return not self.forbidden(row) and row.id not in read_marks(self._store.settings)

    def may_arm(self, row: Delivery) -> bool:
        """Whether the publishing request may be made now."""
        return self.may_prepare(row) and self._account_free(row) and self._half_ready(row)

    def together(self, row: Delivery) -> Sequence[Delivery]:
        """Return the prepared rows that go out together with `row`; none once one of them may be out."""
        if row.kind is not Kind.PUBLISH or row.segment.index or row.segment.follows:
            return ()
        group = [other for other in kept_together(row, self._standing(row)) if ahead(other) is ahead(row)]
        if len(group) < 2 or any(other.state in BEGUN for other in group):
            return ()
        return [other for other in group if other.state is State.PREPARED]

    def preflighted(self, row: Delivery) -> bool:
        """Whether the row's account was asked a moment ago, and nothing was uploaded for the row."""
        asked = self._preflights.get(row.account_id)
        return not row.segment.media and asked is not None and asked <= self.now < asked + _PREFLIGHT_LASTS

    def remember_preflight(self, row: Delivery) -> None:
        """Remember that the row's account was ready."""
        self._preflights[row.account_id] = self.now

    def may_look(self, row: Delivery) -> bool:
        """Whether to read back now; neither a hold nor a paused account stops finding out."""
        return self._rested(row) and self._store.accounts.get(row.account_id) is not None and self._online(row)

    def moved(self, row: Delivery) -> None:
        """Take note of a row's new state: only the sender brings a row into doubt, and there is one sender."""
        if self._busy is not None:
            self._busy.pop(row.id, None)
            if row.state in IN_DOUBT:
                self._busy[row.id] = row.account_id

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
                starts = row.queued_at if parks(row, now) else row.instant
                times.append(max(t for t in (starts, row.undo_until, row.not_before) if t is not None))
            elif row.state is State.UNKNOWN and row.not_before is not None:
                times.append(row.not_before)
            elif row.state is State.PARKED:
                times.append(row.instant)
        return min((time for time in times if time > now), default=None)

    def _due(self, row: Delivery) -> bool:
        now = self.due_by
        return _is_due(row, now) or parks(row, now)

    def _rested(self, row: Delivery) -> bool:
        return _rested(row, self.now)

    def _open_account(self, row: Delivery) -> bool:
        account = self._store.accounts.get(row.account_id)
        return account is not None and account.can_send

    def _segment_before_sent(self, row: Delivery) -> bool:
        return row.segment.index == 0 or before_sent(row, self._store.deliveries.of_thread(row.thread))

    def forbidden(self, row: Delivery) -> str:
        """Return the rule of the active pack that forbids what a row says; empty for none."""
        return next((finding.rule for finding in self._objections(row)), "")

    def _objections(self, row: Delivery) -> Sequence[Finding]:
        if row.kind is Kind.DELETE or self._review.passed(row):
            return ()
        post = self._store.posts.get(row.post_id)
        return self._review.objections(row, post.overrides if post else (), post.topic if post else "")

    def calls_back(self, row: Delivery) -> str:
        """Return the rule for which a row is taken back from the server that keeps it, a freeze before others.

        Returns:
            Its id, or that of the finding that the rules could not all be asked; empty for none.
        """
        pack = self._review.pack
        found = [(finding.rule, pack.rule(finding.rule)) for finding in self._objections(row)]
        freezes = {rule_id: rule.body for rule_id, rule in found if rule and isinstance(rule.body, Freeze)}
        # A freeze may leave there what a server keeps.
        call = [rule_id for rule_id, freeze in freezes.items() if freeze.cancel_parked]
        return next(iter((*call, *(rule_id for rule_id, _ in found if rule_id not in freezes))), "")

    def _online(self, row: Delivery) -> bool:
        """Whether the account's own server answers; asked once a pass."""
        if row.account_id not in self._answers:
            account = self.account(row)
            self._answers[row.account_id] = self._accounts.network(row.network).online(account)
            self.offline = self.offline or not self._answers[row.account_id]
        return self._answers[row.account_id]

    def _half_ready(self, row: Delivery) -> bool:
        return row.kind is not Kind.PUBLISH or other_half_ready(row, self._standing(row), pair_order(self._store))

    def _standing(self, row: Delivery) -> list[Delivery]:
        return standing(self._store.deliveries.of_post(row.post_id))

    def _account_free(self, row: Delivery) -> bool:
        if self._busy is None:
            open_rows = self._store.deliveries.open()
            self._busy = {other.id: other.account_id for other in open_rows if other.state in IN_DOUBT}
        return not any(account == row.account_id and other != row.id for other, account in self._busy.items())
