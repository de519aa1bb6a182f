"""The program that a conformance suite drives: options first, then what to do; 0 is done and 1 is anything else."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.guidelines.conformance import main
from tests.helpers.tuf_repository import Repository
from tests.helpers.web import Web, web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def unit() -> Repository:
    return Repository(b"first")


@pytest.fixture
def server(unit: Repository) -> Iterator[Web]:
    with web(unit.files) as server:
        yield server


class Kept:
    """The folders that the suite hands over, and the calls it makes."""

    def __init__(self, folder: Path, server: Web, root: bytes) -> None:
        self.metadata, self.targets = folder / "metadata", folder / "targets"
        self.server = server
        (folder / "root.json").write_bytes(root)
        assert main(["--metadata-dir", str(self.metadata), "init", str(folder / "root.json")]) == 0

    def refresh(self) -> int:
        return main([*self._where, "refresh"])

    def download(self, *names: str) -> int:
        wanted = [part for name in names for part in ("--target-name", name)]
        to = ["--target-base-url", f"{self.server.base}targets", "--target-dir", str(self.targets)]
        return main([*self._where, *wanted, *to, "download"])

    @property
    def _where(self) -> list[str]:
        return ["--metadata-dir", str(self.metadata), "--metadata-url", f"{self.server.base}metadata"]


@pytest.fixture
def kept(tmp_path: Path, server: Web, unit: Repository) -> Kept:
    return Kept(tmp_path, server, unit.root)


def test_beginning_asks_nobody(kept: Kept) -> None:
    assert [path.name for path in kept.metadata.iterdir()] == ["root.json"]
    assert kept.server.asked == []


def test_metadata_is_kept_under_names_without_versions(kept: Kept) -> None:
    assert kept.refresh() == 0
    names = {path.name for path in kept.metadata.iterdir()}
    assert {"root.json", "timestamp.json", "snapshot.json", "targets.json"} <= names


def test_what_is_here_is_not_asked_for_again(kept: Kept) -> None:
    assert kept.download("ministry.json") == 0
    assert [path.read_bytes() for path in kept.targets.iterdir()] == [b"first"]
    before = len(kept.server.asked)
    assert kept.download("ministry.json") == 0
    assert not [path for path in kept.server.paths[before:] if path.startswith("targets/")]


def test_the_first_name_that_fails_ends_it(kept: Kept) -> None:
    assert kept.download("nothing.json", "ministry.json") == 1
    assert not list(kept.targets.iterdir())


def test_a_server_that_is_gone_is_a_failure(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    kept.server.statuses = {"metadata/timestamp.json": 503}
    assert kept.refresh() == 1
    assert "503" in capsys.readouterr().err


def test_it_starts_as_a_module(tmp_path: Path, unit: Repository) -> None:
    (tmp_path / "root.json").write_bytes(unit.root)
    line = [sys.executable, "-m", "embassy_assistant.guidelines.conformance", "--metadata-dir", str(tmp_path / "kept")]
    assert subprocess.run([*line, "init", str(tmp_path / "root.json")], check=False).returncode == 0
    assert subprocess.run([*line, "init", str(tmp_path / "none")], check=False, capture_output=True).returncode == 1
