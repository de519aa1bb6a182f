"""What signing in in a browser needs from outside; `app/wiring.py` hands it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import threading


class Loopback(Protocol):
    """A listener on this machine that a browser comes back to once."""

    redirect: str

    def wait(self, stop: threading.Event) -> Mapping[str, str] | None:
        """Return the query that the browser brought, None once `stop` was set. Blocks."""
        ...

    def close(self) -> None:
        """Stop listening."""
        ...


OpenLoopback = Callable[[str], "Loopback"]
"""Language of the page that the browser shows -> a listener; raises `Unusable` (`sign-in.no-port`) where none opens."""
