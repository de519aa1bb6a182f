from __future__ import annotations

import errno
import json
import os
import resource
import signal
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Damaged, DiskFull, NeedsOfficer
from embassy_assistant.store import files
from embassy_assistant.store.files import has_room, write_whole
from embassy_assistant.store.plain import PlainSettings
from tests.helpers.drafts import full_post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.store.workspace import SqliteStore


@contextmanager
def small_disk() -> Iterator[None]:
    """No file may grow beyond 4 KiB, which the system answers with EFBIG.

    Not a fixture: it would hold for the file, too, that the test run's own report may be going to.
    """
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def _modes(directory: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in directory.rglob("*")}


def test_nobody_else_can_read_the_workspace_even_with_a_loose_umask(store: SqliteStore, workspace: Path) -> None:
    store.posts.save(full_post())
    store.media.add(b"picture", name="a.png", mime="image/png")
    modes = _modes(workspace)
    assert {"store.db", "store.db-wal", "store.db-shm", "media.db", "media.db-wal", "seal.pub"} <= set(modes)
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(workspace.stat().st_mode) == 0o700


def test_a_workspace_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    directory = tmp_path / "open"
    directory.mkdir(mode=0o755)
    path = directory / "file"
    path.write_bytes(b"")
    path.chmod(0o644)
    files.private_directory(directory)
    files.private_file(path)
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "small.json"
    write_whole(path, b"old")
    with small_disk(), pytest.raises(DiskFull) as refused:
        write_whole(path, bytes(10_000))
    assert refused.value.parameters == {"path": "small.json"}
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["small.json"]


def test_room_is_found_out_by_writing(tmp_path: Path) -> None:
    with small_disk():
        assert not has_room(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_there_is_room_where_one_can_write(tmp_path: Path) -> None:
    assert has_room(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_trouble_that_is_not_room_is_not_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_descriptor: int) -> None:
        raise OSError(errno.EIO, "input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(NeedsOfficer, match=r"store\.unusable-disk"):
        write_whole(tmp_path / "a", b"b")
    assert has_room(tmp_path)


def test_plain_settings_are_kept_and_seen_by_another_program(tmp_path: Path) -> None:
    path = tmp_path / "workspace" / "workspace.json"
    mine, other = PlainSettings(path), PlainSettings(path)
    assert mine.get("language") is None
    mine.set("language", "uk")
    other.set("theme", "dark")
    mine.set("language", "uk")
    assert (mine.get("theme"), other.get("language")) == ("dark", "uk")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["{", "[1]", "\ufeff\x00", "[" * 100_000, '{"a":' + "9" * 5000 + "}"], ids=len)
def test_plain_settings_that_are_not_ours_are_damage_and_left_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "workspace.json"
    path.write_text(content)
    settings = PlainSettings(path)
    with pytest.raises(Damaged):
        settings.get("language")
    with pytest.raises(Damaged):
        settings.set("language", "uk")
    assert path.read_text() == content


def test_settings_are_readable_json(tmp_path: Path) -> None:
    PlainSettings(tmp_path / "w.json").set("id", "ї")
    assert json.loads((tmp_path / "w.json").read_text(encoding="utf-8")) == {"id": "ї"}
