"""What is active is always a whole, verified pack: the last good one, until all of the new one is there."""

from __future__ import annotations

import errno
import hashlib
import json
import random
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Timestamp
from tuf.ngclient import Updater

from embassy_assistant import __version__
from embassy_assistant.domain.errors import AssistantError, Damaged, NeedsOfficer, Untrusted, Unusable
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.freshness import Followed, Tried
from embassy_assistant.guidelines import intake, sync
from embassy_assistant.guidelines.courier import pack_courier
from embassy_assistant.guidelines.installed import InstalledGuidelines
from embassy_assistant.guidelines.partial import Partial
from embassy_assistant.guidelines.trust import MINISTRY, mission_pack
from embassy_assistant.messages import LANGUAGES, messages
from embassy_assistant.store.files import write_whole
from tests.helpers.mission import Mission, pack_bytes
from tests.helpers.tuf_repository import Repository
from tests.helpers.web import web

if TYPE_CHECKING:
    from collections.abc import Callable

    from tuf.api.metadata import TargetFile

    from embassy_assistant.domain.guideline import GuidelinePack


@pytest.fixture
def mission(tmp_path: Path) -> Mission:
    mission = Mission(tmp_path)
    assert mission.sync()
    return mission


def refusal(mission: Mission, place: str = "") -> AssistantError:
    """Take in, expect a refusal and the pack that was active before, and return the refusal, which has its words."""
    before = mission.version
    with pytest.raises(AssistantError) as caught:
        mission.intake.take_in(place or str(mission.stick))
    assert mission.version == before
    for language in LANGUAGES:
        assert messages(language).knows(caught.value.id)
        assert "{" not in messages(language).error(caught.value)
    return caught.value


def test_until_a_pack_is_taken_in_the_shipped_one_is_in_force(tmp_path: Path) -> None:
    mission = Mission(tmp_path)
    assert mission.guidelines.active().shipped_with
    assert mission.guidelines.freshness() is None
    assert mission.sync()
    assert mission.version == "1"


def test_a_successor_replaces_it_and_only_the_one_before_is_kept(mission: Mission) -> None:
    assert not mission.sync()
    for version in ("2", "3", "4"):
        mission.publish(pack_bytes(version))
        assert mission.sync()
        assert mission.version == version
    assert len(list((mission.folder / "packs").iterdir())) == 3
    assert len(list((mission.folder / "ready").iterdir())) == 1


def test_what_one_program_takes_in_another_sees_at_once(mission: Mission, tmp_path: Path) -> None:
    other = Mission(tmp_path, mission.unit)
    assert other.version == "1"
    mission.publish(pack_bytes("2"))
    mission.sync()
    assert other.version == "2"


def test_it_comes_over_the_web_in_a_courier_file_and_from_a_folder(mission: Mission, tmp_path: Path) -> None:
    with web(mission.unit.files) as server:
        mission.unit.publish(pack_bytes("2"))
        assert mission.intake.take_in(server.base).versions == ("2",)
    mission.unit.publish(pack_bytes("3"))
    (tmp_path / "mail.courier").write_bytes(pack_courier(mission.unit.files))
    assert mission.intake.take_in(str(tmp_path / "mail.courier")).versions == ("3",)
    mission.publish(pack_bytes("4"))
    assert mission.intake.take_in(str(mission.stick)).versions == ("4",)


def test_where_nothing_changed_no_pack_is_asked_for(mission: Mission) -> None:
    with web(mission.unit.files) as server:
        mission.intake.take_in(server.base)
        assert server.paths == ["metadata/2.root.json", "metadata/timestamp.json"]


def _expired(mission: Mission) -> None:
    mission.unit.sign_timestamp(datetime.now(UTC) - timedelta(seconds=1))


def _older(mission: Mission) -> None:
    mission.publish(pack_bytes("1"))
    mission.sync()
    mission.unit.versions["timestamp"] = 0
    mission.unit.sign_timestamp()


def _unsigned(mission: Mission) -> None:
    mission.unit.signers["targets"] = mission.unit.signers["snapshot"]
    mission.unit.publish(pack_bytes("9"))


def _tampered(mission: Mission) -> None:
    mission.unit.publish(pack_bytes("9"))
    path = [path for path in mission.unit.files if path.startswith("targets/")][-1]
    mission.unit.files[path] = pack_bytes("8")


