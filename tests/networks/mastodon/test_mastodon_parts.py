"""What the real server of the contract does not have: Mastodon's own answers, as its documentation describes them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from embassy_assistant.domain.account import Account, LanguagePolicy, Visibility
from embassy_assistant.domain.delivery import FrozenMedia, FrozenPoll, FrozenSegment, Published
from embassy_assistant.domain.errors import NetworkRefused, RateLimited, RequestFailed, ServerTrouble
from embassy_assistant.domain.network import Ability, Reconciliation, Sight, SignedIn, ThreadPlace
from embassy_assistant.net import Client, Reply, Request
from embassy_assistant.networks.mastodon import MastodonNetwork
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import DictSecrets

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SERVER = "https://social.example.test"


def reply(status: int, said: object = None, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, named, json.dumps(said if said is not None else {}).encode(), NOW)


@dataclass
class Server:
    """Answers by method and path, in the order given; what nobody foresaw fails the test."""

    answers: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    def on(self, what: str, *replies: Reply) -> None:
        self.answers.setdefault(what, []).extend(replies)

    def exchange(self, request: Request) -> Reply:
        self.asked.append(request)
        key = f"{request.method} {request.url.removeprefix(SERVER).partition('?')[0]}"
        waiting = self.answers[key]
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        """The JSON bodies that were sent."""
        kinds = (request for request in self.asked if request.headers.get("Content-Type") == "application/json")
        return [json.loads(request.body or b"") for request in kinds]


@pytest.fixture
def server() -> Server:
    made = Server()
    made.on("GET /api/v1/accounts/7/statuses", reply(200, []))
    return made


@pytest.fixture
def network(server: Server) -> MastodonNetwork:
    return MastodonNetwork(NetworkSetup(lambda: cast("Client", server), Path(), now=lambda: NOW))


def account(software: str = "mastodon 4.5.2") -> SignedIn:
    secrets = DictSecrets()
    secrets.set("access", "token")
    policy = LanguagePolicy(("uk",))
    made = Account("mastodon:a@b", "mastodon", "a@b", SERVER, policy, remote_id="7", software=software)
    return SignedIn(made, secrets)


def prepare(network: MastodonNetwork, segment: FrozenSegment, signed_in: SignedIn, at: datetime | None = None) -> Any:  # noqa: ANN401
    return network.prepare(segment, signed_in, lambda _hash: b"bytes", None, at)


PICTURE = FrozenMedia("ab" * 32, "квітка.png", "image/png", 5, "Свічка")
STATUS = {"id": "9", "url": f"{SERVER}/@a/9", "content": "<p>Слава!</p>", "created_at": "2026-11-23T12:00:00Z"}


def test_all_that_a_post_may_carry_is_asked_for(network: MastodonNetwork, server: Server) -> None:
    server.on("POST /api/v2/media", reply(202, {"id": "3"}))
    server.on("GET /api/v1/media/3", reply(206), reply(200, {"id": "3"}))
    answer = {**STATUS, "spoiler_text": "Увага", "media_attachments": [{"id": "3"}], "poll": {"id": "4"}}
    server.on("POST /api/v1/statuses", reply(200, answer))
    poll = FrozenPoll(("Так", "Ні"), 60, multiple=True)
    segment = FrozenSegment("Слава!", ("uk",), (PICTURE,), warning="Увага", poll=poll, visibility=Visibility.UNLISTED)
    prepared = prepare(network, segment, account())
    with pytest.raises(RateLimited) as caught:
        network.publish(prepared, account())
    assert caught.value.id == "network.picture-processing"
    published = network.publish(prepared, account())
    assert published.url == f"{SERVER}/@a/9"
    assert server.bodies == [
        {
            "status": "Слава!",
            "language": "uk",
            "spoiler_text": "Увага",
            "sensitive": True,
            "media_ids": ["3"],
            "visibility": "unlisted",
            "poll": {"options": ["Так", "Ні"], "expires_in": 3600, "multiple": True},
        }
    ]
    [publishing] = [request for request in server.asked if request.url.endswith("/statuses") and request.body]
    assert publishing.headers["Idempotency-Key"] == prepared.key
    upload = next(request for request in server.asked if request.url.endswith("/media"))
    assert "Свічка".encode() in (upload.body or b"")
    assert "квітка".encode() not in (upload.body or b"")


@pytest.mark.parametrize("answers", [("Так", "Ні", "Може", "Ще", "П’ять"), ("Так", "ї" * 51)])
def test_a_poll_that_the_server_would_not_take_is_refused_before_anything_is_out(
    network: MastodonNetwork, answers: tuple[str, ...]
) -> None:
    with pytest.raises(NetworkRefused) as caught:
        prepare(network, FrozenSegment("Слава!", ("uk",), poll=FrozenPoll(answers, 60)), account())
    assert caught.value.id == "network.poll-unfit"


def test_only_mastodon_itself_is_trusted_with_keys_and_not_for_what_it_publishes_later(
    network: MastodonNetwork,
) -> None:
    segment = FrozenSegment("Слава!", ("uk",))
    at_once = prepare(network, segment, account())
    later = replace(at_once, at=NOW + timedelta(hours=1))
    assert network.reconciliation(account().account, at_once) is Reconciliation.KEYED
    assert network.reconciliation(account().account, later) is Reconciliation.LIST_READ
    for other in ("gotosocial 0.19", "snac 2.75", "", "mastodon-like 1"):
        assert network.reconciliation(account(other).account, at_once) is Reconciliation.LIST_READ


def test_what_is_due_later_is_kept_by_the_server_and_found_there(network: MastodonNetwork, server: Server) -> None:
    at = NOW + timedelta(hours=2)
    kept = {"id": "5", "scheduled_at": "2026-11-23T14:00:00.000Z", "params": {"text": "Слава!"}}
    server.on("POST /api/v1/statuses", reply(200, kept))
    server.on("GET /api/v1/scheduled_statuses", reply(200, []), reply(200, [kept]))
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",)), account(), at)
    assert network.find(prepared, account()).sight is Sight.ABSENT
    published = network.publish(prepared, account())
    assert (published.parked, server.bodies[0]["scheduled_at"]) == (True, "2026-11-23T14:00:00Z")
    sighting = network.find(prepared, account())
    assert sighting.published == published


def test_a_deletion_is_seen_when_the_post_is_gone(network: MastodonNetwork, server: Server) -> None:
    out = Published('{"id": "9"}', f"{SERVER}/@a/9")
    prepared = network.prepare_delete(out, account())
    server.on("GET /api/v1/statuses/9", reply(200, STATUS), reply(404, {"error": "Record not found"}))
    server.on("DELETE /api/v1/statuses/9", reply(200, STATUS), reply(404, {"error": "Record not found"}))
    assert network.find(prepared, account()).sight is Sight.ABSENT
    for _ in range(2):
        assert network.publish(prepared, account()) == out
    assert network.find(prepared, account()).published == out


def test_what_is_parked_is_deleted_where_it_is_kept(network: MastodonNetwork) -> None:
    prepared = network.prepare_delete(Published('{"id": "5"}', parked=True), account())
    assert json.loads(prepared.payload)["path"] == "/api/v1/scheduled_statuses/5"


def test_a_correction_keeps_the_pictures_and_changes_their_texts(network: MastodonNetwork, server: Server) -> None:
    there = {**STATUS, "media_attachments": [{"id": "3"}]}
    described = {**STATUS, "media_attachments": [{"id": "3", "description": "Свічка"}]}
    server.on("GET /api/v1/statuses/9", reply(200, there), reply(200, described))
    segment = FrozenSegment("Слава!", ("uk",), (PICTURE,))
    prepared = network.prepare_edit(segment, Published('{"id": "9"}'), account(), lambda _hash: b"")
    assert json.loads(prepared.payload)["body"]["media_attributes"] == [{"id": "3", "description": "Свічка"}]
    server.on("PUT /api/v1/statuses/9", reply(200, {**described, "id": "10"}))
    for found in (network.find(prepared, account()).published, network.publish(prepared, account())):
        assert found is not None
        assert found.reference == '{"id": "9"}'  # It is where it was, whatever the server calls it now.


@pytest.mark.parametrize(
    ("there", "source", "refused"),
    [
        pytest.param({"content": "<p>Інше</p>", "edited_at": "2026-11-23T13:00:00Z"}, "Інше", True, id="by hand"),
        pytest.param({"edited_at": "2026-11-23T13:00:00Z"}, "", False, id="by us before"),
        pytest.param({"content": "<p>Інше</p>", "edited_at": "2026-11-23T13:00:00Z"}, "Слава!", False, id="shown so"),
        pytest.param({"content": "<p>Інше</p>", "edited_at": None}, "", False, id="never"),
    ],
)
def test_a_correction_undoes_nothing_that_was_done_by_hand(
    network: MastodonNetwork, server: Server, there: dict[str, object], source: str, refused: bool
) -> None:
    server.on("GET /api/v1/statuses/9", reply(200, {**STATUS, **there}))
    server.on("GET /api/v1/statuses/9/source", reply(200, {"text": source}))
    words, was = FrozenSegment("Виправлено", ("uk",)), FrozenSegment("Слава!", ("uk",))
    if not refused:
        prepared = network.prepare_edit(words, Published('{"id": "9"}'), account(), lambda _hash: b"", was)
        assert "Виправлено" in prepared.payload
        return
    with pytest.raises(NetworkRefused) as caught:
        network.prepare_edit(words, Published('{"id": "9"}'), account(), lambda _hash: b"", was)
    assert caught.value.id == "network.edited-meanwhile"


def test_a_correction_of_a_description_alone_is_not_taken_for_done(network: MastodonNetwork, server: Server) -> None:
    before = {**STATUS, "media_attachments": [{"id": "3", "description": "Вікно"}]}
    after = {**STATUS, "media_attachments": [{"id": "3", "description": "Свічка"}]}
    server.on("GET /api/v1/statuses/9", reply(200, before), reply(200, before), reply(200, after))
    segment = FrozenSegment("Слава!", ("uk",), (PICTURE,))
    prepared = network.prepare_edit(segment, Published('{"id": "9"}'), account(), lambda _hash: b"")
    assert [network.find(prepared, account()).sight for _ in range(2)] == [Sight.ABSENT, Sight.ONE]


@pytest.mark.parametrize(("owner", "kept"), [("7", "new"), ("8", "token")])
def test_a_token_of_somebody_else_is_never_kept(
    network: MastodonNetwork, server: Server, owner: str, kept: str
) -> None:
    server.on("GET /api/v1/accounts/verify_credentials", reply(200, {"id": owner, "username": "a"}))
    server.on("GET /api/v2/instance", reply(200, {"domain": "b"}))
    server.on("GET /.well-known/nodeinfo", reply(404))
    signed_in = account()
    assert network.sign_in(signed_in, "new").remote_id == owner
    assert signed_in.secrets.get("access") == kept


def test_a_token_is_not_kept_before_its_owner_is_known(network: MastodonNetwork, server: Server) -> None:
    server.on("GET /api/v1/accounts/verify_credentials", reply(503))
    signed_in = account()
    with pytest.raises(ServerTrouble):
        network.sign_in(signed_in, "new")
    assert signed_in.secrets.get("access") == "token"


def test_what_a_server_can_do_follows_from_its_program(network: MastodonNetwork) -> None:
    assert Ability.PARK in network.abilities(account().account)
    assert Ability.DELETE not in network.abilities(account("snac 2.75").account)
    assert Ability.PARK not in network.abilities(account("something else").account)


def test_too_many_posts_since_are_no_absence(network: MastodonNetwork, server: Server) -> None:
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",)), account())
    page = [{"id": str(n), "content": "інше", "created_at": "2026-11-23T12:00:00Z"} for n in range(40)]
    server.answers["GET /api/v1/accounts/7/statuses"] = [
        reply(200, [{**status, "id": f"{number}-{status['id']}"} for status in page]) for number in range(6)
    ]
    with pytest.raises(ServerTrouble) as caught:
        network.find(prepared, account())
    assert caught.value.id == "network.too-much-to-read"


def test_asking_for_a_picture_in_vain_has_sent_nothing_of_the_post(network: MastodonNetwork, server: Server) -> None:
    server.on("POST /api/v2/media", reply(200, {"id": "3"}))
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",), (PICTURE,)), account())

    def cut(_request: Request) -> Reply:
        raise RequestFailed(left_the_machine=True)

    server.exchange = cut  # type: ignore[method-assign, assignment]
    with pytest.raises(RequestFailed) as caught:
        network.publish(prepared, account())
    assert not caught.value.left_the_machine


def published(network: MastodonNetwork, server: Server, answer: object, **source: object) -> Published:
    """Publish a text, with `answer` to it."""
    server.on("POST /api/v1/statuses", reply(200, answer))
    server.on("GET /api/v1/statuses/9/source", reply(200, source) if source else reply(404, {"error": "not found"}))
    return network.publish(prepare(network, FrozenSegment("Слава!", ("uk",)), account()), account())


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param({**STATUS, "content": "<p>Інше</p>"}, id="another text"),
        pytest.param({**STATUS, "media_attachments": [{"id": "3"}]}, id="another picture"),
        pytest.param({**STATUS, "in_reply_to_id": "1"}, id="another thread"),
        pytest.param({"id": "9", "scheduled_at": "2026-11-23T14:00:00Z", "params": {"text": "Інше"}}, id="kept"),
    ],
)
def test_a_key_that_answers_for_another_post_is_no_success(
    network: MastodonNetwork, server: Server, answer: object
) -> None:
    with pytest.raises(ServerTrouble) as caught:
        published(network, server, answer)
    assert caught.value.id == "network.key-taken"


def test_an_answer_that_cannot_be_compared_is_no_success(network: MastodonNetwork, server: Server) -> None:
    server.on("GET /api/v1/statuses/9/source", reply(401, {"error": "The access token is invalid"}))
    with pytest.raises(ServerTrouble):
        published(network, server, {**STATUS, "content": "<p>Інше</p>"})
    server.answers["GET /api/v1/statuses/9/source"] = [Reply(200, {}, b"<html>")]
    with pytest.raises(ServerTrouble):
        published(network, server, {**STATUS, "content": "<p>Інше</p>"})


def test_a_page_that_shows_a_text_otherwise_is_held_against_its_source(
    network: MastodonNetwork, server: Server
) -> None:
    shown = {**STATUS, "content": "<p><b>Слава</b> усім!</p>"}
    assert published(network, server, shown, text="Слава!").url == f"{SERVER}/@a/9"
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",)), account())
    server.answers["GET /api/v1/accounts/7/statuses"] = [reply(200, [shown])]
    assert network.find(prepared, account()).sight is Sight.ONE


def test_a_server_that_remembers_no_keys_is_believed(network: MastodonNetwork, server: Server) -> None:
    server.on("POST /api/v1/statuses", reply(200, {**STATUS, "content": "<p>Інше</p>"}))
    gotosocial = account("gotosocial 0.19")
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",)), gotosocial)
    assert network.publish(prepared, gotosocial).url == f"{SERVER}/@a/9"


def test_what_was_parked_is_looked_for_only_since_its_time(network: MastodonNetwork, server: Server) -> None:
    at = NOW + timedelta(hours=30)
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",)), account(), at)
    ours = {**STATUS, "created_at": at.isoformat()}
    between = [{"id": f"b{n}", "content": "інше", "created_at": "2026-11-24T09:00:00Z"} for n in range(39)]
    server.on("GET /api/v1/scheduled_statuses", reply(200, []))
    server.answers["GET /api/v1/accounts/7/statuses"] = [
        reply(200, [ours, *between]),
        reply(200, [{"id": "x", "content": "інше", "created_at": "2026-11-23T12:30:00Z"}]),
    ]
    assert network.find(prepared, account()).sight is Sight.ONE
    pages = [request for request in server.asked if "limit=40&exclude" in request.url]
    assert len(pages) == 1


def test_what_a_server_keeps_is_found_on_a_later_page(network: MastodonNetwork, server: Server) -> None:
    at = NOW + timedelta(hours=2)
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",)), account(), at)
    others = [{"id": f"o{n}", "scheduled_at": "2026-11-25T14:00:00Z", "params": {"text": "інше"}} for n in range(40)]
    ours = {"id": "5", "scheduled_at": "2026-11-23T14:00:00.000Z", "params": {"text": "Слава!"}}
    server.on("GET /api/v1/scheduled_statuses", reply(200, others), reply(200, [ours]))
    sighting = network.find(prepared, account())
    assert sighting.published == Published('{"id": "5"}', parked=True)
    assert any(request.url.endswith("&max_id=o39") for request in server.asked)


def test_a_server_that_always_lists_the_same_is_not_read_for_ever(network: MastodonNetwork, server: Server) -> None:
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",)), account(), NOW + timedelta(hours=2))
    others = [{"id": f"o{n}", "scheduled_at": "2026-11-25T14:00:00Z", "params": {"text": "інше"}} for n in range(40)]
    pages = [[{**kept, "id": f"{number}-{kept['id']}"} for kept in others] for number in range(6)]
    server.on("GET /api/v1/scheduled_statuses", *(reply(200, page) for page in pages))
    assert network.find(prepared, account()).sight is Sight.ABSENT


@pytest.mark.parametrize("status", [404, 410])
def test_a_part_of_a_thread_whose_beginning_was_deleted_by_hand_is_refused(
    network: MastodonNetwork, server: Server, status: int
) -> None:
    server.on("GET /api/v1/statuses/9", reply(200, STATUS), reply(status, {"error": "Record not found"}))
    place = ThreadPlace('{"id": "8"}', '{"id": "9"}')
    segment = FrozenSegment("Далі", ("uk",), index=1, count=2)
    prepared = network.prepare(segment, account(), lambda _hash: b"", place)
    assert json.loads(prepared.payload)["body"]["in_reply_to_id"] == "9"
    with pytest.raises(NetworkRefused) as caught:
        network.prepare(segment, account(), lambda _hash: b"", place)
    assert caught.value.id == "delivery.parent-deleted"


READY = {"id": "7", "username": "a"}


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"x_ratelimit_remaining": "9", "x_ratelimit_reset": "2026-11-23T12:04:00.000000Z"}, 240),
        ({"x_ratelimit_remaining": "0"}, 300),
        ({"ratelimit_remaining": "3", "ratelimit_reset": "20"}, 20),
        ({"x_ratelimit_remaining": "10"}, None),
        ({"x_ratelimit_remaining": "9" * 5000}, None),
        ({"x_ratelimit_remaining": "-1"}, None),
        ({}, None),
    ],
)
def test_no_half_is_armed_whose_server_lets_us_ask_no_more(
    network: MastodonNetwork, server: Server, headers: dict[str, str], pause: int | None
) -> None:
    server.on("GET /api/v1/accounts/verify_credentials", reply(200, READY, **headers))
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",)), account())
    if pause is None:
        network.preflight(prepared, account())
        return
    with pytest.raises(RateLimited) as caught:
        network.preflight(prepared, account())
    assert caught.value.retry_at == NOW + timedelta(seconds=pause)


def test_a_picture_that_the_server_could_not_read_is_refused_before_either_half_is_out(
    network: MastodonNetwork, server: Server
) -> None:
    server.on("GET /api/v1/accounts/verify_credentials", reply(200, READY))
    server.on("POST /api/v2/media", reply(202, {"id": "3"}))
    server.on("GET /api/v1/media/3", reply(206), reply(422, {"error": "Error processing thumbnail"}))
    prepared = prepare(network, FrozenSegment("Слава!", ("uk",), (PICTURE,)), account())
    with pytest.raises(RateLimited):
        network.preflight(prepared, account())
    with pytest.raises(NetworkRefused):
        network.preflight(prepared, account())
