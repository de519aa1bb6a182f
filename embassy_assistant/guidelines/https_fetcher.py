"""A repository on a web server, handed to `tuf` piece by piece over links that break.

What arrived stays: after a cut only the rest is asked for (RFC 9110, section 14), as long as tries bring something.
A server that keeps the line open and sends next to nothing is given up. Nothing that comes is believed: whether the
pieces of several answers make one file is for `tuf` to verify.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface

from embassy_assistant.domain.errors import RequestFailed, TryLater, Unusable
from embassy_assistant.guidelines.limits import PACK_BYTES
from embassy_assistant.guidelines.partial import strong
from embassy_assistant.net import Limits, Request, is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embassy_assistant.guidelines.partial import Partial
    from embassy_assistant.net import Client, Incoming

_EXCHANGE: Final = Limits(connect=15, read=30, total=120, answer_bytes=PACK_BYTES)
_OK, _PART, _BEYOND, _TOO_MANY, _TROUBLE = 200, 206, 416, 429, 500
# Seconds before each further try of those that brought next to nothing.
_WAITS: Final = (0.5, 1.0, 2.0, 4.0)
_SOMETHING: Final = 1024
# A file may take this long for nothing, and then as long as the slowest line worth waiting for takes: bytes a second.
_GRACE: Final = 60.0
_SLOWEST: Final = 512


class HttpsFetcher(FetcherInterface):
    """Fetches the files of a repository, each over as many connections as it takes."""

    def __init__(
        self,
        client: Client,
        partial: Partial | None = None,
        wait: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """Fetch with `client`.

        Args:
            client: Makes the exchanges.
            partial: Where what arrived of a file outlives this run.
            wait: Lets a number of seconds pass.
            now: Counts seconds.
        """
        self._client = client
        self._partial = partial
        self._wait = wait
        self._now = now

    def _fetch(self, url: str) -> Iterator[bytes]:
        """Hand out a file in pieces.

        Raises:
            Unusable: The address is neither `https` nor on this machine.
            RequestFailed: Nothing arrives any more.
            TryLater: It arrives too slowly.
        """
        if not (url.startswith("https://") or is_loopback(url)):
            raise Unusable("guidelines.not-https", address=url)
        return self._pieces(_File(url))

    def _pieces(self, file: _File) -> Iterator[bytes]:
        if self._partial is not None and (begun := self._partial.take(file.url)):
            file.took(begun.data)
            file.version = begun.version
            yield begun.data
        try:
            yield from self._insisting(file)
        except (RequestFailed, TryLater):
            if self._partial is not None:
                self._partial.keep(file.url, file.version, bytes(file.data))
            raise
        except DownloadError:
            self._forget(file)
            raise
        self._forget(file)

    def _forget(self, file: _File) -> None:
        if self._partial is not None:
            self._partial.drop(file.url)

    def _insisting(self, file: _File) -> Iterator[bytes]:
        """Ask until the file is whole, as long as it comes."""
        began, before = self._now(), file.size
        waits = iter(_WAITS)
        while not file.whole:
            tried = file.size
            try:
                for piece in self._exchange(file):
                    self._keep_pace(began, file.size - before)
                    yield piece
                file.stride.held()
            except RequestFailed as error:
                if file.size - tried >= _SOMETHING:
                    file.stride.broke(file.size - tried)
                    waits = iter(_WAITS)
                    continue
                self._keep_pace(began, file.size - before)
                seconds = next(waits, None)
                # Before anything came, what did not even leave the machine means that there is no network.
                if seconds is None or not (file.size or error.left_the_machine):
                    raise
                self._wait(seconds)

    def _keep_pace(self, began: float, size: int) -> None:
        if self._now() - began > _GRACE + size / _SLOWEST:
            raise TryLater("guidelines.too-slow")

    def _exchange(self, file: _File) -> Iterator[bytes]:
        """Ask for what is missing, once, and hand out only that."""
        headers = {"Accept": "*/*", "Accept-Encoding": "identity"}
        if file.size:
            end = file.size + file.stride.bytes - 1 if file.stride.bytes else ""
            headers["Range"] = f"bytes={file.size}-{end}"
            if file.version:
                headers["If-Range"] = file.version
        with self._client.receive(Request("GET", file.url, headers, limits=_EXCHANGE)) as answer:
            known = _known(answer, file)
            before = file.size
            for piece in answer.pieces:
                new = piece[known:]
                known -= len(piece) - len(new)
                if new:
                    file.took(new, keep=self._partial is not None)
                    yield new
            if answer.status != _PART:
                file.whole = True
            elif file.size == before:
                raise RequestFailed("network.no-answer", left_the_machine=True, host="")
            else:
                file.whole = answer.headers["Content-Range"].endswith(f"/{file.size}")


class _File:
    """What is known of the file that is being fetched."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.size = 0
        self.whole = False
        self.version = ""
        self.data = bytearray()
        self.stride = _Stride()

    def took(self, piece: bytes, *, keep: bool = True) -> None:
        self.size += len(piece)
        if keep:
            self.data += piece


class _Stride:
    """How much to ask for at once: where a link breaks in the middle of a TLS record, what came of that one is lost.

    Attributes:
        bytes: The most that came over one connection before it broke; 0 for all there is.
    """

    def __init__(self) -> None:
        self.bytes = 0
        self._held = 0
        self._until_bolder = 8

    def held(self) -> None:
        """Note an answer that came whole; after some of them the link may have become better."""
        self._held += 1
        if self._held >= self._until_bolder:
            self.bytes, self._held, self._until_bolder = 0, 0, self._until_bolder * 2

    def broke(self, size: int) -> None:
        """Note how much of an answer came."""
        self.bytes, self._held = size, 0


def _known(answer: Incoming, file: _File) -> int:
    """Return how many bytes of an answer are here already.

    Raises:
        DownloadError: It is no answer to what was asked.
    """
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        # Packed where it was told not to be: what it would become has no bound.
        raise DownloadError(f"packed: {file.url!r}")
    if answer.status == _OK:
        version = answer.headers.get("ETag", "")
        if file.version and version != file.version:
            raise DownloadError(f"changed meanwhile: {file.url!r}")
        file.version = strong(version)
        return file.size
    told = answer.headers.get("Content-Range", "")
    if answer.status == _PART and file.size:
        if not told.startswith(f"bytes {file.size}-"):
            raise DownloadError(f"another part than was asked for: {file.url!r}")
        return 0
    if answer.status == _BEYOND and told == f"bytes */{file.size}":
        # All of the file is here, and whatever the answer says besides is none of it.
        return _EXCHANGE.answer_bytes
    if file.size and (answer.status >= _TROUBLE or answer.status == _TOO_MANY):
        raise RequestFailed("network.no-answer", left_the_machine=True, host="")
    raise DownloadHTTPError(f"{answer.status}: {file.url!r}", answer.status)
