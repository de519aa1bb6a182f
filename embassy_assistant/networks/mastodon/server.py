"""What a server says of itself: which program it runs, and its limits.

Sources: Mastodon's documentation of `GET /api/v2/instance` and of `GET /api/v1/instance`; NodeInfo 2.x for the program.
What a server does not say is as Mastodon documents it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from embassy_assistant.domain.account import TextRules
from embassy_assistant.domain.errors import AssistantError, ServerTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.net import Reply

RULES: Final = TextRules(
    counter="mastodon",
    limit=500,
    link_length=23,
    unit="characters",
    images=4,
    image_bytes=16 * 1024 * 1024,
    alt_limit=1_500,
    warning_counts=True,
    poll_options=4,
    poll_option_limit=50,
)
_ROOMY: Final = 100_000


@dataclass(frozen=True, slots=True)
class Described:
    """A server, as it describes itself.

    Attributes:
        software: name and version in lower case, `mastodon 4.5.2`; the name alone decides what it can do.
        host: the part of a full handle after the `@`.
    """

    software: str
    host: str
    limits: TextRules


def describe(ask: Callable[[str], Reply], server: str) -> Described:
    """Ask a server what it is.

    Args:
        ask: makes a GET request for a path.
        server: its address.

    Raises:
        AssistantError: it does not answer, or not as a server of this interface.
    """
    reply = ask("/api/v2/instance")
    if reply.status in {401, 403, 404, 405, 410, 501}:
        reply = ask("/api/v1/instance")
    if not reply.ok:
        raise ServerTrouble("network.not-the-server", status=reply.status)
    said = reply.json()
    host = str(said.get("domain") or said.get("uri") or urlsplit(server).netloc)
    host = host.partition("://")[2] or host
    return Described(_software(ask), host, _limits(said))


def _software(ask: Callable[[str], Reply]) -> str:
    """Return what NodeInfo says; empty where there is none."""
    try:
        links = ask("/.well-known/nodeinfo").json().get("links")
        paths = [urlsplit(str(link.get("href", ""))).path for link in links or () if isinstance(link, dict)]
        software = ask(paths[-1]).json().get("software") if paths else None
        if isinstance(software, dict):
            return f"{software.get('name', '')} {software.get('version', '')}".strip().lower()
    except AssistantError:
        pass
    return ""


def _limits(said: dict[str, Any]) -> TextRules:
    """Return the limits; a number that cannot be one counts as not said."""
    configuration = _part(said, "configuration")
    statuses, media, polls = (_part(configuration, name) for name in ("statuses", "media_attachments", "polls"))
    limit = _number(statuses, "max_characters") or _number(said, "max_toot_chars") or RULES.limit
    return replace(
        RULES,
        limit=min(limit, _ROOMY),
        link_length=_number(statuses, "characters_reserved_per_url") or RULES.link_length,
        images=_number(statuses, "max_media_attachments") or RULES.images,
        image_bytes=_number(media, "image_size_limit") or RULES.image_bytes,
        alt_limit=_number(media, "description_limit") or RULES.alt_limit,
        poll_options=_number(polls, "max_options") or RULES.poll_options,
        poll_option_limit=_number(polls, "max_characters_per_option") or RULES.poll_option_limit,
    )


def _part(said: dict[str, Any], name: str) -> dict[str, Any]:
    part = said.get(name)
    return part if isinstance(part, dict) else {}


def _number(said: dict[str, Any], name: str) -> int | None:
    number = said.get(name)
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None
