"""What is Bluesky's own, on the real server: facets, sizes, sessions that end, limits."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from embassy_assistant.domain.delivery import FrozenMedia, FrozenSegment
from embassy_assistant.domain.errors import (
    AssistantError,
    NetworkRefused,
    RateLimited,
    RequestFailed,
    ServerTrouble,
    SignInAgain,
)
from embassy_assistant.domain.network import SignedIn
from embassy_assistant.net import Client, Request
from embassy_assistant.networks.bluesky import BlueskyNetwork
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import new_account
from tests.helpers.faults import Cut, Fault, FaultProxy
from tests.helpers.pictures import flag

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.pds import RealAccount, RealPDS

pytestmark = pytest.mark.real

_NUMBERS = itertools.count(1)
NO_MEDIA: dict[str, bytes] = {}


@pytest.fixture
def network() -> BlueskyNetwork:
    return BlueskyNetwork(NetworkSetup(Client, Path()))


@pytest.fixture
def real(pds: RealPDS) -> RealAccount:
    return pds.create_account(f"embassy{next(_NUMBERS)}")


@pytest.fixture
def account(pds: RealPDS, network: BlueskyNetwork, real: RealAccount) -> SignedIn:
    return sign_in(network, real, pds.url)


def sign_in(network: BlueskyNetwork, real: RealAccount, server: str) -> SignedIn:
    fresh = new_account(network, real.handle, server)
    profile = network.sign_in(fresh, real.app_password)
    return SignedIn(replace(fresh.account, remote_id=profile.remote_id, server=profile.server), fresh.secrets)


def ended(pds: RealPDS, token: str) -> str:
    """Return the same token, ended an hour ago and signed as the server signs."""
    head, body, _ = token.split(".")
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    claims.update(iat=int(time.time()) - 7200, exp=int(time.time()) - 3600)
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    signature = hmac.new(pds.jwt_secret.encode(), f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def a_day_slow() -> datetime:
    """A laptop's clock that does not see the end of a session coming."""
    return datetime.now(UTC) - timedelta(days=1)


