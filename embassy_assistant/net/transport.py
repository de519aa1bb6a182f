"""One exchange on a connection of its own; `requests` and `urllib3` live here and nowhere else."""

from __future__ import annotations

import base64
import logging
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from embassy_assistant import __version__
from embassy_assistant.domain.errors import CertificateRefused, RequestFailed
from embassy_assistant.net.exchange import Incoming, Limits, Reply, Request
from embassy_assistant.net.record import note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from urllib3.poolmanager import PoolManager, ProxyManager

_CHUNK: Final = 64 * 1024
_PIECE: Final = 16 * 1024
# Who asks through a proxy must say who it is, or was not believed (RFC 9110, section 15.5.8).
_PROXY_ASKS: Final = 407
# How the standard library words that a proxy opened no tunnel.
_NO_TUNNEL: Final = f"Tunnel connection failed: {_PROXY_ASKS}"
_BODY_HEADERS: Final = frozenset({"content-length", "transfer-encoding"})

# What fails is raised; the library's own lines would name the addresses that were asked for.
_LIBRARY_LOG: Final = logging.getLogger("urllib3")
_LIBRARY_LOG.addHandler(logging.NullHandler())
_LIBRARY_LOG.propagate = False


def send_once(request: Request, limits: Limits, proxy: str, context: ssl.SSLContext) -> Reply:
    """Send a request once and return the whole answer.

    Args:
        request: what to send.
        limits: how long and how large.
        proxy: address of a proxy; empty for none.
        context: whom to trust.

    Raises:
        CertificateRefused: TLS did not verify; nothing was sent.
        RequestFailed: no whole answer within the limits.
    """
    exchange = _Exchange(request, limits)
    with exchange.response(proxy, context) as response:
        body = b"".join(exchange.pieces(response.iter_content(_CHUNK), response))
        return Reply(response.status_code, response.headers, body, _read_date(response.headers.get("Date", "")))


@contextmanager
def receive_once(request: Request, limits: Limits, proxy: str, context: ssl.SSLContext) -> Iterator[Incoming]:
    """Send a request once and hand out the answer while it comes, so that what came stays when the rest does not.

    Args:
        request: what to send.
        limits: how long and how large.
        proxy: address of a proxy; empty for none.
        context: whom to trust.

    Raises:
        CertificateRefused: TLS did not verify; nothing was sent.
        RequestFailed: no answer within the limits; raised by the pieces too, where it breaks off.
    """
    exchange = _Exchange(request, limits)
    with exchange.response(proxy, context) as response:
        # One read of the socket each: a longer one would lose what came before the connection broke.
        read = partial(response.raw.read1, _CHUNK, decode_content=True)
        pieces = exchange.pieces(iter(read, b""), response)
        yield Incoming(response.status_code, response.headers, pieces, _read_date(response.headers.get("Date", "")))


