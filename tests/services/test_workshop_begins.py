"""Where nobody writes guidelines, no folder can be begun; where somebody does, it is begun and open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.services.workshop import Workshop
from tests.helpers.workshop import RealFolders

if TYPE_CHECKING:
    from pathlib import Path


def test_a_begun_folder_is_open_and_without_mistakes(tmp_path: Path) -> None:
    sources = Workshop(RealFolders()).begin(tmp_path / "new")
    assert len(sources.rules()) == 3
    assert not sources.lint()


def test_without_a_way_to_write_guidelines_nothing_is_begun(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        Workshop(None).begin(tmp_path / "new")
    assert caught.value.id == "guidelines.no-source"
    assert not (tmp_path / "new").exists()
