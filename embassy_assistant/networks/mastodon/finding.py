"""Finding out by reading whether a post is out: the account's statuses, and those that its server keeps for later."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from embassy_assistant.domain.errors import ServerTrouble
from embassy_assistant.domain.network import Sight, Sighting, SignedIn
from embassy_assistant.networks.mastodon.answers import good
from embassy_assistant.networks.mastodon.reading import (
    alike,
    kept_words,
    matches,
    published_of,
    same_id,
    shaped,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embassy_assistant.domain.delivery import Prepared, Published
    from embassy_assistant.net import Reply
    from embassy_assistant.networks.mastodon.session import Sessions

_PAGE: Final = 40
_PAGES: Final = 5
_SHOWN: Final = 3
_SOURCES: Final = 5
# Between the laptop's clock and the server's, when nothing better bounds how far to read.
_CLOCKS_APART: Final = timedelta(minutes=10)


class Statuses:
    """Reads what is out, and what will be."""

    def __init__(self, sessions: Sessions, now: Callable[[], datetime]) -> None:
        """Ask through `sessions`."""
        self._sessions = sessions
        self._now = now

    def newest(self, account: SignedIn) -> tuple[str, str]:
        """Return the id of the account's newest status, and the server's time as ISO 8601."""
        reply = self._sessions.ask(account, "GET", _path(account, 1))
        there = _objects(reply, account.account.handle)
        server_now = reply.date or self._now()
        return str(there[0].get("id", "")) if there else "", server_now.isoformat()

    def find(self, prepared: Prepared, wanted: dict[str, Any], account: SignedIn) -> Sighting:
        """Return what became of a publishing request, its payload read as `wanted`."""
        if prepared.at is not None:
            parked = self._parked(wanted["body"], account)
            if parked is not None:
                return Sighting(Sight.ONE, parked, wanted["body"]["status"])
        # What its server was to publish by itself is not out before its time, however much came out since.
        since = max(datetime.fromisoformat(wanted["since"]), prepared.at or datetime.min.replace(tzinfo=UTC))
        newer = list(self._since(prepared.newest, since, account))
        found = [status for status in newer if matches(status, wanted["body"])]
        if not found:
            likely = [status for status in newer if shaped(status, wanted["body"])][:_SOURCES]
            found = [status for status in likely if self.is_same(status, wanted["body"], account)]
        if not found:
            # What came out meanwhile, for a person who must decide: one server publishes half of a request.
            return Sighting(Sight.ABSENT, seen="\n\n".join(words_of(status) or "—" for status in newer[:_SHOWN]))
        seen = "\n\n".join(words_of(status) for status in found)
        if len(found) > 1:
            return Sighting(Sight.SEVERAL, seen=seen)
        return Sighting(Sight.ONE, published_of(found[0]), seen)

    def is_same(self, status: dict[str, Any], body: dict[str, Any], account: SignedIn) -> bool:
        """Whether a status is what a request asked for."""
        return shaped(status, body) and self.says(status, body["status"], account)

    def says(self, status: dict[str, Any], text: str, account: SignedIn) -> bool:
        """Whether a status has this text, by its page or by its source: a page may show it otherwise."""
        if alike(words_of(status), text):
            return True
        path = f"/api/v1/statuses/{quote(str(status.get('id', '')), safe='')}/source"
        reply = self._sessions.ask(account, "GET", path)
        try:
            source = reply.json().get("text") if reply.ok else None
        except ServerTrouble:
            return False
        return isinstance(source, str) and alike(source, text)

    def _parked(self, body: dict[str, Any], account: SignedIn) -> Published | None:
        """Return what the server keeps for later and has this text and time."""
        due = datetime.fromisoformat(body["scheduled_at"])
        before = ""
        for _ in range(_PAGES):
            older = f"&max_id={quote(before, safe='')}" if before else ""
            reply = self._sessions.ask(account, "GET", f"/api/v1/scheduled_statuses?limit={_PAGE}{older}")
            if reply.status in {404, 405, 501}:
                return None
            page = _objects(reply, account.account.handle)
            for kept in page:
                when = _instant(kept.get("scheduled_at"))
                if when is not None and abs(when - due) < timedelta(minutes=1) and kept_words(kept, body) is True:
                    return published_of(kept)
            if len(page) < _PAGE or page[-1].get("id") == before:
                return None
            before = str(page[-1].get("id", ""))
        return None

    def _since(self, newest: str, since: datetime, account: SignedIn) -> Iterator[dict[str, Any]]:
        """Yield the account's statuses that are newer than what was there when the request was prepared.

        Raises:
            ServerTrouble: there are so many that the end was not reached (`network.too-much-to-read`).
        """
        earliest = since - _CLOCKS_APART
        before = ""
        for _ in range(_PAGES):
            reply = self._sessions.ask(account, "GET", _path(account, _PAGE, before))
            page = _objects(reply, account.account.handle)
            for status in page:
                made = _instant(status.get("created_at"))
                if same_id(status.get("id"), newest) or (made is not None and made < earliest):
                    return
                yield status
            if len(page) < _PAGE or page[-1].get("id") == before:
                return
            before = str(page[-1].get("id", ""))
        raise ServerTrouble("network.too-much-to-read")


def _path(account: SignedIn, limit: int, before: str = "") -> str:
    older = f"&max_id={quote(before, safe='')}" if before else ""
    owner = quote(account.account.remote_id, safe="")
    return f"/api/v1/accounts/{owner}/statuses?limit={limit}&exclude_reblogs=true{older}"


def _objects(reply: Reply, handle: str) -> list[dict[str, Any]]:
    """Return a list of objects that a success says."""
    if not reply.ok:
        good(reply, handle)
    try:
        value = json.loads(reply.body)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ServerTrouble("network.not-the-server", status=reply.status)
    return value


def _instant(said: object) -> datetime | None:
    try:
        when = datetime.fromisoformat(str(said))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
