"""The social networks: one file or folder each, and `NETWORKS`, the registry.

A network is added by its file, one entry here, and one subclass of the contract test in `tests/contracts/`.
"""

from __future__ import annotations

import threading
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from embassy_assistant.net import Client, NetSettings, ServerClock, trust
from embassy_assistant.networks.bluesky import BlueskyNetwork
from embassy_assistant.networks.mastodon import MastodonNetwork
from embassy_assistant.networks.practice import PracticeNetwork
from embassy_assistant.networks.setup import NetworkSetup

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.network import Network
    from embassy_assistant.domain.ports import Alone

NETWORKS: Final[tuple[Callable[[NetworkSetup], Network], ...]] = (
    BlueskyNetwork,
    MastodonNetwork,
    PracticeNetwork,
)


class Connection(Protocol):
    """How to reach the internet from here."""

    @property
    def proxy(self) -> str:
        """Address of a proxy; empty for none."""
        ...

    @property
    def authority(self) -> str:
        """Path of a private authority's PEM file; empty for none."""
        ...


class Registry:
    """The networks of one workspace, all over one way to the internet that may change while the program runs.

    Attributes:
        clock: what their servers say of the time.
    """

    def __init__(
        self, connection: Callable[[], Connection], practice_directory: Path, alone: Alone = nullcontext
    ) -> None:
        """Build every network.

        Args:
            connection: asked before each request.
            practice_directory: where the practice network lives.
            alone: see `NetworkSetup`.
        """
        self.clock = ServerClock()
        self._connection = connection
        self._lock = threading.Lock()
        self._trusted: tuple[str, ssl.SSLContext] | None = None
        setup = NetworkSetup(self.client, practice_directory, alone=alone, ahead=self.clock.ahead)
        networks = [build(setup) for build in NETWORKS]
        self._networks = {network.name: network for network in networks}

    def get(self, name: str) -> Network:
        """Return the network called `name`.

        Raises:
            KeyError: there is none.
        """
        return self._networks[name]

    def all(self) -> Sequence[Network]:
        """Return all of them, in the order of `NETWORKS`."""
        return tuple(self._networks.values())

    def client(self) -> Client:
        """Return a client for the settings of this moment.

        Loading the authorities takes a while, so they are kept; the client is not, for it holds the proxy's password,
        which must not outlive the moment in which the drafts are locked.
        """
        wanted = self._connection()
        authority = Path(wanted.authority) if wanted.authority else None
        with self._lock:
            if self._trusted is None or self._trusted[0] != wanted.authority:
                self._trusted = wanted.authority, trust(authority)
            trusted = self._trusted[1]
        return Client(NetSettings(proxy=wanted.proxy, ca_file=authority), self.clock, trusted)
