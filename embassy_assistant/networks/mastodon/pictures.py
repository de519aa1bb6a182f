"""Pictures on servers of Mastodon's interface: uploaded before the post, and perhaps worked on for a while after.

Source: "Media" of Mastodon's documentation of its interface.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from embassy_assistant.domain.errors import RateLimited, RequestFailed, ServerTrouble
from embassy_assistant.net.forms import multipart
from embassy_assistant.networks.mastodon.answers import good

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from embassy_assistant.domain.delivery import FrozenMedia
    from embassy_assistant.domain.network import SignedIn
    from embassy_assistant.networks.mastodon.session import Sessions


class Pictures:
    """Uploads pictures, and asks after them."""

    def __init__(self, sessions: Sessions, now: Callable[[], datetime]) -> None:
        """Ask through `sessions`."""
        self._sessions = sessions
        self._now = now

    def upload(self, item: FrozenMedia, account: SignedIn, data: bytes) -> str:
        """Upload a picture; the server may go on working on it after it has answered."""
        # snac2 takes two uploads of one name within a second for the same file; and a name may tell what it should not.
        name = f"{item.hash[:24]}{PurePath(item.name).suffix}"
        form = multipart({"description": item.alt}, "file", (name, data, item.mime))
        reply = self._sessions.ask(account, "POST", "/api/v2/media", upload=form)
        number = good(reply, account.account.handle).get("id")
        if not isinstance(number, str):
            raise ServerTrouble("network.not-the-server", status=reply.status)
        return number

    def wait(self, body: dict[str, Any], account: SignedIn) -> None:
        """Return when the server has done with the pictures.

        Raises:
            RateLimited: it is still at work; nothing was published.
        """
        for number in body.get("media_ids", ()):
            try:
                reply = self._sessions.ask(account, "GET", f"/api/v1/media/{quote(number, safe='')}")
                if reply.status == 200:
                    reply.json()  # The page of a captive portal does not say that a picture is ready.
            except (RequestFailed, ServerTrouble) as error:
                # Of the publishing request nothing has left.
                raise RequestFailed(error.id, left_the_machine=False, **error.parameters) from error
            if reply.status == 206:
                raise RateLimited("network.picture-processing", retry_at=self._now() + timedelta(seconds=3))
            if reply.status == 422:
                # "Error processing thumbnail for uploaded media": it will never be ready.
                good(reply, account.account.handle)
