"""Files that are put in place, and programs that open the store at the same moment."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import AssistantError, Damaged, TryLater
from embassy_assistant.store import placing
from embassy_assistant.store.file_lock import take
from embassy_assistant.store.files import private_directory

if TYPE_CHECKING:
    from pathlib import Path


def test_a_store_is_not_opened_while_another_program_brings_a_backup_back(workspace: Path) -> None:
    private_directory(workspace)
    descriptor = take(workspace / placing.USE_FILE)
    assert descriptor is not None
    with pytest.raises(TryLater, match=r"store\.busy"):
        placing.use(workspace, patience=0.01)
    os.close(descriptor)
    os.close(placing.use(workspace))


def test_two_programs_that_find_half_moved_files_do_not_both_move_them(workspace: Path) -> None:
    private_directory(workspace)
    journal = workspace / "placing.json"
    journal.write_text(json.dumps({"aside": "20260101T000000Z-mended"}))
    descriptor = take(workspace / placing.USE_FILE)
    assert descriptor is not None
    with pytest.raises(TryLater):
        placing.use(workspace, patience=0.01)
    assert journal.exists()
    os.close(descriptor)
    os.close(placing.use(workspace))
    assert not journal.exists()


def test_files_that_begin_to_move_while_the_store_opens_are_moved_first(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    private_directory(workspace)
    journal = workspace / "placing.json"
    real, shared = take, [0]

    def take_late(path: Path, *, shared_lock: bool = False) -> int | None:
        descriptor = real(path, shared=shared_lock)
        if shared_lock:
            shared[0] += 1
            if shared[0] == 1:
                journal.write_text(json.dumps({"aside": "20260101T000000Z-mended"}))
        return descriptor

    monkeypatch.setattr(placing, "take", lambda path, shared=False: take_late(path, shared_lock=shared))
    os.close(placing.use(workspace))
    assert (shared[0], journal.exists()) == (2, False)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff", id="no text"),
        pytest.param(b"{}", id="no folder"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"3", id="a number"),
        pytest.param(b'{"aside": 3}', id="a number for a folder"),
        pytest.param(b'{"aside": "../../out"}', id="out of the workspace"),
        pytest.param(b'{"aside": "/out"}', id="anywhere on the disk"),
        pytest.param(b'{"aside": "20260101T000000Z-../../out"}', id="out by an ending"),
        pytest.param(b"[" * 100_000, id="nested without end"),
    ],
)
def test_a_journal_that_this_program_did_not_write_moves_nothing(workspace: Path, written: bytes) -> None:
    building = workspace / "rebuilding"
    private_directory(building)
    (workspace / "placing.json").write_bytes(written)
    (workspace / "store.db").write_bytes(b"old")
    (building / "store.db").write_bytes(b"new")
    with pytest.raises(Damaged):
        placing.finish(workspace)
    assert (workspace / "store.db").read_bytes() == b"old"
    assert (building / "store.db").read_bytes() == b"new"
    assert not (workspace / "set-aside").exists()


def test_a_folder_in_the_place_of_the_journal_is_told(workspace: Path) -> None:
    (workspace / "placing.json").mkdir(parents=True)
    with pytest.raises(AssistantError):
        placing.finish(workspace)
