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
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from embassy_assistant.domain.delivery import FrozenSegment, Prepared, Published
from embassy_assistant.domain.errors import (
    AssistantError,
    NetworkRefused,
    ServerTrouble,
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
from embassy_assistant.networks.addresses import checked_server
from embassy_assistant.networks.mastodon.answers import good
from embassy_assistant.networks.mastodon.finding import Statuses
from embassy_assistant.networks.mastodon.owner import Owners
from embassy_assistant.networks.mastodon.pictures import Pictures
from embassy_assistant.networks.mastodon.reading import corrected, kept_words, published_of, words_of
from embassy_assistant.networks.mastodon.server import RULES
from embassy_assistant.networks.mastodon.session import Sessions
from embassy_assistant.networks.pauses import check_budget
from embassy_assistant.networks.plain import PlainNetwork

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.account import Account
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
        self._statuses = Statuses(self._sessions, setup.now)
        self._pictures = Pictures(self._sessions, setup.now)
        self._owners = Owners(self._sessions)

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
        found = {"client": json.dumps(client), "access": answer["access_token"]}
        return self._owners.keep(account, server, found, until, "account.code-refused")

    def sign_in(self, account: SignedIn, password: str) -> Profile:
        """Take an access token that was made on the server's own pages.

        Raises:
            SignInAgain: the server does not know it.
        """
        server = checked_server(account.account.server)
        return self._owners.keep(account, server, {"access": password}, None, "account.token-wrong")

    def test(self, account: SignedIn) -> Profile:
        """Ask whose the token is, and for the server's limits."""
        return self._owners.profile(account, account.account.server, account.account.credential_until)

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
            body["media_ids"] = [self._pictures.upload(item, account, media(item.hash)) for item in segment.media]
        body["visibility"] = segment.visibility.value
        if place is not None:
            body["in_reply_to_id"] = self._parent(place, account)
        if segment.poll is not None:
            body["poll"] = {
                "options": list(segment.poll.options),
                "expires_in": segment.poll.minutes * 60,
                "multiple": segment.poll.multiple,
            }
        if at is not None:
            body["scheduled_at"] = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        newest, since = self._statuses.newest(account)
        now = self._now()
        payload = {"method": "POST", "path": "/api/v1/statuses", "since": since, "body": body}
        return Prepared(uuid.uuid4().hex, _json(payload), now + _UPLOAD_LASTS if segment.media else None, newest, at)

    def prepare_edit(
        self,
        segment: FrozenSegment,
        published: Published,
        account: SignedIn,
        media: Callable[[str], bytes],
        was: FrozenSegment | None = None,
    ) -> Prepared:
        """Freeze the request that gives a status another text; pictures that are there already stay.

        Raises:
            NetworkRefused: the server cannot change a picture or its description (`network.no-picture-edit`), or
                somebody has changed the text there by hand (`network.edited-meanwhile`).
        """
        path = f"/api/v1/statuses/{_id(published)}"
        there = good(self._sessions.ask(account, "GET", path), account.account.handle)
        if was is not None and there.get("edited_at") and not self._statuses.says(there, was.text, account):
            raise NetworkRefused("network.edited-meanwhile", account=account.account.handle)
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
            body["media_ids"] = [self._pictures.upload(item, account, media(item.hash)) for item in segment.media]
        payload = {"method": "PUT", "path": path, "since": "", "body": body}
        # A correction moves nothing, whatever id the server names it by afterwards.
        return Prepared(uuid.uuid4().hex, _json({**payload, "published": [published.reference, published.url]}))

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
        reply = self._owners.verified(account)
        check_budget(reply, self._now(), account.account.handle)
        wanted = json.loads(prepared.payload)
        if wanted["method"] == "POST":
            self._pictures.wait(wanted["body"], account)

    def publish(self, prepared: Prepared, account: SignedIn) -> Published:
        """Send the request, once; pictures that the server still works on are waited for before it."""
        wanted = json.loads(prepared.payload)
        body = wanted.get("body")
        if wanted["method"] == "POST":
            self._pictures.wait(body, account)
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
        status = good(reply, account.account.handle)
        published = _where(status, wanted)
        if wanted["method"] == "POST" and _program(account.account) == "mastodon":
            self._refuse_another(status, published, body, account)
        return published

    def find(self, prepared: Prepared, account: SignedIn) -> Sighting:
        """Read the account's statuses, or the one that was to be changed."""
        wanted = json.loads(prepared.payload)
        if wanted["method"] == "POST":
            return self._statuses.find(prepared, wanted, account)
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
        if corrected(there, wanted["body"]):
            return Sighting(Sight.ONE, _where(there, wanted), seen)
        return Sighting(Sight.ABSENT, seen=seen)

    def online(self, account: Account) -> bool:
        """Whether the account's own server describes itself."""
        try:
            reply = self._sessions.send(account.server, "GET", "/api/v1/instance")
            return reply.ok and "uri" in reply.json()
        except AssistantError:
            return False

    def _body(self, segment: FrozenSegment, account: SignedIn) -> dict[str, Any]:
        """Return the part of a request that is the same for a new status and for a changed one.

        Raises:
            NetworkRefused: it does not fit.
        """
        self.refuse_unfit(segment, account)
        body: dict[str, Any] = {"status": segment.text, "language": segment.languages[0]}
        if segment.warning:
            body |= {"spoiler_text": segment.warning, "sensitive": True}
        return body

    def _parent(self, place: ThreadPlace, account: SignedIn) -> str:
        """Return what a reply hangs under, if it is there: some servers take a reply to nothing as well.

        Raises:
            NetworkRefused: it was deleted (`delivery.parent-deleted`).
        """
        number = str(json.loads(place.parent)["id"])
        reply = self._sessions.ask(account, "GET", f"/api/v1/statuses/{quote(number, safe='')}")
        if reply.status in {404, 410}:
            raise NetworkRefused("delivery.parent-deleted")
        good(reply, account.account.handle)
        return number

    def _refuse_another(
        self, status: dict[str, Any], published: Published, body: dict[str, Any], account: SignedIn
    ) -> None:
        """Return if the answer is about what was sent; a key answers with whatever it stands for.

        Raises:
            ServerTrouble: it is about another post, or about ours without its pictures (`network.key-taken`).
        """
        if published.parked:
            same = kept_words(status, body) is not False
        else:
            try:
                same = self._statuses.is_same(status, body, account)
            except AssistantError:
                same = False  # Reading back will tell.
        if not same:
            raise ServerTrouble("network.key-taken")


def _program(account: Account) -> str:
    return account.software.partition(" ")[0]


def _where(status: dict[str, Any], wanted: dict[str, Any]) -> Published:
    """Return where a status is: what was corrected is where it was."""
    found = published_of(status)
    return replace(found, reference=wanted["published"][0]) if wanted.get("published") else found


def _id(published: Published) -> str:
    return quote(str(json.loads(published.reference)["id"]), safe="")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
