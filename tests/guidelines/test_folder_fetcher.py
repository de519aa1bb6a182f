"""A stick is read like a server, and leads nowhere else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tuf.api.exceptions import DownloadError, DownloadHTTPError, RepositoryError

from embassy_assistant.guidelines.folder_fetcher import BASE, FolderFetcher
from tests.helpers.tuf_repository import Repository, get_pack

if TYPE_CHECKING:
    from pathlib import Path


def test_a_pack_comes_from_a_stick(tmp_path: Path) -> None:
    unit = Repository(pack=b"x" * 100_000)
    unit.write(tmp_path / "stick")
    fetcher = FolderFetcher(tmp_path / "stick")
    assert get_pack(unit.name, fetcher, BASE, tmp_path / "kept", unit.root) == b"x" * 100_000


def test_a_stick_cut_off_in_any_file_gives_no_pack(tmp_path: Path) -> None:
    unit = Repository()
    unit.write(tmp_path / "stick")
    for number, path in enumerate(path for path in unit.files if "root" not in path):
        whole = unit.files[path]
        for length in range(0, len(whole), max(1, len(whole) // 20)):
            (tmp_path / "stick" / path).write_bytes(whole[:length])
            with pytest.raises((RepositoryError, DownloadError)):
                get_pack(unit.name, FolderFetcher(tmp_path / "stick"), BASE, tmp_path / f"kept{number}", unit.root)
        (tmp_path / "stick" / path).write_bytes(whole)


@pytest.mark.parametrize("name", ["../secret", "a/../../secret", "/secret", "a//b", ".", "a\\b", "C:secret", "a\0b"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "stick").mkdir()
    with pytest.raises(DownloadError, match="not a name"):
        FolderFetcher(tmp_path / "stick").download_bytes(BASE + name, 100)


def test_no_link_is_followed_as_a_file_or_as_a_folder(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "stick" / "file").symlink_to(tmp_path / "secret")
    (tmp_path / "stick" / "folder").symlink_to(tmp_path)
    for name in ("file", "folder/secret"):
        with pytest.raises(DownloadError, match="a link"):
            FolderFetcher(tmp_path / "stick").download_bytes(BASE + name, 100)


def test_a_pipe_is_no_file_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(DownloadError, match="not a file"):
        FolderFetcher(tmp_path).download_bytes(BASE + "pipe", 100)


def test_what_is_not_there_is_told_as_a_server_tells_it(tmp_path: Path) -> None:
    with pytest.raises(DownloadHTTPError):
        FolderFetcher(tmp_path).download_bytes(BASE + "none", 100)


def test_a_file_that_cannot_be_read_is_a_failed_download(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    pieces = FolderFetcher(tmp_path).fetch(BASE + "file")
    (tmp_path / "file").unlink()
    with pytest.raises(DownloadError, match="cannot be read"):
        list(pieces)
