"""Bluesky keeps the promises of every network, on the real server."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.network import SignedIn
from embassy_assistant.net import Client
from embassy_assistant.networks.bluesky import BlueskyNetwork
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import NetworkContract, PublicPost, World, new_account
from tests.helpers.faults import FaultProxy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.helpers.pds import RealPDS

_NUMBERS = itertools.count(1)


@pytest.fixture
def world(pds: RealPDS) -> Iterator[World]:
    real = pds.create_account(f"contract{next(_NUMBERS)}")
    with FaultProxy("127.0.0.1", pds.port) as proxy:
        network = BlueskyNetwork(NetworkSetup(Client, Path()))
        account = new_account(network, real.handle, proxy.url)
        profile = network.sign_in(account, real.app_password)
        account = SignedIn(replace(account.account, remote_id=profile.remote_id), account.secrets)

        def public() -> list[PublicPost]:
            return [_public(pds, real.did, record["value"]) for record in reversed(pds.posts(real.did))]

        yield World(
            network,
            account,
            real.app_password,
            proxy,
            publishing="com.atproto.repo.putRecord",
            reading="com.atproto.repo.getRecord",
            public=public,
            reference=lambda reference: str(json.loads(reference)["uri"]),
        )


def _public(pds: RealPDS, did: str, value: dict[str, object]) -> PublicPost:
    """Read a record as the public would."""
    record = json.loads(json.dumps(value))
    images = record.get("embed", {}).get("images", [])
    return PublicPost(
        record["text"],
        tuple(record["langs"]),
        tuple((pds.picture(did, image["image"]["ref"]["$link"]), image["alt"]) for image in images),
        record.get("reply", {}).get("parent", {}).get("uri", ""),
    )


@pytest.mark.real
class TestBluesky(NetworkContract):
    """Over a real PDS."""
