"""Locking lets go of every text and token: no object holds one, and of what was freed little can be found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_once_locked_no_object_holds_a_text_or_a_token_and_little_lies_about_in_memory(tmp_path: Path) -> None:
    program = Path(__file__).with_name("locked.py")
    done = subprocess.run(
        [sys.executable, str(program), str(tmp_path / "workspace")],
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "LANG": "C.UTF-8", "HOME": str(tmp_path)},
        timeout=120,
    )
    access, before, after = json.loads(done.stdout)
    assert access == "locked"
    assert before["alive"]["text"] > 0, "the window showed it"
    assert before["alive"]["key"] > 0, "the store was open"
    assert before["memory"]["text"] > 20
    assert after["alive"] == {"text": 0, "token": 0, "key": 0}
    # What Python freed lies where it lay until it is used again: see SECURITY.md.
    assert after["memory"]["text"] < before["memory"]["text"] / 3
