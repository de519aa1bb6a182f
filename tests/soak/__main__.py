"""`make soak`: the window stays open for half an hour over a network that comes and goes, and 500 posts go through it.

Afterwards each post is out once and whole, the window weighs what it weighed, and was never held up.
`SOAK_MINUTES=2 SOAK_POSTS=30 make soak` tries it out.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.delivery import State
from tests.bench.filling import MISSION, OFFICER
from tests.faults.judging import Tally, tally, threads_of
from tests.faults.stages import PracticeStage
from tests.helpers.faults import Cut, Fault, FaultProxy
from tests.helpers.workbench import open_bench
from tests.soak.child import STALL

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MINUTES: Final = float(os.environ.get("SOAK_MINUTES", "30"))
POSTS: Final = int(os.environ.get("SOAK_POSTS", "500"))
SEED: Final = int(os.environ.get("SOAK_SEED", "1"))
_GROWTH: Final = 0.05
_WRITING: Final = 0.9
_WARM: Final = 5 / 30
_ENDING: Final = 1 / 30


def weather(proxy: FaultProxy, over: threading.Event) -> None:
    """Let the network come and go until `over`, never the same way for more than a quarter of a minute."""
    chance = random.Random(SEED)  # noqa: S311 - a plan, not a secret
    planned = [cut for cut in Cut if cut not in {Cut.BEFORE_CONNECT, Cut.SILENT}]
    while not over.is_set():
        mood = chance.choice(("up", "up", "cut", "cut", "gone", "silent"))
        proxy.plan = [Fault(chance.choice(planned), times=chance.randint(1, 3), at=chance.random())] * (mood == "cut")
        with {"gone": proxy.refusing, "silent": proxy.silent}.get(mood, nullcontext)():
            over.wait(chance.uniform(2, 15))
    proxy.plan = []


def prepare(workspace: Path, stage: PracticeStage, proxy: FaultProxy) -> None:
    """Make the workspace with its two accounts, led through the proxy."""
    stage.begin("soak")
    stage.lead_through(workspace, proxy.url)
    desk = open_bench(workspace, practice=True).desk
    desk.workspace.create()
    desk.preferences.mission, desk.preferences.officer, desk.preferences.recovery_pending = MISSION, OFFICER, ""
    for language in ("uk", "en"):
        desk.accounts.add(stage.network, stage.handle(language), "any", LanguagePolicy((language,)), proxy.url)
    desk.workspace.close()


def soak(workspace: Path, proxy: FaultProxy) -> list[dict[str, Any]]:
    """Run the window through the weather; returns what it told.

    Raises:
        RuntimeError: the window ended by itself.
    """
    seconds = MINUTES * 60
    command = [
        sys.executable,
        "-X",
        "faulthandler",
        "-m",
        "tests.soak.child",
        str(workspace),
        str(POSTS),
        str(seconds * _WRITING),
    ]
    over = threading.Event()
    clouds = threading.Thread(target=weather, args=(proxy, over))
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        clouds.start()
        assert child.stdin is not None
        assert child.stdout is not None
        stdin = child.stdin

        def finish() -> None:
            over.set()
            clouds.join()
            stdin.close()

        ending = threading.Timer(seconds, finish)
        ending.start()
        told: list[dict[str, Any]] = [json.loads(line) for line in child.stdout if line.startswith("{")]
        ending.cancel()
        over.set()
        clouds.join()
    if child.returncode or "drained" not in (told or [{}])[-1]:
        message = f"the window ended by itself with {child.returncode} after {told[-1:]}"
        raise RuntimeError(message)
    return told


def public(workspace: Path, stage: PracticeStage) -> tuple[Tally, Mapping[str, int]]:
    """Return what is wrong in the public's eyes, and how many rows ended in which state."""
    desk = open_bench(workspace).desk
    desk.workspace.open()
    rows = desk.workspace.store.deliveries.of_posts(desk.outbox.post_ids())
    desk.workspace.close()
    total = Tally()
    for account, threads in threads_of(rows).items():
        copies = stage.copies(account.partition(":")[2].partition("-")[0])
        total = sum((tally(thread, copies) for thread in threads), total)
    states = {state.value: sum(row.state is state for row in rows) for state in State}
    return total, {name: count for name, count in states.items() if count}


def growth(weights: Sequence[float]) -> tuple[float, float]:
    """Return what it weighed once warm, and at the end."""
    some = max(1, round(len(weights) * _ENDING))
    warm = round(len(weights) * _WARM)
    return statistics.median(weights[warm : warm + some]), statistics.median(weights[-some:])


def main() -> int:
    """Run and print; 1 when something was not kept."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, PracticeStage(Path(folder)) as stage:
        workspace = Path(folder) / "workspace"
        with FaultProxy(*stage.address) as proxy:
            prepare(workspace, stage, proxy)
            started = time.monotonic()
            told = soak(workspace, proxy)
            lasted = time.monotonic() - started
            wrong, states = public(workspace, stage)
            struck, requests = len(proxy.struck), len(proxy.seen)
    ended = told[-1]
    warm, last = growth([line["megabytes"] for line in told if "megabytes" in line])
    stalls = sorted(ended["stalls"])
    worst = ", ".join(f"{late * 1000:.0f} ({own * 1000:.0f}) ms" for late, own in stalls[-5:]) or "never"
    kept = {
        f"everything sent: {states}": bool(ended.get("drained")) and set(states) == {State.SENT},
        f"nothing wrong in public: {wrong}": not wrong,
        f"memory {warm:.1f} MB when warm, {last:.1f} MB at the end": last <= warm * (1 + _GROWTH),
        f"GUI held up for over {STALL * 1000:.0f} ms: {len(stalls)} times; late (own CPU): {worst}": not stalls,
    }
    sys.stdout.write(f"{POSTS} posts in {lasted / 60:.1f} minutes; {requests} requests, {struck} of them cut\n")
    for what, good in kept.items():
        sys.stdout.write(f"{'ok' if good else 'MISSED':7}{what}\n")
    return int(not all(kept.values()))


if __name__ == "__main__":
    sys.exit(main())
