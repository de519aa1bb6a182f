"""A workspace whose files were cut, swapped, overwritten or taken away: refused by name, and left as it was."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Damaged, NeedsOfficer
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.sealed import SealedDrafts
from tests.helpers.drafts import plain_post
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.domain.ports import Store

PAGE = 4_096


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def running(workspace: Path, vault: MemoryVault) -> Iterator[Store]:
    """A program that has written a draft and not closed the store: what it wrote lies in the log."""
    store = WorkspaceOpener(workspace, vault).create().store
    store.posts.save(plain_post("p1", uk="слово"))
    yield store
    store.close()


@pytest.fixture
def killed(workspace: Path, running: Store, tmp_path: Path) -> Path:
    """The files of a workspace whose program was killed."""
    assert list(running.posts.ids()) == ["p1"]
    return copied(workspace, tmp_path / "killed")


@pytest.fixture
def closed(workspace: Path, running: Store) -> Path:
    running.close()
    return workspace


@pytest.fixture
def foreign_log(tmp_path: Path) -> Iterator[bytes]:
    """The log of another workspace."""
    store = WorkspaceOpener(tmp_path / "other", MemoryVault()).create().store
    yield (tmp_path / "other" / "store.db-wal").read_bytes()
    store.close()


def copied(workspace: Path, to: Path) -> Path:
    shutil.copytree(workspace, to)
    for index in to.glob("*-shm"):
        # A machine that was switched off has none.
        index.unlink()
    return to


def contents(workspace: Path) -> dict[str, bytes]:
    """What a person would call the files: neither the index, nor a log with nothing in it."""
    files = {path.name: path.read_bytes() for path in workspace.iterdir() if path.is_file()}
    return {name: data for name, data in files.items() if not name.endswith("-shm") and (data or "-wal" not in name)}


def refused(workspace: Path, vault: MemoryVault) -> Damaged:
    before = contents(workspace)
    with pytest.raises(Damaged) as refusal:
        WorkspaceOpener(workspace, vault).open()
    assert contents(workspace) == before
    return refusal.value


def words(workspace: Path, vault: MemoryVault) -> list[str]:
    store = WorkspaceOpener(workspace, vault).open()
    try:
        return [post.text("uk") for post in store.posts.many(store.posts.ids())]
    finally:
        store.close()


def test_a_killed_program_left_everything(killed: Path, vault: MemoryVault) -> None:
    assert words(killed, vault) == ["слово"]


@pytest.mark.parametrize("name", ["store.db", "media.db"])
@pytest.mark.parametrize("kept", [0, 1, 15, 16, 17, 100, 1_024, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 4 * PAGE])
def test_a_file_that_was_cut_is_refused(closed: Path, vault: MemoryVault, name: str, kept: int) -> None:
    path = closed / name
    path.write_bytes(path.read_bytes()[:kept])
    assert refused(closed, vault).parameters == {"path": name}


@pytest.mark.parametrize("name", ["store.db", "media.db"])
def test_a_file_of_something_else_is_refused(closed: Path, vault: MemoryVault, name: str) -> None:
    (closed / name).write_bytes(os.urandom(10 * PAGE))
    assert refused(closed, vault).parameters == {"path": name}


@pytest.mark.parametrize("name", ["store.db", "media.db"])
def test_a_file_that_is_gone_is_not_replaced_by_an_empty_one(closed: Path, vault: MemoryVault, name: str) -> None:
    (closed / name).unlink()
    problem = refused(closed, vault)
    assert (problem.id, problem.parameters) == ("store.gone", {"path": name})


def test_files_that_changed_places_are_refused(closed: Path, vault: MemoryVault) -> None:
    shutil.copy(closed / "media.db", closed / "store.db")
    refused(closed, vault)


def test_a_folder_in_the_place_of_a_file_is_no_traceback(closed: Path, vault: MemoryVault) -> None:
    (closed / "store.db").unlink()
    (closed / "store.db").mkdir()
    with pytest.raises(NeedsOfficer, match=r"store\.unusable-disk"):
        WorkspaceOpener(closed, vault).open()


def test_a_store_whose_tables_all_lay_in_a_log_that_is_gone_is_no_empty_store(killed: Path, vault: MemoryVault) -> None:
    log = (killed / "store.db-wal").read_bytes()
    (killed / "store.db-wal").unlink()
    refused(killed, vault)
    (killed / "store.db-wal").write_bytes(log)
    assert words(killed, vault) == ["слово"]


def test_a_log_that_is_none_is_not_passed_over_in_silence(killed: Path, vault: MemoryVault) -> None:
    (killed / "store.db-wal").write_bytes(b"no log" * PAGE)
    assert refused(killed, vault).parameters == {"path": "store.db-wal"}


def test_a_log_that_lost_power_before_its_first_byte_is_no_damage(closed: Path, vault: MemoryVault) -> None:
    (closed / "store.db-wal").write_bytes(bytes(PAGE))
    assert words(closed, vault) == ["слово"]


def test_a_log_of_another_workspace_is_never_copied_into_the_store(
    closed: Path, vault: MemoryVault, foreign_log: bytes
) -> None:
    (closed / "store.db-wal").write_bytes(foreign_log)
    refused(closed, vault)
    (closed / "store.db-wal").unlink()
    assert words(closed, vault) == ["слово"]


@pytest.mark.parametrize("left", [b"", b"short"])
def test_a_sealing_key_that_is_not_whole_is_made_anew_when_the_store_opens(
    closed: Path, vault: MemoryVault, left: bytes
) -> None:
    whole = (closed / "seal.pub").read_bytes()
    (closed / "seal.pub").write_bytes(left)
    with pytest.raises(Damaged, match=r"seal\.pub"):
        SealedDrafts(closed).save(plain_post("p2", uk="ще"))
    assert words(closed, vault) == ["слово"]
    assert (closed / "seal.pub").read_bytes() == whole


def test_a_workspace_that_lost_its_sealing_key_is_not_made_anew_over_its_drafts(
    closed: Path, vault: MemoryVault
) -> None:
    (closed / "seal.pub").unlink()
    key = dict(vault.entries)
    made = WorkspaceOpener(closed, vault).create()
    assert list(made.store.posts.ids()) == ["p1"]
    made.store.close()
    assert vault.entries == key
    store = WorkspaceOpener(closed, MemoryVault()).open_with_code(made.recovery_code)
    assert list(store.posts.ids()) == ["p1"]
    store.close()


def test_what_is_set_aside_keeps_the_file_that_the_recovery_code_opens(
    workspace: Path, vault: MemoryVault, tmp_path: Path
) -> None:
    first = WorkspaceOpener(workspace, vault).create()
    first.store.posts.save(plain_post("p1", uk="слово"))
    first.store.close()
    (workspace / "seal.pub").unlink()
    WorkspaceOpener(workspace, MemoryVault()).create().store.close()
    restored = tmp_path / "restored"
    restored.mkdir()
    for path in workspace.glob("unfinished-*"):
        path.rename(restored / path.name.split("-", 2)[2])
    store = WorkspaceOpener(restored, MemoryVault()).open_with_code(first.recovery_code)
    assert list(store.posts.ids()) == ["p1"]
    store.close()
