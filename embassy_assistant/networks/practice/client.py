"""The practice network, as any other network: it only happens to live on this machine."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from embassy_assistant.domain.account import TextRules, Visibility
from embassy_assistant.domain.delivery import FrozenSegment, Prepared, Published
from embassy_assistant.domain.errors import (
    AssistantError,
    NetworkRefused,
    RateLimited,
    RequestFailed,
    ServerTrouble,
    SignInAgain,
)
from embassy_assistant.domain.network import Ability, Profile, Sight, Sighting, SignedIn, ThreadPlace
from embassy_assistant.net import Limits, Reply, Request
from embassy_assistant.networks.plain import PlainNetwork
from embassy_assistant.networks.practice.process import ensure_running, read_address
from embassy_assistant.networks.practice.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.account import Account
    from embassy_assistant.networks.setup import NetworkSetup

_CORRECT, _DELETE = "correct", "delete"
_LIMITS = Limits(connect=3, read=15, total=30)


class PracticeNetwork(PlainNetwork):
    """Speaks to the practice server of one workspace."""

    name = "practice"
    title = "Practice"
    default_server = "http://127.0.0.1"
    needs: tuple[str, ...] = ("password",)
    text_rules = RULES
    look_after: tuple[timedelta, ...] = (timedelta(0),)
    practice = True

    def __init__(self, setup: NetworkSetup) -> None:
        """Find the server through its folder."""
        self._client = setup.client
        self._home = setup.practice_home
        self._starts = setup.starts_practice
        self._now = setup.now

    def sign_in(self, account: SignedIn, password: str) -> Profile:
        """Make the account if it is new; any password will do but `wrong`."""
        self._wake()
        answer = self._ask("POST", "/sessions", {"handle": account.account.handle, "password": password})
        account.secrets.set("access", str(answer["token"]))
        return self._profile(answer)

    def test(self, account: SignedIn) -> Profile:
        """Ask whose the token is."""
        self._wake()
        return self._profile(self._ask("GET", "/session", token=_token(account)))

    def page(self, account: Account) -> str:
        """Return the account's page on the practice server; empty while that has never run."""
        address = read_address(self._home)
        return f"{address.url}/timeline/{quote(account.handle)}" if address else ""

    def sign_out(self, account: SignedIn) -> None:
        """Revoke the token."""
        self._ask("DELETE", "/session", token=_token(account))

    def prepare(
        self,
        segment: FrozenSegment,
        account: SignedIn,
        media: Callable[[str], bytes],
        place: ThreadPlace | None,
        at: datetime | None = None,
    ) -> Prepared:
        """Upload the pictures, choose a key and freeze the request."""
        self.refuse_unfit(segment, account)
        payload = {
            "text": segment.text,
            "languages": list(segment.languages),
            "pictures": self._uploaded(segment, account, media),
            "reply_to": json.loads(place.parent)["id"] if place else "",
            "created_at": self._now().isoformat(timespec="milliseconds"),
        } | _extras(segment, at)
        return Prepared(uuid.uuid4().hex, json.dumps(payload, ensure_ascii=False), at=at)

    def abilities(self, account: Account) -> frozenset[Ability]:
        """Return what it can do besides publishing: everything, so that an Officer can train with it."""
        return frozenset(Ability)

    def prepare_edit(
        self,
        segment: FrozenSegment,
        published: Published,
        account: SignedIn,
        media: Callable[[str], bytes],
        was: FrozenSegment | None = None,
    ) -> Prepared:
        """Upload the pictures and freeze the request."""
        self.refuse_unfit(segment, account)
        pictures = self._uploaded(segment, account, media)
        said = {"text": segment.text, "pictures": pictures, "warning": segment.warning}
        return Prepared(_key_of(published), json.dumps({_CORRECT: said}, ensure_ascii=False))

    def prepare_delete(self, published: Published, account: SignedIn) -> Prepared:
        """Name the post; to delete what is gone changes nothing."""
        return Prepared(_key_of(published), json.dumps({_DELETE: True}))

    def publish(self, prepared: Prepared, account: SignedIn) -> Published:
        """Put the post under its key, or correct or delete it; the same twice is once."""
        wanted = json.loads(prepared.payload)
        method = "PATCH" if _CORRECT in wanted else "DELETE" if _DELETE in wanted else "PUT"
        body = json.dumps(wanted[_CORRECT], ensure_ascii=False) if _CORRECT in wanted else prepared.payload
        path = f"/posts/{prepared.key}"
        if method == "DELETE":
            self._ask(method, path, token=_token(account))
            return Published(json.dumps({"id": f"{account.account.handle}/{prepared.key}"}))
        return self._published(self._ask(method, path, body.encode(), token=_token(account), kind="application/json"))

    def find(self, prepared: Prepared, account: SignedIn) -> Sighting:
        """Read the key back and compare what is there with what was to be sent."""
        reply = self._exchange("GET", f"/posts/{prepared.key}", token=_token(account))
        wanted: dict[str, Any] = json.loads(prepared.payload)
        if reply.status == 404 and reply.json().get("error") == "unknown":
            return Sighting(Sight.ONE if _DELETE in wanted else Sight.ABSENT)
        answer = _understood(reply)
        if _DELETE in wanted or (_CORRECT in wanted and not _says(answer, wanted[_CORRECT])):
            return Sighting(Sight.ABSENT, seen=str(answer.get("text", "")))
        if _CORRECT not in wanted and not _says(answer, wanted):
            return Sighting(Sight.UNCLEAR, seen=str(answer.get("text", "")))
        return Sighting(Sight.ONE, self._published(answer), str(answer.get("text", "")))

    def _uploaded(
        self, segment: FrozenSegment, account: SignedIn, media: Callable[[str], bytes]
    ) -> list[dict[str, str]]:
        """Upload the pictures, and return what a post says of them."""
        pictures = []
        for item in segment.media:
            data = media(item.hash)
            digest = hashlib.sha256(data).hexdigest()
            self._ask("PUT", f"/pictures/{digest}", data, token=_token(account), kind=item.mime)
            pictures.append({"hash": digest, "alt": item.alt})
        return pictures

    def online(self, account: Account) -> bool:
        """Whether the practice server answers; it is started when it does not run."""
        try:
            self._wake()
            return "posts" in self._ask("GET", f"/accounts/{quote(account.handle)}/posts")
        except AssistantError:
            return False

    def _wake(self) -> None:
        if self._starts:
            ensure_running(self._home)

    def _ask(
        self,
        method: str,
        path: str,
        body: dict[str, str] | bytes | None = None,
        *,
        token: str = "",
        kind: str = "application/json",
    ) -> dict[str, Any]:
        data = json.dumps(body).encode() if isinstance(body, dict) else body
        return _understood(self._exchange(method, path, data, token=token, kind=kind))

    def _exchange(
        self, method: str, path: str, body: bytes | None = None, *, token: str = "", kind: str = "application/json"
    ) -> Reply:
        address = read_address(self._home)
        if address is None:
            raise RequestFailed("network.practice-not-started", left_the_machine=False)
        headers = {"Content-Type": kind}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self._client().exchange(Request(method, address.url + path, headers, body, _LIMITS))

    def _profile(self, answer: dict[str, Any]) -> Profile:
        handle = str(answer["handle"])
        return Profile(handle, handle, self.default_server, handle, TextRules(**answer["limits"]))

    def _published(self, answer: dict[str, Any]) -> Published:
        return Published(json.dumps({"id": answer["id"]}), str(answer["url"]), parked=bool(answer.get("parked")))


