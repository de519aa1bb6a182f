"""What Mastodon can promise with idempotency keys and posts that it keeps for later, on a double with a memory."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import FrozenSegment, Prepared
from embassy_assistant.domain.errors import NetworkRefused, ServerTrouble, SignInAgain
from embassy_assistant.domain.network import Reconciliation, Sight, SignedIn
from embassy_assistant.net import Client
from embassy_assistant.networks.mastodon import MastodonNetwork
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import TEXT, DictSecrets, NetworkContract, PublicPost, World, new_account
from tests.helpers.faults import FaultProxy
from tests.helpers.mastodon_mock import TOKEN, MastodonMock, run_mastodon_mock

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def mock() -> Iterator[MastodonMock]:
    with run_mastodon_mock() as running:
        yield running


@pytest.fixture
def world(mock: MastodonMock) -> Iterator[World]:
    mock.reset()
    with FaultProxy("127.0.0.1", mock.port) as proxy:
        network = MastodonNetwork(NetworkSetup(Client, Path()))
        account = new_account(network, "", proxy.url)
        profile = network.sign_in(account, TOKEN)
        known = replace(
            account.account,
            handle=profile.handle,
            remote_id=profile.remote_id,
            software=profile.software,
            limits=profile.limits,
        )

        def public() -> list[PublicPost]:
            return [
                PublicPost(
                    mock.source(status["id"]),
                    (status["language"],),
                    tuple((mock.file(item["url"]), item["description"]) for item in status["media_attachments"]),
                    status["in_reply_to_id"] or "",
                )
                for status in reversed(mock.statuses(profile.remote_id))
            ]

        yield World(
            network,
            SignedIn(known, account.secrets),
            TOKEN,
            proxy,
            publishing="POST /api/v1/statuses",
            optional="nodeinfo",
            reading="/statuses?limit=40",
            public=public,
            reference=lambda reference: str(json.loads(reference)["id"]),
        )


def _other_text(prepared: Prepared, text: str) -> Prepared:
    payload = json.loads(prepared.payload)
    payload["body"]["status"] = text
    return replace(prepared, payload=json.dumps(payload))


def _for_later(world: World, at: datetime) -> Prepared:
    segment = FrozenSegment(TEXT, ("uk",))
    return world.network.prepare(segment, world.signed_in, world.pictures.__getitem__, None, at)


@pytest.mark.real
class TestMastodonMock(NetworkContract):
    """Over a double that honours keys."""

    def test_what_was_prepared_is_what_the_public_sees(self, world: World) -> None:
        published = world.network.publish(world.prepare(), world.signed_in)
        # It keeps one language of a post.
        assert world.public() == [PublicPost(TEXT, ("uk",))]
        assert published.url.startswith("http")
        assert not published.parked

    def test_another_text_under_our_key_is_left_alone_and_told(self, world: World) -> None:
        """A key answers with what it stands for, which is no success; ours is read back as absent."""
        prepared = world.prepare()
        world.network.publish(_other_text(prepared, "Інше"), world.signed_in)
        assert world.network.find(prepared, world.signed_in).sight is Sight.ABSENT
        with pytest.raises(ServerTrouble) as caught:
            world.network.publish(prepared, world.signed_in)
        assert caught.value.id == "network.key-taken"
        assert [post.text for post in world.public()] == ["Інше"]

    def test_a_wrong_password_asks_for_a_person_and_keeps_nothing(self, world: World) -> None:
        stranger = SignedIn(world.signed_in.account, DictSecrets())
        with pytest.raises(SignInAgain) as caught:
            world.network.sign_in(stranger, "wrong")
        assert caught.value.id == "account.token-wrong"
        assert stranger.secrets.get("access") is None

    def test_a_text_that_only_the_server_finds_too_long_is_refused_for_good(self, world: World) -> None:
        prepared = _other_text(world.prepare(), "ї" * 501)
        with pytest.raises(NetworkRefused):
            world.network.publish(prepared, world.signed_in)
        assert world.public() == []

    # The token itself is what is typed here: it is kept, and there is no password.
    test_signing_in_keeps_no_password = None  # type: ignore[assignment]

    def test_what_is_out_is_corrected_where_the_network_can(self, world: World) -> None:
        """Without `media_attributes`, which this double does not know: the text changes, the picture stays."""
        picture = world.picture()
        published = world.network.publish(world.prepare("Перше", media=(picture,)), world.signed_in)
        corrected = FrozenSegment("Друге", ("uk",), (picture,))
        edit = world.network.prepare_edit(corrected, published, world.signed_in, world.pictures.__getitem__)
        assert world.network.find(edit, world.signed_in).sight is Sight.ABSENT
        for _ in range(2):
            again = world.network.publish(edit, world.signed_in)
            assert again.reference == published.reference
            [post] = world.public()
            assert (post.text, post.pictures) == ("Друге", ((world.pictures[picture.hash], picture.alt),))
            assert world.network.find(edit, world.signed_in).sight is Sight.ONE

    def test_keys_are_relied_upon_only_for_what_goes_out_at_once(self, world: World) -> None:
        at = datetime.now(UTC) + timedelta(hours=2)
        now = world.prepare()
        later = _for_later(world, at)
        account = world.signed_in.account
        assert account.software.startswith("mastodon ")
        assert world.network.reconciliation(account, now) is Reconciliation.KEYED
        assert world.network.reconciliation(account, later) is Reconciliation.LIST_READ

    def test_what_is_kept_for_later_is_found_and_taken_back(self, world: World, mock: MastodonMock) -> None:
        at = datetime.now(UTC) + timedelta(hours=2)
        later = _for_later(world, at)
        assert world.network.find(later, world.signed_in).sight is Sight.ABSENT
        published = world.network.publish(later, world.signed_in)
        assert published.parked
        assert world.public() == []
        assert [kept["id"] for kept in mock.scheduled()] == [json.loads(published.reference)["id"]]
        sighting = world.network.find(later, world.signed_in)
        assert (sighting.sight, sighting.published) == (Sight.ONE, published)
        deletion = world.network.prepare_delete(published, world.signed_in)
        world.network.publish(deletion, world.signed_in)
        assert mock.scheduled() == []
        assert world.network.find(deletion, world.signed_in).sight is Sight.ONE
