"""A run can be killed at whatever changes something, listed or not, and at no such place twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.plans import kinds_for, plan_of
from tests.faults.runs import FaultRuns
from tests.faults.stages import STAGES
from tests.faults.worker import Orders, Points
from tests.helpers.memory import START

if TYPE_CHECKING:
    from pathlib import Path


def _passed(tmp_path: Path) -> list[str]:
    return (tmp_path / "workspace.log").read_text(encoding="utf-8").splitlines()


def test_what_has_no_name_is_a_point_of_its_own(tmp_path: Path) -> None:
    points = Points(Orders(tmp_path / "workspace", START))
    with points.around("commit of something new"):
        pass
    points.passed("before keeping access")
    assert _passed(tmp_path) == [
        "before commit of something new",
        "after commit of something new",
        "before keeping access",
    ]


@pytest.mark.parametrize(("first", "last"), [("before accepted", "after accepted"), ("publishing", "published")])
def test_what_the_sender_has_named_is_not_counted_twice(first: str, last: str, tmp_path: Path) -> None:
    points = Points(Orders(tmp_path / "workspace", START))
    points.named(first)
    with points.around("commit of a step"):
        points.passed("before keeping access")
    points.named(last)
    with points.around("commit of something new"):
        pass
    assert _passed(tmp_path) == [
        first,
        "before keeping access",
        last,
        "before commit of something new",
        "after commit of something new",
    ]


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("network", "kind", "points"),
    [
        (
            "practice",
            "pair, picture",
            {"before commit of SqliteSettings.change", "before PUT /pictures/*", "after accepted"},
        ),
        ("bluesky", "pair, deleted", {"before keeping refresh", "after keeping access"}),
    ],
)
def test_a_worker_finds_its_commits_its_uploads_and_its_keyring(
    network: str, kind: str, points: set[str], tmp_path: Path
) -> None:
    kinds = kinds_for(STAGES[network].can)
    seed = next(seed for seed in range(1, 100) if plan_of(seed, kinds).kind.name == kind)
    with STAGES[network](tmp_path) as stage:
        FaultRuns(stage, tmp_path).run(seed)
    assert points <= set((tmp_path / "ours-clean0.log").read_text(encoding="utf-8").splitlines())
