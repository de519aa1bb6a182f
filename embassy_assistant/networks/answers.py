"""What an answer means on every network, whatever its words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import AssistantError, NetworkRefused, RateLimited, ServerTrouble
from embassy_assistant.networks.pauses import retry_at

if TYPE_CHECKING:
    from embassy_assistant.net import Reply


def problem_by_status(reply: Reply, handle: str) -> AssistantError | None:
    """Return the error of an answer that needs no reading; None where its words decide.

    Args:
        reply: an answer other than a success.
        handle: whose request it was, for the sentence.
    """
    if reply.status == 429:
        return RateLimited(retry_at=retry_at(reply, datetime.now(UTC)), handle=handle)
    if reply.status == 413:
        # Often said by what stands before the server, in a page of its own; either way nothing was taken.
        return NetworkRefused("network.picture-too-large", reason="", handle=handle)
    return ServerTrouble(status=reply.status) if reply.status >= 500 else None