def _longer(mission: Mission) -> None:
    mission.unit.publish(pack_bytes("9"))
    path = [path for path in mission.unit.files if path.startswith("targets/")][-1]
    mission.unit.files[path] += b" "


def _a_page(mission: Mission) -> None:
    mission.unit.files["metadata/timestamp.json"] = b"<html>Welcome to the hotel</html>"


def _missing_role(mission: Mission) -> None:
    mission.unit.publish(pack_bytes("9"))
    del mission.unit.files["metadata/2.targets.json"]
    (mission.stick / "metadata/2.targets.json").unlink(missing_ok=True)


def _not_a_pack(mission: Mission) -> None:
    mission.unit.publish(b'{"format_version": 2}')


def _nothing(mission: Mission) -> None:
    shutil.rmtree(mission.stick)
    mission.stick.mkdir()
    mission.unit.files.clear()


@pytest.mark.parametrize(
    ("sabotage", "told"),
    [
        (_expired, "guidelines.expired"),
        (_older, "guidelines.older"),
        (_unsigned, "guidelines.unsigned"),
        (_tampered, "guidelines.tampered"),
        (_longer, "guidelines.tampered"),
        (_a_page, "guidelines.not-metadata"),
        (_missing_role, "guidelines.none-there"),
        (_not_a_pack, "guidelines.malformed"),
        (_nothing, "guidelines.none-there"),
    ],
)
def test_whatever_is_wrong_the_last_good_pack_stays_and_the_next_right_one_comes(
    mission: Mission, sabotage: Callable[[Mission], None], told: str
) -> None:
    files, signers = dict(mission.unit.files), dict(mission.unit.signers)
    sabotage(mission)
    mission.unit.write(mission.stick)
    assert refusal(mission).id == told
    mission.unit.files, mission.unit.signers = files, signers
    mission.unit.versions = dict.fromkeys(mission.unit.versions, 10) | {"root": 1}
    mission.publish(pack_bytes("11"))
    assert mission.sync()
    assert mission.version == "11"


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (302, "guidelines.elsewhere"),
        (403, "guidelines.none-there"),
        (429, "guidelines.server-busy"),
        (503, "guidelines.server-busy"),
        (500, "guidelines.server-trouble"),
    ],
)
def test_what_a_server_answers_instead_is_told_apart(mission: Mission, status: int, told: str) -> None:
    with web(mission.unit.files) as server:
        server.statuses = {"metadata/timestamp.json": status}
        assert refusal(mission, server.base).id == told


def test_a_pack_that_is_swapped_on_the_disk_behind_the_verification_is_refused(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swap(updater: Updater, target: TargetFile) -> str:
        path = download(updater, target)
        Path(path).write_bytes(pack_bytes("2", severity="advise"))
        return path

    download = Updater.download_target
    mission.publish(pack_bytes("2"))
    monkeypatch.setattr(Updater, "download_target", swap)
    assert refusal(mission).id == "guidelines.disk-changed"
    monkeypatch.undo()
    assert mission.sync()
    assert mission.version == "2"


@pytest.mark.parametrize("name", ["snapshot.json", "root.json"])
def test_metadata_that_is_swapped_on_the_disk_behind_the_verification_is_refused(
    mission: Mission, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    refuses_what_is_swapped(mission, monkeypatch, lambda kept: (kept / name).write_bytes(b"{}"))


def refuses_what_is_swapped(
    mission: Mission, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], object]
) -> None:
    def swap(updater: Updater, target: str) -> TargetFile | None:
        change(next(mission.folder.glob("kept-*")))
        return get(updater, target)

    get = Updater.get_targetinfo
    mission.publish(pack_bytes("2"))
    monkeypatch.setattr(Updater, "get_targetinfo", swap)
    assert refusal(mission).id == "guidelines.disk-changed"
    monkeypatch.undo()
    assert mission.sync()


@pytest.mark.parametrize("folder", [".", "root_history"])
@pytest.mark.parametrize(
    "name", ["1.root.json", "2.root.json", "x.root.json", f"{'9' * 60}.root.json", "evil.json", "tmp1"]
)
@pytest.mark.parametrize("as_folder", [False, True])
def test_what_strays_among_the_metadata_keeps_nothing_out(
    mission: Mission, folder: str, name: str, *, as_folder: bool
) -> None:
    stray = next(mission.folder.glob("kept-*")) / folder / name
    stray.unlink(missing_ok=True)
    stray.mkdir() if as_folder else stray.write_bytes(b"no metadata")
    mission.unit.sign_root()
    mission.publish(pack_bytes("2"))
    assert mission.sync()
    assert mission.version == "2"
    assert mission.intake.verify()


