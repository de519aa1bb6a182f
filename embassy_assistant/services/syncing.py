"""Guidelines come first: what has waited for the network is held against the newest ones before it is sent.

A sync is given a minute. What takes longer goes on beside the sending, which is not kept back by it: how old guidelines
may be is for the packs themselves to say. What a late sync brings is applied to whatever is still queued by then.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from embassy_assistant.domain.errors import AssistantError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from embassy_assistant.domain.ports import Clock
    from embassy_assistant.services.guidelines import Guidelines

log = logging.getLogger(__name__)

PATIENCE: Final = 60.0
"""Seconds for which sending waits for a sync."""
_LOOK: Final = 0.2
# While accounts' servers do not answer, the network may come back at any moment; where the last sync went well, it was
# there a moment ago.
_AGAIN: Final = {
    (True, True): timedelta(minutes=10),
    (True, False): timedelta(hours=6),
    (False, True): timedelta(),
    (False, False): timedelta(minutes=15),
}
"""By whether the last sync went well, and whether the network seemed to be away since: when to sync again."""


class Sync(Protocol):
    """Brings the guidelines up to date before anything is sent; see `Syncing.before_sending`."""

    def __call__(self, *, offline: bool, stopped: Callable[[], bool]) -> None:
        """Sync if it is time to."""
        ...


def no_sync(*, offline: bool, stopped: Callable[[], bool]) -> None:
    """Sync nothing: guidelines come from nowhere."""


class Syncing:
    """Syncs by itself from where the unit publishes, if somebody said whom to trust and where that is."""

    def __init__(self, guidelines: Guidelines, clock: Clock, patience: float = PATIENCE) -> None:
        """Sync `guidelines`; `patience` in seconds."""
        self._guidelines = guidelines
        self._clock = clock
        self._patience = patience
        self._thread: threading.Thread | None = None
        self._tried: datetime | None = None
        self._went_well = False

    def before_sending(self, *, offline: bool, stopped: Callable[[], bool]) -> None:
        """Bring the guidelines up to date if it is time to. Blocks for as long as a sync is given.

        Args:
            offline: whether an account's server did not answer when the sender last asked.
            stopped: whether to wait no longer.
        """
        if (self._thread is not None and self._thread.is_alive()) or not self._due(offline) or not self._address():
            return
        self._tried, self._went_well = self._clock.now(), False
        self._thread = threading.Thread(target=self._sync, name="guidelines-sync", daemon=True)
        self._thread.start()
        until = time.monotonic() + self._patience
        while self._thread.is_alive() and not stopped() and time.monotonic() < until:
            self._thread.join(_LOOK)

    def _due(self, offline: bool) -> bool:
        now = self._clock.now()
        # A clock that was set back tells nothing.
        return self._tried is None or not self._tried <= now < self._tried + _AGAIN[self._went_well, offline]

    def _address(self) -> str:
        try:
            followed = self._guidelines.followed()
        except AssistantError as error:
            log.info("no sync: %s", error.id)
            return ""
        return followed.address if followed else ""

    def _sync(self) -> None:
        try:
            self._guidelines.take_in()
            self._went_well = True
        except AssistantError as error:
            log.info("the guidelines could not be synced: %s", error.id)
        except Exception:
            # A defect there must be loud, and must not keep posts from going out.
            log.exception("syncing stumbled")
