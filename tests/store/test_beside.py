"""The guidelines go along to another laptop, sealed, and are verified there by what is pinned in the store."""

from __future__ import annotations

import itertools
import shutil
import zipfile
from contextlib import nullcontext
from io import BytesIO
from typing import TYPE_CHECKING

import nacl.pwhash.argon2id as argon2id
import pytest

from embassy_assistant.domain.errors import TryLater, Unusable
from embassy_assistant.guidelines.installed import InstalledGuidelines
from embassy_assistant.guidelines.intake import Intake
from embassy_assistant.guidelines.shelf import Shelf
from embassy_assistant.net import Client
from embassy_assistant.store import beside, moving
from embassy_assistant.store.files import write_whole
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.opener import WorkspaceOpener
from tests.helpers.canary import in_clear
from tests.helpers.drafts import NOON
from tests.helpers.mission import Mission, pack_bytes
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.domain.ports import Store

PASSPHRASE = "чотири слова і кома"
EMBARGO = "the visit that nobody knows of"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw keys at the least cost; the real one takes a second each."""
    monkeypatch.setattr(moving, "PASSES", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(moving, "MEMORY", argon2id.MEMLIMIT_MIN)


@pytest.fixture
def opener(workspace: Path) -> WorkspaceOpener:
    return WorkspaceOpener(workspace, MemoryVault())


@pytest.fixture
def running(opener: WorkspaceOpener) -> Iterator[Store]:
    store = opener.create().store
    yield store
    store.close()


@pytest.fixture
def mission(workspace: Path, running: Store) -> Mission:
    mission = Mission(workspace)
    mission.publish(pack_bytes("1", title={"uk": "Тест", "en": EMBARGO}))
    mission.sync()
    running.settings.set("guidelines-pin", mission.intake.verify())
    return mission


@pytest.fixture
def elsewhere(tmp_path: Path) -> WorkspaceKeeper:
    return WorkspaceKeeper(tmp_path / "other", WorkspaceOpener(tmp_path / "other", MemoryVault()))


def there(folder: Path) -> tuple[InstalledGuidelines, Intake]:
    shelf = Shelf(folder / "guidelines", write_whole)
    return InstalledGuidelines(shelf), Intake(folder / "guidelines", shelf, write_whole, nullcontext, Client)


def packed(workspace: Path, opener: WorkspaceOpener) -> Path:
    file = workspace.parent / "stick" / "moved.embassy"
    file.parent.mkdir()
    WorkspaceKeeper(workspace, opener).pack(str(file), PASSPHRASE)
    return file


def test_on_the_other_laptop_the_same_guidelines_are_in_force_and_whom_to_trust_is_known(
    mission: Mission, workspace: Path, opener: WorkspaceOpener, elsewhere: WorkspaceKeeper, tmp_path: Path
) -> None:
    file = packed(workspace, opener)
    assert in_clear([EMBARGO, "Kyiv"], file.parent) == []
    created = elsewhere.unpack(str(file), PASSPHRASE, NOON)
    guidelines, intake = there(tmp_path / "other")
    assert guidelines.active().version == "1"
    pin = created.store.settings.get("guidelines-pin") or ""
    assert intake.verify(pin) == pin
    mission.publish(pack_bytes("2"))
    assert intake.take_in(str(mission.stick)).versions == ("2",)
    assert guidelines.active().version == "2"
    created.store.close()


def test_where_nobody_was_trusted_none_are_there(
    running: Store, workspace: Path, opener: WorkspaceOpener, elsewhere: WorkspaceKeeper, tmp_path: Path
) -> None:
    elsewhere.unpack(str(packed(workspace, opener)), PASSPHRASE, NOON).store.close()
    assert not (tmp_path / "other" / "guidelines").exists()


def test_guidelines_of_the_empty_workspace_there_are_set_aside(
    mission: Mission, workspace: Path, opener: WorkspaceOpener, elsewhere: WorkspaceKeeper, tmp_path: Path
) -> None:
    before = Mission(tmp_path / "other")
    before.publish(pack_bytes("99"))
    before.sync()
    elsewhere.unpack(str(packed(workspace, opener)), PASSPHRASE, NOON).store.close()
    assert there(tmp_path / "other")[0].active().version == "1"
    (aside,) = (tmp_path / "other" / "set-aside").glob("*-guidelines")
    assert (aside / "guidelines" / "active.json").exists()


def test_guidelines_that_were_changed_on_the_way_make_no_workspace(
    mission: Mission, workspace: Path, opener: WorkspaceOpener, elsewhere: WorkspaceKeeper, tmp_path: Path
) -> None:
    file = packed(workspace, opener)
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    sealed = members.pop("guidelines.sealed")
    for present in ({"guidelines.sealed": sealed[:-1] + bytes([sealed[-1] ^ 1])}, {}):
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in {**members, **present}.items():
                archive.writestr(name, data)
        with pytest.raises(Unusable) as caught:
            elsewhere.unpack(str(file), PASSPHRASE, NOON)
        assert caught.value.id == "move.not-ours"
    assert not (tmp_path / "other" / "guidelines").exists()


def test_what_a_newer_program_packed_besides_is_left_out() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("trust.json", "../escape", "packs/x.json", "newer.json"):
            archive.writestr(name, b"{}")
    assert beside.files_of(packed.getvalue()) == {"trust.json": b"{}"}


def test_a_switch_in_the_middle_of_packing_packs_what_belongs_together(mission: Mission, workspace: Path) -> None:
    done: list[bool] = []

    def read(path: Path) -> bytes | None:
        data = beside.read_if_there(path)
        if path.name == "trust.json" and not done:
            done.append(True)
            for version in ("2", "3"):
                mission.publish(pack_bytes(version))
                mission.sync()
        return data

    files = beside.files_of(beside.collect(workspace, read))
    shutil.rmtree(workspace / "guidelines")
    beside.lay_down(workspace, files)
    assert there(workspace)[0].active().version == "3"


def test_guidelines_that_never_stand_still_are_left_for_later(mission: Mission, workspace: Path) -> None:
    count = itertools.count()
    with pytest.raises(TryLater):
        beside.collect(workspace, lambda _: str(next(count)).encode())
