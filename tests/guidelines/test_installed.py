"""The packs in force as one pack, and those that were in force before."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.finding import Severity
from embassy_assistant.guidelines.installed import InstalledGuidelines
from embassy_assistant.guidelines.plain import pack_of
from embassy_assistant.guidelines.shelf import Shelf
from embassy_assistant.guidelines.together import of_validated
from embassy_assistant.guidelines.trust import MINISTRY, mission_pack
from embassy_assistant.store.files import write_whole
from tests.helpers.mission import Mission, pack_bytes
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import found
from tests.helpers.tuf_repository import Repository

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.packs import Json

KIEV = a_rule_of("term", language="en", terms=[{"text": "Kiev", "replacement": "Kyiv"}])


def pack_with(*rules: Json, version: str = "1", format_version: int = 2) -> bytes:
    return pack_bytes(version, rules=list(rules), format_version=format_version)


@pytest.fixture
def mission(tmp_path: Path) -> Mission:
    return Mission(tmp_path)


def test_a_rule_of_a_mission_s_own_pack_never_blocks_and_takes_no_place_of_the_ministry_s() -> None:
    ministry = pack_with({**KIEV, "severity": "block"})
    local = pack_with(
        {**KIEV, "severity": "advise", "terms": [{"text": "nothing"}]},
        {**KIEV, "id": "local.rule", "severity": "block", "terms": [{"text": "Odessa"}]},
        version="7",
    )
    third = pack_with({**KIEV, "id": "local.rule", "terms": [{"text": "nothing"}]}, {**KIEV, "id": "third"})
    pack = of_validated([ministry, local, third], pack_of)
    assert pack.version == "1+7+1"
    assert [rule.id for rule in pack.rules] == ["a.term", "local.rule", "third"]
    assert [(f.rule, f.matched, f.severity) for f in found(pack, en="Kiev, Odessa, nothing")] == [
        ("a.term", "Kiev", Severity.BLOCK),
        ("third", "Kiev", Severity.WARN),
        ("local.rule", "Odessa", Severity.WARN),
    ]


def test_what_the_program_is_too_old_for_is_named_once_for_all_packs() -> None:
    newer = {**KIEV, "id": "a.newer", "kind": "hologram"}
    ministry = pack_with(KIEV, newer, format_version=3)
    local = pack_with({**KIEV, "id": "a.newer"}, {**newer, "id": "b.newer"}, newer)
    pack = of_validated([ministry, pack_with({**newer, "id": "b.newer"}, KIEV, format_version=3)], pack_of)
    assert pack.unchecked == ("a.newer", "b.newer")
    assert [rule.id for rule in of_validated([ministry, pack_with({**KIEV, "id": "a.newer"})], pack_of).rules] == [
        "a.term"
    ]
    with pytest.raises(Unusable):
        of_validated([ministry, local], pack_of)


@pytest.mark.parametrize("data", [b"{", b"[]", b'{"format_version": 2}', b"[" * 100_000])
def test_what_is_no_pack_is_refused_whoever_vouched_for_it(data: bytes) -> None:
    with pytest.raises(Unusable):
        of_validated([pack_bytes(), data], pack_of)


def test_the_pack_is_the_same_object_until_another_is_taken_in(mission: Mission) -> None:
    shipped = mission.guidelines.active()
    assert shipped.shipped_with
    assert mission.guidelines.active() is shipped
    mission.sync()
    first = mission.guidelines.active()
    mission.sync()
    assert mission.guidelines.active() is not shipped
    assert mission.guidelines.active().version == first.version == "1"


def test_a_mission_s_own_rules_are_kept_ready_with_the_ministry_s(tmp_path: Path) -> None:
    unit = Repository(pack_bytes("1"), MINISTRY)
    unit.add(mission_pack("usa"), pack_bytes("7", rule="usa.kyiv"))
    mission = Mission(tmp_path, unit)
    mission.intake.follow(unit.root, mission="usa")
    mission.sync()
    (kept,) = (mission.folder / "ready").iterdir()
    written = kept.stat().st_mtime_ns
    again = InstalledGuidelines(Shelf(mission.folder, write_whole)).active()
    assert again.version == "1+7"
    assert [rule.id for rule in again.rules] == ["a.kyiv", "usa.kyiv"]
    assert [path.stat().st_mtime_ns for path in (mission.folder / "ready").iterdir()] == [written]


def test_the_packs_before_the_last_switch_can_be_read(mission: Mission) -> None:
    assert mission.guidelines.previous() is None
    mission.sync()
    shipped = mission.guidelines.previous()
    assert shipped is not None
    assert shipped.shipped_with
    mission.publish(pack_bytes("2", rule="b.kyiv"))
    mission.sync()
    for _ in range(2):
        before = mission.guidelines.previous()
        assert before is not None
        assert (before.version, [rule.id for rule in before.rules]) == ("1", ["a.kyiv"])
        # Nothing changed since: the packs before stay those before the last change.
        assert not mission.sync()


def test_packs_before_that_are_lost_are_not_guessed(mission: Mission) -> None:
    mission.sync()
    mission.publish(pack_bytes("2"))
    mission.sync()
    state = mission.shelf.active()
    assert state is not None
    assert state.before is not None
    (digest,) = state.before.values()
    (mission.folder / "packs" / f"{digest}.json").unlink()
    assert mission.guidelines.previous() is None


@pytest.mark.parametrize("data", [b"garbage", b"[]", b'{"format_version": 99}'])
def test_what_is_said_to_be_the_pack_before_and_is_none_is_not_guessed(mission: Mission, data: bytes) -> None:
    mission.sync()
    digest = hashlib.sha256(data).hexdigest()
    (mission.folder / "packs" / f"{digest}.json").write_bytes(data)
    document = json.loads((mission.folder / "active.json").read_bytes())
    (mission.folder / "active.json").write_text(json.dumps({**document, "before": {MINISTRY: digest}}))
    assert mission.guidelines.previous() is None


def test_where_it_is_damaged_which_they_were_nobody_says_which_were_before(mission: Mission) -> None:
    mission.sync()
    (mission.folder / "active.json").write_text("{")
    mission.publish(pack_bytes("2"))
    mission.sync()
    assert mission.version == "2"
    assert mission.guidelines.previous() is None


def test_a_state_that_an_older_program_wrote_says_nothing_of_packs_before(mission: Mission) -> None:
    mission.sync()
    path = mission.folder / "active.json"
    document = json.loads(path.read_bytes())
    del document["before"]
    path.write_text(json.dumps(document))
    assert mission.version == "1"
    assert mission.guidelines.previous() is None


def test_the_mission_is_the_one_that_was_said_when_its_guidelines_were_trusted(mission: Mission) -> None:
    assert mission.guidelines.mission() == ""
    mission.intake.follow(mission.unit.root, mission="usa")
    other = InstalledGuidelines(Shelf(mission.folder, write_whole))
    assert (mission.guidelines.mission(), other.mission()) == ("usa", "usa")
    (mission.folder / "trust.json").unlink()
    assert mission.guidelines.mission() == ""
    (mission.folder / "trust.json").write_text("{")
    assert mission.guidelines.mission() == ""


def test_a_look_at_the_packs_before_leaves_ready_what_is_in_force(mission: Mission) -> None:
    mission.sync()
    mission.guidelines.active()
    state = mission.shelf.active()
    assert state is not None
    kept = mission.shelf.ready.mark(state.packs.values())
    assert mission.guidelines.previous() is not None
    assert kept
    assert mission.shelf.ready.mark(state.packs.values()) == kept
