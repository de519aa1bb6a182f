"""Nothing is sent by guidelines that somebody edited on the disk, and taking them in anew lets sending go on."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from embassy_assistant import __version__
from embassy_assistant.domain.errors import DraftsLocked, Untrusted
from embassy_assistant.domain.events import Event, GuidelinesChanged, WorkspaceChanged
from embassy_assistant.domain.freshness import Tried
from embassy_assistant.guidelines.trust import MINISTRY
from embassy_assistant.services.gates import Wait
from embassy_assistant.services.verifying import PIN
from tests.helpers.memory import OFFICER, Bench, memory_desk
from tests.helpers.mission import Mission, pack_bytes
from tests.helpers.tuf_repository import Repository

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def mission(tmp_path: Path) -> Mission:
    mission = Mission(tmp_path)
    mission.sync()
    return mission


@pytest.fixture
def bench(mission: Mission) -> Bench:
    bench = memory_desk(guidelines=mission.guidelines, intake=mission.intake)
    bench.account("uk", "uk")
    bench.account("en", "en")
    return bench


def queued(bench: Bench) -> str:
    post = bench.post()
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(minutes=1)
    return post.id


def loosen(mission: Mission) -> None:
    """Let the files say that guidelines of any age will do, as somebody who wants to speak would."""
    path = mission.folder / "active.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "expires": "2099-01-01T00:00:00+00:00"}))


def test_edited_guidelines_hold_the_queue_until_they_are_taken_in_anew(bench: Bench, mission: Mission) -> None:
    post_id = queued(bench)
    loosen(mission)
    told: list[Event] = []
    bench.desk.events.subscribe(told.append)
    bench.desk.sender.drain()
    assert bench.network.texts == []
    group = bench.desk.outbox.group(post_id)
    assert group is not None
    assert set(group.waits.values()) == {Wait.GUIDELINES}
    assert GuidelinesChanged(changed=True) in told
    trouble = bench.desk.guidelines.trouble
    assert isinstance(trouble, Untrusted)
    assert bench.desk.review.pack.shipped_with
    assert bench.desk.guidelines.age() is None
    bench.desk.guidelines.take_in(str(mission.stick))
    assert bench.desk.guidelines.trouble is None
    assert not bench.desk.review.pack.shipped_with
    bench.desk.sender.drain()
    assert len(bench.network.texts) == 2


def test_a_store_that_comes_while_guidelines_are_verified_has_them_verified_by_its_own_pin(
    bench: Bench, mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    verify = mission.intake.verify

    def verifying(pinned: str = "") -> str:
        asked.append(pinned)
        if len(asked) == 1:
            bench.desk.events.publish(WorkspaceChanged("open"))
        return verify(pinned)

    monkeypatch.setattr(mission.intake, "verify", verifying)
    for _ in range(3):
        bench.desk.guidelines.verify()
    assert len(asked) == 2


def test_what_was_taken_in_is_verified_once_and_pinned(
    bench: Bench, mission: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    verify = mission.intake.verify

    def counted(pinned: str = "") -> str:
        asked.append(pinned)
        return verify(pinned)

    monkeypatch.setattr(mission.intake, "verify", counted)
    for _ in range(3):
        queued(bench)
        bench.desk.sender.drain()
    assert len(bench.network.texts) == 6
    pinned = bench.store.settings.get(PIN)
    assert pinned
    assert asked == [""]
    mission.publish(pack_bytes("2"))
    mission.sync()
    assert bench.desk.guidelines.verify() is None
    assert asked == ["", pinned]
    bench.desk.workspace.close()
    bench.desk.workspace.open()
    bench.desk.guidelines.verify()
    assert len(asked) == 3


def test_whom_to_trust_cannot_be_swapped_behind_the_programs_back(
    bench: Bench, mission: Mission, tmp_path: Path
) -> None:
    assert bench.desk.guidelines.verify() is None
    theirs = Repository(pack_bytes("9"), MINISTRY)
    theirs.write(tmp_path / "theirs")
    mission.intake.follow(theirs.root)
    for _ in range(2):
        with pytest.raises(Untrusted) as caught:
            bench.desk.guidelines.take_in(str(tmp_path / "theirs"))
        assert caught.value.id == "guidelines.trust-changed"
        bench.desk.workspace.close()
        bench.desk.workspace.open()
    queued(bench)
    bench.desk.sender.drain()
    assert bench.network.texts == []
    bench.desk.guidelines.follow(mission.unit.root)
    bench.desk.guidelines.take_in(str(mission.stick))
    bench.desk.sender.drain()
    assert len(bench.network.texts) == 2


def test_a_person_may_trust_somebody_else_and_then_takes_their_guidelines_in(
    bench: Bench, mission: Mission, tmp_path: Path
) -> None:
    bench.desk.guidelines.verify()
    other = Repository(pack_bytes("9"), MINISTRY)
    other.write(tmp_path / "other")
    bench.desk.guidelines.follow(other.root)
    assert bench.desk.guidelines.verify() is not None
    assert bench.desk.guidelines.take_in(str(tmp_path / "other")).versions == ("9",)
    assert bench.desk.guidelines.verify() is None


def test_a_folder_that_is_gone_holds_the_queue(bench: Bench, mission: Mission) -> None:
    bench.desk.guidelines.verify()
    shutil.rmtree(mission.folder)
    queued(bench)
    bench.desk.sender.drain()
    assert bench.network.texts == []
    assert bench.desk.guidelines.trouble is not None


def test_without_the_key_whom_to_trust_cannot_be_said_and_nothing_is_verified(mission: Mission) -> None:
    bench = memory_desk(guidelines=mission.guidelines, intake=mission.intake, opened=False)
    for attempt in (lambda: bench.desk.guidelines.follow(mission.unit.root), bench.desk.guidelines.verify):
        with pytest.raises(DraftsLocked):
            attempt()
    assert bench.desk.guidelines.take_in(str(mission.stick)).versions == ("1",)


def test_in_a_new_workspace_whom_to_trust_can_be_said_before_there_are_drafts(mission: Mission) -> None:
    bench = memory_desk(guidelines=mission.guidelines, intake=mission.intake, opened=False)
    bench.opener.exists = False
    assert bench.desk.guidelines.follow(mission.unit.root)
    bench.desk.workspace.create()
    assert bench.desk.guidelines.verify() is None
    assert bench.store.settings.get(PIN)


def test_where_guidelines_come_with_the_program_there_is_nothing_to_verify() -> None:
    assert memory_desk().desk.guidelines.verify() is None


def test_what_the_examples_showed_is_at_hand(bench: Bench) -> None:
    assert bench.desk.guidelines.tried == Tried(__version__)
