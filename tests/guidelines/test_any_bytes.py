"""Whatever bytes come in the place of a file that others can write, it is read, or refused as the program refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.parsing import Readers, wrong

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", ["pack", "courier", "key", "root", "metadata", "trust", "active", "evidence"])
def test_no_bytes_bring_anything_but_a_refusal(name: str, tmp_path: Path) -> None:
    readers = Readers(tmp_path)
    readers.read(name, readers.files[name])
    assert [said for seed in range(60) if (said := wrong(readers, name, seed))] == []