class _Exchange:
    """One exchange from its first byte to its last; whatever fails in it is worded in one place."""

    def __init__(self, request: Request, limits: Limits) -> None:
        self._request = request
        self._limits = limits
        self._ledger = _Ledger()
        self._began = time.monotonic()

    @contextmanager
    def response(self, proxy: str, context: ssl.SSLContext) -> Iterator[requests.Response]:
        """Send the request and hand out the answer with its head read; the connection ends with the block."""
        adapter = _OnceAdapter(self._ledger, context)
        watchdog = threading.Timer(self._limits.total, self._ledger.give_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            with self._worded():
                response = adapter.send(
                    _prepare(self._request),
                    stream=True,
                    timeout=(self._limits.connect, self._limits.read),
                    proxies={"http": proxy, "https": proxy} if proxy else {},
                )
                if proxy and response.status_code == _PROXY_ASKS:
                    response.close()
                    raise _ProxyAsksError
            with response:
                yield response
        finally:
            watchdog.cancel()
            adapter.close()
            self._ledger.close()

    def pieces(self, pieces: Iterable[bytes], response: requests.Response) -> Iterator[bytes]:
        """Hand on the body up to the cap, and notice where the watchdog or the server cut it short."""
        size = 0
        coming = iter(pieces)
        while True:
            with self._worded():
                piece = next(coming, b"")
                size += len(piece)
                if size > self._limits.answer_bytes:
                    raise _TooLargeError
                if not piece:
                    self._check_end(size, response)
            if not piece:
                note(self._request, time.monotonic() - self._began, str(response.status_code), size)
                return
            yield piece

    def _check_end(self, size: int, response: requests.Response) -> None:
        if self._ledger.gave_up:
            raise TimeoutError
        if (
            not size
            and response.status_code == requests.codes.ok
            and not _BODY_HEADERS & {*map(str.lower, response.headers)}
        ):
            # An answer that breaks off in its head is taken for one with no body.
            raise ConnectionError

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            failure = _failure(error, self._ledger, self._request.url)
            note(self._request, time.monotonic() - self._began, failure.id)
            raise failure from None


class _TooLargeError(ValueError):
    """The answer is over the cap."""


class _ProxyAsksError(ValueError):
    """The proxy answered in the server's place that it wants a name and a password."""


class _Ledger:
    """What is known of one exchange while it runs: whether a byte went out, and whether its time is up."""

    def __init__(self) -> None:
        self.left_the_machine = False
        self.gave_up = False
        self._line: socket.socket | None = None

    def opened(self, line: socket.socket) -> None:
        """Remember the way to end the exchange: another handle on its socket, whatever is wrapped around that."""
        self.close()
        self._line = line

    def close(self) -> None:
        """Let the handle go."""
        if self._line is not None:
            self._line.close()

    def sending(self) -> None:
        """Note that the next call hands bytes to the socket.

        Noted before, not after: a call that fails may have handed over some of them.
        """
        if self.gave_up:
            raise TimeoutError
        self.left_the_machine = True

    def give_up(self) -> None:
        """Wake the thread that waits on the socket; runs on the watchdog's thread."""
        self.gave_up = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


class _Recorded(HTTPConnection):
    """A connection that notes the first byte of the request itself.

    What `connect` sends (the TLS handshake, a proxy's CONNECT) is none of the request's bytes.
    """

    ledger: _Ledger
    _connected = False

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        self.ledger.opened(sock.dup())
        return sock

    def connect(self) -> None:
        super().connect()
        self._connected = True

    def send(self, data: Any) -> None:  # noqa: ANN401 - as declared by http.client
        if self.sock is None:
            self.connect()
        if not self._connected:
            super().send(data)
            return
        # A socket's timeout is for one call, whatever its size: a picture over a slow line must not be one call.
        for start in range(0, len(data), _PIECE):
            self.ledger.sending()
            super().send(data[start : start + _PIECE])


class _RecordedTLS(_Recorded, HTTPSConnection):
    """The same over TLS: `send` is called with what the TLS socket is handed."""


class _OnceAdapter(HTTPAdapter):
    """Connections of one exchange, all of them noted in its ledger."""

    def __init__(self, ledger: _Ledger, context: ssl.SSLContext) -> None:
        self._ledger = ledger
        self._context = context
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as declared by requests
        super().init_poolmanager(*args, ssl_context=self._context, **kwargs)
        self._record(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> ProxyManager:  # noqa: ANN401 - as declared by requests
        manager: ProxyManager = super().proxy_manager_for(
            proxy, ssl_context=self._context, proxy_ssl_context=self._context, **kwargs
        )
        self._record(manager)
        return manager

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        """Say who asks, in UTF-8 (RFC 7617, section 2.1): the library knows Latin-1 only, which has no Ukrainian."""
        name, password = requests.utils.get_auth_from_url(proxy)
        who = base64.b64encode(f"{name}:{password}".encode()).decode("ascii")
        return {"Proxy-Authorization": f"Basic {who}"} if name else {}

    def _record(self, manager: PoolManager) -> None:
        """Make the manager build connections that know this exchange's ledger."""
        noted = {"ledger": self._ledger}
        manager.pool_classes_by_scheme = {
            "http": type("_Pool", (HTTPConnectionPool,), {"ConnectionCls": type("_Plain", (_Recorded,), noted)}),
            "https": type("_PoolTLS", (HTTPSConnectionPool,), {"ConnectionCls": type("_TLS", (_RecordedTLS,), noted)}),
        }


def _prepare(request: Request) -> requests.PreparedRequest:
    """Build the request with nothing in it but what was asked for."""
    headers = CaseInsensitiveDict({"User-Agent": f"EmbassyAssistant/{__version__}", "Accept": "application/json"})
    headers.update(request.headers)
    headers["Connection"] = "close"
    return requests.Request(request.method, request.url, headers=headers, data=request.body).prepare()


def _failure(error: Exception, ledger: _Ledger, url: str) -> RequestFailed:
    """Word a failure; whether something left is the ledger's to say, never the exception's."""
    left = ledger.left_the_machine
    host = urlsplit(url).hostname or ""
    causes = list(_causes(error))
    if not left and any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return CertificateRefused(host=host)
    if ledger.gave_up or any(isinstance(cause, TimeoutError | requests.Timeout) for cause in causes):
        return RequestFailed("network.timeout", left_the_machine=left, host=host)
    if isinstance(error, _TooLargeError):
        return RequestFailed("network.answer-too-large", left_the_machine=left, host=host)
    if any(isinstance(cause, _ProxyAsksError) or str(cause).startswith(_NO_TUNNEL) for cause in causes):
        return RequestFailed("network.proxy-password", left_the_machine=left, host=host)
    if any(isinstance(cause, requests.exceptions.ProxyError) for cause in causes):
        return RequestFailed("network.proxy", left_the_machine=left, host=host)
    if not left:
        return RequestFailed("network.unreachable", left_the_machine=left, host=host)
    return RequestFailed("network.no-answer", left_the_machine=left, host=host)


def _causes(error: BaseException) -> list[BaseException]:
    """Return an exception with everything it wraps: as its cause, its context, its `reason` or an argument."""
    seen: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        current = waiting.pop()
        if isinstance(current, BaseException) and current not in seen:
            seen.append(current)
            waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]
    return seen


def _read_date(value: str) -> datetime | None:
    """Read an HTTP date."""
    try:
        date = parsedate_to_datetime(value)
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
