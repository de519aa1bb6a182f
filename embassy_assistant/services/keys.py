"""How long a repeat under the same key is safe, on a laptop whose clock may lie.

A server forgets keys after a while, and then takes a repeat for a new post. A key's age counts from the first arming of
its row, by evidence that was committed with it. In doubt a key has expired: the machine was started anew since, the
clock was set back or forward, or what the clock says and what the machine counted since its start disagree.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.clock import ClockEvidence
from embassy_assistant.domain.delivery import Cause
from embassy_assistant.domain.network import Reconciliation
from embassy_assistant.services.stored import read_table, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from embassy_assistant.domain.delivery import Delivery, Step
    from embassy_assistant.domain.ports import Clock, Store
    from embassy_assistant.services.accounts import AccountBook

_MARK: Final = "clock-mark"
_MARK_EVERY: Final = timedelta(minutes=1)
_TOLERANCE: Final = timedelta(minutes=1)
# A clock that was a year ahead for an hour must not put every key in doubt for a year.
_DOUBT: Final = timedelta(days=1)
# Seconds; no machine has counted for as long.
_LONGEST_COUNT: Final = 1e10
_TAKEN: Final = '"network.key-taken"'
_UNCLEAR: Final = frozenset({Cause.OUTCOME_UNCLEAR, Cause.FOUND_ARMED_AT_START})


class Keys:
    """Says whether what is not found may be sent again under its key."""

    def __init__(self, store: Store, accounts: AccountBook, clock: Clock) -> None:
        """Judge by `clock` and by what `store` remembers of it."""
        self._store = store
        self._accounts = accounts
        self._clock = clock

    def mark(self) -> None:
        """Keep the latest time that was ever seen, at most once a minute."""
        now = self._clock.now()
        latest, behind = self._marks()
        # No sum: what was kept may be the last moment there is.
        if latest is None or now - latest >= _MARK_EVERY or (behind is not None and now - behind >= _DOUBT):
            self._put(now, None)
        elif latest - now > _TOLERANCE and (behind is None or now < behind):
            self._put(latest, now)

    def reconciliation(self, row: Delivery) -> Reconciliation:
        """Return what reading `row` back can promise now; a key that may have expired promises nothing."""
        account = self._store.accounts.get(row.account_id)
        if account is None or row.prepared is None:
            return Reconciliation.BLIND
        network = self._accounts.network(row.network)
        kind = network.reconciliation(account, row.prepared)
        if kind is Reconciliation.KEYED and network.key_life is not None and self._expired(row, network.key_life):
            return Reconciliation.LIST_READ
        return kind

    def in_doubt(self, row: Delivery) -> bool:
        """Whether an earlier attempt of `row` may be out after all, and its key no longer keeps a repeat from harm."""
        if row.armed_at is None or self.reconciliation(row) in {Reconciliation.KEYED, Reconciliation.STATE_BEARING}:
            return False
        for step in reversed(self._store.deliveries.history(row.id)):
            if step.cause is Cause.OFFICER_SENDS:
                return False
            if step.cause in _UNCLEAR:
                return True
        return False

    def _expired(self, row: Delivery, life: timedelta) -> bool:
        history = self._store.deliveries.history(row.id)
        if any(step.cause is Cause.OUTCOME_UNCLEAR and _TAKEN in step.note for step in history):
            return True  # It stands for another post at its server: a repeat would be answered with that one.
        first = _first_armed(history)
        now = self._clock.evidence()
        latest, behind = self._marks()
        if first is None or not first.boot or first.boot != now.boot:
            return True
        if first.since_boot is None or now.since_boot is None:
            return True
        counted = timedelta(seconds=now.since_boot - first.since_boot)
        shown = now.wall - first.wall
        if counted < timedelta() or abs(shown - counted) > _TOLERANCE:
            return True
        if behind is not None or (latest is not None and latest - now.wall > _TOLERANCE):
            return True
        return counted >= life

    def _marks(self) -> tuple[datetime | None, datetime | None]:
        """Return the latest time seen, and since when the clock has been behind it.

        Where what was kept cannot be read, the clock is in doubt until the next mark.
        """
        kept = self._store.settings.get(_MARK)
        if not kept:
            return None, None
        marks = texts_of(read_table(kept))
        latest, behind = _moment(marks.get("latest")), _moment(marks.get("behind"))
        if latest is None or (behind is None and marks.get("behind") != ""):
            return None, self._clock.now()
        return latest, behind

    def _put(self, latest: datetime, behind: datetime | None) -> None:
        marks = {"latest": latest.isoformat(), "behind": behind.isoformat() if behind else ""}
        self._store.settings.set(_MARK, json.dumps(marks))


def arming_note(evidence: ClockEvidence, newest: str) -> str:
    """Return what the arming step keeps: what was known of the time, and the newest remote id seen before."""
    return json.dumps(
        {
            "wall": evidence.wall.isoformat(),
            "boot": evidence.boot,
            "since_boot": evidence.since_boot,
            "newest": newest,
        }
    )


def _first_armed(history: Iterable[Step]) -> ClockEvidence | None:
    note = next((step.note for step in history if step.cause is Cause.COMMITTED_TO_SEND), None)
    if note is None:
        return None
    kept = read_table(note)
    wall, boot, since_boot = _moment(kept.get("wall")), kept.get("boot", ""), kept.get("since_boot")
    if wall is None or not isinstance(boot, str):
        return None
    if not isinstance(since_boot, int | float) or not 0 <= since_boot <= _LONGEST_COUNT:
        since_boot = None
    return ClockEvidence(wall, boot, since_boot)


def _moment(written: object) -> datetime | None:
    """Return a moment that was written down with its zone; None for anything else."""
    try:
        moment = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
