"""What an installed program carries with it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
def test_the_wheel_carries_code_resources_and_translations_and_nothing_else(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    files = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert {name.split("/")[0] for name in files} == {"embassy_assistant"}
    for kind in ("resources", "translations"):
        shipped = [path.relative_to(ROOT) for path in (ROOT / kind).rglob("*") if path.is_file()]
        assert {f"embassy_assistant/_data/{path}" for path in shipped} <= files
