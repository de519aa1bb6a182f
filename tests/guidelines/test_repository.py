"""The files of a repository: readable for a web server, moved into place together, and refusals in words that fit."""

from __future__ import annotations

import errno
import os
import pathlib
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import DiskFull, NeedsOfficer
from embassy_assistant.guidelines.repository import Repository
from embassy_assistant.store.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository", write_whole)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such rights")
def test_a_web_server_that_runs_as_somebody_else_may_read_what_is_published(repository: Repository) -> None:
    with repository.act():
        repository.put("targets/ministry/a.pack.json", b"1")
    file = repository.folder / "targets/ministry/a.pack.json"
    assert file.stat().st_mode & 0o777 == 0o644
    assert (repository.folder / ".publishing").stat().st_mode & 0o777 == 0o700


def test_a_stick_that_knows_no_rights_is_written_to(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(path), mode)

    monkeypatch.setattr(pathlib.Path, "chmod", refuse)
    with repository.act():
        repository.put("metadata/1.root.json", b"{}")
    assert repository.newest("root") == 1


def test_an_act_that_fails_leaves_nothing(repository: Repository) -> None:
    def fail() -> None:
        with repository.act():
            repository.put("metadata/1.root.json", b"1")
            assert repository.read("metadata/1.root.json") == b"1"
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail()
    assert not repository.newest("root")
    assert not (repository.folder / "metadata").exists()


def test_what_an_act_drops_is_gone_for_the_act_and_after_it(repository: Repository) -> None:
    with repository.act():
        for version in (1, 2, 3):
            repository.put(f"metadata/{version}.snapshot.json", b"{}")
    with repository.act():
        repository.drop("metadata/2.snapshot.json")
        assert repository.versions("snapshot") == [1, 3]
    assert repository.versions("snapshot") == [1, 3]


def test_programs_take_turns(tmp_path: Path) -> None:
    locked: list[Path] = []

    @contextmanager
    def alone(path: Path) -> Iterator[None]:
        locked.append(path)
        path.touch()
        yield
        assert (tmp_path / "metadata/1.root.json").exists(), "let go before the files were in place"

    repository = Repository(tmp_path, write_whole, alone)
    with repository.act(), repository.act():
        repository.put("metadata/1.root.json", b"{}")
    assert locked == [tmp_path / ".publishing" / "lock"]


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (DiskFull(path="0"), "guidelines.disk-full"),
        (NeedsOfficer("store.unusable-disk", path="0"), "guidelines.disk-refuses"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), "guidelines.disk-full"),
        (OSError(errno.EROFS, os.strerror(errno.EROFS)), "guidelines.disk-refuses"),
    ],
)
def test_what_the_disk_says_is_told_and_nothing_has_changed(tmp_path: Path, raised: Exception, said: str) -> None:
    def write(path: Path, data: bytes) -> None:
        if path.name == "list.json":
            raise raised
        write_whole(path, data)

    def work() -> None:
        repository = Repository(tmp_path / "repository", write)
        with repository.act():
            repository.put("metadata/1.root.json", b"{}")

    with pytest.raises(NeedsOfficer) as caught:
        work()
    assert caught.value.id == said
    assert [path for path in (tmp_path / "repository").rglob("*") if path.is_file()] == []


def test_ctrl_c_between_two_moves_waits_for_the_last_one(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = pathlib.Path.replace
    pressed: list[Path] = []

    def press(path: Path, target: Path) -> Path:
        moved = replace(path, target)
        if target.name == "1.root.json" and not pressed:
            pressed.append(target)
            raise KeyboardInterrupt
        return moved

    monkeypatch.setattr(pathlib.Path, "replace", press)

    def work() -> None:
        with repository.act():
            repository.put("metadata/1.root.json", b"{}")
            repository.put("metadata/2.root.json", b"{}")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert repository.versions("root") == [1, 2]


def test_where_a_file_cannot_take_its_place_the_next_act_puts_it_there(repository: Repository) -> None:
    in_the_way = repository.folder / "metadata/1.root.json/somebody"
    in_the_way.mkdir(parents=True)

    def work() -> None:
        with repository.act():
            repository.put("metadata/1.root.json", b"{}")

    with pytest.raises(NeedsOfficer) as caught:
        work()
    assert caught.value.id == "guidelines.not-in-place"
    in_the_way.rmdir()
    in_the_way.parent.rmdir()
    repository.must_be_there()
    assert repository.read("metadata/1.root.json") == b"{}"
    assert list((repository.folder / ".publishing").iterdir()) == []
