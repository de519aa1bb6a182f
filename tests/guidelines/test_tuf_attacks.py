"""Whatever is served, only what the unit signed, whole and no older than what was seen, is ever handed out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)

from embassy_assistant.domain.errors import Untrusted
from embassy_assistant.guidelines import courier, folder_fetcher, sync
from embassy_assistant.guidelines.courier import CourierFetcher, pack_courier
from embassy_assistant.guidelines.folder_fetcher import FolderFetcher
from embassy_assistant.guidelines.https_fetcher import HttpsFetcher
from embassy_assistant.net import Client
from tests.helpers.tuf_repository import BASE, Repository, get_pack
from tests.helpers.web import web

if TYPE_CHECKING:
    from pathlib import Path

Get = Callable[..., bytes | None]


@pytest.fixture
def unit() -> Repository:
    return Repository()


@pytest.fixture(params=["web", "folder", "courier"])
def get(unit: Repository, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Get]:
    """Return what fetches a pack of the unit as it stands then, by each of the ways that packs come."""
    first = unit.root

    def by_folder(name: str = "ministry.json") -> bytes | None:
        shutil.rmtree(tmp_path / "stick", ignore_errors=True)
        unit.write(tmp_path / "stick")
        return get_pack(name, FolderFetcher(tmp_path / "stick"), folder_fetcher.BASE, tmp_path / "kept", first)

    def by_courier(name: str = "ministry.json") -> bytes | None:
        (tmp_path / "file").write_bytes(pack_courier(unit.files))
        return get_pack(name, CourierFetcher(tmp_path / "file"), courier.BASE, tmp_path / "kept", first)

    with web(unit.files) as server:

        def by_web(name: str = "ministry.json") -> bytes | None:
            return get_pack(name, HttpsFetcher(Client()), server.base, tmp_path / "kept", first)

        yield {"web": by_web, "folder": by_folder, "courier": by_courier}[request.param]


def test_what_the_unit_published_arrives_and_then_its_successor(unit: Repository, get: Get) -> None:
    assert get() == b"first"
    unit.publish(b"second")
    assert get() == b"second"


def test_a_pack_nobody_published_is_none(get: Get) -> None:
    assert get("other.json") is None


def test_a_pack_signed_over_the_cap_is_not_even_asked_for(
    unit: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "PACK_BYTES", 4)
    with pytest.raises(Untrusted):
        get_pack("ministry.json", unit, BASE, tmp_path / "kept", unit.root)
    assert not [path for path in unit.asked if path.startswith("targets/")]


def test_another_target_of_the_same_length_is_refused(unit: Repository, get: Get) -> None:
    path = next(path for path in unit.files if path.startswith("targets/"))
    unit.files[path] = b"worse"
    with pytest.raises(LengthOrHashMismatchError):
        get()


def test_endless_data_ends_at_the_signed_length(unit: Repository, get: Get) -> None:
    path = next(path for path in unit.files if path.startswith("targets/"))
    unit.files[path] += b"x" * 5000
    with pytest.raises(DownloadLengthMismatchError):
        get()


@pytest.mark.parametrize("path", ["timestamp.json", "1.snapshot.json", "1.targets.json"])
def test_metadata_with_one_bit_changed_is_refused(unit: Repository, get: Get, path: str) -> None:
    data = unit.files[f"metadata/{path}"]
    unit.files[f"metadata/{path}"] = data.replace(b'"version":1', b'"version":2', 1)
    assert unit.files[f"metadata/{path}"] != data
    with pytest.raises(RepositoryError):
        get()


def test_an_older_timestamp_is_refused_and_the_newer_state_still_stands(unit: Repository, get: Get) -> None:
    old = unit.files["metadata/timestamp.json"]
    unit.publish(b"second")
    new = unit.files["metadata/timestamp.json"]
    get()
    unit.files["metadata/timestamp.json"] = old
    with pytest.raises(BadVersionNumberError):
        get()
    unit.files["metadata/timestamp.json"] = new
    assert get() == b"second"


@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_an_older_role_under_a_new_timestamp_is_refused(unit: Repository, get: Get, role: str) -> None:
    unit.publish(b"second")
    get()
    unit.versions[role] = 0
    if role == "targets":
        unit.versions["targets"] = 1
        unit.sign_snapshot()
    else:
        unit.versions["snapshot"] = 1
    unit.sign_timestamp()
    with pytest.raises(BadVersionNumberError):
        get()


def test_a_frozen_repository_is_noticed_when_its_timestamp_expires(unit: Repository, get: Get) -> None:
    unit.sign_timestamp(datetime.now(UTC) - timedelta(seconds=1))
    with pytest.raises(ExpiredMetadataError):
        get()


def test_roles_of_different_times_do_not_mix(unit: Repository, get: Get) -> None:
    old = unit.files["metadata/1.targets.json"]
    unit.publish(b"second")
    unit.files["metadata/2.targets.json"] = old
    with pytest.raises(BadVersionNumberError):
        get()


def test_a_root_of_somebody_else_is_refused(unit: Repository, get: Get) -> None:
    unit.versions["root"] = 1
    unit.sign_root([CryptoSigner.generate_ed25519() for _ in range(2)])
    with pytest.raises(UnsignedMetadataError):
        get()


def test_an_older_root_under_a_new_number_is_refused(unit: Repository, get: Get) -> None:
    unit.sign_root()
    assert get() == b"first"
    unit.files["metadata/3.root.json"] = unit.files["metadata/1.root.json"]
    with pytest.raises(BadVersionNumberError):
        get()


def test_a_timestamp_without_end_is_cut_short(unit: Repository, get: Get) -> None:
    unit.files["metadata/timestamp.json"] += b" " * 5_000_000
    with pytest.raises(DownloadLengthMismatchError):
        get()


def test_a_root_that_one_of_three_signed_is_refused(unit: Repository, get: Get) -> None:
    unit.sign_root(unit.signers["root"][:1])
    with pytest.raises(UnsignedMetadataError):
        get()


def test_the_online_keys_alone_cannot_publish_a_pack(unit: Repository, get: Get) -> None:
    unit.signers["targets"] = unit.signers["snapshot"]
    unit.publish(b"stolen")
    with pytest.raises(UnsignedMetadataError):
        get()


def test_versions_driven_up_with_stolen_online_keys_are_left_behind_by_new_keys(unit: Repository, get: Get) -> None:
    unit.versions["timestamp"] = unit.versions["snapshot"] = 1_000_000
    unit.publish(b"first")
    get()
    unit.versions["timestamp"] = unit.versions["snapshot"] = 1
    for role in ("timestamp", "snapshot"):
        unit.signers[role] = [CryptoSigner.generate_ed25519()]
    unit.sign_root()
    unit.publish(b"after")
    assert get() == b"after"


def test_a_name_with_a_step_up_leaves_nothing_outside(tmp_path: Path) -> None:
    unit = Repository(name="../../outside.json")
    assert get_pack(unit.name, unit, BASE, tmp_path / "kept", unit.root) == b"first"
    assert not list(tmp_path.rglob("*outside*"))
