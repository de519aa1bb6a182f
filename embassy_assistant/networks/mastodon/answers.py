"""What servers of Mastodon's interface answer, turned one by one into the errors of this program.

Sources: "API entities: Error" and the responses of each method in Mastodon's documentation; "Rate limits" for the
headers. Servers differ in their words, so the status decides.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.errors import AssistantError, NetworkRefused, RateLimited, ServerTrouble, SignInAgain
from embassy_assistant.networks.answers import problem_by_status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from embassy_assistant.net import Reply

_GATE: Final[Mapping[int, str]] = {
    401: "account.sign-in-again",
    # The token lacks a right, or the account was suspended: nothing goes out there until a person acts.
    403: "account.not-allowed",
}
_REFUSALS: Final[Mapping[int, str]] = {
    400: "network.refused",
    404: "network.refused",
    410: "network.refused",
    415: "network.picture-kind",
    422: "network.refused",
}
"""The allow-list: the server did nothing, and a repeat would be refused again."""

# "Cannot attach files that have not finished processing. Try again in a moment!" (Mastodon, PostStatusService)
_STILL_PROCESSING: Final = "finished processing"
_MOMENT: Final = timedelta(seconds=5)


def good(reply: Reply, handle: str) -> dict[str, Any]:
    """Return what a success says.

    Raises:
        AssistantError: see `problem`.
    """
    if not reply.ok:
        raise problem(reply, handle)
    return reply.json()


def problem(reply: Reply, handle: str) -> AssistantError:
    """Return the error that an answer other than a success stands for.

    Args:
        reply: the answer.
        handle: whose request it was, for the sentence.

    Returns:
        `ServerTrouble` for whatever is not listed above: it may have acted all the same.
    """
    plain = problem_by_status(reply, handle)
    if plain is not None:
        return plain
    reason = reason_of(reply)
    if reason is None:
        return ServerTrouble("network.not-the-server", status=reply.status)
    if reply.status in _GATE:
        return SignInAgain(_GATE[reply.status], handle=handle)
    if reply.status == 422 and _STILL_PROCESSING in reason:
        return RateLimited("network.picture-processing", retry_at=datetime.now(UTC) + _MOMENT, handle=handle)
    if reply.status in _REFUSALS:
        return NetworkRefused(_REFUSALS[reply.status], reason=reason, handle=handle)
    return ServerTrouble("network.unlisted-answer", status=reply.status, reason=reason)


def reason_of(reply: Reply) -> str | None:
    """Return why, in the server's words; None where the answer is not of this interface, such as a portal's page."""
    try:
        said = reply.json()
    except ServerTrouble:
        # snac2 says some refusals in HTML, with its name in a header.
        return "" if reply.headers.get("x-creator", "").startswith("snac/") else None
    return str(said.get("error_description") or said.get("error") or "")
