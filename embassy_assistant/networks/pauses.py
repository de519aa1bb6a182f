"""How long a server asks us to wait, in all the ways that servers say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import RateLimited

if TYPE_CHECKING:
    from embassy_assistant.net import Reply

_LEFT: Final = ("ratelimit-remaining", "x-ratelimit-remaining")
# Pictures are asked after, the post is made, and it may have to be read back.
_REQUESTS_OF_A_POST: Final = 10
_HEADERS: Final = ("ratelimit-reset", "x-ratelimit-reset", "retry-after")
_LONGEST_PAUSE: Final = 25 * 3600.0
_USUAL_PAUSE: Final = 300.0
_LONGEST_NUMBER: Final = 12
# Seconds of the epoch since 2001; a smaller number counts from now.
_A_MOMENT: Final = 1_000_000_000


def retry_at(reply: Reply, now: datetime) -> datetime:
    """Return when to ask again.

    `ratelimit-reset` is a time of the server's clock, as Bluesky's own servers send it, or seconds from now, as the
    IETF draft on rate limit headers has it; Mastodon's `x-ratelimit-reset` is a date (ISO 8601); `retry-after` is
    seconds or a date (RFC 9110, section 10.2.3).

    Args:
        reply: an answer with status 429.
        now: by our clock, aware UTC; the difference to the server's `Date` is allowed for.
    """
    server_now = (reply.date or now).timestamp()
    asked = (_seconds(reply.headers.get(name, ""), server_now) for name in _HEADERS)
    pause = next((seconds for seconds in asked if seconds is not None), _USUAL_PAUSE)
    return now + timedelta(seconds=min(max(pause, 1.0), _LONGEST_PAUSE))


def check_budget(reply: Reply, now: datetime, handle: str) -> None:
    """Return if the server lets us make all the requests that a post may need; one that does not say lets us.

    Args:
        reply: any answer of this moment.
        now: by our clock, aware UTC.
        handle: whose budget it is, for the sentence.

    Raises:
        RateLimited: it does not; nothing was done.
    """
    left = next((said for name in _LEFT if (said := reply.headers.get(name, "").strip())), "")
    if left.isdecimal() and len(left) <= _LONGEST_NUMBER and int(left) < _REQUESTS_OF_A_POST:
        raise RateLimited(retry_at=retry_at(reply, now), handle=handle)


def _seconds(said: str, server_now: float) -> float | None:
    """Return how long from now, by the server's clock, a header asks to wait; None where it does not say."""
    said = said.strip()
    if said.isdecimal() and len(said) <= _LONGEST_NUMBER:
        number = int(said)
        return number - server_now if number >= _A_MOMENT else number
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = read(said)
            # A server that names no zone means its own: UTC, as in all else it says.
            return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp() - server_now
        except (ValueError, OverflowError):
            continue
    return None