@pytest.mark.parametrize("stray", ["file", "folder", "link"])
@pytest.mark.parametrize(
    "place", ["kept", "kept/root_history", "kept/passing", "packs", "packs/1.json", "packs/2.json", "active.json"]
)
def test_whatever_stands_where_the_program_keeps_its_own_keeps_nothing_out(
    mission: Mission, place: str, stray: str
) -> None:
    digests = {f"{number}.json": f"{hashlib.sha256(pack_bytes(number)).hexdigest()}.json" for number in ("1", "2")}
    kept = next(mission.folder.glob("kept-*")).name
    folder, _, name = place.rpartition("/")
    path = mission.folder / folder.replace("kept", kept) / digests.get(name, name.replace("kept", kept))
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    if stray == "file":
        path.write_bytes(b"{}")
    elif stray == "folder":
        (path / "more").mkdir(parents=True)
    else:
        path.symlink_to(mission.folder / "nowhere")
    mission.publish(pack_bytes("2"))
    mission.sync()
    assert mission.version == "2"
    assert mission.intake.verify()


@pytest.mark.parametrize("place", ["kept", "kept/root_history", "kept/passing", "packs"])
def test_what_a_link_in_the_place_of_a_folder_leads_to_is_left_alone(
    mission: Mission, tmp_path: Path, place: str
) -> None:
    theirs = tmp_path / "documents"
    (theirs / "speeches").mkdir(parents=True)
    (theirs / "1.json").write_text("theirs")
    path = mission.folder / place.replace("kept", next(mission.folder.glob("kept-*")).name)
    if path.is_dir():
        shutil.rmtree(path)
    path.symlink_to(theirs)
    mission.intake.follow(mission.unit.root)
    mission.publish(pack_bytes("2"))
    mission.sync()
    assert mission.version == "2"
    assert sorted(one.name for one in theirs.iterdir()) == ["1.json", "speeches"]


@pytest.mark.parametrize("stray", ["file", "folder"])
def test_whatever_stands_where_files_are_begun_keeps_nothing_out(mission: Mission, stray: str) -> None:
    partial = mission.folder / "partial"
    with web(mission.unit.files) as server:
        if stray == "file":
            partial.write_bytes(b"x")
        for path in mission.unit.files if stray == "folder" else ():
            begun = hashlib.sha256(f"{server.base}{path}".encode()).hexdigest()[:32]
            (partial / f"{begun}.part" / "more").mkdir(parents=True)
        assert mission.intake.take_in(server.base).versions == ("1",)


