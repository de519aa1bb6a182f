"""What a real server of Bluesky cannot be made to do at will: foreign sessions, wrong clocks, replies to nothing."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from embassy_assistant.domain.account import Account, LanguagePolicy
from embassy_assistant.domain.delivery import FrozenSegment
from embassy_assistant.domain.errors import NetworkRefused, RateLimited, ServerTrouble
from embassy_assistant.domain.network import SignedIn, ThreadPlace
from embassy_assistant.net import Client, Reply, Request
from embassy_assistant.networks.bluesky import BlueskyNetwork
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import DictSecrets

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Prepared

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SERVER = "https://pds.example.test"
ROOT, PARENT = (json.dumps({"uri": f"at://did:plc:us/app.bsky.feed.post/{key}", "cid": "c"}) for key in ("r1", "p1"))


def reply(status: int, said: object = None, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, named, json.dumps(said if said is not None else {}).encode(), NOW)


def token(ends: datetime, scope: str = "com.atproto.appPass") -> str:
    claims = json.dumps({"exp": int(ends.timestamp()), "scope": scope}).encode()
    return f"x.{base64.urlsafe_b64encode(claims).decode().rstrip('=')}.x"


def session(owner: str = "did:plc:us", ends: datetime = NOW + timedelta(hours=2)) -> dict[str, str]:
    return {"did": owner, "handle": "mfa.example", "accessJwt": token(ends), "refreshJwt": "new refresh"}


@dataclass
class Server:
    """Answers by procedure, in the order given, the last for ever; what nobody foresaw fails the test."""

    answers: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def on(self, name: str, *replies: Reply) -> None:
        self.answers[name] = list(replies)

    def exchange(self, request: Request) -> Reply:
        self.asked.append(request)
        waiting = self.answers[self.name(request)]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    @staticmethod
    def name(request: Request) -> str:
        return request.url.rpartition("/xrpc/")[2].partition("?")[0].rpartition(".")[2]

    @property
    def names(self) -> list[str]:
        return [self.name(request) for request in self.asked]


@pytest.fixture
def server() -> Server:
    made = Server()
    made.on("describeServer", reply(200, {"did": "did:web:pds.example.test"}))
    made.on("getSession", reply(200, {"did": "did:plc:us", "handle": "mfa.example"}))
    return made


def network(server: Server, wrong: timedelta = timedelta()) -> BlueskyNetwork:
    """Return the network on a laptop whose clock is `wrong`, as its servers have said."""
    setup = NetworkSetup(lambda: cast("Client", server), Path(), now=lambda: NOW + wrong, ahead=lambda: wrong)
    return BlueskyNetwork(setup)


@pytest.fixture
def account() -> SignedIn:
    secrets = DictSecrets()
    secrets.set("access", token(NOW + timedelta(hours=1)))
    secrets.set("refresh", "refresh")
    policy = LanguagePolicy(("uk",))
    made = Account("bluesky:mfa.example", "bluesky", "mfa.example", SERVER, policy, remote_id="did:plc:us")
    return SignedIn(made, secrets)


def prepare(
    network: BlueskyNetwork, account: SignedIn, text: str = "Слава!", place: ThreadPlace | None = None
) -> Prepared:
    return network.prepare(FrozenSegment(text, ("uk",)), account, lambda _hash: b"", place)


@pytest.mark.parametrize("wrong", [timedelta(hours=5), -timedelta(hours=5), timedelta(days=300)], ids=str)
def test_a_wrong_clock_neither_renews_each_session_nor_dates_a_post(
    server: Server, account: SignedIn, wrong: timedelta
) -> None:
    bluesky = network(server, wrong)
    for _ in range(3):
        bluesky.test(account)
    assert "refreshSession" not in server.names
    record: dict[str, Any] = json.loads(prepare(bluesky, account).payload)["record"]
    assert record["createdAt"] == "2026-11-23T12:00:00.000Z"
    assert prepare(bluesky, account).key[:8] == prepare(network(server), account).key[:8]


def test_a_session_that_truly_ends_soon_is_renewed_by_a_clock_that_is_behind(server: Server) -> None:
    secrets = DictSecrets()
    secrets.set("access", token(NOW + timedelta(minutes=1)))
    secrets.set("refresh", "refresh")
    made = Account("bluesky:a", "bluesky", "a", SERVER, LanguagePolicy(("uk",)), remote_id="did:plc:us")
    server.on("refreshSession", reply(200, session()))
    network(server, -timedelta(hours=5)).test(SignedIn(made, secrets))
    assert server.names == ["refreshSession", "getSession", "describeServer"]


@pytest.mark.parametrize(("owner", "kept"), [("did:plc:us", "new refresh"), ("did:plc:them", "refresh")])
def test_the_session_of_somebody_else_is_never_kept(server: Server, account: SignedIn, owner: str, kept: str) -> None:
    server.on("createSession", reply(200, session(owner)))
    assert network(server).sign_in(account, "app password").remote_id == owner
    assert account.secrets.get("refresh") == kept


@pytest.mark.parametrize("gone", ["r1", "p1"])
def test_a_part_of_a_thread_whose_beginning_was_deleted_by_hand_is_refused(
    server: Server, account: SignedIn, gone: str
) -> None:
    def exchange(request: Request) -> Reply:
        missing = f"rkey={gone}" in request.url
        return reply(400, {"error": "RecordNotFound"}) if missing else reply(200, {"value": {}})

    server.exchange = exchange  # type: ignore[method-assign]
    with pytest.raises(NetworkRefused) as caught:
        prepare(network(server), account, place=ThreadPlace(ROOT, PARENT))
    assert caught.value.id == "delivery.parent-deleted"


def test_a_part_of_a_thread_waits_while_its_beginning_cannot_be_read(server: Server, account: SignedIn) -> None:
    server.on("getRecord", reply(502))
    with pytest.raises(ServerTrouble):
        prepare(network(server), account, place=ThreadPlace(ROOT, PARENT))
    server.on("getRecord", reply(200, {"value": {}}))
    assert '"parent"' in prepare(network(server), account, place=ThreadPlace(ROOT, PARENT)).payload


def test_a_mention_of_nobody_is_told(server: Server, account: SignedIn) -> None:
    server.on("resolveHandle", reply(400, {"error": "InvalidRequest"}), reply(200, {"did": "did:plc:friend"}))
    prepared = prepare(network(server), account, "Дякуємо @misspelt.example та @friend.example!")
    assert prepared.unlinked == ("@misspelt.example",)
    assert len(json.loads(prepared.payload)["record"]["facets"]) == 1


@pytest.mark.parametrize(("left", "refused"), [("9", True), ("10", False), ("", False)])
def test_no_half_is_armed_whose_server_lets_us_ask_no_more(
    server: Server, account: SignedIn, left: str, refused: bool
) -> None:
    reset = str(int(NOW.timestamp()) + 40)
    server.on("getSession", reply(200, {"did": "did:plc:us"}, ratelimit_remaining=left, ratelimit_reset=reset))
    bluesky = network(server)
    prepared = prepare(bluesky, account)
    if not refused:
        bluesky.preflight(prepared, account)
        return
    with pytest.raises(RateLimited) as caught:
        bluesky.preflight(prepared, account)
    assert caught.value.retry_at == NOW + timedelta(seconds=40)


def test_a_pause_that_a_proxy_asks_for_in_its_own_words_has_done_nothing(server: Server, account: SignedIn) -> None:
    server.on("putRecord", Reply(429, {"retry-after": "30"}, b"<html>", NOW))
    bluesky = network(server)
    with pytest.raises(RateLimited):
        bluesky.publish(prepare(bluesky, account), account)
