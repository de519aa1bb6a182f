"""Promise 1: whatever happens to the program, at most the last second of typing is gone."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.helpers.workbench import open_bench
from tests.promises.typist import typed

if TYPE_CHECKING:
    from pathlib import Path

RUNS = int(os.environ.get("TYPING_RUNS", "2"))
SECONDS = float(os.environ.get("TYPING_SECONDS", "6"))


@pytest.mark.slow
@pytest.mark.real
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(1, RUNS + 1))
def test_a_killed_program_has_lost_at_most_a_second_of_typing(seed: int, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    bench = open_bench(workspace, practice=True)
    bench.desk.workspace.create()
    bench.desk.workspace.close()
    moment = random.Random(seed).uniform(SECONDS / 3, SECONDS)  # noqa: S311 - a plan, not a secret
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.promises.typist", str(workspace), str(SECONDS + 30)], stdout=subprocess.PIPE
    )
    with typist:
        assert typist.stdout is not None
        presses: list[tuple[int, float]] = []
        for line in typist.stdout:
            count, at = line.split()
            presses.append((int(count), float(at)))
            if presses[-1][1] - presses[0][1] >= moment:
                break
        killed_at = time.monotonic()
        typist.kill()
        presses += [(int(line.split()[0]), float(line.split()[1])) for line in typist.stdout if line.endswith(b"\n")]
    bench = open_bench(workspace)
    bench.desk.workspace.open()
    (post_id,) = bench.desk.drafting.ids()
    post = bench.desk.drafting.get(post_id)
    bench.desk.workspace.close()
    assert post is not None
    kept = len(post.text("uk"))
    must_be_there = max((count for count, at in presses if at <= killed_at - 1), default=0)
    assert post.text("uk") == typed(kept)
    assert kept >= must_be_there, f"{presses[-1][0]} keys pressed, {kept} kept, {must_be_there} older than a second"