def test_a_root_on_the_disk_that_claims_millions_before_it_is_refused_at_once(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    def claim(kept: Path) -> None:
        document = json.loads((kept / "root.json").read_bytes())
        document["signed"]["version"] = 10**15
        (kept / "root.json").unlink()
        (kept / "root.json").write_text(json.dumps(document))

    refuses_what_is_swapped(mission, monkeypatch, claim)


@pytest.mark.parametrize("digest", ["\0", "\ud800", "../trust", "x" * 5000])
def test_what_is_no_hash_names_no_pack(mission: Mission, digest: str) -> None:
    assert mission.shelf.pack(digest) is None


def test_whom_to_trust_can_be_said_again_where_a_folder_took_that_file_s_place(mission: Mission) -> None:
    (mission.folder / "trust.json").unlink()
    (mission.folder / "trust.json" / "more").mkdir(parents=True)
    mission.intake.follow(mission.unit.root)
    assert not mission.sync()


def test_a_version_that_is_no_number_is_pinned_as_the_number_it_counts_as(tmp_path: Path) -> None:
    mission = Mission(tmp_path)
    timestamp = Timestamp(1, expires=mission.unit.expires, snapshot_meta=MetaFile(1))
    timestamp.version = True
    signed = Metadata(timestamp)
    signed.sign(mission.unit.signers["timestamp"][0])
    (mission.stick / "metadata" / "timestamp.json").write_bytes(signed.to_bytes())
    mission.sync()
    assert mission.intake.verify().split()[1:3] == ["1", "1"]


def test_what_was_begun_and_is_longer_than_what_is_there_keeps_nothing_out(mission: Mission) -> None:
    with web(mission.unit.files) as server:
        partial = Partial(mission.folder / "partial", write_whole)
        for version in ("timestamp.json", "1.snapshot.json"):
            partial.keep(f"{server.base}metadata/{version}", '"mark"', b"x" * 3_000_000)
        assert refusal(mission, server.base).id == "guidelines.tampered"
        assert mission.intake.take_in(server.base).versions == ("1",)


def test_after_more_new_roots_than_one_sync_takes_the_next_syncs_get_there(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sync, "_NEW_ROOTS", 3)
    for _ in range(7):
        mission.unit.sign_root()
    mission.publish(pack_bytes("2"))
    for _ in range(3):
        mission.sync()
    assert mission.version == "2"
    assert mission.intake.verify().split()[1] == "8"


def test_without_a_network_it_says_so(mission: Mission) -> None:
    assert refusal(mission, "http://127.0.0.1:1/").id == "network.unreachable"


def test_a_stick_that_is_not_there_says_so(mission: Mission, tmp_path: Path) -> None:
    assert refusal(mission, str(tmp_path / "nowhere")).id == "guidelines.no-place"


def test_an_address_in_clear_is_refused(mission: Mission) -> None:
    assert refusal(mission, "http://packs.example/").id == "guidelines.not-https"
    # Which is on this machine for one reader of addresses, and at packs.example for another.
    assert refusal(mission, "http://packs.example\\@127.0.0.1/").id == "guidelines.not-https"


def test_a_stranger_who_signs_everything_is_refused(mission: Mission, tmp_path: Path) -> None:
    Repository(pack_bytes("9"), MINISTRY).write(tmp_path / "strangers")
    assert refusal(mission, str(tmp_path / "strangers")).id in {"guidelines.unsigned", "guidelines.tampered"}


def test_an_older_state_is_refused_even_where_the_kept_metadata_is_lost(mission: Mission, tmp_path: Path) -> None:
    mission.unit.write(tmp_path / "old")
    mission.publish(pack_bytes("2"))
    mission.sync()
    for kept in mission.folder.glob("kept-*"):
        shutil.rmtree(kept)
    assert refusal(mission, str(tmp_path / "old")).id == "guidelines.older"
    mission.publish(pack_bytes("3"))
    assert mission.sync()


def test_stolen_online_keys_that_drove_the_versions_up_are_left_behind_with_a_new_root(mission: Mission) -> None:
    mission.unit.versions |= {"timestamp": 1_000_000, "snapshot": 1_000_000}
    mission.publish(pack_bytes("2"))
    mission.sync()
    mission.unit.versions |= {"timestamp": 10, "snapshot": 10}
    for role in ("timestamp", "snapshot"):
        mission.unit.signers[role] = [CryptoSigner.generate_ed25519()]
    mission.unit.sign_root()
    mission.publish(pack_bytes("3"))
    assert mission.sync()
    assert mission.version == "3"


def test_nobody_is_trusted_before_somebody_said_whom(tmp_path: Path, mission: Mission) -> None:
    (mission.folder / "trust.json").unlink()
    assert mission.intake.followed() is None
    with pytest.raises(NeedsOfficer) as caught:
        mission.sync()
    assert caught.value.id == "guidelines.nobody-trusted"
    mission.intake.follow(mission.unit.root)
    with pytest.raises(NeedsOfficer) as caught:
        mission.intake.take_in()
    assert caught.value.id == "guidelines.no-address"


def test_the_address_that_was_given_once_is_asked_again(mission: Mission) -> None:
    with web(mission.unit.files) as server:
        fingerprint = mission.intake.follow(mission.unit.root, server.base.rstrip("/"), "usa")
        mission.unit.publish(pack_bytes("2"))
        assert mission.intake.take_in().changed
    assert mission.intake.followed() == Followed(fingerprint, server.base, "usa")
    assert fingerprint.count(" ") == 15


def _two_rules(version: str) -> bytes:
    document = json.loads(pack_bytes(version))
    wrong = {**document["rules"][0], "id": "a.wrong", "examples": {"match": ["Lviv"], "pass": ["Kyiv"]}}
    newer = {**document["rules"][0], "id": "a.newer", "kind": "hologram"}
    return json.dumps({**document, "format_version": 3, "rules": [*document["rules"], wrong, newer]}).encode()


def test_rules_whose_examples_do_not_hold_here_are_named_and_so_are_those_that_are_too_new(mission: Mission) -> None:
    mission.publish(_two_rules("2"))
    taken = mission.intake.take_in(str(mission.stick))
    assert taken.tried == Tried(__version__, ("a.wrong",))
    assert taken.unchecked == ("a.newer",)
    assert mission.guidelines.tried() == taken.tried
    again = mission.intake.take_in(str(mission.stick))
    assert (again.changed, again.tried, again.unchecked) == (False, taken.tried, taken.unchecked)


def test_the_examples_are_tried_again_by_a_program_of_another_version(
    mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def tried(pack: GuidelinePack, _: float) -> Tried:
        asked.append(pack.version)
        return Tried("99")

    monkeypatch.setattr(intake, "try_rules", tried)
    mission.sync()
    assert asked == []
    monkeypatch.setattr(intake, "__version__", "99")
    mission.sync()
    mission.sync()
    assert asked == ["1"]
    assert mission.guidelines.tried().by == "99"


def test_of_a_root_that_is_trusted_no_more_no_metadata_stays(mission: Mission, tmp_path: Path) -> None:
    (before,) = mission.folder.glob("kept-*")
    other = Repository(pack_bytes("2"), MINISTRY)
    mission.intake.follow(other.root)
    assert not before.exists()
    other.versions |= {"timestamp": 10, "snapshot": 10}
    other.publish(pack_bytes("2"))
    other.write(tmp_path / "other")
    mission.intake.take_in(str(tmp_path / "other"))
    assert mission.version == "2"


def test_what_a_run_that_was_killed_left_half_written_goes(mission: Mission) -> None:
    (kept,) = mission.folder.glob("kept-*")
    (kept / "tmpabc").write_bytes(b"half")
    mission.sync()
    assert not (kept / "tmpabc").exists()


def test_a_pack_that_was_begun_and_is_published_no_more_does_not_lie_there_for_ever(mission: Mission) -> None:
    Partial(mission.folder / "partial", write_whole).keep("https://unit.example/pack", '"mark"', bytes(100_000))
    assert list((mission.folder / "partial").iterdir())
    mission.publish(pack_bytes("3"))
    mission.sync()
    assert mission.version == "3"
    assert not (mission.folder / "partial").exists()


def test_a_disk_that_cannot_be_used_is_told(mission: Mission, monkeypatch: pytest.MonkeyPatch) -> None:
    def refresh(_: Updater) -> None:
        raise OSError(errno.EROFS, "read-only")

    monkeypatch.setattr(Updater, "refresh", refresh)
    assert refusal(mission).id == "store.unusable-disk"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"root": b"no"}, "guidelines.no-root"),
        ({"root": b" " * 600_000}, "guidelines.no-root"),
        ({"address": "http://packs.example"}, "guidelines.not-https"),
        ({"mission": "../usa"}, "guidelines.no-mission-code"),
        ({"mission": "con"}, "guidelines.no-mission-code"),
    ],
)
def test_what_cannot_be_trusted_is_refused(mission: Mission, change: dict[str, str | bytes], told: str) -> None:
    given: dict[str, str | bytes] = {"root": mission.unit.root, **change}
    with pytest.raises(Unusable) as caught:
        mission.intake.follow(**given)  # type: ignore[arg-type]
    assert caught.value.id == told


