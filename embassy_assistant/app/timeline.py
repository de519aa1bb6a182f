"""What anybody would see on the practice network: read from its server, not from our own records."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from embassy_assistant.net import Client, Request
from embassy_assistant.networks.practice import is_running, read_address

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Seen:
    """A post on a timeline.

    Attributes:
        languages: as the post itself says.
        alts: of its pictures, in order.
    """

    handle: str
    key: str
    url: str
    text: str
    languages: tuple[str, ...]
    alts: tuple[str, ...]


def read(home: Path, handles: Iterable[str]) -> list[Seen]:
    """Return every post on the timelines of `handles`; the practice server of `home` must answer."""
    address = read_address(home)
    if address is None:
        return []
    client = Client()
    return [
        Seen(
            handle,
            str(post["key"]),
            str(post["url"]),
            str(post["text"]),
            tuple(post["languages"]),
            tuple(str(picture["alt"]) for picture in post["pictures"]),
        )
        for handle in handles
        for post in client.exchange(Request("GET", f"{address.url}/accounts/{quote(handle)}/posts")).json()["posts"]
    ]


def page(home: Path, handle: str) -> str:
    """Return the address of an account's timeline."""
    address = read_address(home)
    return f"{address.url}/timeline/{quote(handle)}" if address else ""


def stop(home: Path) -> None:
    """Ask the practice server of `home` to end; nothing happens when none runs."""
    address = read_address(home)
    if address is not None and is_running(home):
        os.kill(address.pid, signal.SIGTERM)
