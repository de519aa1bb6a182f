"""HTTP, and the one question the outbox asks of it: did a byte of this request leave the machine?

Every exchange has a connection of its own and happens once: no retry, no redirect, no cookie, nothing read from the
environment (a `.netrc` would replace a bearer token, a proxy variable would send it elsewhere). A failure says through
`left_the_machine` whether an application byte was handed to the socket; this is recorded where it happens, since the
class of an exception does not tell (an `SSLError` can come after the whole request has arrived).

Nothing is logged here: a log line with an address, a header or a body is how a token gets out.
"""

from __future__ import annotations

import ipaddress
import json
import logging
import socket
import ssl
import threading
from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path  # noqa: TC003 - a field of a dataclass that settings are read into
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from embassy_assistant import __version__
from embassy_assistant.domain.errors import CertificateRefused, NeedsOfficer, RequestFailed, ServerTrouble

if TYPE_CHECKING:
    from urllib3.poolmanager import PoolManager, ProxyManager

_CHUNK: Final = 64 * 1024
_BODY_HEADERS: Final = frozenset({"content-length", "transfer-encoding"})

# What fails is raised; the library's own lines would name the addresses that were asked for.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how large an exchange may be.

    Attributes:
        connect: seconds for the connection and for each step of the handshake.
        read: seconds between two pieces of the answer.
        total: seconds for the whole exchange, however slowly it drips. Looking up the name comes on top.
        answer_bytes: the most bytes of an answer, counted after decompression.
    """

    connect: float = 10.0
    read: float = 30.0
    total: float = 90.0
    answer_bytes: int = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class NetSettings:
    """How this machine reaches the internet.

    Attributes:
        proxy: such as `http://name:password@proxy.mission:3128`; empty for none. Loopback never goes through it.
        ca_file: PEM file of a private authority, trusted besides the public ones.
    """

    proxy: str = ""
    ca_file: Path | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    limits: Limits | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, whatever its status.

    Attributes:
        headers: without regard to case.
        body: decompressed.
        date: the server's own clock, aware UTC; None where it sent none that can be read.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    date: datetime | None = None

    @property
    def ok(self) -> bool:
        """Whether the status is of the 200s."""
        return 200 <= self.status < 300

    def json(self) -> dict[str, Any]:
        """Return the body as a JSON object.

        Raises:
            ServerTrouble: it is none: a captive portal, a proxy's page, half an answer.
        """
        try:
            value = json.loads(self.body)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise ServerTrouble("network.not-the-server", status=self.status)
        return value


class Client:
    """Makes exchanges; may be used from several threads."""

    def __init__(self, settings: NetSettings | None = None) -> None:
        """Read the private authority.

        Raises:
            NeedsOfficer: `ca_file` holds no certificate, or the proxy's address is none.
        """
        self.settings = settings or NetSettings()
        self._context = _trust(self.settings.ca_file)
        if self.settings.proxy and not _is_proxy(self.settings.proxy):
            raise NeedsOfficer("settings.proxy-unusable")

    def exchange(self, request: Request) -> Reply:
        """Send a request once and return the whole answer.

        Args:
            request: what to send. Redirects are answers like any other.

        Raises:
            CertificateRefused: TLS did not verify; nothing was sent.
            RequestFailed: no whole answer within the limits.
        """
        limits = request.limits or self.settings.limits
        ledger = _Ledger()
        adapter = _OnceAdapter(ledger, self._context)
        watchdog = threading.Timer(limits.total, ledger.give_up)
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._once(adapter, _prepare(request), limits, ledger)
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise _failure(error, ledger, request.url) from None
        finally:
            watchdog.cancel()
            adapter.close()

    def _once(self, adapter: HTTPAdapter, prepared: requests.PreparedRequest, limits: Limits, ledger: _Ledger) -> Reply:
        """Send, read up to the cap, and notice an answer that the watchdog cut short."""
        proxy = "" if _is_loopback(prepared.url or "") else self.settings.proxy
        response = adapter.send(
            prepared,
            stream=True,
            timeout=(limits.connect, limits.read),
            proxies={"http": proxy, "https": proxy} if proxy else {},
        )
        body = bytearray()
        with response:
            for chunk in response.iter_content(_CHUNK):
                body += chunk
                if len(body) > limits.answer_bytes:
                    raise _TooLargeError
        if ledger.gave_up:
            raise TimeoutError
        headers = response.headers
        if not body and response.status_code == requests.codes.ok and not _BODY_HEADERS & {h.lower() for h in headers}:
            # An answer that breaks off in its head is taken for one with no body.
            raise ConnectionError
        return Reply(response.status_code, headers, bytes(body), _read_date(headers.get("Date", "")))


class _TooLargeError(ValueError):
    """The answer is over the cap."""


class _Ledger:
    """What is known of one exchange while it runs: whether a byte went out, and whether its time is up."""

    def __init__(self) -> None:
        self.left_the_machine = False
        self.gave_up = False
        self._connection: HTTPConnection | None = None

    def opened(self, connection: HTTPConnection) -> None:
        """Remember whose socket to shut down."""
        self._connection = connection

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
        sock = getattr(self._connection, "sock", None)
        if sock is not None:
            try:
                # Past the TLS layer: its own shutdown would take the session away from under the reading thread.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                return


class _Recorded(HTTPConnection):
    """A connection that notes the first byte of the request itself.

    What `connect` sends (the TLS handshake, a proxy's CONNECT) is none of the request's bytes.
    """

    ledger: _Ledger
    _connected = False

    def connect(self) -> None:
        self.ledger.opened(self)
        super().connect()
        self._connected = True

    def send(self, data: Any) -> None:  # noqa: ANN401 - as declared by http.client
        if self.sock is None:
            self.connect()
        if self._connected:
            self.ledger.sending()
        super().send(data)


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


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    """Return the authorities of the system with the private one; the library adds the public ones it carries."""
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as error:
            raise NeedsOfficer("settings.ca-unusable", path=str(ca_file)) from error
    return context


def _is_proxy(address: str) -> bool:
    """Tell whether an address can be a proxy's."""
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _is_loopback(url: str) -> bool:
    """Tell whether an address stays on this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _read_date(value: str) -> datetime | None:
    """Read an HTTP date."""
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
