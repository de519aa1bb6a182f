"""A pack is begun in a new or an empty folder, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Unusable
from tests.helpers.workshop import RealFolders

if TYPE_CHECKING:
    from pathlib import Path


def test_an_empty_folder_is_told_from_one_that_holds_something_else(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        RealFolders.open(tmp_path)
    assert caught.value.id == "guidelines.folder-empty"
    (tmp_path / "letters.txt").write_text("Dear all", "utf-8")
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(Unusable) as caught:
            RealFolders.open(folder)
        assert caught.value.id == "guidelines.no-source"


def test_a_pack_is_begun_in_an_empty_folder_and_opens_without_mistakes(tmp_path: Path) -> None:
    RealFolders.begin(tmp_path)
    sources = RealFolders.open(tmp_path)
    assert [rule.kind for rule in sources.rules()]
    assert not sources.lint()


def test_what_lies_in_a_folder_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear all", "utf-8")
    with pytest.raises(Unusable) as caught:
        RealFolders.begin(tmp_path)
    assert caught.value.id == "guidelines.folder-there"
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(Unusable) as caught:
        RealFolders.begin(tmp_path / "file" / "folder")
    assert caught.value.id == "guidelines.folder-unwritable"
