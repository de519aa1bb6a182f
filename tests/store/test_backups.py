from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Damaged, DiskFull, NeedsOfficer, TryLater
from embassy_assistant.domain.keeping import BackupKind
from embassy_assistant.store import copying
from embassy_assistant.store.backups import KEPT, PICTURES, found_backups
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import connect
from embassy_assistant.store.file_lock import take
from embassy_assistant.store.files import private_file
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.pictures import SealedPictures
from tests.helpers.bad_disk import each_write
from tests.helpers.canary import in_clear
from tests.helpers.drafts import NOON, delivery, full_post, plain_post
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.domain.ports import Store

PICTURE = bytes(range(256)) * 100


@pytest.fixture
def opener(workspace: Path) -> WorkspaceOpener:
    return WorkspaceOpener(workspace, MemoryVault())


@pytest.fixture
def running(opener: WorkspaceOpener) -> Iterator[Store]:
    store = opener.create().store
    store.media.add(PICTURE, name="a.png", mime="image/png")
    store.deliveries.enqueue(full_post(), [delivery()])
    store.posts.save(plain_post("p2", uk="слово"))
    yield store
    store.close()


@pytest.fixture
def keeper(workspace: Path, opener: WorkspaceOpener, running: Store) -> WorkspaceKeeper:
    return WorkspaceKeeper(workspace, opener)


def files(workspace: Path) -> dict[str, bytes]:
    folder = workspace / "backups"
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_backup_has_every_row_and_is_listed_without_a_key(
    keeper: WorkspaceKeeper, opener: WorkspaceOpener, workspace: Path
) -> None:
    made = keeper.backup(NOON)
    assert (made.at, made.posts, made.kind) == (NOON, 2, BackupKind.DAILY)
    assert WorkspaceKeeper(workspace, WorkspaceOpener(workspace, MemoryVault())).backups() == [made]
    copy = connect(workspace / "backups" / made.id, derive(opener.key(), b"drafts"), readonly=True)
    assert copying.count_rows(copy)["deliveries"] == 1
    copy.close()


def test_nothing_of_a_backup_lies_in_clear(keeper: WorkspaceKeeper, workspace: Path) -> None:
    keeper.backup(NOON)
    assert in_clear(["слово", "Пам’ять", hashlib.sha256(PICTURE).hexdigest()], workspace / "backups") == []
    assert not any(PICTURE[:64] in data for data in files(workspace).values())


def test_a_picture_is_kept_once_however_many_backups_there_are(keeper: WorkspaceKeeper, workspace: Path) -> None:
    keeper.backup(NOON)
    before = {path.name: path.stat().st_mtime_ns for path in (workspace / "backups" / PICTURES).iterdir()}
    keeper.backup(NOON)
    assert {path.name: path.stat().st_mtime_ns for path in (workspace / "backups" / PICTURES).iterdir()} == before
    assert len(before) == 1


def test_two_weeks_of_backups_are_kept_whatever_the_clock_says(keeper: WorkspaceKeeper) -> None:
    made = [keeper.backup(NOON + timedelta(days=day)).id for day in (400, *range(KEPT + 1))]
    assert [kept.id for kept in keeper.backups()] == made[:1:-1]


def test_files_that_are_not_backups_are_neither_listed_nor_removed(keeper: WorkspaceKeeper, workspace: Path) -> None:
    keeper.backup(NOON)
    (workspace / "backups" / "note.txt").write_text("mine")
    for day in range(KEPT + 1):
        keeper.backup(NOON + timedelta(days=day))
    assert (workspace / "backups" / "note.txt").read_text() == "mine"


def test_what_a_backup_that_died_left_is_swept_and_nothing_else(keeper: WorkspaceKeeper, workspace: Path) -> None:
    made = keeper.backup(NOON)
    for left in (".new-dead.db", ".new-dead.db-journal", f"{PICTURES}/.x.picture.dead.new"):
        (workspace / "backups" / left).write_bytes(b"half")
    second = keeper.backup(NOON)
    names = [name for name in files(workspace) if not name.startswith(PICTURES)]
    assert sorted(names) == sorted(["backup.lock", made.id, second.id])
    assert len(list((workspace / "backups" / PICTURES).iterdir())) == 1


