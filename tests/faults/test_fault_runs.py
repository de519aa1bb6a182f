"""Promise 2, on servers that really run: whatever breaks on the way, each post is out exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.judging import allowed_on
from tests.faults.runner import broken_promises, table
from tests.faults.runs import FaultRuns
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
    bad = list(broken_promises(outcomes, allowed_on(network)))
    assert not bad, "\n".join(["", *bad, *table(outcomes)])


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.timeout(300)
@pytest.mark.parametrize("network", ["practice", "snac", "mastodon-mock"])
@pytest.mark.parametrize(("sender", "fault"), [("retry", "double"), ("forget", "lost")])
def test_the_same_faults_break_a_naive_sender(network: str, sender: str, fault: str, tmp_path: Path) -> None:
    with STAGES[network](tmp_path) as stage:
        runs = FaultRuns(stage, tmp_path, sender)
        assert any(getattr(runs.run(seed).tally, fault) for seed in SEEDS)
