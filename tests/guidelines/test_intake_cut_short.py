"""Killed at any step, and on a full disk, the active pack is a whole one, and the next run brings the new one."""

from __future__ import annotations

import os
import random
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import AssistantError, DiskFull
from tests.helpers.mission import Mission, pack_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot copy itself there")


@pytest.fixture
def mission(tmp_path: Path) -> Mission:
    mission = Mission(tmp_path)
    assert mission.sync()
    return mission


def in_a_child(work: Callable[[], object]) -> int:
    """Do it in a copy of this process, and return how that ended: 0 well, 1 refused, 2 full disk, negative killed."""
    child = os.fork()
    if child == 0:
        code = 3
        with suppress(BaseException):
            try:
                work()
                code = 0
            except DiskFull:
                code = 2
            except AssistantError:
                code = 1
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "shutil.rmtree", "os.listdir"}


def steps_of(work: Callable[[], object], act: Callable[[int], None]) -> Callable[[], object]:
    """Return what does `work` and calls `act` before each step on the disk, with its number."""

    def watched() -> object:
        count = [0]

        def watch(event: str, _arguments: object) -> None:
            if event in STEPS:
                count[0] += 1
                act(count[0])

        sys.addaudithook(watch)
        return work()

    return watched


def kill(at: int) -> Callable[[int], None]:
    return lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == at else None


@pytest.mark.slow
def test_killed_at_any_step_the_active_pack_is_whole_and_the_next_run_brings_the_new_one(mission: Mission) -> None:
    pick = random.Random(2026)  # noqa: S311 - seeded kills
    version, killed = 1, 0
    for run in range(200):
        version += 1
        # Only what is new has to be laid down for it.
        mission.unit.files = {path: data for path, data in mission.unit.files.items() if "root" in path}
        mission.publish(pack_bytes(str(version)))
        at = pick.randrange(1, 75)
        killed += in_a_child(steps_of(mission.sync, kill(at))) == -signal.SIGKILL
        assert mission.version in {str(version - 1), str(version)}, f"run {run}, step {at}"
        mission.sync()
        assert mission.version == str(version)
        left = [path.name for path in mission.folder.rglob("*") if path.name.startswith(("tmp", "."))]
        assert left == []
    assert killed > 150


def test_killed_in_the_middle_the_active_pack_is_whole(mission: Mission) -> None:
    for at in range(1, 75, 7):
        mission.publish(pack_bytes(f"2.{at}"))
        before = mission.version
        in_a_child(steps_of(mission.sync, kill(at)))
        assert mission.version in {before, f"2.{at}"}
    mission.sync()
    assert mission.version == "2.71"


@pytest.mark.parametrize("room", [0, 200, 700, 3_000])
def test_on_a_full_disk_the_last_good_pack_stays_and_it_is_said(mission: Mission, room: int) -> None:
    mission.publish(pack_bytes("2", title={"uk": "ї" * 2000, "en": "x" * 2000}))

    import resource  # only Unix has it

    def with_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
        mission.sync()

    assert in_a_child(with_little_room) == 2
    assert mission.version == "1"
    assert mission.sync()
