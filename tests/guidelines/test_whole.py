"""Whoever edits the files of the guidelines is found out, and so is whoever puts older ones back."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from embassy_assistant.domain.errors import AssistantError, Damaged, Untrusted
from embassy_assistant.domain.finding import Severity
from embassy_assistant.guidelines.installed import InstalledGuidelines
from embassy_assistant.guidelines.ready import ReadyPacks
from embassy_assistant.guidelines.trust import MINISTRY, mission_pack
from embassy_assistant.messages import LANGUAGES, messages
from embassy_assistant.store.files import write_whole
from tests.helpers.mission import Mission, pack_bytes
from tests.helpers.tuf_repository import Repository
from tests.helpers.unit import Laptop, Unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    unit = Unit(tmp_path / "repository", pack_bytes(hold_after_days=30))
    unit.publisher.add_missions(["usa"], unit.targets)
    unit.publish(pack_bytes("7", rule="usa.x"), "usa")
    return unit


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "laptop"


@pytest.fixture
def laptop(folder: Path, unit: Unit) -> Laptop:
    laptop = Laptop(folder, unit.root, "usa")
    assert laptop.sync(unit.folder) == ("1", "7")
    return laptop


def refusal(laptop: Laptop, pinned: str = "") -> AssistantError:
    with pytest.raises(AssistantError) as caught:
        laptop.intake.verify(pinned)
    for language in LANGUAGES:
        assert messages(language).knows(caught.value.id)
        assert "{" not in messages(language).error(caught.value)
    return caught.value


def edit(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    document = json.loads(path.read_bytes())
    change(document)
    path.write_text(json.dumps(document))


def test_what_was_taken_in_is_shown_to_be_the_units_and_stays_so(laptop: Laptop, unit: Unit) -> None:
    pin = laptop.intake.verify()
    assert laptop.intake.verify(pin) == pin
    unit.publish(pack_bytes("2"))
    laptop.sync(unit.folder)
    assert laptop.intake.verify(pin) != pin


def test_before_anybody_is_trusted_there_is_nothing_to_pin(tmp_path: Path, unit: Unit) -> None:
    mission = Mission(tmp_path)
    assert mission.intake.verify().endswith(" 0 0 ")
    mission.sync()
    assert not mission.intake.verify().endswith(" 0 0 ")
    (mission.folder / "trust.json").unlink()
    (mission.folder / "active.json").unlink()
    assert mission.intake.verify() == ""


def test_a_version_of_many_digits_is_pinned_like_any_other(laptop: Laptop) -> None:
    root = laptop.intake.verify().split()[0]
    with pytest.raises(Untrusted, match="disk-older"):
        laptop.intake.verify(f"{root} 1 {'9' * 30} ")


def test_a_pin_of_more_digits_than_a_number_has_is_none(laptop: Laptop) -> None:
    pin = laptop.intake.verify()
    assert laptop.intake.verify(f"{pin.split()[0]} {'9' * 5000} 1 ") == pin


def test_that_a_pin_is_none_says_nothing(laptop: Laptop) -> None:
    assert laptop.intake.verify("no pin") == laptop.intake.verify()


def _other_pack(document: dict[str, Any], folder: Path) -> None:
    import hashlib

    pack = pack_bytes("1", severity="advise", hold_after_days=30)
    digest = hashlib.sha256(pack).hexdigest()
    (folder / "packs" / f"{digest}.json").write_bytes(pack)
    document["packs"][MINISTRY] = digest


CHANGES: dict[str, Callable[[dict[str, Any], Path], object]] = {
    "another pack": _other_pack,
    "only the mission's": lambda document, _: document["packs"].pop(MINISTRY),
    "only the ministry's": lambda document, _: (document["packs"].pop(mission_pack("usa")), document["versions"].pop()),
    "the mission's first": lambda document, _: document.update(packs=dict(reversed(document["packs"].items()))),
    "another's pack": lambda document, _: document["packs"].update({mission_pack("pol"): document["packs"][MINISTRY]}),
    "another name": lambda document, _: document.update(versions=["9", "7"]),
    "newer": lambda document, _: document.update(confirmed=(datetime.now(UTC) + timedelta(days=300)).isoformat()),
    "valid for longer": lambda document, _: document.update(expires="2099-01-01T00:00:00+00:00"),
    "never held": lambda document, _: document.update(hold_after_days=None),
    "held later": lambda document, _: document.update(hold_after_days=3000),
    "another version": lambda document, _: document.update(timestamp=document["timestamp"] + 1),
    "evidence of something else": lambda document, _: document.update(evidence=document["packs"][MINISTRY]),
}


@pytest.mark.parametrize("change", list(CHANGES))
def test_an_edited_list_of_what_is_active_is_found_and_mended_by_taking_in_anew(
    laptop: Laptop, unit: Unit, folder: Path, change: str
) -> None:
    pin = laptop.intake.verify()
    edit(folder / "active.json", lambda document: CHANGES[change](document, folder))
    assert refusal(laptop).id == "guidelines.disk-changed"
    assert laptop.sync(unit.folder) == ("1", "7")
    assert laptop.intake.verify(pin) == pin


def test_a_list_that_claims_to_be_newer_keeps_nothing_out(laptop: Laptop, unit: Unit, folder: Path) -> None:
    edit(folder / "active.json", lambda document: document.update(root=10**9, timestamp=10**9))
    unit.publish(pack_bytes("2"))
    assert laptop.sync(unit.folder) == ("2", "7")
    laptop.intake.verify()


@pytest.mark.parametrize("what", ["pack", "evidence"])
@pytest.mark.parametrize("how", ["gone", "cut", "changed"])
def test_a_file_that_is_gone_or_damaged_is_named(laptop: Laptop, folder: Path, what: str, how: str) -> None:
    active = json.loads((folder / "active.json").read_bytes())
    path = folder / "packs" / f"{active['evidence'] if what == 'evidence' else active['packs'][MINISTRY]}.json"
    data = path.read_bytes()
    path.write_bytes({"gone": b"", "cut": data[:-9], "changed": data[:-9] + b"x" * 9}[how])
    if how == "gone":
        path.unlink()
    error = refusal(laptop)
    assert (type(error), error.id) == (Damaged, "guidelines.damaged")


def test_a_root_that_was_swapped_is_found_though_all_else_agrees_with_it(
    laptop: Laptop, folder: Path, tmp_path: Path
) -> None:
    pin = laptop.intake.verify()
    stranger = Unit(tmp_path / "stranger", pack_bytes("99"))
    shutil.rmtree(folder)
    theirs = Laptop(folder, stranger.root, "usa")
    theirs.sync(stranger.folder)
    laptop.intake.verify()
    assert refusal(laptop, pin).id == "guidelines.trust-changed"


def test_a_root_that_was_swapped_alone_is_found_without_a_pin(laptop: Laptop, tmp_path: Path) -> None:
    laptop.intake.follow(Unit(tmp_path / "stranger").root)
    assert refusal(laptop).id == "guidelines.disk-changed"


@pytest.mark.parametrize("gone", ["trust.json", "all"])
def test_that_nobody_is_trusted_any_more_is_found(laptop: Laptop, folder: Path, gone: str) -> None:
    pin = laptop.intake.verify()
    (folder / "trust.json").unlink()
    if gone == "all":
        shutil.rmtree(folder)
        assert laptop.intake.verify() == ""
    assert refusal(laptop, pin).id == "guidelines.trust-changed"


def test_a_whole_older_folder_that_was_put_back_is_found(laptop: Laptop, unit: Unit, folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("older"), symlinks=True)
    unit.publish(pack_bytes("2"))
    laptop.sync(unit.folder)
    pin = laptop.intake.verify()
    shutil.rmtree(folder)
    shutil.copytree(folder.with_name("older"), folder, symlinks=True)
    laptop.intake.verify()
    assert refusal(laptop, pin).id == "guidelines.disk-older"
    assert laptop.sync(unit.folder) == ("2", "7")
    assert laptop.intake.verify(pin) == pin


def test_that_what_was_taken_in_is_gone_is_found(laptop: Laptop, folder: Path) -> None:
    pin = laptop.intake.verify()
    (folder / "active.json").unlink()
    assert refusal(laptop, pin).id == "guidelines.disk-older"


def test_a_damaged_list_or_root_is_told(laptop: Laptop, folder: Path) -> None:
    (folder / "active.json").write_bytes(b"{")
    assert refusal(laptop).id == "guidelines.damaged"
    (folder / "trust.json").write_bytes(b"{")
    assert refusal(laptop).id == "guidelines.trust-damaged"


def test_what_the_unit_signed_and_this_program_refused_cannot_be_made_active_by_hand(tmp_path: Path) -> None:
    mission = Mission(tmp_path, Repository(pack_bytes(), MINISTRY))
    mission.sync()
    mission.publish(b"[]")
    with pytest.raises(AssistantError):
        mission.sync()
    import hashlib

    from embassy_assistant.guidelines.evidence import collect

    evidence = collect(next(mission.folder.glob("kept-*")), mission.unit.root)
    for data in (evidence, b"[]"):
        (mission.folder / "packs" / f"{hashlib.sha256(data).hexdigest()}.json").write_bytes(data)
    digests = [hashlib.sha256(data).hexdigest() for data in (evidence, b"[]")]
    edit(
        mission.folder / "active.json",
        lambda document: document.update(evidence=digests[0], packs={MINISTRY: digests[1]}),
    )
    with pytest.raises(Untrusted):
        mission.intake.verify()


def test_a_switch_by_another_program_in_the_middle_of_it_is_no_damage(
    laptop: Laptop, unit: Unit, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Laptop(folder, unit.root, "usa")
    read = laptop.shelf.pack
    done: list[bool] = []

    def switched(digest: str) -> bytes | None:
        if not done:
            done.append(True)
            for version in ("2", "3"):
                unit.publish(pack_bytes(version))
                other.sync(unit.folder)
        return read(digest)

    monkeypatch.setattr(laptop.shelf, "pack", switched)
    assert laptop.intake.verify() == other.intake.verify()


def test_what_was_made_ready_of_other_rules_is_found_and_made_anew(tmp_path: Path) -> None:
    mission = Mission(tmp_path)
    mission.sync()
    pin = mission.intake.verify()
    (kept,) = (mission.folder / "ready").iterdir()
    whole = kept.read_bytes()
    active = mission.shelf.active()
    assert active is not None
    # With the right seal, as somebody who knows this program would make it.
    ReadyPacks(tmp_path / "other", write_whole).get({active.packs[MINISTRY]: pack_bytes(severity="advise")})
    (other,) = (tmp_path / "other").iterdir()
    shutil.copy(other, kept)
    started = InstalledGuidelines(mission.shelf)
    assert started.active().rules[0].severity is Severity.ADVISE
    assert mission.intake.verify(pin) == pin
    assert kept.read_bytes() == whole
    assert started.active().rules[0].severity is Severity.BLOCK
    written = kept.stat().st_mtime_ns
    assert mission.intake.verify(pin) == pin
    assert kept.stat().st_mtime_ns == written


def test_where_nothing_can_be_kept_ready_it_is_made_each_time(tmp_path: Path) -> None:
    mission = Mission(tmp_path)
    mission.sync()
    shutil.rmtree(mission.folder / "ready")
    (mission.folder / "ready").write_bytes(b"a file where a folder was")
    pin = mission.intake.verify()
    assert pin.endswith(" ")
    assert mission.intake.verify(pin) == pin
    assert mission.version == "1"
