"""The rule that a test fails on a warning it did not announce."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.log_warnings_expected("disk is nearly full")
def test_an_announced_warning_is_no_failure() -> None:
    logging.getLogger("embassy_assistant").warning("the %s is nearly full", "disk")


@pytest.mark.parametrize(
    ("mark", "call", "complaint"),
    [
        pytest.param("", "warning('low')", "logged unexpectedly", id="a warning nobody announced"),
        pytest.param("('low')", "info('low')", "absent: ['low']", id="an announced warning that never came"),
    ],
)
def test_a_log_that_differs_from_what_was_announced_fails_the_test(
    tmp_path: Path, mark: str, call: str, complaint: str
) -> None:
    decorator = f"@pytest.mark.log_warnings_expected{mark}\n" if mark else ""
    file = tmp_path / "test_sample.py"
    file.write_text(f"import logging, pytest\n\n{decorator}def test_it():\n    logging.getLogger('x').{call}\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "--override-ini", "addopts=", str(file)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert complaint in run.stdout
