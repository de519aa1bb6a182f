"""What the unit publishes reaches missions by every way, keys change and nobody is cut off, and thieves fail."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tuf.api.metadata import Metadata, Root, Snapshot, Timestamp

from embassy_assistant.domain.errors import Untrusted, Unusable
from embassy_assistant.guidelines.courier import pack_courier
from embassy_assistant.guidelines.folder_fetcher import BASE, FolderFetcher
from embassy_assistant.guidelines.publisher import Publisher
from embassy_assistant.guidelines.publishing import sign_packs
from embassy_assistant.guidelines.sync import get_packs
from embassy_assistant.guidelines.trust import mission_pack
from embassy_assistant.store.files import write_whole
from tests.helpers.mission import pack_bytes
from tests.helpers.unit import Laptop, Unit, a_signer
from tests.helpers.web import web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MISSIONS = [f"m-{number:03}" for number in range(130)]


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return Unit(tmp_path / "repository")


@pytest.fixture
def laptop(tmp_path: Path, unit: Unit) -> Laptop:
    laptop = Laptop(tmp_path / "laptop", unit.root)
    assert laptop.sync(unit.folder) == ("1",)
    return laptop


def signed(unit: Unit, role: str) -> Root | Snapshot | Timestamp:
    signed: Root | Snapshot | Timestamp = Metadata.from_bytes(unit.files[f"metadata/{role}.json"]).signed
    return signed


def test_what_is_published_reaches_a_mission(unit: Unit, laptop: Laptop) -> None:
    unit.publish(pack_bytes("2"))
    assert laptop.sync(unit.folder) == ("2",)


def test_what_is_only_signed_is_not_seen_yet(unit: Unit, laptop: Laptop) -> None:
    unit.publisher.sign(pack_bytes("2"), unit.targets)
    assert laptop.sync(unit.folder) == ("1",)


def test_the_online_word_stands_seven_days_and_says_when_it_was_given(unit: Unit, laptop: Laptop) -> None:
    freshness = laptop.guidelines.freshness()
    assert freshness is not None
    assert freshness.expires - freshness.confirmed == timedelta(days=7)
    assert abs(freshness.confirmed - unit.time) < timedelta(seconds=2)


def test_old_snapshots_do_not_pile_up(unit: Unit) -> None:
    for _ in range(20):
        unit.publisher.publish(unit.online)
    assert len(list((unit.folder / "metadata").glob("*.snapshot.json"))) < 10


# Exports.


def test_a_courier_file_stands_thirty_days_and_the_online_state_is_past_it(
    unit: Unit, laptop: Laptop, tmp_path: Path
) -> None:
    unit.publisher.sign(pack_bytes("2"), unit.targets)
    files = unit.publisher.export(unit.online)
    assert laptop.sync(unit.folder) == ("2",)
    exported = Metadata[Timestamp].from_bytes(files["metadata/timestamp.json"]).signed
    online = signed(unit, "timestamp")
    assert exported.expires - unit.time > timedelta(days=29)
    assert online.expires - unit.time < timedelta(days=8)
    assert online.version > exported.version
    fresh = Laptop(tmp_path / "other", unit.root)
    (tmp_path / "mail.courier").write_bytes(pack_courier(files))
    assert fresh.sync(tmp_path / "mail.courier") == ("2",)
    assert fresh.sync(unit.folder) == ("2",)
    with pytest.raises(Untrusted) as caught:
        fresh.sync(tmp_path / "mail.courier")
    assert caught.value.id == "guidelines.older"


def test_a_courier_file_that_has_lain_too_long_is_refused(unit: Unit, tmp_path: Path) -> None:
    unit.time = datetime.now(UTC) - timedelta(days=31)
    (tmp_path / "old.courier").write_bytes(pack_courier(unit.publisher.export(unit.online)))
    with pytest.raises(Untrusted) as caught:
        Laptop(tmp_path / "laptop", unit.root).sync(tmp_path / "old.courier")
    assert caught.value.id == "guidelines.expired"


def test_what_comes_late_is_as_old_as_its_signature(unit: Unit, tmp_path: Path) -> None:
    unit.time = datetime.now(UTC) - timedelta(days=20)
    (tmp_path / "late.courier").write_bytes(pack_courier(unit.publisher.export(unit.online)))
    laptop = Laptop(tmp_path / "laptop", unit.root)
    laptop.sync(tmp_path / "late.courier")
    freshness = laptop.guidelines.freshness()
    assert freshness is not None
    assert freshness.age(datetime.now(UTC)).days == 20


def test_an_export_for_one_mission_holds_its_pack_and_the_ministrys_only(unit: Unit, tmp_path: Path) -> None:
    unit.publisher.add_missions(["usa", "pol"], unit.targets)
    unit.publish(pack_bytes("7", rule="usa.x"), "usa")
    unit.publish(pack_bytes("8", rule="pol.x"), "pol")
    files = unit.publisher.export(unit.online, "usa")
    assert not [path for path in files if "pol" in path]
    (tmp_path / "usa.courier").write_bytes(pack_courier(files))
    assert Laptop(tmp_path / "usa", unit.root, "usa").sync(tmp_path / "usa.courier") == ("1", "7")
    assert not [path for path in unit.publisher.export(unit.online, "") if "missions" in path]
    with pytest.raises(Unusable):
        unit.publisher.export(unit.online, "nowhere")


# Missions.


def test_a_mission_signs_its_own_pack_and_no_other(unit: Unit, tmp_path: Path) -> None:
    theirs = a_signer()
    unit.publisher.add_missions(["usa"], unit.targets, theirs)
    unit.publisher.add_missions(["pol"], unit.targets)
    unit.publish(pack_bytes("7", rule="usa.x"), "usa", theirs)
    assert Laptop(tmp_path / "usa", unit.root, "usa").sync(unit.folder) == ("1", "7")
    for mission in ("", "pol"):
        with pytest.raises(Unusable) as caught:
            unit.publisher.sign(pack_bytes("9"), theirs, mission)
        assert caught.value.id == "guidelines.wrong-key"


def test_a_mission_that_has_published_nothing_has_the_ministrys_pack(unit: Unit, tmp_path: Path) -> None:
    unit.publisher.add_missions(["usa"], unit.targets, a_signer())
    unit.publisher.publish(unit.online)
    for mission in ("usa", "nobody-knows"):
        assert Laptop(tmp_path / mission, unit.root, mission).sync(unit.folder) == ("1",)


def test_a_missions_stolen_key_is_replaced_and_its_pack_stays(unit: Unit, tmp_path: Path) -> None:
    stolen, new = a_signer(), a_signer()
    unit.publisher.add_missions(["usa"], unit.targets, stolen)
    unit.publish(pack_bytes("7", rule="usa.x"), "usa", stolen)
    laptop = Laptop(tmp_path / "usa", unit.root, "usa")
    laptop.sync(unit.folder)
    unit.publisher.add_missions(["usa"], unit.targets, new)
    unit.publisher.publish(unit.online)
    assert laptop.sync(unit.folder) == ("1", "7")
    with pytest.raises(Unusable):
        unit.publisher.sign(pack_bytes("9"), stolen, "usa")
    unit.publish(pack_bytes("8", rule="usa.x"), "usa", new)
    assert laptop.sync(unit.folder) == ("1", "8")


@pytest.mark.parametrize("code", ["", "USA", "../usa", "usa/pol", "*", "a" * 65])
def test_what_is_no_code_of_a_mission_gets_no_role(unit: Unit, code: str) -> None:
    with pytest.raises(Unusable):
        unit.publisher.add_missions([code], unit.targets)


class Counted(FolderFetcher):
    """Counts what a laptop asks for."""

    asked = 0

    def _fetch(self, url: str) -> Iterator[bytes]:
        self.asked += 1
        return super()._fetch(url)


@pytest.fixture
def all_missions(unit: Unit) -> Unit:
    """Return the unit with an own pack for each mission."""
    unit.publisher.add_missions(MISSIONS, unit.targets)
    sign_packs(unit.publisher, unit.targets, {code: pack_bytes(code[2:], rule="its.own") for code in MISSIONS})
    unit.publisher.publish(unit.online)
    return unit


def test_each_of_130_missions_finds_its_pack_in_six_requests(all_missions: Unit, tmp_path: Path) -> None:
    """On its first day: is there a newer root, timestamp, snapshot, targets, its own role, its own pack."""
    for code in MISSIONS:
        fetcher = Counted(all_missions.folder)
        got = get_packs([mission_pack(code)], fetcher, BASE, tmp_path / code, all_missions.root)
        assert json.loads(got.packs[mission_pack(code)])["pack_version"] == code[2:]
        assert fetcher.asked == 6


def test_the_ministrys_pack_comes_along_in_two_more_and_a_change_costs_little(
    all_missions: Unit, tmp_path: Path
) -> None:
    with web(all_missions.files) as server:
        laptop = Laptop(tmp_path / "laptop", all_missions.root, "m-050")
        assert laptop.sync(server.base) == ("1", "050")
        assert len(server.asked) <= 8
        server.asked.clear()
        assert laptop.sync(server.base) == ("1", "050")
        assert len(server.asked) == 2
        all_missions.publish(pack_bytes("777", rule="its.own"), "m-050")
        server.files, server.sent = all_missions.files, 0
        assert laptop.sync(server.base) == ("1", "777")
        assert server.sent < 20_000


def test_one_pack_of_the_ministry_changed_costs_less_than_20_kb_beside_the_pack(unit: Unit, tmp_path: Path) -> None:
    unit.publisher.add_missions(MISSIONS, unit.targets)
    unit.publisher.publish(unit.online)
    laptop = Laptop(tmp_path / "laptop", unit.root, "m-001")
    with web(unit.files) as server:
        laptop.sync(server.base)
        unit.publish(pack_bytes("2"))
        server.files, server.sent = unit.files, 0
        assert laptop.sync(server.base) == ("2",)
        assert server.sent < 20_000


# Keys.


def test_a_new_online_key_leaves_a_thief_behind_who_drove_the_versions_up(unit: Unit, laptop: Laptop) -> None:
    stolen, unit.online = unit.online, a_signer()
    kept = dict(unit.files)
    unit.time += timedelta(seconds=1)
    unit.publisher.sign(pack_bytes("2"), unit.targets)
    for _ in range(12):
        unit.publisher.publish(stolen)
    laptop.sync(unit.folder)
    # All that the unit finds is its folder as it was before its last pack.
    shutil.rmtree(unit.folder)
    for path, data in kept.items():
        (unit.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (unit.folder / path).write_bytes(data)
    with pytest.raises(Untrusted):
        laptop.sync(unit.folder)
    unit.publisher.rotate("online", unit.keepers[1:], [stolen.public_key.keyid], [unit.online.public_key])
    unit.time += timedelta(seconds=1)
    unit.publisher.publish(unit.online)
    assert laptop.sync(unit.folder) == ("1",)
    unit.publish(pack_bytes("3"))
    assert laptop.sync(unit.folder) == ("3",)
    with pytest.raises(Unusable):
        unit.publisher.publish(stolen)


@pytest.mark.parametrize("role", ["ministry", "mission-usa"])
def test_a_thief_of_the_online_key_cannot_play_an_older_pack_back(unit: Unit, tmp_path: Path, role: str) -> None:
    unit.publisher.add_missions(["usa"], unit.targets)
    unit.publish(pack_bytes("7", rule="usa.x"), "usa")
    old = dict(unit.files)
    laptop = Laptop(tmp_path / "usa", unit.root, "usa")
    unit.time += timedelta(seconds=1)
    unit.publish(pack_bytes("8", rule="usa.x"), "usa")
    unit.publish(pack_bytes("2"))
    assert laptop.sync(unit.folder) == ("2", "8")
    for path in (unit.folder / "metadata").glob(f"*.{role}.json"):
        if f"metadata/{path.name}" not in old:
            path.unlink()
    snapshot = max((unit.folder / "metadata").glob("*.snapshot.json"), key=lambda path: path.stat().st_mtime_ns)
    older: Metadata[Snapshot] = Metadata.from_bytes(snapshot.read_bytes())
    version = min(int(path.name.split(".")[0]) for path in (unit.folder / "metadata").glob(f"*.{role}.json"))
    older.signed.meta[f"{role}.json"].version = version
    older.signed.version += 1
    older.sign(unit.online)
    (snapshot.parent / f"{older.signed.version}.snapshot.json").write_bytes(older.to_bytes())
    stamp: Metadata[Timestamp] = Metadata.from_bytes(unit.files["metadata/timestamp.json"])
    stamp.signed.version += 1
    stamp.signed.snapshot_meta.version = older.signed.version
    stamp.sign(unit.online)
    (snapshot.parent / "timestamp.json").write_bytes(stamp.to_bytes())
    with pytest.raises(Untrusted) as caught:
        laptop.sync(unit.folder)
    assert caught.value.id == "guidelines.older"
    assert laptop.guidelines.active().version == "2+8"


def test_a_new_targets_key_signs_all_that_the_old_one_signed(unit: Unit, laptop: Laptop, tmp_path: Path) -> None:
    unit.publisher.add_missions(["usa"], unit.targets)
    unit.publish(pack_bytes("7", rule="usa.x"), "usa")
    new = a_signer()
    unit.publisher.rotate("targets", unit.keepers[:2], [unit.targets.public_key.keyid], [new.public_key])
    unit.publisher.resign(new, unit.targets.public_key.keyid)
    unit.publisher.publish(unit.online)
    assert laptop.sync(unit.folder) == ("1",)
    assert Laptop(tmp_path / "usa", unit.root, "usa").sync(unit.folder) == ("1", "7")
    with pytest.raises(Unusable):
        unit.publish(pack_bytes("2"))
    unit.publish(pack_bytes("2"), signer=new)
    assert laptop.sync(unit.folder) == ("2",)


def test_who_keeps_the_root_changes_and_laptops_of_all_ages_follow(unit: Unit, laptop: Laptop, tmp_path: Path) -> None:
    for leaving in range(3):
        new = a_signer()
        old = unit.keepers[leaving]
        staying = [keeper for keeper in unit.keepers if keeper is not old]
        unit.publisher.rotate("root", [*staying, new], [old.public_key.keyid], [new.public_key])
        unit.keepers[leaving] = new
    unit.publish(pack_bytes("2"))
    assert laptop.sync(unit.folder) == ("2",)
    assert Laptop(tmp_path / "new", unit.publisher.root).sync(unit.folder) == ("2",)
    assert Laptop(tmp_path / "late", unit.root).sync(unit.folder) == ("2",)


def test_one_of_three_cannot_change_anything(unit: Unit) -> None:
    new = a_signer()
    for signers in ([unit.keepers[0]], [unit.keepers[0], new], [new, a_signer()]):
        with pytest.raises(Unusable) as caught:
            unit.publisher.rotate("root", signers, [unit.keepers[2].public_key.keyid], [new.public_key])
        assert caught.value.id == "guidelines.too-few-keys"
    assert unit.publisher.root == unit.root


def test_before_they_run_out_root_and_targets_are_signed_anew(unit: Unit, laptop: Laptop) -> None:
    before = signed(unit, "1.root").expires
    unit.time += timedelta(days=300)
    unit.publisher.rotate("root", unit.keepers[:2])
    unit.publisher.resign(unit.targets)
    unit.publisher.publish(unit.online)
    assert signed(unit, "2.root").expires > before
    assert laptop.sync(unit.folder) == ("1",)


def test_a_key_that_is_not_the_roles_cannot_be_removed(unit: Unit) -> None:
    with pytest.raises(Unusable) as caught:
        unit.publisher.rotate("online", unit.keepers, [unit.targets.public_key.keyid], [a_signer().public_key])
    assert caught.value.id == "guidelines.not-that-key"


def test_the_number_of_keys_stays_the_same(unit: Unit) -> None:
    with pytest.raises(Unusable) as caught:
        unit.publisher.rotate("root", unit.keepers, add=[a_signer().public_key])
    assert caught.value.id == "guidelines.keys-must-differ"


@pytest.mark.parametrize("same", ["two keepers", "keeper and targets", "targets and online"])
def test_no_key_serves_two_purposes(tmp_path: Path, same: str) -> None:
    one, two, three, targets, online = (a_signer() for _ in range(5))
    keepers = [one, two, two if same == "two keepers" else three]
    targets = one if same == "keeper and targets" else targets
    online = targets if same == "targets and online" else online
    publisher = Publisher(tmp_path / "repository", write_whole)
    with pytest.raises(Unusable):
        publisher.begin([keeper.public_key for keeper in keepers], [one, two], targets, online)
    assert not (tmp_path / "repository").exists()


def test_a_repository_is_begun_only_once(unit: Unit) -> None:
    keys = [keeper.public_key for keeper in unit.keepers]
    with pytest.raises(Unusable) as caught:
        unit.publisher.begin(keys, unit.keepers, unit.targets, unit.online)
    assert caught.value.id == "guidelines.repository-there"


def test_an_empty_folder_is_no_repository(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        Publisher(tmp_path, write_whole).publish(a_signer())
    assert caught.value.id == "guidelines.no-repository"


def test_a_mission_whose_first_word_was_lost_is_added_again(unit: Unit, tmp_path: Path) -> None:
    unit.publisher.add_missions(["usa"], unit.targets)
    for path in (unit.folder / "metadata").glob("*.mission-usa.json"):
        path.unlink()
    unit.publisher.publish(unit.online)
    assert Laptop(tmp_path / "pol", unit.root, "pol").sync(unit.folder) == ("1",)
    with pytest.raises(Unusable) as caught:
        unit.publisher.export(unit.online, "usa")
    assert caught.value.id == "guidelines.mission-unknown"
    assert unit.publisher.add_missions(["usa", "usa"], unit.targets) == ["usa"]
    unit.publish(pack_bytes("7", rule="usa.x"), "usa")
    assert Laptop(tmp_path / "usa", unit.root, "usa").sync(unit.folder) == ("1", "7")


def test_missions_that_are_there_keep_their_keys_when_others_are_added(unit: Unit) -> None:
    theirs = a_signer()
    assert unit.publisher.add_missions(["usa"], unit.targets, theirs) == ["usa"]
    before = unit.files
    assert unit.publisher.add_missions(["usa"], unit.targets) == []
    assert unit.files == before
    assert unit.publisher.add_missions(["usa", "pol"], unit.targets) == ["pol"]
    assert unit.publisher.keys["mission-usa"] == [theirs.public_key.keyid]
    with pytest.raises(Unusable) as caught:
        unit.publisher.add_missions(["fra"], theirs)
    assert caught.value.id == "guidelines.wrong-key"


def test_it_says_when_the_first_thing_that_is_signed_offline_runs_out(unit: Unit) -> None:
    first = unit.publisher.runs_out
    unit.time += timedelta(days=10)
    unit.publisher.resign(unit.targets)
    assert unit.publisher.runs_out == first
    unit.publisher.rotate("root", unit.keepers[:2])
    assert unit.publisher.runs_out - first >= timedelta(days=10)


def test_it_knows_which_pack_is_signed(unit: Unit) -> None:
    unit.publisher.add_missions(["usa"], unit.targets)
    assert unit.publisher.holds(pack_bytes())
    assert not unit.publisher.holds(pack_bytes("2"))
    assert not unit.publisher.holds(pack_bytes("7"), "usa")
    assert not unit.publisher.holds(pack_bytes("7"), "nowhere")


# A thief in the folder.


def _tamper(unit: Unit, role: str, change: Callable[[dict[str, Any]], None]) -> None:
    path = max((unit.folder / "metadata").glob(f"*.{role}.json"), key=lambda path: int(path.name.split(".")[0]))
    document = json.loads(path.read_bytes())
    change(document["signed"])
    path.write_text(json.dumps(document), "utf-8")


@pytest.mark.parametrize("role", ["root", "targets", "ministry"])
def test_nobody_signs_on_top_of_what_a_thief_wrote_into_the_folder(unit: Unit, role: str) -> None:
    def change(signed: dict[str, Any]) -> None:
        signed["expires"] = "2099-01-01T00:00:00Z"

    _tamper(unit, role, change)
    acts: list[Callable[[], object]] = [
        lambda: unit.publisher.publish(unit.online),
        lambda: unit.publisher.export(unit.online),
        lambda: unit.publisher.resign(unit.targets),
    ]
    if role != "ministry":
        acts += [
            lambda: unit.publisher.add_missions(["usa"], unit.targets),
            lambda: unit.publisher.sign(pack_bytes("2"), unit.targets),
            lambda: unit.publisher.keys,
        ]
    if role == "root":
        acts.append(lambda: unit.publisher.rotate("root", unit.keepers))
    before = unit.files
    for act in acts:
        with pytest.raises(Unusable) as caught:
            act()
        assert caught.value.id == "guidelines.repository-damaged"
    assert unit.files == before


@pytest.mark.parametrize("role", ["root", "targets", "ministry", "snapshot"])
def test_what_was_signed_is_not_taken_under_a_later_name(unit: Unit, role: str) -> None:
    newest = max((unit.folder / "metadata").glob(f"*.{role}.json"))
    shutil.copy(newest, unit.folder / "metadata" / f"99999999999.{role}.json")
    with pytest.raises(Unusable) as caught:
        unit.publisher.publish(unit.online)
    assert caught.value.id == "guidelines.repository-damaged"
    assert "99999999999" in str(caught.value.parameters["path"])


def test_what_one_key_signed_for_a_mission_is_not_taken_for_the_ministrys_word(unit: Unit) -> None:
    unit.time += timedelta(seconds=1)
    unit.publisher.add_missions(["usa"], unit.targets)
    unit.publish(pack_bytes("7", rule="usa.x"), "usa")
    newest = max((unit.folder / "metadata").glob("*.mission-usa.json"))
    shutil.copy(newest, newest.with_name(newest.name.replace("mission-usa", "ministry")))
    with pytest.raises(Unusable) as caught:
        unit.publisher.publish(unit.online)
    assert caught.value.id == "guidelines.repository-damaged"


@pytest.mark.parametrize("junk", [b"", b"{}", b"not json"])
def test_a_file_that_was_broken_is_named(unit: Unit, junk: bytes) -> None:
    (unit.folder / "metadata" / "timestamp.json").write_bytes(junk)
    with pytest.raises(Unusable) as caught:
        unit.publisher.publish(unit.online)
    assert caught.value.id == "guidelines.repository-damaged"
    assert "timestamp.json" in str(caught.value.parameters["path"])


def test_a_role_under_the_name_of_another_is_not_taken(unit: Unit) -> None:
    newest = max((unit.folder / "metadata").glob("*.ministry.json"))
    shutil.copy(unit.folder / "metadata" / "timestamp.json", newest)
    with pytest.raises(Unusable) as caught:
        unit.publisher.publish(unit.online)
    assert caught.value.id == "guidelines.repository-damaged"


def test_a_pack_that_was_lost_is_named_when_it_is_to_be_sent(unit: Unit) -> None:
    shutil.rmtree(unit.folder / "targets")
    with pytest.raises(Unusable) as caught:
        unit.publisher.export(unit.online)
    assert caught.value.id == "guidelines.repository-damaged"


def test_a_pack_for_a_mission_that_nobody_added_is_not_signed(unit: Unit) -> None:
    with pytest.raises(Unusable) as caught:
        unit.publisher.sign(pack_bytes("7"), unit.targets, "usa")
    assert caught.value.id == "guidelines.mission-unknown"
    assert not (unit.folder / "targets" / "missions").exists()


def test_it_says_which_keys_count_for_what(unit: Unit) -> None:
    theirs = a_signer()
    unit.publisher.add_missions(["usa"], unit.targets, theirs)
    assert {role: set(ids) for role, ids in unit.publisher.keys.items()} == {
        "root": {keeper.public_key.keyid for keeper in unit.keepers},
        "targets": {unit.targets.public_key.keyid},
        "online": {unit.online.public_key.keyid},
        "ministry": {unit.targets.public_key.keyid},
        "mission-usa": {theirs.public_key.keyid},
    }
