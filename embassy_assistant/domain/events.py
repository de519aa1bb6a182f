"""What happened, for whoever shows it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta


@dataclass(frozen=True, slots=True)
class PostSaved:
    """A Post was written to the store."""

    post_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class PostRemoved:
    """A draft was discarded."""

    post_id: str


@dataclass(frozen=True, slots=True)
class DeliveriesChanged:
    """Deliveries of a Post were made or moved."""

    post_id: str


@dataclass(frozen=True, slots=True)
class AccountsChanged:
    """An Account was added, changed or removed."""


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """The mission, the officer or a setting changed."""

    name: str


@dataclass(frozen=True, slots=True)
class HoldChanged:
    """Everything was held, or let go."""

    held: bool


@dataclass(frozen=True, slots=True)
class GuidelinesChanged:
    """Guidelines were taken in; even where the packs are the same, they have become fresh again."""

    changed: bool


@dataclass(frozen=True, slots=True)
class NetworkSeen:
    """What the sender last knew of the network.

    Attributes:
        clock_error: how far the laptop's clock is ahead of the servers', negative where it is behind; None where it is
            right or nothing is known.
    """

    online: bool
    clock_error: timedelta | None = None


@dataclass(frozen=True, slots=True)
class VaultChanged:
    """The keyring's state changed; `state` is a `VaultState` value."""

    state: str


@dataclass(frozen=True, slots=True)
class WorkspaceChanged:
    """The store was opened or closed."""

    state: Literal["locked", "open", "new"]


Event = (
    PostSaved
    | PostRemoved
    | DeliveriesChanged
    | AccountsChanged
    | SettingsChanged
    | HoldChanged
    | GuidelinesChanged
    | NetworkSeen
    | VaultChanged
    | WorkspaceChanged
)


class Events:
    """Hands events to listeners, on the thread that publishes them."""

    def __init__(self) -> None:
        """Start with no listener."""
        self._listeners: list[Callable[[Event], None]] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` for each event from now on.

        Returns:
            A function that ends it.
        """
        with self._lock:
            self._listeners.append(listener)

        def end() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return end

    def publish(self, event: Event) -> None:
        """Hand `event` to every listener."""
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(event)
