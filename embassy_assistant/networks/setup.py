"""What a network is built with."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003 - fields of a dataclass
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path  # noqa: TC003 - fields of a dataclass

from embassy_assistant.domain.clock import believable_error
from embassy_assistant.domain.ports import Alone  # noqa: TC001 - fields of a dataclass
from embassy_assistant.net import Client  # noqa: TC001 - fields of a dataclass


def utc_now() -> datetime:
    """Return the time by the laptop's clock, aware UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class NetworkSetup:
    """What a network is built with.

    Attributes:
        client: returns what makes requests, with the connection settings of this moment.
        practice_home: the folder of the practice network.
        starts_practice: whether the practice server is started when it does not run.
        now: where the time comes from, aware UTC.
        alone: what a session is renewed in, where several programs may share one.
        ahead: how far `now` is ahead of what the servers say, negative where it is behind; None where none said.
    """

    client: Callable[[], Client]
    practice_home: Path
    starts_practice: bool = True
    now: Callable[[], datetime] = utc_now
    alone: Alone = nullcontext
    ahead: Callable[[], timedelta | None] = lambda: None

    def true_time(self) -> datetime:
        """Return the time, corrected where the servers say that the laptop's clock is wrong; aware UTC."""
        return self.now() - (believable_error(self.ahead()) or timedelta())
