"""Bluesky: posts are records in the account's own repository, written under a key that we choose.

`com.atproto.repo.putRecord` with the same key and the same record again changes nothing, so a repeat is harmless, and
`com.atproto.repo.getRecord` says whether it is there. Limits: `app.bsky.feed.post` and `app.bsky.embed.images`.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.account import TextRules
from embassy_assistant.domain.delivery import FrozenMedia, FrozenSegment, Prepared, Published
from embassy_assistant.domain.errors import (
    AssistantError,
    NetworkRefused,
    RateLimited,
    RequestFailed,
    ServerTrouble,
)
from embassy_assistant.domain.network import Ability, Profile, Sight, Sighting, SignedIn, ThreadPlace
from embassy_assistant.networks.bluesky.answers import check_active, name_of, problem
from embassy_assistant.networks.bluesky.pictures import dimensions
from embassy_assistant.networks.bluesky.richtext import facets
from embassy_assistant.networks.bluesky.session import Sessions, without_trace
from embassy_assistant.networks.bluesky.tid import new_tid
from embassy_assistant.networks.pauses import check_budget
from embassy_assistant.networks.plain import PlainNetwork

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from embassy_assistant.domain.account import Account
    from embassy_assistant.net import Reply
    from embassy_assistant.networks.setup import NetworkSetup

POST: Final = "app.bsky.feed.post"

_RULES: Final = TextRules(counter="graphemes", limit=300, byte_limit=3_000, images=4, image_bytes=2_000_000)
_LANGUAGES: Final = 3
# An upload that no record refers to is dropped by the server; the lexicon of uploadBlob speaks of "minutes".
_UPLOAD_LASTS: Final = timedelta(minutes=30)


class BlueskyNetwork(PlainNetwork):
    """Speaks to the server that holds each account (its PDS)."""

    name = "bluesky"
    title = "Bluesky"
    default_server = "https://bsky.social"
    needs: tuple[str, ...] = ("password",)
    text_rules = _RULES
    look_after: tuple[timedelta, ...] = (timedelta(seconds=2), timedelta(seconds=20))
    practice = False

    def __init__(self, setup: NetworkSetup) -> None:
        """Use the connection of `setup`."""
        self._now = setup.now
        self._true_time = setup.true_time
        self._sessions = Sessions(setup.client, setup.true_time, setup.alone)

    def sign_in(self, account: SignedIn, password: str) -> Profile:
        """Sign in with an app password at the account's server, and find out where the account is held."""
        answer, home = self._sessions.create(account, password)
        return Profile(answer["did"], answer["handle"], home, limits=self._limits(home))

    def test(self, account: SignedIn) -> Profile:
        """Ask whose the session is (`com.atproto.server.getSession`)."""
        server = account.account.server
        answer, _reply = self._session_of(account)
        return Profile(str(answer.get("did", "")), str(answer.get("handle", "")), server, limits=self._limits(server))

    def page(self, account: Account) -> str:
        """Return the account's page in the web app, by its lasting id where it is known."""
        return f"https://bsky.app/profile/{account.remote_id or account.handle}"

    def sign_out(self, account: SignedIn) -> None:
        """Revoke the session at the server."""
        self._sessions.end(account)

    def prepare(
        self,
        segment: FrozenSegment,
        account: SignedIn,
        media: Callable[[str], bytes],
        place: ThreadPlace | None,
        at: datetime | None = None,
    ) -> Prepared:
        """Upload the pictures, resolve the mentions, choose key and time, and freeze the record."""
        self.refuse_unfit(segment, account)
        made = self._true_time()
        record: dict[str, Any] = {
            "$type": POST,
            "text": segment.text,
            "createdAt": made.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        }
        if segment.languages:
            record["langs"] = list(segment.languages[:_LANGUAGES])
        marks, unknown = facets(segment.text, lambda handle: self._resolve(account, handle))
        if marks:
            record["facets"] = marks
        if segment.media:
            images = [self._image(item, account, media(item.hash)) for item in segment.media]
            record["embed"] = {"$type": "app.bsky.embed.images", "images": images}
        if place is not None:
            self._refuse_deleted(place, account)
            record["reply"] = {"root": json.loads(place.root), "parent": json.loads(place.parent)}
        key = new_tid(made)
        # A null swapRecord says "there must be none yet": another record under this key is never overwritten.
        request = {"repo": _repo(account), "collection": POST, "rkey": key, "record": record, "swapRecord": None}
        expires = self._now() + _UPLOAD_LASTS if segment.media else None
        return Prepared(key, json.dumps(request, ensure_ascii=False), expires, unlinked=tuple(unknown))

    def preflight(self, prepared: Prepared, account: SignedIn) -> None:
        """Ask whether the session works and whether requests are left."""
        check_budget(self._session_of(account)[1], self._now(), account.account.handle)

    def abilities(self, account: Account) -> frozenset[Ability]:
        """Return what it can do: delete. The web app shows a record as it first was, so that nothing is corrected."""
        return frozenset({Ability.DELETE})

    def prepare_delete(self, published: Published, account: SignedIn) -> Prepared:
        """Freeze the deletion of a record (`com.atproto.repo.deleteRecord`); to delete what is gone changes nothing."""
        key = str(json.loads(published.reference)["uri"]).rpartition("/")[2]
        return Prepared(key, json.dumps({"repo": _repo(account), "collection": POST, "rkey": key}))

    def publish(self, prepared: Prepared, account: SignedIn) -> Published:
        """Put the record (`com.atproto.repo.putRecord`), or delete it, once."""
        try:
            token = self._sessions.access(account)
        except (RequestFailed, ServerTrouble, NetworkRefused) as error:
            # Renewing the session failed: of the publishing request nothing has left.
            raise without_trace(error) from error
        request = json.loads(prepared.payload)
        procedure = "com.atproto.repo.putRecord" if "record" in request else "com.atproto.repo.deleteRecord"
        reply = self._sessions.once(account, procedure, prepared.payload.encode(), token)
        if reply.ok:
            answer = reply.json()
            return _published(answer, prepared.key) if "record" in request else _deleted(request, answer)
        if reply.status in {400, 401}:
            name = name_of(reply)
            if name == "ExpiredToken":
                self._sessions.forget_access(account)
                raise RateLimited("account.session-renewed", retry_at=self._now())
            if name == "InvalidSwap":
                # Something is there already under our key; reading back will say what.
                raise ServerTrouble("network.key-taken")
        raise problem(reply, account.account.handle)

    def find(self, prepared: Prepared, account: SignedIn) -> Sighting:
        """Read the key back (`com.atproto.repo.getRecord`) and compare the record with what was to be sent."""
        reply = self._sessions.openly(
            account.account.server,
            "com.atproto.repo.getRecord",
            {"repo": _repo(account), "collection": POST, "rkey": prepared.key},
        )
        record = json.loads(prepared.payload).get("record")
        if reply.status == 400 and name_of(reply) == "RecordNotFound":
            return Sighting(Sight.ABSENT if record else Sight.ONE)
        answer = _good(reply, account.account.handle)
        seen = answer.get("value")
        if not isinstance(seen, dict):
            raise ServerTrouble("network.not-the-server", status=reply.status)
        text = str(seen.get("text", ""))
        if record is None:
            return Sighting(Sight.ABSENT, seen=text)
        if seen != record:
            return Sighting(Sight.UNCLEAR, seen=text)
        return Sighting(Sight.ONE, _published(answer, prepared.key), text)

    def online(self, account: Account) -> bool:
        """Whether the account's own server describes itself."""
        try:
            reply = self._sessions.openly(account.server, "com.atproto.server.describeServer")
            return reply.ok and "did" in reply.json()
        except AssistantError:
            return False

    def _session_of(self, account: SignedIn) -> tuple[dict[str, Any], Reply]:
        """Ask whose the session is, and return what was said besides."""
        reply = self._sessions.ask(account, "com.atproto.server.getSession")
        answer = _good(reply, account.account.handle)
        check_active(answer, account.account.handle)
        return answer, reply

    def _refuse_deleted(self, place: ThreadPlace, account: SignedIn) -> None:
        """Return if what a reply hangs under is there; a server takes a reply to nothing as well.

        Raises:
            NetworkRefused: it was deleted (`delivery.parent-deleted`).
        """
        for uri in {str(json.loads(reference)["uri"]) for reference in (place.root, place.parent)}:
            repo, collection, rkey = uri.removeprefix("at://").split("/")
            query = {"repo": repo, "collection": collection, "rkey": rkey}
            reply = self._sessions.openly(account.account.server, "com.atproto.repo.getRecord", query)
            if reply.status == 400 and name_of(reply) == "RecordNotFound":
                raise NetworkRefused("delivery.parent-deleted")
            _good(reply, account.account.handle)

    def _limits(self, server: str) -> TextRules:
        """Return the limits in force at a server; what it does not say is as documented."""
        reply = self._sessions.openly(server, "com.atproto.server.describeServer")
        said = reply.json().get("blobUploadLimit") if reply.ok else None
        size = min(said, _RULES.image_bytes) if isinstance(said, int) and said > 0 else _RULES.image_bytes
        return replace(_RULES, image_bytes=size)

    def _resolve(self, account: SignedIn, handle: str) -> str | None:
        """Return the DID of a handle (`com.atproto.identity.resolveHandle`), None where there is no such account."""
        reply = self._sessions.ask(account, "com.atproto.identity.resolveHandle", query={"handle": handle})
        if reply.status == 400:
            return None
        did = _good(reply, account.account.handle).get("did")
        return did if isinstance(did, str) and did.startswith("did:") else None

    def _image(self, item: FrozenMedia, account: SignedIn, data: bytes) -> dict[str, Any]:
        """Upload a picture (`com.atproto.repo.uploadBlob`) and return its part of the embed."""
        reply = self._sessions.ask(account, "com.atproto.repo.uploadBlob", data=data, kind=item.mime)
        blob = _good(reply, account.account.handle).get("blob")
        if not isinstance(blob, dict) or blob.get("size") != len(data):
            raise ServerTrouble("network.not-the-server", status=reply.status)
        image = {"image": blob, "alt": item.alt}
        size = dimensions(data)
        if size:
            image["aspectRatio"] = {"width": size[0], "height": size[1]}
        return image


def _repo(account: SignedIn) -> str:
    """Return what names the account's repository: its lasting id, which a change of handle leaves alone."""
    return account.account.remote_id or account.account.handle


def _good(reply: Reply, handle: str) -> dict[str, Any]:
    """Return what a success says."""
    if not reply.ok:
        raise problem(reply, handle)
    return reply.json()


def _deleted(request: dict[str, Any], answer: dict[str, Any]) -> Published:
    """Return where the record was; a server that deleted something says so with a commit, or with nothing at all."""
    if answer and "commit" not in answer:
        raise ServerTrouble("network.not-the-server")
    return Published(json.dumps({"uri": f"at://{request['repo']}/{POST}/{request['rkey']}"}))


def _published(answer: dict[str, Any], key: str) -> Published:
    """Read where the record is, which must be where we put it."""
    uri, cid = answer.get("uri"), answer.get("cid")
    if not isinstance(uri, str) or not isinstance(cid, str) or not uri.endswith(f"/{POST}/{key}"):
        raise ServerTrouble("network.not-the-server")
    owner = uri.removeprefix("at://").split("/", 1)[0]
    return Published(json.dumps({"uri": uri, "cid": cid}), f"https://bsky.app/profile/{owner}/post/{key}")