def test_links_mentions_and_tags_become_facets(pds: RealPDS, network: BlueskyNetwork, account: SignedIn) -> None:
    friend = pds.create_account(f"friend{next(_NUMBERS)}")
    text = f"🇺🇦 Дякуємо @{friend.handle} і @nobody.test: https://mfa.gov.ua #Україна"
    network.publish(network.prepare(FrozenSegment(text, ("uk",)), account, NO_MEDIA.__getitem__, None), account)
    [record] = pds.posts(account.account.remote_id)
    found = {
        text.encode()[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode(): f["features"][0]
        for f in record["value"]["facets"]
    }
    assert found == {
        f"@{friend.handle}": {"$type": "app.bsky.richtext.facet#mention", "did": friend.did},
        "https://mfa.gov.ua": {"$type": "app.bsky.richtext.facet#link", "uri": "https://mfa.gov.ua"},
        "#Україна": {"$type": "app.bsky.richtext.facet#tag", "tag": "Україна"},
    }


def test_a_picture_carries_its_proportions(pds: RealPDS, network: BlueskyNetwork, account: SignedIn) -> None:
    data = flag(24, 16)
    segment = FrozenSegment("Прапор", ("uk",), (FrozenMedia("x", "flag.png", "image/png", len(data), "Прапор"),))
    prepared = network.prepare(segment, account, lambda _: data, None)
    network.publish(prepared, account)
    [record] = pds.posts(account.account.remote_id)
    [image] = record["value"]["embed"]["images"]
    assert image["aspectRatio"] == {"width": 24, "height": 16}
    assert image["image"]["mimeType"] == "image/png"
    assert prepared.expires_at is not None


def test_a_picture_over_the_limit_is_refused_before_it_is_uploaded(network: BlueskyNetwork, account: SignedIn) -> None:
    segment = FrozenSegment("Фото", ("uk",), (FrozenMedia("x", "big.png", "image/png", 2_000_001, ""),))
    with pytest.raises(NetworkRefused) as caught:
        network.prepare(segment, account, lambda _: b"", None)
    assert caught.value.id == "network.picture-too-large"


def test_a_session_near_its_end_is_renewed_before_publishing(
    pds: RealPDS, network: BlueskyNetwork, account: SignedIn
) -> None:
    prepared = network.prepare(FrozenSegment("Ранок", ("uk",)), account, NO_MEDIA.__getitem__, None)
    before = account.secrets.get("refresh")
    account.secrets.set("access", ended(pds, account.secrets.get("access") or ""))
    network.publish(prepared, account)
    assert len(pds.posts(account.account.remote_id)) == 1
    assert account.secrets.get("refresh") not in {before, None}


def test_a_session_that_ends_unnoticed_is_renewed_while_preparing(
    pds: RealPDS, network: BlueskyNetwork, account: SignedIn
) -> None:
    account.secrets.set("access", ended(pds, account.secrets.get("access") or ""))
    network = BlueskyNetwork(NetworkSetup(Client, Path(), now=a_day_slow))
    data = flag()
    segment = FrozenSegment("Фото", ("uk",), (FrozenMedia("x", "a.png", "image/png", len(data), ""),))
    network.publish(network.prepare(segment, account, lambda _: data, None), account)
    assert len(pds.posts(account.account.remote_id)) == 1


def test_a_session_that_ends_unnoticed_publishes_at_the_second_attempt(
    pds: RealPDS, network: BlueskyNetwork, account: SignedIn
) -> None:
    prepared = network.prepare(FrozenSegment("Ранок", ("uk",)), account, NO_MEDIA.__getitem__, None)
    account.secrets.set("access", ended(pds, account.secrets.get("access") or ""))
    network = BlueskyNetwork(NetworkSetup(Client, Path(), now=a_day_slow))
    with pytest.raises(RateLimited) as caught:
        network.publish(prepared, account)
    assert caught.value.id == "account.session-renewed"
    assert pds.posts(account.account.remote_id) == []
    network.publish(prepared, account)
    assert len(pds.posts(account.account.remote_id)) == 1


@pytest.mark.parametrize("cut", [Cut.NOTHING_READ, Cut.PART_OF_RESPONSE, Cut.PART_OF_REQUEST, Cut.ERROR_INSTEAD])
def test_a_renewal_that_fails_before_publishing_sent_nothing_of_the_post(
    pds: RealPDS, network: BlueskyNetwork, real: RealAccount, cut: Cut
) -> None:
    with FaultProxy("127.0.0.1", pds.port) as proxy:
        account = sign_in(network, real, proxy.url)
        prepared = network.prepare(FrozenSegment("Ранок", ("uk",)), account, NO_MEDIA.__getitem__, None)
        account.secrets.delete("access")
        proxy.plan = [Fault(cut, path="refreshSession")]
        with pytest.raises(RequestFailed) as caught:
            network.publish(prepared, account)
        assert not caught.value.left_the_machine
        assert not any("putRecord" in line for line in proxy.seen)
        # The server had already spent the refresh token in two of these cases, and allows for that.
        network.publish(prepared, account)
    assert len(pds.posts(real.did)) == 1


def test_a_forged_token_asks_for_a_person(network: BlueskyNetwork, account: SignedIn) -> None:
    prepared = network.prepare(FrozenSegment("Ранок", ("uk",)), account, NO_MEDIA.__getitem__, None)
    token = account.secrets.get("access") or ""
    account.secrets.set("access", token[:-6] + "AAAAAA")
    with pytest.raises(SignInAgain):
        network.publish(prepared, account)


def test_the_accounts_own_password_is_not_taken(pds: RealPDS, network: BlueskyNetwork, real: RealAccount) -> None:
    fresh = new_account(network, real.handle, pds.url)
    with pytest.raises(SignInAgain) as caught:
        network.sign_in(fresh, real.password)
    assert caught.value.id == "account.app-password-needed"
    assert fresh.secrets.get("refresh") is None


def test_an_app_password_that_was_revoked_ends_the_session(
    pds: RealPDS, network: BlueskyNetwork, real: RealAccount, account: SignedIn
) -> None:
    own = pds.ask("com.atproto.server.createSession", {"identifier": real.handle, "password": real.password})
    url = f"{pds.url}/xrpc/com.atproto.server.revokeAppPassword"
    Client().exchange(
        Request(
            "POST",
            url,
            {"Authorization": f"Bearer {own['accessJwt']}", "Content-Type": "application/json"},
            b'{"name": "desk"}',
        )
    )
    account.secrets.delete("access")
    with pytest.raises(SignInAgain):
        network.test(account)


def test_too_many_requests_are_told_with_the_time_to_try_again(limiting_pds: RealPDS, network: BlueskyNetwork) -> None:
    fresh = new_account(network, "nobody.test", limiting_pds.url)
    answers: list[AssistantError] = []
    # The server allows 30 attempts in five minutes.
    while len(answers) < 40 and not (answers and isinstance(answers[-1], RateLimited)):
        with pytest.raises((SignInAgain, RateLimited)) as caught:
            network.sign_in(fresh, "wrong")
        answers.append(caught.value)
    last = answers[-1]
    assert isinstance(last, RateLimited)
    assert 0 < last.retry_at.timestamp() - time.time() <= 300


def test_an_account_that_its_owner_deactivated_asks_for_a_person(
    pds: RealPDS, network: BlueskyNetwork, real: RealAccount, account: SignedIn
) -> None:
    prepared = network.prepare(FrozenSegment("Ранок", ("uk",)), account, NO_MEDIA.__getitem__, None)
    own = pds.ask("com.atproto.server.createSession", {"identifier": real.handle, "password": real.password})
    Client().exchange(
        Request(
            "POST",
            f"{pds.url}/xrpc/com.atproto.server.deactivateAccount",
            {"Authorization": f"Bearer {own['accessJwt']}", "Content-Type": "application/json"},
            b"{}",
        )
    )
    for act in (
        lambda: network.publish(prepared, account),
        lambda: network.test(account),
        lambda: network.sign_in(new_account(network, real.handle, pds.url), real.app_password),
    ):
        with pytest.raises(SignInAgain) as caught:
            act()
        assert caught.value.id == "account.deactivated"


ODD_ANSWERS = [
    pytest.param("putRecord", {"uri": "at://did:plc:x/app.bsky.feed.post/other", "cid": "c"}, id="another key"),
    pytest.param("putRecord", {}, id="nothing said"),
    pytest.param("uploadBlob", {"blob": {"size": 1}}, id="half a picture"),
    pytest.param("uploadBlob", {}, id="no picture"),
    pytest.param("getRecord", {"uri": "x"}, id="no record"),
    pytest.param("resolveHandle", {"error": "InternalServerError"}, id="no directory"),
]


@pytest.mark.parametrize(("method", "answer"), ODD_ANSWERS)
def test_an_answer_that_makes_no_sense_is_never_a_success(
    pds: RealPDS, network: BlueskyNetwork, real: RealAccount, method: str, answer: dict[str, Any]
) -> None:
    data = flag()
    segment = FrozenSegment(
        "Дякуємо @someone.test", ("uk",), (FrozenMedia("x", "flag.png", "image/png", len(data), "Прапор"),)
    )
    with FaultProxy("127.0.0.1", pds.port) as proxy:
        account = sign_in(network, real, proxy.url)
        prepared = network.prepare(segment, account, lambda _: data, None)
        status = 500 if "error" in answer else 200
        proxy.plan = [Fault(Cut.ERROR_INSTEAD, path=method, status=status, body=json.dumps(answer).encode())]
        acts: dict[str, Callable[[], object]] = {
            "putRecord": lambda: network.publish(prepared, account),
            "getRecord": lambda: network.find(prepared, account),
            "uploadBlob": lambda: network.prepare(segment, account, lambda _: data, None),
            "resolveHandle": lambda: network.prepare(segment, account, lambda _: data, None),
        }
        with pytest.raises(ServerTrouble):
            acts[method]()


def test_two_threads_that_find_the_session_over_renew_it_once(
    pds: RealPDS, network: BlueskyNetwork, real: RealAccount
) -> None:
    with FaultProxy("127.0.0.1", pds.port) as proxy:
        account = sign_in(network, real, proxy.url)
        account.secrets.set("access", ended(pds, account.secrets.get("access") or ""))
        with ThreadPoolExecutor(4) as several:
            profiles = list(several.map(network.test, [account] * 4))
        assert {profile.handle for profile in profiles} == {real.handle}
        assert sum("refreshSession" in line for line in proxy.seen) == 1


def test_a_session_without_its_tokens_is_no_session(pds: RealPDS, network: BlueskyNetwork, real: RealAccount) -> None:
    with FaultProxy("127.0.0.1", pds.port) as proxy:
        proxy.plan = [Fault(Cut.ERROR_INSTEAD, path="createSession", status=200, body=b'{"did": "did:plc:x"}')]
        with pytest.raises(ServerTrouble):
            network.sign_in(new_account(network, real.handle, proxy.url), real.app_password)
