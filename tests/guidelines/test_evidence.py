"""What was verified once can be shown to be the unit's again, with no network and whatever has expired since."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from embassy_assistant.domain.errors import Untrusted
from embassy_assistant.guidelines.evidence import SIGNED_AT, show, signed_at
from embassy_assistant.guidelines.sync import Verified, get_packs
from embassy_assistant.guidelines.trust import MINISTRY, mission_pack
from tests.helpers.mission import pack_bytes
from tests.helpers.tuf_repository import BASE, Repository
from tests.helpers.unit import Unit, a_signer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tuf.api.metadata import Signed

USA = mission_pack("usa")
NAMES = (MINISTRY, USA)


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    unit = Unit(tmp_path / "repository")
    unit.publisher.add_missions(["usa", "pol"], unit.targets)
    unit.publish(pack_bytes("7", rule="usa.x"), "usa")
    return unit


class Files(Repository):
    """Serves the files of a unit."""

    def __init__(self, files: dict[str, bytes]) -> None:
        super().__init__()
        self.files = files


def taken(unit: Unit, folder: Path, *names: str) -> Verified:
    return get_packs(names or NAMES, Files(unit.files), BASE, folder / "kept", unit.root)


def changed(evidence: bytes, change: Callable[[dict[str, Any]], None]) -> bytes:
    document = json.loads(evidence)
    change(document)
    return json.dumps(document).encode()


def test_packs_of_the_ministry_and_of_a_mission_are_shown_to_be_the_units(unit: Unit, tmp_path: Path) -> None:
    verified = taken(unit, tmp_path)
    shown = show(verified.evidence, unit.root, verified.packs)
    assert shown.version == verified.version
    assert shown.expires == verified.expires
    assert shown.signed_at == verified.signed_at


def test_it_stands_long_after_everything_has_expired(tmp_path: Path) -> None:
    unit = Repository(pack_bytes(), MINISTRY)
    unit.expires = datetime.now(UTC) + timedelta(seconds=60)
    unit.publish(pack_bytes())
    verified = get_packs([MINISTRY], unit, BASE, tmp_path / "kept", unit.root)
    unit.sign_timestamp(datetime(2001, 1, 1, tzinfo=UTC))
    old = base64.b64encode(unit.files["metadata/timestamp.json"]).decode()
    late = changed(verified.evidence, lambda document: document["roles"].update(timestamp=old))
    assert show(late, unit.root, verified.packs).expires.year == 2001


def test_it_goes_over_new_keys_of_the_root(unit: Unit, tmp_path: Path) -> None:
    new = a_signer()
    stolen = unit.keepers[0]
    unit.publisher.rotate("root", [*unit.keepers, new], [stolen.public_key.keyid], [new.public_key])
    first = unit.root
    unit.keepers[0] = new
    online = a_signer()
    unit.publisher.rotate("online", unit.keepers, [unit.online.public_key.keyid], [online.public_key])
    unit.publisher.publish(online)
    verified = taken(unit, tmp_path)
    assert show(verified.evidence, first, verified.packs).version[0] == 3
    for missing in range(len(json.loads(verified.evidence)["roots"])):
        cut = changed(verified.evidence, lambda document, at=missing: document["roots"].pop(at))  # type: ignore[misc]
        if missing == 0:
            # That one is the trusted root itself.
            show(cut, first, verified.packs)
        else:
            with pytest.raises(Untrusted):
                show(cut, first, verified.packs)


def test_another_pack_a_missing_one_and_one_too_many_are_found(unit: Unit, tmp_path: Path) -> None:
    verified = taken(unit, tmp_path)
    for packs in (
        {**verified.packs, MINISTRY: pack_bytes("6")},
        {**verified.packs, USA: None},
        {**verified.packs, mission_pack("pol"): pack_bytes("9")},
        {**verified.packs, "nobody/knows.json": pack_bytes("9")},
    ):
        with pytest.raises(Untrusted) as caught:
            show(verified.evidence, unit.root, packs)
        assert caught.value.id == "guidelines.disk-changed"


def test_that_nothing_was_published_under_a_name_is_shown_too(unit: Unit, tmp_path: Path) -> None:
    names = (MINISTRY, mission_pack("pol"), mission_pack("nobody-knows"))
    verified = taken(unit, tmp_path, *names)
    show(verified.evidence, unit.root, dict.fromkeys(names) | dict(verified.packs))


def test_of_a_role_that_is_not_there_nothing_is_believed(unit: Unit, tmp_path: Path) -> None:
    verified = taken(unit, tmp_path)
    without = changed(verified.evidence, lambda document: document["roles"].pop("mission-usa"))
    with pytest.raises(Untrusted):
        show(without, unit.root, {MINISTRY: verified.packs[MINISTRY], USA: None})


@pytest.mark.parametrize("role", ["timestamp", "snapshot", "targets", "ministry"])
def test_a_role_of_another_time_or_another_key_is_found(unit: Unit, tmp_path: Path, role: str) -> None:
    before = taken(unit, tmp_path / "1")
    unit.publish(pack_bytes("2"))
    unit.publisher.resign(unit.targets)
    unit.publisher.publish(unit.online)
    verified = taken(unit, tmp_path / "2")
    old = json.loads(before.evidence)["roles"][role]
    mixed = changed(verified.evidence, lambda document: document["roles"].update({role: old}))
    with pytest.raises(Untrusted):
        show(mixed, unit.root, verified.packs)
    stranger = Metadata[Any].from_bytes(base64.b64decode(json.loads(verified.evidence)["roles"][role]))
    stranger.signatures.clear()
    stranger.sign(a_signer())
    forged = base64.b64encode(stranger.to_bytes()).decode()
    with pytest.raises(Untrusted):
        show(
            changed(verified.evidence, lambda document: document["roles"].update({role: forged})),
            unit.root,
            verified.packs,
        )


def test_another_root_shows_nothing(unit: Unit, tmp_path: Path) -> None:
    verified = taken(unit, tmp_path)
    with pytest.raises(Untrusted):
        show(verified.evidence, Unit(tmp_path / "stranger").root, verified.packs)


def test_a_newer_root_that_the_one_before_did_not_sign_is_found(unit: Unit, tmp_path: Path) -> None:
    verified = taken(unit, tmp_path)
    root = Metadata[Root].from_bytes(unit.root)
    root.signed.version += 1
    root.signatures.clear()
    root.sign(unit.keepers[0])
    forged = base64.b64encode(root.to_bytes()).decode()
    with pytest.raises(Untrusted):
        show(changed(verified.evidence, lambda document: document["roots"].append(forged)), unit.root, verified.packs)


def test_a_role_in_the_place_of_another_is_found(unit: Unit, tmp_path: Path) -> None:
    verified = taken(unit, tmp_path)
    with pytest.raises(Untrusted):
        show(verified.evidence, unit.files["metadata/timestamp.json"], verified.packs)
    # The same key signs both, so that only what it calls itself tells them apart.
    swapped = changed(
        verified.evidence, lambda document: document["roles"].update(timestamp=document["roles"]["snapshot"])
    )
    with pytest.raises(Untrusted):
        show(swapped, unit.root, verified.packs)


@pytest.mark.parametrize(
    "evidence", [b"", b"[]", b"{}", b'{"roots": 1, "roles": {}}', b'{"roots": [], "roles": []}', b"\xff", b"[" * 50_000]
)
def test_what_is_no_evidence_shows_nothing(unit: Unit, evidence: bytes) -> None:
    with pytest.raises(Untrusted):
        show(evidence, unit.root, {})


class Deep(Repository):
    """Has a role that names a role, and one that ends the search."""

    def __init__(self) -> None:
        super().__init__(b"first", "other.json")
        self.evidence = self._evidence()

    def _evidence(self) -> bytes:
        key = CryptoSigner.generate_ed25519()
        roles = {}
        targets = {"deep/x.json": TargetFile.from_data("deep/x.json", b"deep", ["sha256"])}
        roles["below"] = self._role(Targets(1, expires=self.expires, targets=targets), key)
        roles["above"] = self._role(
            Targets(1, expires=self.expires, delegations=_to(key, ("below", False, "deep/*"))), key
        )
        roles["ends"] = self._role(Targets(1, expires=self.expires), key)
        named = (("ends", True, "shut/*"), ("above", False, "*/*"), ("empty", False, "*/*"))
        roles["empty"] = roles["ends"]
        top = Targets(1, expires=self.expires, delegations=_to(key, *named))
        roles["targets"] = self._role(top, self.signers["targets"][0])
        meta = {f"{name}.json": MetaFile(1) for name in roles}
        roles["snapshot"] = self._role(Snapshot(1, expires=self.expires, meta=meta), self.signers["snapshot"][0])
        stamp = Timestamp(1, expires=self.expires, snapshot_meta=MetaFile(1))
        roles["timestamp"] = self._role(stamp, self.signers["timestamp"][0])
        return json.dumps({"roots": [], "roles": roles}).encode()

    @staticmethod
    def _role(signed: Signed, key: CryptoSigner) -> str:
        metadata: Metadata[Any] = Metadata(signed)
        metadata.sign(key)
        return base64.b64encode(metadata.to_bytes()).decode()


def _to(key: CryptoSigner, *named: tuple[str, bool, str]) -> Delegations:
    keyid = key.public_key.keyid
    roles = {name: DelegatedRole(name, [keyid], 1, ends, [paths]) for name, ends, paths in named}
    return Delegations({keyid: key.public_key}, roles)


def test_roles_below_roles_are_followed_and_one_that_ends_the_search_ends_it() -> None:
    unit = Deep()
    show(unit.evidence, unit.root, {"deep/x.json": b"deep", "shut/x.json": None, "none/x.json": None})
    with pytest.raises(Untrusted):
        show(unit.evidence, unit.root, {"deep/x.json": b"other"})


@pytest.mark.parametrize(
    "said", [None, 7, "yesterday", "2026-11-23T10:00:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"]
)
def test_when_a_timestamp_was_signed_is_not_guessed(said: object) -> None:
    assert signed_at(Timestamp(unrecognized_fields={SIGNED_AT: said})) is None
    assert signed_at(Timestamp()) is None
