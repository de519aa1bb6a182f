"""Promise 2, on servers that really run: whatever breaks on the way, each post is out exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.runner import FaultRuns, table
from tests.faults.stages import STAGES

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = range(1, 16)


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.timeout(600)
@pytest.mark.parametrize("network", sorted(STAGES))
def test_whatever_breaks_each_post_is_out_exactly_once(network: str, tmp_path: Path) -> None:
    with STAGES[network](tmp_path) as stage:
        runs = FaultRuns(stage, tmp_path)
        outcomes = [runs.run(seed) for seed in SEEDS]
    assert all(outcome.good for outcome in outcomes), "\n" + "\n".join(table(outcomes))
