"""What takes long says how far it is, can be given up at any moment, and then nothing has changed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import nacl.pwhash.argon2id as argon2id
import pytest

from embassy_assistant.domain.errors import Damaged, GivenUp, Unusable
from embassy_assistant.domain.keeping import part
from embassy_assistant.store import moving
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.opener import WorkspaceOpener
from tests.helpers.drafts import NOON, account, plain_post
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from embassy_assistant.domain.keeping import Progress
    from embassy_assistant.domain.ports import Store

LATER = NOON + timedelta(days=1)
PASSPHRASE = "чотири слова і кома"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "PASSES", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(moving, "MEMORY", argon2id.MEMLIMIT_MIN)


@pytest.fixture
def opener(workspace: Path) -> WorkspaceOpener:
    return WorkspaceOpener(workspace, MemoryVault())


@pytest.fixture
def keeper(workspace: Path, opener: WorkspaceOpener) -> WorkspaceKeeper:
    return WorkspaceKeeper(workspace, opener)


@pytest.fixture
def store(opener: WorkspaceOpener, keeper: WorkspaceKeeper) -> Iterator[Store]:
    store = opener.create().store
    store.media.add(b"picture" * 5_000, name="a.png", mime="image/png")
    store.posts.save(plain_post("p1", uk="тоді"))
    keeper.backup(NOON)
    store.posts.save(plain_post("p1", uk="потім", at=NOON + timedelta(hours=1), revision=1))
    store.posts.save(plain_post("p2", uk="нове", at=NOON + timedelta(hours=2)))
    yield store
    store.close()


def at_each_moment(work: Callable[[Progress], object], stands: Callable[[], None]) -> list[int]:
    """Give `work` up at each moment at which it tells how far it is; return what it told when it was let be."""
    told: list[int] = []
    work_told = 0
    while True:
        told = []

        def tell(percent: int, told: list[int] = told, last: int = work_told) -> None:
            told.append(percent)
            if len(told) > last:
                raise GivenUp

        try:
            work(tell)
        except GivenUp:
            stands()
            work_told += 1
        else:
            return told


def test_what_a_backup_lacks_is_named_before_it_is_brought_back(keeper: WorkspaceKeeper, store: Store) -> None:
    newer = keeper.newer(keeper.backups()[0].id)
    assert [(post.post_id, post.title) for post in newer] == [("p2", "нове"), ("p1", "потім")]
    assert store.posts.ids() == ["p2", "p1"]
    assert keeper.newer(keeper.backup(LATER).id) == ()
    with pytest.raises(Unusable, match=r"keeping\.no-backup"):
        keeper.newer("nothing")


def test_a_backup_that_cannot_be_read_is_said_before_it_is_chosen(
    keeper: WorkspaceKeeper, store: Store, workspace: Path
) -> None:
    kept = keeper.backups()[0].id
    (workspace / "backups" / kept).write_bytes(bytes(40_000))
    with pytest.raises(Damaged):
        keeper.newer(kept)
    assert store.posts.ids() == ["p2", "p1"]


@pytest.mark.parametrize("way", ["restore", "salvage"])
def test_mending_that_is_given_up_leaves_the_store_in_place(
    keeper: WorkspaceKeeper, opener: WorkspaceOpener, store: Store, workspace: Path, way: str
) -> None:
    kept = keeper.backups()[0].id
    store.close()

    def work(progress: Progress) -> None:
        if way == "restore":
            keeper.restore(kept, LATER, progress=progress)
        else:
            keeper.salvage(LATER, progress=progress)

    def stands() -> None:
        opened = opener.open()
        assert opened.posts.ids() == ["p2", "p1"]
        opened.close()
        assert not (workspace / "rebuilding").exists()
        assert not (workspace / "set-aside").exists()

    told = at_each_moment(work, stands)
    assert told == sorted(told)
    assert told[-1] == 100
    opened = opener.open()
    assert opened.posts.ids() == (["p1"] if way == "restore" else ["p2", "p1"])
    opened.close()


def test_packing_that_is_given_up_leaves_no_file(keeper: WorkspaceKeeper, store: Store, tmp_path: Path) -> None:
    file = tmp_path / "stick" / "workspace.embassy"
    file.parent.mkdir()

    def stands() -> None:
        assert list(file.parent.iterdir()) == []

    told = at_each_moment(lambda progress: keeper.pack(str(file), PASSPHRASE, progress=progress), stands)
    assert told == sorted(told)
    assert file.exists()
    assert store.posts.ids() == ["p2", "p1"]


def test_unpacking_that_is_given_up_leaves_the_empty_workspace_as_it_was(
    keeper: WorkspaceKeeper, store: Store, tmp_path: Path
) -> None:
    store.accounts.save(account())
    file = tmp_path / "workspace.embassy"
    keeper.pack(str(file), PASSPHRASE)
    folder = tmp_path / "other laptop"
    fresh = WorkspaceOpener(folder, MemoryVault())
    fresh.create().store.close()
    there = WorkspaceKeeper(folder, fresh)
    with pytest.raises(Unusable, match=r"move\.not-empty"):
        there.unpack(str(file), PASSPHRASE, NOON)

    def stands() -> None:
        opened = fresh.open()
        assert opened.posts.ids() == []
        opened.close()

    def work(progress: Progress) -> None:
        there.unpack(str(file), PASSPHRASE, NOON, over_empty=True, progress=progress).store.close()

    told = at_each_moment(work, stands)
    assert told == sorted(told)
    opened = fresh.open()
    assert opened.posts.ids() == ["p2", "p1"]
    assert len(opened.accounts.all()) == 1
    opened.close()
    aside = {path.name for path in (folder / "set-aside").rglob("*") if path.is_file()}
    assert {"store.db", "media.db", "seal.pub", "recovery.json"} <= aside, "the empty one is kept, too"


def test_a_part_tells_its_share_of_the_whole() -> None:
    told: list[int] = []
    for percent in (0, 50, 100):
        part(told.append, 40, 60)(percent)
    assert told == [40, 50, 60]