def test_a_full_disk_at_each_write_leaves_the_older_backups_whole(keeper: WorkspaceKeeper, workspace: Path) -> None:
    keeper.backup(NOON)
    before = files(workspace)
    with each_write(lambda _number: False) as seen:
        keeper.backup(NOON)
    total = seen[0]
    assert total > 3
    for path in found_backups(workspace)[:1]:
        path.path.unlink()
    for number in range(1, total + 1):
        with each_write(number.__le__), pytest.raises(DiskFull):
            keeper.backup(NOON)
        assert files(workspace) == before
    assert keeper.backup(NOON).posts == 2, "it goes on when there is room again"


def test_a_full_disk_at_a_picture_leaves_the_older_backups_whole(
    keeper: WorkspaceKeeper, running: Store, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.backup(NOON)
    running.media.add(b"another" * 100, name="b.png", mime="image/png")
    before = files(workspace)

    def full(*_arguments: object) -> None:
        raise DiskFull(path="x")

    with monkeypatch.context() as patched:
        patched.setattr(SealedPictures, "keep", full)
        with pytest.raises(DiskFull):
            keeper.backup(NOON)
    assert files(workspace) == before
    keeper.backup(NOON)
    assert len(list((workspace / "backups" / PICTURES).iterdir())) == 2


def test_a_disk_that_refuses_the_last_step_is_named(
    keeper: WorkspaceKeeper, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.backup(NOON)
    before = files(workspace)
    monkeypatch.setattr("pathlib.Path.rename", _refuses)
    with pytest.raises(NeedsOfficer):
        keeper.backup(NOON)
    assert files(workspace) == before


def _refuses(*_arguments: object) -> None:
    raise PermissionError(13, "no")


def test_a_copy_that_is_not_what_was_copied_gets_no_name(
    keeper: WorkspaceKeeper, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(_source: object, target: tuple[Path, bytes], _progress: object) -> dict[str, int]:
        private_file(target[0])
        connect(*target).close()
        return {"posts": 3}

    monkeypatch.setattr(copying, "_copy", half)
    with pytest.raises(Damaged, match=r"backup\.not-whole"):
        keeper.backup(NOON)
    assert keeper.backups() == []


def test_another_program_that_makes_one_is_waited_for(keeper: WorkspaceKeeper, workspace: Path) -> None:
    descriptor = take(workspace / "backups" / "backup.lock")
    assert descriptor is not None
    with pytest.raises(TryLater):
        keeper.backup(NOON)
    os.close(descriptor)
    keeper.backup(NOON)


def test_a_damaged_store_makes_no_backup_and_spoils_none(
    keeper: WorkspaceKeeper, running: Store, workspace: Path
) -> None:
    made = keeper.backup(NOON)
    running.close()
    before = files(workspace)
    path = workspace / "store.db"
    data = bytearray(path.read_bytes())
    data[-100] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(Damaged, match=r"store\.db"):
        keeper.backup(NOON)
    assert files(workspace) == before
    assert keeper.backups() == [made]


def test_a_damaged_picture_is_said_once_the_drafts_are_safe(
    keeper: WorkspaceKeeper, running: Store, workspace: Path
) -> None:
    running.close()
    path = workspace / "media.db"
    data = bytearray(path.read_bytes())
    data[-100] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(Damaged, match=r"media\.db"):
        keeper.backup(NOON)
    assert [kept.posts for kept in keeper.backups()] == [2]


def test_a_picture_whose_row_is_gone_is_said(
    keeper: WorkspaceKeeper, running: Store, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embassy_assistant.store.wreck.Wreck.row", lambda *_arguments: None)
    with pytest.raises(Damaged, match=r"media\.db"):
        keeper.backup(NOON)


def test_a_kept_picture_that_was_changed_is_passed_over(
    keeper: WorkspaceKeeper, opener: WorkspaceOpener, workspace: Path
) -> None:
    keeper.backup(NOON)
    kept = SealedPictures(workspace / "backups" / PICTURES, opener.key())
    assert [data for _, data in kept.all()] == [PICTURE]
    (path,) = (workspace / "backups" / PICTURES).iterdir()
    path.write_bytes(b"changed")
    assert list(kept.all()) == []


def test_typing_goes_on_while_a_backup_is_made(keeper: WorkspaceKeeper, running: Store) -> None:
    running.posts.save(replace(plain_post("p3"), topic="нове"))
    with suppress(TryLater):
        keeper.backup(NOON)
    running.posts.save(plain_post("p4", uk="далі"))
    assert keeper.backup(NOON).posts == 4
