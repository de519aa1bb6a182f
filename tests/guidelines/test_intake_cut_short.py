"""Killed at any step, and on a full disk, the active pack is a whole one, and the next run brings the new one."""

from __future__ import annotations

import shutil
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults.taking_in import TakingIn
from tests.helpers.cut_short import DONE, FULL, count_steps, in_a_child, kill, no_room, steps_of
from tests.helpers.mission import Mission, pack_bytes

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot copy itself there")


@pytest.fixture
def mission(tmp_path: Path) -> Mission:
    mission = Mission(tmp_path)
    assert mission.sync()
    return mission


@pytest.mark.slow
def test_killed_at_any_step_on_every_way_the_active_pack_is_whole_and_the_next_run_brings_the_new_one(
    tmp_path: Path,
) -> None:
    runs = TakingIn(tmp_path)
    landed = [runs.run(seed) for seed in range(1, 31)]
    assert [one for one in landed if one.wrong] == []
    assert sum(one.killed for one in landed) > 20
    assert {one.switched for one in landed} == {True, False}


def test_killed_in_the_middle_the_active_pack_is_whole(mission: Mission) -> None:
    mission.publish(pack_bytes("2"))
    steps = count_steps(mission.sync)
    assert steps > 60
    for at in range(1, steps, 9):
        mission.publish(pack_bytes(f"2.{at}"))
        before = mission.version
        assert in_a_child(steps_of(mission.sync, kill(at))) == -signal.SIGKILL
        assert mission.version in {before, f"2.{at}"}
        mission.intake.verify()
    mission.sync()
    assert mission.version == f"2.{at}"


def test_on_a_disk_that_is_full_from_any_step_on_the_last_good_pack_stays_and_it_is_said(mission: Mission) -> None:
    mission.publish(pack_bytes("2"))
    shutil.copytree(mission.folder, mission.folder.with_name("before"), symlinks=True)
    steps = count_steps(mission.sync)
    ended = set()
    for at in range(1, steps, 3):
        shutil.rmtree(mission.folder)
        shutil.copytree(mission.folder.with_name("before"), mission.folder, symlinks=True)
        code = in_a_child(steps_of(mission.sync, no_room(at)))
        ended.add(code)
        # What is only there to be quicker the next time may be missing.
        assert code in {DONE, FULL}, f"step {at} of {steps}"
        assert mission.version == {DONE: "2", FULL: "1"}[code]
        mission.intake.verify()
        assert mission.sync() is (code == FULL)
        assert mission.version == "2"
    assert ended == {DONE, FULL}


@pytest.mark.parametrize("room", [0, 200, 700, 3_000])
def test_on_a_full_disk_the_last_good_pack_stays_and_it_is_said(mission: Mission, room: int) -> None:
    mission.publish(pack_bytes("2", title={"uk": "ї" * 2000, "en": "x" * 2000}))

    import resource  # only Unix has it

    def with_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        mission.sync()

    assert in_a_child(with_little_room) == FULL
    assert mission.version == "1"
    assert mission.sync()
