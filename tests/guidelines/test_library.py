"""The shipped pack as the source of the active one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.freshness import Tried
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from pathlib import Path


def test_the_pack_is_read_once_and_is_always_the_same() -> None:
    source = ShippedGuidelines()
    assert source.active() is source.active()


def test_nothing_is_wrong_with_what_came_with_the_program() -> None:
    source = ShippedGuidelines()
    assert source.tried() == Tried()
    for said in (source.trouble, source.freshness, source.previous):
        assert said() is None


def test_the_shipped_pack_is_for_no_mission_alone_and_none_was_before_it() -> None:
    source = ShippedGuidelines()
    assert (source.mission(), source.previous(), source.freshness()) == ("", None, None)


def test_a_file_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.json"
    path.write_text("{}")
    with pytest.raises(Unusable):
        ShippedGuidelines(path).active()


def test_the_shipped_pack_is_read_as_validation_reads_it() -> None:
    data = (data_dir("resources") / "guidelines" / "pack.json").read_bytes()
    assert ShippedGuidelines().active().rules == read_pack(data).pack().rules


def test_no_start_not_even_the_first_one_loads_validation(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from embassy_assistant.guidelines.installed import InstalledGuidelines;"
        "from embassy_assistant.guidelines.shelf import Shelf;"
        "from embassy_assistant.store.files import write_whole;"
        "InstalledGuidelines(Shelf(Path(sys.argv[1]), write_whole)).active(); sys.exit('pydantic' in sys.modules)"
    )
    for _ in ("first", "second"):
        assert subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False).returncode == 0
    assert list((tmp_path / "ready").iterdir())
