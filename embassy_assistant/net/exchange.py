"""What is sent and what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping  # noqa: TC003 - fields of dataclasses
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 - a field of a dataclass
from pathlib import Path  # noqa: TC003 - a field of a dataclass
from typing import Any

from embassy_assistant.domain.errors import ServerTrouble


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how large an exchange may be.

    Attributes:
        connect: seconds for the connection, for each step of the handshake and for each piece of the request.
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

    proxy: str = field(default="", repr=False)
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
class Incoming:
    """An answer that is still coming, whatever its status.

    Attributes:
        headers: without regard to case.
        pieces: the body, decompressed, as it comes; raises what an exchange raises where it breaks off.
        date: the server's own clock, aware UTC; None where it sent none that can be read.
    """

    status: int
    headers: Mapping[str, str] = field(repr=False)
    pieces: Iterator[bytes] = field(repr=False)
    date: datetime | None = None


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
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            raise ServerTrouble("network.not-the-server", status=self.status)
        return value
