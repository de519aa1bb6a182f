"""What a server of Mastodon's interface can promise without idempotency keys, on a real one: snac2."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import FrozenSegment
from embassy_assistant.domain.errors import NetworkRefused, RequestFailed, SignInAgain
from embassy_assistant.domain.network import Ability, Reconciliation, Sight, SignedIn
from embassy_assistant.net import Client
from embassy_assistant.networks.mastodon import MastodonNetwork
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import DictSecrets, NetworkContract, PublicPost, World, new_account
from tests.helpers.faults import CUTS, Cut, FaultProxy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.snac import Snac

_NUMBERS = itertools.count(1)


@pytest.fixture
def world(snac: Snac) -> Iterator[World]:
    name = f"embassy{next(_NUMBERS)}"
    password = snac.add_user(name)
    with FaultProxy("127.0.0.1", snac.port) as proxy:
        network = MastodonNetwork(NetworkSetup(Client, Path()))
        account = new_account(network, "", proxy.url)
        begun = network.begin_sign_in(account, "http://127.0.0.1:1/signed-in")
        brought = snac.allow(begun.url, name, password)
        assert brought["state"] == begun.state
        profile = network.finish_sign_in(account, begun, brought["code"])
        known = replace(
            account.account,
            handle=profile.handle,
            remote_id=profile.remote_id,
            software=profile.software,
            limits=profile.limits,
        )
        account = SignedIn(known, account.secrets)

        def public() -> list[PublicPost]:
            said = snac.statuses(profile.remote_id, account.secrets.get("access") or token)
            return [
                PublicPost(
                    status["text"],
                    # It keeps no language of a single post.
                    ("uk",),
                    tuple((snac.file(item["url"]), item["description"]) for item in status["media_attachments"]),
                    status["in_reply_to_id"] or "",
                )
                for status in reversed(said)
            ]

        token = account.secrets.get("access") or ""
        yield World(
            network,
            account,
            password,
            proxy,
            publishing="POST /api/v1/statuses",
            optional="nodeinfo",
            token=account.secrets.get("access") or "",
            reading="/statuses?limit=40",
            public=public,
            reference=lambda reference: str(json.loads(reference)["id"]),
            corrects_pictures=False,
        )


@pytest.mark.real
class TestSnac(NetworkContract):
    """Over a real server that forgets keys, cannot delete, and has no limit of its own."""

    def test_what_was_prepared_is_what_the_public_sees(self, world: World) -> None:
        published = world.network.publish(world.prepare(), world.signed_in)
        assert [post.text for post in world.public()] == [json.loads(world.prepare().payload)["body"]["status"]]
        assert published.url.startswith("http")

    def test_the_same_request_again_is_one_post(self, world: World) -> None:
        """It cannot promise that, and says so: reading back shows both, and a person is asked."""
        prepared = world.prepare()
        assert world.network.reconciliation(world.signed_in.account, prepared) is Reconciliation.LIST_READ
        for _ in range(2):
            world.network.publish(prepared, world.signed_in)
        assert world.network.find(prepared, world.signed_in).sight is Sight.SEVERAL

    def test_another_text_under_our_key_is_left_alone_and_told(self, world: World) -> None:
        """There are no keys: another text is another post, and ours is not there."""
        world.network.publish(world.prepare("Інше"), world.signed_in)
        assert world.network.find(world.prepare(), world.signed_in).sight is Sight.ABSENT

    def test_the_text_of_an_earlier_post_is_not_taken_for_this_one(self, world: World) -> None:
        world.network.publish(world.prepare(), world.signed_in)
        assert world.network.find(world.prepare(), world.signed_in).sight is Sight.ABSENT

    def test_a_wrong_password_asks_for_a_person_and_keeps_nothing(self, world: World) -> None:
        stranger = SignedIn(world.signed_in.account, DictSecrets())
        with pytest.raises(SignInAgain) as caught:
            world.network.sign_in(stranger, "wrong")
        assert caught.value.id == "account.token-wrong"
        assert stranger.secrets.get("access") is None

    def test_a_token_made_on_the_servers_pages_will_do(self, world: World) -> None:
        stranger = SignedIn(world.signed_in.account, DictSecrets())
        profile = world.network.sign_in(stranger, world.signed_in.secrets.get("access") or "")
        assert profile.remote_id == world.signed_in.account.remote_id

    def test_a_code_that_is_none_is_refused(self, world: World) -> None:
        stranger = SignedIn(world.signed_in.account, DictSecrets())
        begun = world.network.begin_sign_in(stranger, "")
        with pytest.raises(SignInAgain) as caught:
            world.network.finish_sign_in(stranger, begun, "no code")
        assert caught.value.id == "account.code-refused"
        assert stranger.secrets.get("access") is None

    # It takes any length, and a repeat of what arrived would be a second post.
    test_a_text_that_only_the_server_finds_too_long_is_refused_for_good = None  # type: ignore[assignment]
    test_a_cut_is_told_truly_and_a_repeat_ends_in_one_post = None  # type: ignore[assignment]

    @pytest.mark.parametrize("cut", [*CUTS, Cut.REQUEST_LOST])
    def test_a_cut_is_told_truly(self, world: World, cut: Cut) -> None:
        prepared = world.prepare()
        with pytest.raises(RequestFailed) as caught:
            self._publish_cut(world, prepared, cut)
        assert caught.value.left_the_machine == (cut is not Cut.BEFORE_CONNECT)
        arrived = cut in {Cut.NOTHING_READ, Cut.PART_OF_RESPONSE}
        assert world.network.find(prepared, world.signed_in).sight is (Sight.ONE if arrived else Sight.ABSENT)
        # It publishes an empty post of half a request; a person is shown that there is one.
        assert [post.text for post in world.public() if post.text] == [
            json.loads(prepared.payload)["body"]["status"]
        ] * arrived

    def test_a_credential_can_be_tested(self, world: World) -> None:
        profile = world.network.test(world.signed_in)
        assert profile.handle == world.signed_in.account.handle
        assert profile.software.startswith("snac ")
        assert profile.limits == world.signed_in.account.limits

    def test_a_text_that_is_too_long_is_refused_before_anything_is_sent(self, world: World) -> None:
        limits = world.signed_in.account.limits
        assert limits
        with pytest.raises(NetworkRefused):
            world.prepare("ї" * (limits.limit + 1))

    def test_a_correction_is_read_back(self, world: World) -> None:
        published = world.network.publish(world.prepare(), world.signed_in)
        segment = FrozenSegment("Виправлено о 14:00", ("uk",))
        edit = world.network.prepare_edit(segment, published, world.signed_in, world.pictures.__getitem__)
        assert world.network.find(edit, world.signed_in).sight is Sight.ABSENT
        world.network.publish(edit, world.signed_in)
        assert world.network.find(edit, world.signed_in).sight is Sight.ONE
        assert [post.text for post in world.public()] == ["Виправлено о 14:00"]

    def test_what_it_cannot_delete_is_said_before_anything_is_tried(self, world: World) -> None:
        published = world.network.publish(world.prepare(), world.signed_in)
        assert Ability.DELETE not in world.network.abilities(world.signed_in.account)
        with pytest.raises(NetworkRefused) as caught:
            world.network.prepare_delete(published, world.signed_in)
        assert caught.value.id == "network.no-delete"

    def test_a_content_warning_stands_before_the_text(self, world: World, snac: Snac) -> None:
        world.network.publish(world.prepare(warning="Фото наслідків удару"), world.signed_in)
        token = world.signed_in.secrets.get("access") or ""
        [status] = snac.statuses(world.signed_in.account.remote_id, token)
        assert (status["spoiler_text"], status["sensitive"]) == ("Фото наслідків удару", True)
