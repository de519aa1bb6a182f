"""Killed, stopped or out of room at any step, what is published is the old state or the new one, and never a half."""

from __future__ import annotations

import shutil
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Untrusted
from embassy_assistant.guidelines.publisher import Publisher
from embassy_assistant.store.files import write_whole
from tests.helpers.cut_short import DEFECT, DONE, FULL, count_steps, in_a_child, kill, no_room, steps_of
from tests.helpers.mission import pack_bytes
from tests.helpers.unit import Laptop, Unit, a_signer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="a process cannot copy itself there"),
    pytest.mark.long,
]


class Day:
    """A day of the unit's that ends in `2`: a new pack and, where the keys change too, a new online key."""

    def __init__(self, folder: Path, *, keys_change: bool) -> None:
        self.unit = Unit(folder / "repository")
        self._fresh, self._before = folder / "fresh", folder / "before"
        self._laptops = 0
        self.keys_change = keys_change
        self._new = a_signer() if keys_change else self.unit.online
        shutil.copytree(self.unit.folder, self._before)

    def work(self) -> None:
        publisher = Publisher(self.unit.folder, write_whole)
        with publisher.act():
            if self.keys_change:
                keepers, stolen = self.unit.keepers[:2], self.unit.online.public_key.keyid
                publisher.rotate("online", keepers, [stolen], [self._new.public_key])
            publisher.add_missions(["usa"], self.unit.targets)
            publisher.sign(pack_bytes("2"), self.unit.targets)
            publisher.publish(self._new)

    def again(self) -> None:
        shutil.rmtree(self.unit.folder)
        shutil.copytree(self._before, self.unit.folder)

    def seen(self) -> tuple[str, ...]:
        """Return what a mission takes in that has never been here."""
        self._laptops += 1
        return Laptop(self._fresh / str(self._laptops), self.unit.root).sync(self.unit.folder)

    def finish(self) -> None:
        """Do what any next command does first."""
        assert Publisher(self.unit.folder, write_whole).keys

    @property
    def left(self) -> set[str]:
        """What lies in the folder where acts are prepared."""
        return {path.name for path in (self.unit.folder / ".publishing").iterdir()}


@pytest.fixture(params=[False, True], ids=["a pack", "a pack and keys"])
def day(request: pytest.FixtureRequest, tmp_path: Path) -> Day:
    return Day(tmp_path, keys_change=request.param)


def interrupt(at: int) -> Callable[[int, str, tuple[object, ...]], None]:
    """Let somebody press Ctrl+C before the step of that number."""

    def stop(number: int, _event: str, _arguments: object) -> None:
        if number == at:
            raise KeyboardInterrupt

    return stop


def test_killed_at_any_step_the_next_command_finds_the_old_state_or_the_new(day: Day) -> None:
    steps, ends = count_steps(day.work), set()
    for at in range(1, steps + 1, 2):
        day.again()
        assert in_a_child(steps_of(day.work, kill(at))) == -signal.SIGKILL
        if not day.keys_change:
            # Nobody has to finish it: what is moved last is what names the rest.
            assert day.seen() in {("1",), ("2",)}
        day.finish()
        assert "list.json" not in day.left
        ends.add(day.seen())
    assert ends == {("1",), ("2",)}
    Publisher(day.unit.folder, write_whole).add_missions(["fra"], day.unit.targets)
    assert day.left <= {"lock"}


def test_a_mission_that_comes_between_two_moves_takes_nothing_in_that_is_not_whole(tmp_path: Path) -> None:
    day = Day(tmp_path, keys_change=True)
    refused = 0
    for at in range(1, count_steps(day.work) + 1):
        day.again()
        in_a_child(steps_of(day.work, kill(at)))
        try:
            assert day.seen() in {("1",), ("2",)}
        except Untrusted:
            refused += 1
    assert refused


def test_ctrl_c_at_any_step_leaves_the_old_state_or_the_new_and_nothing_to_clean_up(day: Day) -> None:
    ends = set()
    for at in range(1, count_steps(day.work) + 1, 2):
        day.again()
        assert in_a_child(steps_of(day.work, interrupt(at))) == DEFECT
        ends.add(day.seen())
    assert ends == {("1",), ("2",)}


def test_on_a_disk_that_is_full_from_any_step_on_nothing_is_published_and_it_is_said(day: Day) -> None:
    ends = set()
    for at in range(1, count_steps(day.work) + 1, 2):
        day.again()
        ended = in_a_child(steps_of(day.work, no_room(at)))
        ends.add(ended)
        assert day.seen() == (("2",) if ended == DONE else ("1",))
        assert day.left <= {"lock"}
    assert ends == {DONE, FULL}
