"""A folder is published in one act; what can be wrong is found before anything is signed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from embassy_assistant.domain.errors import DiskFull, Refused, Unusable
from embassy_assistant.guidelines.keyfile import unseal
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.plain import FORMAT
from embassy_assistant.guidelines.publishing import made, own_packs, send_off, sign_packs, tried
from embassy_assistant.store.files import write_whole
from tests.helpers.mission import pack_bytes
from tests.helpers.packs import a_rule_of
from tests.helpers.publishing import PASSPHRASE, order_of, publish
from tests.helpers.unit import Unit, a_signer
from tests.helpers.vaults import MemoryVault
from tests.helpers.workshop import RULES, write_folder


def test_a_folder_is_published_with_a_courier_file(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    order = order_of(tmp_path, folder, courier=tmp_path / "mail")
    done = publish(order)
    assert (done.version, done.rules) == ("2026.1", 3)
    assert any(b"place.kyiv" in path.read_bytes() for path in order.repository.rglob("*.json"))
    assert (tmp_path / "mail").stat().st_size
    with pytest.raises(Unusable) as caught:
        publish(order)
    assert caught.value.id == "guidelines.file-there"
    assert publish(order_of(tmp_path, folder, begun=True)).until >= done.until


def test_while_an_example_fails_nothing_is_signed(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    (folder / "rules/names.yaml").write_text(RULES.replace("[In Kiev]", "[In Lviv]"), "utf-8")
    order = order_of(tmp_path, folder)
    before = sorted(order.repository.rglob("*"))
    with pytest.raises(Refused) as caught:
        publish(order)
    assert caught.value.parameters == {"count": 1, "rule": "place.kyiv", "text": "In Lviv"}
    assert sorted(order.repository.rglob("*")) == before


def test_a_key_that_is_not_there_or_does_not_open_is_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    wrong = order_of(tmp_path, folder, passphrase=PASSPHRASE + "!")
    with pytest.raises(Unusable) as caught:
        publish(wrong)
    assert caught.value.id == "guidelines.wrong-passphrase"
    wrong.key.unlink()
    with pytest.raises(Unusable) as caught:
        publish(wrong)
    assert caught.value.id == "input.no-file"


def test_the_online_key_may_be_in_the_keyring(tmp_path: Path) -> None:
    order, vault = order_of(tmp_path, write_folder(tmp_path / "unit")), MemoryVault()
    vault.set("online", f"ed25519:{unseal(order.online_key.read_bytes(), PASSPHRASE).seed.hex()}")
    order.online_key.unlink()
    assert publish(replace(order, online_key=Path("keyring:online"), online_passphrase=""), vault).rules == 3


def test_a_full_disk_in_the_middle_publishes_nothing(tmp_path: Path) -> None:
    order = order_of(tmp_path, write_folder(tmp_path / "unit"))
    before = {path: path.read_bytes() for path in order.repository.rglob("*") if path.is_file()}
    written = []

    def write(path: Path, data: bytes) -> None:
        written.append(path)
        if len(written) > 2:
            raise DiskFull(path=path.name)
        write_whole(path, data)

    with pytest.raises(DiskFull) as caught:
        publish(replace(order, courier=tmp_path / "mail"), write=write)
    assert caught.value.id == "guidelines.disk-full"
    assert {path: path.read_bytes() for path in order.repository.rglob("*") if path.is_file()} == before
    assert not (tmp_path / "mail").exists()


def test_rules_that_nothing_here_can_try_are_not_called_tried() -> None:
    newer = {**a_rule_of("term", id="a.newer"), "kind": "song"}
    document = {**json.loads(pack_bytes()), "format_version": FORMAT + 1, "rules": [newer]}
    with pytest.raises(Unusable) as caught:
        tried(read_pack(json.dumps(document).encode()))
    assert caught.value.id == "guidelines.no-engine"


def test_a_pack_is_read_from_its_folder_or_from_the_file_it_became(tmp_path: Path) -> None:
    model, data = made(write_folder(tmp_path / "unit"))
    (tmp_path / "pack.json").write_bytes(data)
    assert made(tmp_path / "pack.json") == (model, data)
    with pytest.raises(Unusable):
        made(tmp_path / "nothing")


# The packs of many missions.


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    unit = Unit(tmp_path / "repository")
    unit.publisher.add_missions(["usa", "pol"], unit.targets)
    return unit


def test_the_packs_of_many_missions_lie_in_one_folder(tmp_path: Path) -> None:
    write_folder(tmp_path / "own" / "usa")
    (tmp_path / "own" / "pol.json").write_bytes(pack_bytes())
    (tmp_path / "own" / ".git").mkdir()
    assert own_packs(tmp_path / "own") == {"pol": tmp_path / "own/pol.json", "usa": tmp_path / "own/usa"}


@pytest.mark.parametrize("names", [[], ["usa.json", "usa/"], ["USA.json"], ["usa.json", "read me.txt"]])
def test_in_a_folder_of_packs_there_is_nothing_else(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        if name.endswith("/"):
            (tmp_path / name).mkdir()
        else:
            (tmp_path / name).write_bytes(b"")
    with pytest.raises(Unusable):
        own_packs(tmp_path)


def test_of_many_packs_those_that_are_new_are_signed(unit: Unit) -> None:
    packs = {code: pack_bytes("7", rule=f"{code}.x") for code in ("pol", "usa")}
    assert sign_packs(unit.publisher, unit.targets, packs) == ["pol", "usa"]
    before = unit.files
    assert sign_packs(unit.publisher, unit.targets, packs) == []
    assert unit.files == before
    packs["usa"] = pack_bytes("8", rule="usa.x")
    assert sign_packs(unit.publisher, unit.targets, packs) == ["usa"]


@pytest.mark.parametrize(
    ("code", "said"), [("fra", "guidelines.has-own-key"), ("nowhere", "guidelines.mission-unknown")]
)
def test_of_many_packs_all_are_signed_or_none(unit: Unit, code: str, said: str) -> None:
    unit.publisher.add_missions(["fra"], unit.targets, a_signer())
    before = unit.files
    with pytest.raises(Unusable) as caught:
        sign_packs(unit.publisher, unit.targets, {"usa": pack_bytes("7"), code: pack_bytes("7")})
    assert caught.value.id == said
    assert unit.files == before


def test_what_is_sent_off_as_a_folder_is_one(unit: Unit, tmp_path: Path) -> None:
    files = unit.publisher.export(unit.online)
    send_off(files, tmp_path / "stick", write_whole, folder=True)
    found = {path.relative_to(tmp_path / "stick").as_posix() for path in (tmp_path / "stick").rglob("*.json")}
    assert found == set(files)


def test_where_a_stick_is_full_nothing_is_left_on_it(unit: Unit, tmp_path: Path) -> None:
    written = []

    def write(path: Path, data: bytes) -> None:
        written.append(path)
        if len(written) > 3:
            raise DiskFull(path=path.name)
        write_whole(path, data)

    files = unit.publisher.export(unit.online)
    with pytest.raises(DiskFull) as caught:
        send_off(files, tmp_path / "stick", write, folder=True)
    assert caught.value.id == "guidelines.disk-full"
    with pytest.raises(DiskFull) as caught:
        send_off(files, tmp_path / "mail", write, folder=False)
    assert caught.value.id == "guidelines.disk-full"
    assert list(tmp_path.iterdir()) == [unit.folder]


def test_a_file_that_is_no_compiled_pack_is_told_to_those_who_can_compile_it_anew(tmp_path: Path) -> None:
    (tmp_path / "pack.json").write_bytes(b"{}")
    with pytest.raises(Unusable) as caught:
        made(tmp_path / "pack.json")
    assert caught.value.id == "guidelines.no-pack-file"
    assert caught.value.parameters["path"] == str(tmp_path / "pack.json")
