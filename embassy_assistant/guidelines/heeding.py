"""A fetcher that asks before each piece whether it is still wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuf.ngclient import FetcherInterface

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Heeding(FetcherInterface):
    """Fetches through another fetcher until somebody wants no more of it; what had come by then that one keeps."""

    def __init__(self, fetcher: FetcherInterface, going_on: Callable[[], None]) -> None:
        """Fetch through `fetcher`; what `going_on` raises ends it."""
        self._fetcher = fetcher
        self._going_on = going_on

    def _fetch(self, url: str) -> Iterator[bytes]:
        """Hand on the pieces of the other fetcher."""
        self._going_on()
        for piece in self._fetcher.fetch(url):
            yield piece
            self._going_on()
