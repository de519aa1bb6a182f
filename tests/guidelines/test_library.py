"""The shipped pack as the source of the active one."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def bounded(tmp_path: Path) -> Path:
    """Return a pack whose first rule is in force in 2026 only."""
    pack = json.loads((data_dir("resources") / "guidelines" / "pack.json").read_bytes())
    pack["rules"] = pack["rules"][:2]
    pack["rules"][0] |= {"valid_from": "2026-01-01", "valid_until": "2026-12-31"}
    path = tmp_path / "pack.json"
    path.write_text(json.dumps(pack))
    return path


def test_only_rules_in_force_are_active(bounded: Path) -> None:
    source = ShippedGuidelines(bounded)
    assert [len(source.active(date(year, 6, 1)).rules) for year in (2025, 2026, 2027)] == [1, 2, 1]


def test_the_same_day_gives_the_same_pack(bounded: Path) -> None:
    source = ShippedGuidelines(bounded)
    assert source.active(date(2026, 6, 1)) is source.active(date(2026, 6, 1))


def test_a_file_that_is_no_pack_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pack.json"
    path.write_text("{}")
    with pytest.raises(Unusable):
        ShippedGuidelines(path).active(date(2026, 6, 1))


def test_the_shipped_pack_is_read_as_validation_reads_it() -> None:
    data = (data_dir("resources") / "guidelines" / "pack.json").read_bytes()
    today = date(2026, 11, 23)
    read = ShippedGuidelines().active(today)
    assert read.rules == tuple(rule for rule in read_pack(data).pack().rules if rule.valid_on(today))


def test_reading_the_shipped_pack_loads_no_validation() -> None:
    script = (
        "import sys; from datetime import date; from embassy_assistant.guidelines.library import ShippedGuidelines;"
        "ShippedGuidelines().active(date(2026, 11, 23)); sys.exit('pydantic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
