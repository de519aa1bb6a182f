"""The client: the connection settings of this machine, applied to each exchange."""

from __future__ import annotations

import ipaddress
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from embassy_assistant.domain.errors import NeedsOfficer
from embassy_assistant.net.clock import ServerClock
from embassy_assistant.net.exchange import NetSettings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from embassy_assistant.net.exchange import Incoming, Limits, Reply, Request


class Client:
    """Makes exchanges; may be used from several threads."""

    def __init__(
        self,
        settings: NetSettings | None = None,
        clock: ServerClock | None = None,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        """Read the private authority.

        Args:
            settings: how this machine reaches the internet.
            clock: told what the servers say of the time.
            trusted: what `trust` returned for the authority of `settings`, where it was read before.

        Raises:
            NeedsOfficer: `ca_file` holds no certificate, or the proxy's address is none.
        """
        self.settings = settings or NetSettings()
        self._clock = clock or ServerClock()
        self._context = trusted or trust(self.settings.ca_file)
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
        # requests takes 90 ms to import, which the window must not wait for; the first exchange is on another thread.
        from embassy_assistant.net.transport import send_once

        began = self._clock.counted()
        reply = send_once(request, self._limits(request), self._proxy(request), self._context)
        self._heard(reply.date, request, began)
        return reply

    @contextmanager
    def receive(self, request: Request) -> Iterator[Incoming]:
        """Send a request once and hand out the answer while it comes.

        Args:
            request: what to send. Redirects are answers like any other.

        Raises:
            CertificateRefused: TLS did not verify; nothing was sent.
            RequestFailed: no answer within the limits; raised by the pieces too, where the answer breaks off.
        """
        from embassy_assistant.net.transport import receive_once

        began = self._clock.counted()
        with receive_once(request, self._limits(request), self._proxy(request), self._context) as incoming:
            self._heard(incoming.date, request, began)
            yield incoming

    def _limits(self, request: Request) -> Limits:
        return request.limits or self.settings.limits

    def _proxy(self, request: Request) -> str:
        return "" if is_loopback(request.url) else self.settings.proxy

    def _heard(self, date: datetime | None, request: Request, began: float) -> None:
        if date is not None and request.url.lower().startswith("https://"):
            # In clear, whoever answered may be anybody.
            self._clock.heard(date, urlsplit(request.url).netloc, began)


def trust(ca_file: Path | None) -> ssl.SSLContext:
    """Return the authorities of the system with the private one; the library adds the public ones it carries.

    Raises:
        NeedsOfficer: `ca_file` holds no certificate.
    """
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


def is_loopback(url: str) -> bool:
    """Tell whether an address stays on this machine; one that readers of addresses read differently does not."""
    if "\\" in url or not url.isprintable() or " " in url:
        return False
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