def _extras(segment: FrozenSegment, at: datetime | None) -> dict[str, Any]:
    """Return what few posts have."""
    extras: dict[str, Any] = {}
    if segment.warning:
        extras["warning"] = segment.warning
    if segment.poll is not None:
        extras["poll"] = asdict(segment.poll) | {"options": list(segment.poll.options)}
    if segment.visibility is not Visibility.PUBLIC:
        extras["visibility"] = segment.visibility.value
    if at is not None:
        extras["at"] = at.isoformat()
    return extras


def _says(answer: dict[str, Any], wanted: dict[str, Any]) -> bool:
    return all(answer.get(name) == value for name, value in wanted.items())


def _key_of(published: Published) -> str:
    return str(json.loads(published.reference)["id"]).rpartition("/")[2]


def _token(account: SignedIn) -> str:
    """Return the token, or say that the keyring no longer has it."""
    token = account.secrets.get("access")
    if not token:
        raise SignInAgain("account.secret-gone", handle=account.account.handle)
    return token


def _understood(reply: Reply) -> dict[str, Any]:
    """Return what a good answer says; every documented refusal becomes its error."""
    answer = reply.json()
    if reply.ok:
        return answer
    reason = str(answer.get("error", ""))
    if reply.status == 401:
        raise SignInAgain("account.password-wrong" if reason == "password" else "account.sign-in-again")
    if reply.status == 429:
        wait = reply.headers.get("Retry-After", "60")
        raise RateLimited(retry_at=datetime.now(UTC) + timedelta(seconds=int(wait) if wait.isdecimal() else 60))
    if reply.status in {400, 403, 413, 415} and reason and reason != "incomplete":
        raise NetworkRefused(reason=str(answer.get("message", reason)))
    raise ServerTrouble(status=reply.status)
