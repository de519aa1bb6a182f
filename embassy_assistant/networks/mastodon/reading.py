"""Whether a status that was read back is the one that was to be sent."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urlsplit

from typing_extensions import override

from embassy_assistant.domain.delivery import Published
from embassy_assistant.domain.errors import ServerTrouble

_CHANGING: Final = re.compile(r"\d{10}([0-9a-f]{32})")
_SPACE: Final = re.compile(r"\s+")
# A server shows a mention of `@name@host` as `@name`.
_MENTION: Final = re.compile(r"@([\w.-]+)@[\w.-]+\w")


class _Words(HTMLParser):
    """The words of a status, with its breaks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"br", "p"}:
            self.parts.append("\n")

    @override
    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words_of(status: dict[str, Any]) -> str:
    """Return the text of a status: its source where the server gives it, else its page without the marks."""
    source = status.get("text")
    if isinstance(source, str) and source:
        return source
    words = _Words()
    words.feed(str(status.get("content", "")))
    words.close()
    return "".join(words.parts).strip()


def alike(text: str, other: str) -> bool:
    """Whether two texts say the same, whatever a server does to spaces and mentions."""
    return _bare(text) == _bare(other)


def matches(status: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether `status` is what the publishing request `wanted` asked for."""
    return alike(words_of(status), wanted["status"]) and shaped(status, wanted)


def shaped(status: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether `status` has all that the publishing request `wanted` asked for besides its text."""
    return (
        alike(str(status.get("spoiler_text") or ""), wanted.get("spoiler_text", ""))
        and len(status.get("media_attachments") or ()) == len(wanted.get("media_ids", ()))
        and same_id(status.get("in_reply_to_id") or "", wanted.get("in_reply_to_id", ""))
        and bool(status.get("poll")) == ("poll" in wanted)
    )


def same_id(first: object, second: object) -> bool:
    """Whether two ids name one status: snac2 puts the time of its last change before what does not change."""
    changing = [_CHANGING.fullmatch(str(each)) for each in (first, second)]
    return first == second or (all(changing) and len({match[1] for match in changing if match}) == 1)


def corrected(status: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether `status` says what a correction asked for: its text, its warning and what it says of its pictures."""
    described = [str(item.get("description") or "") for item in status.get("media_attachments") or ()]
    asked = [item["description"] for item in wanted.get("media_attributes", ())]
    return (
        alike(words_of(status), wanted["status"])
        and alike(str(status.get("spoiler_text") or ""), wanted.get("spoiler_text", ""))
        and described[: len(asked)] == asked
    )


def kept_words(kept: dict[str, Any], wanted: dict[str, Any]) -> bool | None:
    """Whether what a server keeps for later has the text that was asked for; None where it does not say."""
    said = kept.get("params")
    text = (said.get("text") or said.get("status")) if isinstance(said, dict) else None
    return alike(text, wanted["status"]) if isinstance(text, str) else None


def published_of(status: dict[str, Any]) -> Published:
    """Read where a status is; one without an address is kept by the server for later."""
    number = status.get("id")
    if not isinstance(number, str) or not number:
        raise ServerTrouble("network.not-the-server")
    url = str(status.get("url") or status.get("uri") or "")
    parked = "scheduled_at" in status and not url
    return Published(json.dumps({"id": number}), url if urlsplit(url).scheme in {"http", "https"} else "", parked)


def _bare(text: str) -> str:
    return _SPACE.sub(" ", _MENTION.sub(r"@\1", text)).strip()
