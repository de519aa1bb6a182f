"""What Bluesky's servers answer, turned one by one into the errors of this program.

Sources: the `errors` of each lexicon under `com.atproto`, "HTTP API (XRPC)" of the AT Protocol for the shape
`{"error", "message"}` and the statuses, "Rate Limits" of the Bluesky documentation for the headers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import AssistantError, NetworkRefused, ServerTrouble, SignInAgain
from embassy_assistant.networks.answers import problem_by_status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from embassy_assistant.net import Reply

_GATE: Final[Mapping[str, str]] = {
    # com.atproto.server.createSession
    "AuthFactorTokenRequired": "account.app-password-needed",
    "AccountTakedown": "account.taken-down",
    # com.atproto.server.refreshSession, and every request with a session
    "ExpiredToken": "account.sign-in-again",
    "InvalidToken": "account.sign-in-again",
    "AuthMissing": "account.sign-in-again",
    "AuthenticationRequired": "account.sign-in-again",
    "BadJwtAudience": "account.sign-in-again",
    "AccountNotFound": "account.not-there",
    # com.atproto.sync.defs: what a host says of an account that is not active
    "AccountDeactivated": "account.deactivated",
    "AccountSuspended": "account.suspended",
    "RepoTakendown": "account.taken-down",
    "RepoSuspended": "account.suspended",
    "RepoDeactivated": "account.deactivated",
}
"""The server did nothing, and will do nothing for this account until a person acts."""

_REFUSALS: Final[Mapping[str, str]] = {
    "InvalidRequest": "network.refused",
    "InvalidRecord": "network.refused",
    "BlobNotFound": "network.picture-gone",
    "BlobTooLarge": "network.picture-too-large",
    "InvalidMimeType": "network.picture-kind",
    "InvalidSize": "network.refused",
    "UnsupportedMediaType": "network.picture-kind",
}
"""The allow-list: the server did nothing, and a repeat would be refused again."""

_INACTIVE: Final[Mapping[str, str]] = {
    "takendown": "account.taken-down",
    "suspended": "account.suspended",
    "deactivated": "account.deactivated",
}
"""`status` of an account that is not `active`, in the answers about a session."""


def name_of(reply: Reply) -> str:
    """Return the error's name, empty where the answer has none."""
    return str(reply.json().get("error", "")) if not reply.ok else ""


def check_active(answer: Mapping[str, object], handle: str) -> None:
    """Refuse a session of an account that may not publish.

    Raises:
        SignInAgain: it was taken down, suspended or deactivated.
    """
    if answer.get("active") is False:
        raise SignInAgain(_INACTIVE.get(str(answer.get("status")), "account.deactivated"), handle=handle)


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
    try:
        name = name_of(reply)
        message = str(reply.json().get("message", name))
    except ServerTrouble as trouble:
        return trouble
    if name in _GATE:
        return SignInAgain(_GATE[name], handle=handle)
    if reply.status == 401:
        return SignInAgain(handle=handle)
    if name in _REFUSALS and reply.status in {400, 415}:
        return NetworkRefused(_REFUSALS[name], reason=message, handle=handle)
    return ServerTrouble("network.unlisted-answer", status=reply.status, reason=name)
