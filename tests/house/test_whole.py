"""The rule that the fast tests take every branch of the core."""

from __future__ import annotations

from pathlib import Path

import pytest
from coverage import CoverageData

from tests.house import whole

CORE = "embassy_assistant/domain/delivery.py"


@pytest.mark.parametrize(
    ("overall", "missing", "partly", "complaint"),
    [
        pytest.param(95.0, [7], (), f"{CORE}: not taken: [7]", id="a file that fell behind"),
        pytest.param(95.0, [], (CORE,), f"{CORE}: is whole now; take it off PARTLY", id="a file that has caught up"),
        pytest.param(89.9, [], (), "the whole program: 89.9 %, less than 90 %", id="a program that fell behind"),
        pytest.param(
            95.0, [], ("gone.py",), "gone.py: is on PARTLY, but is not there", id="a listed file that is not there"
        ),
    ],
)
def test_what_falls_behind_or_catches_up_is_named(
    overall: float, missing: list[object], partly: tuple[str, ...], complaint: str
) -> None:
    assert whole.complaints(overall, {CORE: missing}, frozenset(partly)) == [complaint]


def test_whole_files_and_listed_gaps_are_no_complaint() -> None:
    assert whole.complaints(95.0, {CORE: [], "a.py": [3]}, frozenset({"a.py"})) == []


def test_every_package_that_is_promised_is_there_and_every_listed_file_too() -> None:
    assert [name for name in whole.PACKAGES if not (whole.ROOT / "embassy_assistant" / name).is_dir()] == []
    assert [name for name in whole.PARTLY if not Path(whole.ROOT, name).is_file()] == []


def test_the_gaps_of_a_run_are_measured_file_by_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that took nothing but an import leaves gaps in every file with a function."""
    monkeypatch.chdir(whole.ROOT)
    monkeypatch.setenv("COVERAGE_FILE", str(tmp_path / "data"))
    recorder = CoverageData(basename=str(tmp_path / "data"))
    recorder.add_arcs({str(whole.ROOT / CORE): [(-1, 1)]})
    recorder.write()
    recorder.close()
    overall, gaps = whole.measured()
    assert overall < whole.OVERALL
    assert gaps[CORE]
