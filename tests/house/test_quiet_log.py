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


_SAMPLE = """\
import logging, pytest

def test_a_warning_nobody_announced():
    logging.getLogger("x").warning("low")

@pytest.mark.log_warnings_expected("low")
def test_an_announced_warning_that_never_came():
    logging.getLogger("x").info("low")
"""


@pytest.mark.slow
def test_a_log_that_differs_from_what_was_announced_fails_the_test(tmp_path: Path) -> None:
    file = tmp_path / "test_sample.py"
    file.write_text(_SAMPLE)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "--override-ini", "addopts=", str(file)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "logged unexpectedly" in run.stdout
    assert "absent: ['low']" in run.stdout
