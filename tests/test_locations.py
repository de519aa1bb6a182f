"""Where shipped files are found."""

from __future__ import annotations

from typing import get_args

import pytest

from embassy_assistant.locations import DataKind, data_dir


@pytest.mark.parametrize("kind", get_args(DataKind))
def test_every_kind_of_shipped_file_has_a_folder(kind: DataKind) -> None:
    assert data_dir(kind).name == kind
    assert any(data_dir(kind).iterdir())


def test_an_incomplete_installation_is_told_by_name() -> None:
    with pytest.raises(FileNotFoundError, match="no folder of pictures"):
        data_dir("pictures")  # type: ignore[arg-type]
