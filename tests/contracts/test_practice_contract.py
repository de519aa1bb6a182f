"""The practice network keeps the promises of every network."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from embassy_assistant.domain.account import Visibility
from embassy_assistant.domain.delivery import FrozenPoll, FrozenSegment, Prepared
from embassy_assistant.domain.network import Ability, Sight
from embassy_assistant.net import Client
from embassy_assistant.networks.practice import PracticeNetwork
from embassy_assistant.networks.practice.process import Address
from embassy_assistant.networks.practice.server import PracticeServer
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import TEXT, NetworkContract, PublicPost, World, new_account
from tests.helpers.faults import FaultProxy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    server = PracticeServer(tmp_path / "server")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        with FaultProxy("127.0.0.1", server.server_address[1]) as proxy:
            client_home = tmp_path / "client"
            client_home.mkdir()
            Address(proxy.url, 0, server.secret).write(client_home)
            network = PracticeNetwork(NetworkSetup(Client, client_home, starts_practice=False))
            account = new_account(network, "embassy", network.default_server)
            network.sign_in(account, "a password")

            def public() -> list[PublicPost]:
                return [
                    PublicPost(
                        kept.entry.text,
                        kept.entry.languages,
                        tuple(((server.book.picture(p.hash) or (b"", ""))[0], p.alt) for p in kept.entry.pictures),
                        kept.entry.reply_to,
                    )
                    for kept in reversed(server.book.timeline("embassy"))
                ]

            yield World(
                network,
                account,
                "a password",
                proxy,
                publishing="PUT /posts/",
                reading="GET /posts/",
                public=public,
                reference=lambda reference: str(json.loads(reference)["id"]),
            )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class TestPractice(NetworkContract):
    """Over a real server on loopback; it can everything, so that an Officer can train with everything."""

    def test_it_can_everything(self, world: World) -> None:
        assert world.network.abilities(world.signed_in.account) == frozenset(Ability)

    def test_what_is_handed_over_early_is_seen_when_it_is_due_and_not_before(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        early = datetime.now(UTC) + timedelta(hours=1)
        prepared = self._parked(world, early)
        published = world.network.publish(prepared, world.signed_in)
        assert published.parked
        assert world.public() == []
        found = world.network.find(prepared, world.signed_in)
        assert (found.sight, found.published) == (Sight.ONE, published)
        monkeypatch.setattr(time, "time", lambda: early.timestamp() + 1)
        assert [post.text for post in world.public()] == [TEXT]
        assert world.network.publish(prepared, world.signed_in) == replace(published, parked=False)

    def test_what_waits_there_is_taken_back(self, world: World) -> None:
        prepared = self._parked(world, datetime.now(UTC) + timedelta(hours=1))
        published = world.network.publish(prepared, world.signed_in)
        deletion = world.network.prepare_delete(published, world.signed_in)
        assert world.network.find(deletion, world.signed_in).sight is Sight.ABSENT
        world.network.publish(deletion, world.signed_in)
        assert world.network.find(deletion, world.signed_in).sight is Sight.ONE
        assert world.network.find(prepared, world.signed_in).sight is Sight.ABSENT

    @pytest.mark.parametrize(
        "extra",
        [
            pytest.param({"warning": "Фото з війни"}, id="a warning"),
            pytest.param({"poll": FrozenPoll(("Так", "Ні"), 60, multiple=True)}, id="a poll"),
            pytest.param({"visibility": Visibility.UNLISTED}, id="unlisted"),
        ],
    )
    def test_an_extra_is_read_back_with_its_post(self, world: World, extra: dict[str, Any]) -> None:
        prepared, without = world.prepare(**extra), world.prepare()
        published = world.network.publish(prepared, world.signed_in)
        assert world.network.find(prepared, world.signed_in).published == published
        assert published != world.network.publish(without, world.signed_in)
        [name] = extra
        other = json.loads(prepared.payload) | {name: {"poll": None}.get(name, "public")}
        meddled = replace(prepared, payload=json.dumps(other))
        assert world.network.find(meddled, world.signed_in).sight is Sight.UNCLEAR

    def test_a_correction_keeps_the_poll_and_changes_the_warning(self, world: World) -> None:
        poll = FrozenPoll(("Так", "Ні"), 60)
        published = world.network.publish(world.prepare("Перше", warning="Було", poll=poll), world.signed_in)
        segment = FrozenSegment("Друге", ("uk",), warning="Стало", poll=poll)
        edit = world.network.prepare_edit(segment, published, world.signed_in, world.pictures.__getitem__)
        assert world.network.find(edit, world.signed_in).sight is Sight.ABSENT
        world.network.publish(edit, world.signed_in)
        assert world.network.find(edit, world.signed_in).sight is Sight.ONE
        assert [post.text for post in world.public()] == ["Друге"]

    def _parked(self, world: World, at: datetime) -> Prepared:
        segment = FrozenSegment(TEXT, ("uk",))
        return world.network.prepare(segment, world.signed_in, world.pictures.__getitem__, None, at)
