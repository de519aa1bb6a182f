"""`pair`: whether an English and a Ukrainian file say the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app.session import Exit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def halves(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "en.txt").write_text("We will surrender.\nThe talks took two hours.", "utf-8")
    (tmp_path / "uk.txt").write_text("Ми не здамося.\nРозмова тривала дві години.", "utf-8")
    return str(tmp_path / "en.txt"), str(tmp_path / "uk.txt")


def test_what_the_halves_disagree_on_is_shown_in_both(run_in: Run, halves: tuple[str, str]) -> None:
    code, said, _ = run_in("pair", *halves)
    assert code == Exit.NEEDS_PERSON
    assert said.splitlines() == [
        "[Needs a reason] One half denies what the other one does not",
        "    en 0–18 We will surrender.",
        "    uk 3–5 не",
        "    pair-denial.differs",
        "The two texts disagree in 1 place.",
    ]
    code, said, _ = run_in("pair", "--format", "json", *halves)
    (finding,) = json.loads(said)["findings"]
    assert finding == {
        "rule": "pair-denial.differs",
        "severity": "warn",
        "en": {"start": 0, "end": 18, "text": "We will surrender."},
        "uk": {"start": 3, "end": 5, "text": "не"},
    }


def test_halves_that_agree_are_said_to(run_in: Run, halves: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("We will not surrender.\nThe talks took two hours.", "utf-8")
    assert run_in("pair", *halves)[:2] == (Exit.DONE, "The two texts agree, as far as can be told.\n")