def test_a_root_that_too_few_signed_or_that_is_another_role_is_not_trusted(mission: Mission) -> None:
    with pytest.raises(Unusable):
        mission.intake.follow(mission.unit.files["metadata/timestamp.json"])
    mission.unit.versions["root"] = 0
    too_few = mission.unit.sign_root(mission.unit.signers["root"][:1])
    with pytest.raises(Untrusted):
        mission.intake.follow(too_few)


def test_the_missions_own_pack_comes_too_and_can_only_warn(tmp_path: Path) -> None:
    unit = Repository(pack_bytes("1"), MINISTRY)
    unit.add(mission_pack("usa"), pack_bytes("7", rule="usa.kyiv"))
    mission = Mission(tmp_path, unit)
    mission.intake.follow(unit.root, mission="usa")
    assert mission.intake.take_in(str(mission.stick)).versions == ("1", "7")
    pack = mission.guidelines.active()
    assert {rule.id: rule.severity for rule in pack.rules} == {"a.kyiv": Severity.BLOCK, "usa.kyiv": Severity.WARN}


def test_a_rule_of_the_ministry_stands_where_another_pack_has_one_of_its_id(tmp_path: Path) -> None:
    unit = Repository(pack_bytes("1"), MINISTRY)
    unit.add(mission_pack("usa"), pack_bytes("7", severity="advise"))
    mission = Mission(tmp_path, unit)
    mission.intake.follow(unit.root, mission="usa")
    mission.sync()
    assert [rule.severity for rule in mission.guidelines.active().rules] == [Severity.BLOCK]


