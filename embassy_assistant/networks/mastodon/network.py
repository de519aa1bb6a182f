"""Mastodon, and the servers that speak its interface: each account has a server of its own, and servers differ.

Only Mastodon itself is known to honour `Idempotency-Key`, for an hour and not for what it publishes later; everywhere
else a repeat would be a second post, and what became of a request is found out by reading the account's statuses.
Source: "Statuses", "Media", "Scheduled statuses" and "Accounts" of Mastodon's documentation of its interface.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, urlsplit

from embassy_assistant.domain.delivery import FrozenSegment, Prepared, Published
from embassy_assistant.domain.errors import (
    AssistantError,
    NetworkRefused,
    RateLimited,
    RequestFailed,
    ServerTrouble,
    SignInAgain,
)
from embassy_assistant.domain.network import (
    Ability,
    Authorisation,
    Profile,
    Reconciliation,
    Sight,
    Sighting,
    SignedIn,
    ThreadPlace,
)
from embassy_assistant.language.counting import fits
from embassy_assistant.net.forms import multipart
from embassy_assistant.networks.addresses import checked_server
from embassy_assistant.networks.mastodon.answers import good
from embassy_assistant.networks.mastodon.reading import alike, matches, words_of
from embassy_assistant.networks.mastodon.server import RULES, Described, describe
from embassy_assistant.networks.mastodon.session import Sessions
from embassy_assistant.networks.plain import PlainNetwork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import FrozenMedia
    from embassy_assistant.net import Reply
    from embassy_assistant.networks.setup import NetworkSetup

_ALWAYS: Final = frozenset({Ability.EDIT, Ability.WARNING, Ability.VISIBILITY, Ability.POLL})
_ABILITIES: Final = {
    "mastodon": _ALWAYS | {Ability.DELETE, Ability.PARK},
    "gotosocial": _ALWAYS | {Ability.DELETE, Ability.PARK},
    # snac2 has no DELETE; it keeps scheduled posts, but does not list them.
    "snac": _ALWAYS,
}
_UNKNOWN: Final = _ALWAYS | {Ability.DELETE}
# Uploads that nothing refers to are removed after a day.
_UPLOAD_LASTS: Final = timedelta(hours=12)
_PAGE: Final = 40
_PAGES: Final = 5
_SHOWN: Final = 3
# Between the laptop's clock and the server's, when nothing better bounds how far to read.
_CLOCKS_APART: Final = timedelta(minutes=10)


# Pictures are asked after, the post is made, and it may have to be read back.
_REQUESTS_OF_A_POST: Final = 10
# Mastodon counts requests over five minutes (documentation, "Rate limits").
_BUDGET_PAUSE: Final = timedelta(minutes=5)


class MastodonNetwork(PlainNetwork):
    """Speaks to the server of each account."""

    name = "mastodon"
    title = "Mastodon"
    default_server = ""
    needs: tuple[str, ...] = ()
    text_rules = RULES
    by_browser = True
    # The key is remembered for an hour; the rest is for the way there and back.
    key_life: timedelta | None = timedelta(minutes=50)
    look_after: tuple[timedelta, ...] = (timedelta(seconds=60), timedelta(minutes=5))
    practice = False

    def __init__(self, setup: NetworkSetup) -> None:
        """Use the connection of `setup`."""
        self._now = setup.now
        self._sessions = Sessions(setup.client)

    def reconciliation(self, account: Account, prepared: Prepared) -> Reconciliation:
        """Only Mastodon's own program honours keys, and not for what it publishes later."""
        keyed = _program(account) == "mastodon" and prepared.at is None
        return Reconciliation.KEYED if keyed else Reconciliation.LIST_READ

    def abilities(self, account: Account) -> frozenset[Ability]:
        """Return what the program that the server runs can do."""
        return _ABILITIES.get(_program(account), _UNKNOWN)

    def page(self, account: Account) -> str:
        """Return the account's page on its own server."""
        return f"{account.server}/@{account.handle.partition('@')[0]}"

    def begin_sign_in(self, account: SignedIn, redirect: str) -> Authorisation:
        """Register the program at the account's server."""
        return self._sessions.begin(account, redirect)

    def finish_sign_in(self, account: SignedIn, begun: Authorisation, code: str) -> Profile:
        """Keep the token, and ask whose it is."""
        server, answer, client = self._sessions.finish(begun, code)
        lasts = answer.get("expires_in")
        until = self._now() + timedelta(seconds=lasts) if isinstance(lasts, int) and lasts > 0 else None
        profile = self._owner(account, server, answer["access_token"], until, "account.code-refused")
        account.secrets.set("client", json.dumps(client))
        return profile

    def sign_in(self, account: SignedIn, password: str) -> Profile:
        """Take an access token that was made on the server's own pages.

        Raises:
            SignInAgain: the server does not know it.
        """
        server = checked_server(account.account.server)
        return self._owner(account, server, password, None, "account.token-wrong")

    def test(self, account: SignedIn) -> Profile:
        """Ask whose the token is, and for the server's limits."""
        return self._profile(account, account.account.server, account.account.credential_until)

    def sign_out(self, account: SignedIn) -> None:
        """Revoke the token."""
        self._sessions.end(account)

    def prepare(
        self,
        segment: FrozenSegment,
        account: SignedIn,
        media: Callable[[str], bytes],
        place: ThreadPlace | None,
        at: datetime | None = None,
    ) -> Prepared:
        """Upload the pictures, remember the newest status, and freeze the request."""
        body = self._body(segment, account)
        if segment.media:
            body["media_ids"] = [self._upload(item, account, media(item.hash)) for item in segment.media]
        body["visibility"] = segment.visibility.value
        if place is not None:
            body["in_reply_to_id"] = json.loads(place.parent)["id"]
        if segment.poll is not None:
            body["poll"] = {
                "options": list(segment.poll.options),
                "expires_in": segment.poll.minutes * 60,
                "multiple": segment.poll.multiple,
            }
        if at is not None:
            body["scheduled_at"] = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        newest, since = self._newest(account)
        now = self._now()
        payload = {"method": "POST", "path": "/api/v1/statuses", "since": since, "body": body}
        return Prepared(uuid.uuid4().hex, _json(payload), now + _UPLOAD_LASTS if segment.media else None, newest, at)

    def prepare_edit(
        self, segment: FrozenSegment, published: Published, account: SignedIn, media: Callable[[str], bytes]
    ) -> Prepared:
        """Freeze the request that gives a status another text; pictures that are there already stay.

        Raises:
            NetworkRefused: the server cannot change a picture or its description (`network.no-picture-edit`).
        """
        path = f"/api/v1/statuses/{_id(published)}"
        there = good(self._sessions.ask(account, "GET", path), account.account.handle)
        body = self._body(segment, account)
        shown = there.get("media_attachments") or ()
        kept = [str(item.get("id")) for item in shown]
        described = [item.alt for item in segment.media] == [str(item.get("description") or "") for item in shown]
        if not described and _program(account.account) != "mastodon":
            # Seen on snac2: it answers 200 and leaves the pictures and their descriptions as they were.
            raise NetworkRefused("network.no-picture-edit", account=account.account.handle)
        if len(kept) == len(segment.media):
            body["media_ids"] = kept
            body["media_attributes"] = [
                {"id": number, "description": item.alt} for number, item in zip(kept, segment.media, strict=True)
            ]
        else:
            body["media_ids"] = [self._upload(item, account, media(item.hash)) for item in segment.media]
        return Prepared(uuid.uuid4().hex, _json({"method": "PUT", "path": path, "since": "", "body": body}))

    def prepare_delete(self, published: Published, account: SignedIn) -> Prepared:
        """Freeze the request that deletes a status, or one that the server keeps for later.

        Raises:
            NetworkRefused: the server cannot (`network.no-delete`).
        """
        if Ability.DELETE not in self.abilities(account.account):
            raise NetworkRefused("network.no-delete", account=account.account.handle)
        kind = "scheduled_statuses" if published.parked else "statuses"
        path = f"/api/v1/{kind}/{_id(published)}"
        payload = {"method": "DELETE", "path": path, "since": "", "published": [published.reference, published.url]}
        return Prepared(uuid.uuid4().hex, _json(payload))

    def preflight(self, prepared: Prepared, account: SignedIn) -> None:
        """Ask whether the token works, whether requests are left, and whether the server has done with the pictures."""
        reply = self._verified(account)
        left = reply.headers.get("X-RateLimit-Remaining", "")
        if left.isdecimal() and int(left) < _REQUESTS_OF_A_POST:
            raise RateLimited(retry_at=self._now() + _BUDGET_PAUSE)
        wanted = json.loads(prepared.payload)
        if wanted["method"] == "POST":
            self._wait_for_pictures(wanted["body"], account)

    def publish(self, prepared: Prepared, account: SignedIn) -> Published:
        """Send the request, once; pictures that the server still works on are waited for before it."""
        wanted = json.loads(prepared.payload)
        body = wanted.get("body")
        if wanted["method"] == "POST":
            self._wait_for_pictures(body, account)
        reply = self._sessions.ask(
            account,
            wanted["method"],
            wanted["path"],
            body=None if body is None else _json(body),
            headers={"Idempotency-Key": prepared.key} if wanted["method"] == "POST" else None,
        )
        if wanted["method"] == "DELETE":
            if reply.status not in {404, 410}:
                good(reply, account.account.handle)
            return Published(*wanted["published"])
        return _published(good(reply, account.account.handle))

    def find(self, prepared: Prepared, account: SignedIn) -> Sighting:
        """Read the account's statuses, or the one that was to be changed."""
        wanted = json.loads(prepared.payload)
        if wanted["method"] == "POST":
            return self._find_new(prepared, wanted, account)
        reply = self._sessions.ask(account, "GET", wanted["path"])
        gone = reply.status in {404, 410}
        if wanted["method"] == "DELETE":
            if gone:
                return Sighting(Sight.ONE, Published(*wanted["published"]))
            return Sighting(Sight.ABSENT, seen=words_of(good(reply, account.account.handle)))
        if gone:
            return Sighting(Sight.UNCLEAR)
        there = good(reply, account.account.handle)
        seen = words_of(there)
        if alike(seen, wanted["body"]["status"]):
            return Sighting(Sight.ONE, _published(there), seen)
        return Sighting(Sight.ABSENT, seen=seen)

    def online(self, account: Account) -> bool:
        """Whether the account's own server describes itself."""
        try:
            reply = self._sessions.send(account.server, "GET", "/api/v1/instance")
            return reply.ok and "uri" in reply.json()
        except AssistantError:
            return False

    def _owner(self, account: SignedIn, server: str, token: str, until: datetime | None, refused: str) -> Profile:
        """Keep a token if the server knows it, and return whose it is; the one before is kept if not."""
        before = account.secrets.get("access")
        account.secrets.set("access", token)
        try:
            return self._profile(account, server, until)
        except AssistantError as error:
            if before is None:
                account.secrets.delete("access")
            else:
                account.secrets.set("access", before)
            if isinstance(error, SignInAgain):
                raise SignInAgain(refused, handle=account.account.handle or server) from None
            raise

    def _profile(self, account: SignedIn, server: str, until: datetime | None) -> Profile:
        answer = self._verified(SignedIn(replace(account.account, server=server), account.secrets)).json()
        if not all(isinstance(answer.get(name), str) for name in ("id", "username")):
            raise ServerTrouble("network.not-the-server")
        described = self._describe(server)
        return Profile(
            answer["id"],
            f"{answer['username']}@{described.host}",
            server,
            str(answer.get("display_name") or ""),
            described.limits,
            described.software,
            until,
        )

    def _verified(self, account: SignedIn) -> Reply:
        """Ask whose the token is."""
        who = account.account.handle or account.account.server
        reply = self._sessions.ask(account, "GET", "/api/v1/accounts/verify_credentials")
        if reply.status == 422:
            # What snac2 says of a token that it does not know.
            raise SignInAgain(handle=who)
        good(reply, who)
        return reply

    def _describe(self, server: str) -> Described:
        def ask(path: str) -> Reply:
            return self._sessions.send(server, "GET", path)

        return describe(ask, server)

    def _body(self, segment: FrozenSegment, account: SignedIn) -> dict[str, Any]:
        """Return the part of a request that is the same for a new status and for a changed one.

        Raises:
            NetworkRefused: it does not fit.
        """
        rules = account.account.limits or self.text_rules
        if not fits(f"{segment.warning}{segment.text}" if rules.warning_counts else segment.text, rules):
            raise NetworkRefused("network.too-long", limit=rules.limit)
        if len(segment.media) > rules.images:
            raise NetworkRefused("network.too-many-pictures", limit=rules.images)
        for item in segment.media:
            if item.size > rules.image_bytes:
                raise NetworkRefused("network.picture-too-large", name=item.name, limit=rules.image_bytes)
        body: dict[str, Any] = {"status": segment.text, "language": segment.languages[0]}
        if segment.warning:
            body |= {"spoiler_text": segment.warning, "sensitive": True}
        return body

    def _upload(self, item: FrozenMedia, account: SignedIn, data: bytes) -> str:
        """Upload a picture; the server may go on working on it after it has answered."""
        # snac2 takes two uploads of one name within a second for the same file; and a name may tell what it should not.
        name = f"{item.hash[:24]}{PurePath(item.name).suffix}"
        form = multipart({"description": item.alt}, "file", (name, data, item.mime))
        reply = self._sessions.ask(account, "POST", "/api/v2/media", upload=form)
        number = good(reply, account.account.handle).get("id")
        if not isinstance(number, str):
            raise ServerTrouble("network.not-the-server", status=reply.status)
        return number

    def _wait_for_pictures(self, body: dict[str, Any], account: SignedIn) -> None:
        """Return when the server has done with the pictures.

        Raises:
            RateLimited: it is still at work; nothing was published.
        """
        for number in body.get("media_ids", ()):
            try:
                reply = self._sessions.ask(account, "GET", f"/api/v1/media/{quote(number, safe='')}")
            except RequestFailed as error:
                # Of the publishing request nothing has left.
                raise RequestFailed(error.id, left_the_machine=False, **error.parameters) from error
            if reply.status == 206:
                raise RateLimited("network.picture-processing", retry_at=self._now() + timedelta(seconds=3))

    def _newest(self, account: SignedIn) -> tuple[str, str]:
        """Return the id of the account's newest status, and the server's time as ISO 8601."""
        reply = self._sessions.ask(account, "GET", self._statuses(account, 1))
        there = _list(reply, account.account.handle)
        server_now = reply.date or self._now()
        return str(there[0].get("id", "")) if there else "", server_now.isoformat()

    def _statuses(self, account: SignedIn, limit: int, before: str = "") -> str:
        older = f"&max_id={quote(before, safe='')}" if before else ""
        owner = quote(account.account.remote_id, safe="")
        return f"/api/v1/accounts/{owner}/statuses?limit={limit}&exclude_reblogs=true{older}"

    def _find_new(self, prepared: Prepared, wanted: dict[str, Any], account: SignedIn) -> Sighting:
        if prepared.at is not None:
            parked = self._parked(wanted["body"], account)
            if parked is not None:
                return Sighting(Sight.ONE, parked, wanted["body"]["status"])
        newer = list(self._since(prepared.newest, wanted["since"], account))
        found = [status for status in newer if matches(status, wanted["body"])]
        if not found:
            # What came out meanwhile, for a person who must decide: one server publishes half of a request.
            return Sighting(Sight.ABSENT, seen="\n\n".join(words_of(status) or "—" for status in newer[:_SHOWN]))
        seen = "\n\n".join(words_of(status) for status in found)
        if len(found) > 1:
            return Sighting(Sight.SEVERAL, seen=seen)
        return Sighting(Sight.ONE, _published(found[0]), seen)

    def _parked(self, body: dict[str, Any], account: SignedIn) -> Published | None:
        """Return what the server keeps for later and has this text and time."""
        reply = self._sessions.ask(account, "GET", f"/api/v1/scheduled_statuses?limit={_PAGE}")
        if reply.status in {404, 405, 501}:
            return None
        due = datetime.fromisoformat(body["scheduled_at"])
        for kept in _list(reply, account.account.handle):
            said = kept.get("params")
            when = _instant(kept.get("scheduled_at"))
            if not isinstance(said, dict) or when is None or abs(when - due) >= timedelta(minutes=1):
                continue
            if alike(str(said.get("text") or said.get("status") or ""), body["status"]):
                return _published(kept)
        return None

    def _since(self, newest: str, since: str, account: SignedIn) -> Iterator[dict[str, Any]]:
        """Yield the account's statuses that are newer than what was there when the request was prepared.

        Raises:
            ServerTrouble: there are so many that the end was not reached (`network.too-much-to-read`).
        """
        earliest = datetime.fromisoformat(since) - _CLOCKS_APART
        before = ""
        for _ in range(_PAGES):
            reply = self._sessions.ask(account, "GET", self._statuses(account, _PAGE, before))
            page = _list(reply, account.account.handle)
            for status in page:
                made = _instant(status.get("created_at"))
                if status.get("id") == newest or (made is not None and made < earliest):
                    return
                yield status
            if len(page) < _PAGE or page[-1].get("id") == before:
                return
            before = str(page[-1].get("id", ""))
        raise ServerTrouble("network.too-much-to-read")


def _program(account: Account) -> str:
    return account.software.partition(" ")[0]


def _id(published: Published) -> str:
    return quote(str(json.loads(published.reference)["id"]), safe="")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(reply: Reply, handle: str) -> list[dict[str, Any]]:
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


def _published(status: dict[str, Any]) -> Published:
    """Read where a status is; one without an address is kept by the server for later."""
    number = status.get("id")
    if not isinstance(number, str) or not number:
        raise ServerTrouble("network.not-the-server")
    url = str(status.get("url") or status.get("uri") or "")
    parked = "scheduled_at" in status and not url
    return Published(json.dumps({"id": number}), url if urlsplit(url).scheme in {"http", "https"} else "", parked)
