"""The verdicts on what the starter pack finds in real text: how two judges are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.evaluate.noise import GOAL, RIGHT, WRONG, Tally, Verdicts, read_verdicts, tally

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "file\tline\tstart\tend\tverdict\tsecond\twhy\texcerpt\n"


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        (RIGHT, RIGHT, RIGHT),
        (RIGHT, WRONG, WRONG),
        (WRONG, RIGHT, WRONG),
        (WRONG, WRONG, WRONG),
        (RIGHT, "", RIGHT),
        (WRONG, "", WRONG),
    ],
)
def test_of_two_verdicts_the_stricter_counts(first: str, second: str, counts: str) -> None:
    assert Verdicts(first, second).stricter == counts


def test_agreement_is_counted_over_what_two_judges_saw() -> None:
    seen = [Verdicts(RIGHT, RIGHT), Verdicts(RIGHT, WRONG), Verdicts(WRONG, WRONG), Verdicts(RIGHT, ""), None]
    assert tally(seen) == Tally(right=2, wrong=2, unjudged=1, twice=3, agreed=2)


@pytest.mark.parametrize("row", ["a\t1\t0\t2\tmaybe\t\t\tso\n", "a\t1\t0\t2\tright\tmaybe\t\tso\n"])
def test_any_other_verdict_is_refused(tmp_path: Path, row: str) -> None:
    table = tmp_path / "judged.tsv"
    table.write_text(HEAD + row, "utf-8")
    with pytest.raises(ValueError, match="maybe"):
        read_verdicts(table)


def test_a_finding_is_judged_in_one_row(tmp_path: Path) -> None:
    table = tmp_path / "judged.tsv"
    table.write_text(HEAD + 2 * "a\t1\t0\t2\tright\twrong\t\tso\n", "utf-8")
    with pytest.raises(ValueError, match="so"):
        read_verdicts(table)


def test_two_judges_find_the_pack_as_right_as_is_asked() -> None:
    count = tally(read_verdicts().values())
    assert count.twice > 120
    assert 100 * count.right >= max(GOAL.values()) * (count.right + count.wrong)
