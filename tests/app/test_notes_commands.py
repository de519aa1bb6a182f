"""`guidelines note | notes`: an officer says what is wrong with a rule, and the unit reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app.session import Exit
from embassy_assistant.guidelines.library import ShippedGuidelines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def rule(run_in: Run) -> str:
    """Return the id of a rule in force; the workspace is there."""
    assert run_in("accounts", "add", "practice", "ukrinde", stdin="practice\n")[0] == Exit.DONE
    return ShippedGuidelines().active().rules[0].id


def test_a_note_is_kept_listed_written_and_read(run_in: Run, rule: str, tmp_path: Path) -> None:
    assert run_in("guidelines", "notes")[1] == "No note to the unit waits here.\n"
    code, said, _ = run_in("guidelines", "note", rule, "It is a street here.", "--text", "вулиця")
    assert (code, said.startswith("Kept. 1 note waits")) == (Exit.DONE, True)
    listed = run_in("guidelines", "notes")[1]
    assert listed.splitlines()[0].startswith(f"{rule}  (guidelines ")
    assert listed.splitlines()[2:] == ["    It is a street here.", "    > вулиця"]
    file = tmp_path / "for-the-unit.json"
    assert run_in("guidelines", "notes", "--output", str(file))[0] == Exit.DONE
    assert run_in("guidelines", "notes", str(file))[1] == listed
    assert run_in("guidelines", "notes")[1] == "No note to the unit waits here.\n"


def test_a_note_may_show_no_words(run_in: Run, rule: str) -> None:
    run_in("guidelines", "note", rule, "Wrong.")
    assert run_in("guidelines", "notes")[1].splitlines()[-1] == "    Wrong."


def test_there_must_be_such_a_rule_and_such_a_file(run_in: Run, rule: str, tmp_path: Path) -> None:
    code, _, error = run_in("guidelines", "note", f"{rule}.not", "Wrong.")
    assert (code, f"{rule}.not" in error) == (Exit.UNUSABLE, True)
    (tmp_path / "other.json").write_text("{}")
    code, _, error = run_in("guidelines", "notes", str(tmp_path / "other.json"))
    assert (code, "other.json holds no notes" in error) == (Exit.UNUSABLE, True)
