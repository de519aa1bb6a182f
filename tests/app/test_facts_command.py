"""`facts`: which numbers, dates, times, sums and measures a text has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from embassy_assistant.app.session import Exit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

UKRAINIAN = (
    "Президент сказав: 24 лютого 2022 року о 5:00 за Києвом, у понеділок, витратили 1,5 млн євро, 2,5 км, 7 UTC."
)


def test_the_language_is_told_by_the_text(run_in: Run, tmp_path: Path) -> None:
    (tmp_path / "uk.txt").write_text(UKRAINIAN, "utf-8")
    code, said, _ = run_in("facts", str(tmp_path / "uk.txt"))
    assert code == Exit.DONE
    assert [line.split("\t") for line in said.splitlines()] == [
        ["date", "2022-02-24", "", "24 лютого 2022 року"],
        ["time", "05:00 kyiv", "", "5:00 за Києвом"],
        ["date", "weekday 1", "", "понеділок"],
        ["money", "1500000", "EUR", "1,5 млн євро"],
        ["measure", "2.5", "km", "2,5 км"],
        ["number", "7", "", "7"],
    ]


def test_a_program_reads_where_facts_stand(run_in: Run, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("About 1,500 on May 5 at 2 pm, 15:00 UTC+2.", "utf-8")
    code, said, _ = run_in("facts", "--format", "json", "--written-in", "en", str(tmp_path / "text.txt"))
    assert code == Exit.DONE
    read = json.loads(said)
    assert read["language"] == "en"
    assert read["facts"][0] == {
        "kind": "number",
        "text": "1,500",
        "start": 6,
        "end": 11,
        "value": 1500,
        "unit": "",
        "approximate": True,
        "loose": False,
    }
    assert [fact["value"] for fact in read["facts"][1:]] == ["*-05-05", "14:00", "15:00 utc+2"]