def test_without_the_ministrys_pack_nothing_is_taken_in(tmp_path: Path) -> None:
    mission = Mission(tmp_path, Repository(pack_bytes(), "other.json"))
    with pytest.raises(Unusable) as caught:
        mission.sync()
    assert caught.value.id == "guidelines.no-pack"


@pytest.mark.parametrize("data", ['{"root": 7}', "[]", "7", "", "[" * 100_000, '{"root": "é"}', "\0"])
def test_who_is_trusted_is_not_guessed_from_a_damaged_file(mission: Mission, data: str) -> None:
    (mission.folder / "trust.json").write_text(data)
    with pytest.raises(Damaged) as caught:
        mission.sync()
    assert caught.value.id == "guidelines.trust-damaged"


@pytest.mark.parametrize(
    "change",
    [
        {"packs": []},
        {"packs": {}},
        {"packs": {"ministry/pack.json": "../../trust"}},
        {"packs": {"ministry/pack.json": "\0" * 64}},
        {"packs": {"ministry/pack.json": None}},
        {"evidence": 7},
        {"before": {"ministry/pack.json": "\0"}},
        {"versions": 7},
        {"confirmed": 7},
        {"confirmed": "0001-01-01T00:00:00+23:59"},
        {"expires": "2026"},
        {"hold_after_days": 1e300},
        {"hold_after_days": "7"},
        {"root": "one"},
        {"timestamp": float("inf")},
    ],
)
def test_no_edited_list_of_what_is_active_is_half_believed(mission: Mission, change: dict[str, object]) -> None:
    document = json.loads((mission.folder / "active.json").read_bytes())
    (mission.folder / "active.json").write_text(json.dumps({**document, **change}))
    with pytest.raises(Damaged) as caught:
        mission.shelf.active()
    assert caught.value.id == "guidelines.damaged"
    mission.sync()
    assert mission.version == "1"


@pytest.mark.parametrize("what", ["active.json", "packs"])
def test_a_damaged_file_is_noticed_and_taking_in_anew_mends_it(mission: Mission, what: str) -> None:
    path = mission.folder / what
    if what == "packs":
        active = mission.shelf.active()
        assert active is not None
        path /= f"{active.packs[MINISTRY]}.json"
    path.write_bytes(path.read_bytes()[:-20] + b"x" * 20)
    started = InstalledGuidelines(mission.shelf)
    assert isinstance(started.trouble(), Damaged)
    assert started.active().shipped_with
    mission.sync()
    assert started.active().version == "1"
    assert started.trouble() is None


def test_a_stick_pulled_out_at_any_byte_changes_nothing(mission: Mission) -> None:
    pick = random.Random(64)  # noqa: S311 - seeded damage
    old = {path.relative_to(mission.stick) for path in mission.stick.rglob("*")}
    mission.publish(pack_bytes("2"))
    files = [path for path in mission.stick.rglob("*") if path.is_file() and path.relative_to(mission.stick) not in old]
    files.append(mission.stick / "metadata/timestamp.json")
    shutil.copytree(mission.folder, mission.folder.with_name("before"))
    for _ in range(60):
        path = pick.choice(files)
        whole = path.read_bytes()
        path.write_bytes(whole[: pick.randrange(len(whole))])
        refusal(mission)
        path.write_bytes(whole)
        shutil.rmtree(mission.folder)
        shutil.copytree(mission.folder.with_name("before"), mission.folder, symlinks=True)
    assert mission.sync()
    assert mission.version == "2"
