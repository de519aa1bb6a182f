"""`make soak`: the window stays open for half an hour over a network that comes and goes, and 500 posts go through it.

Afterwards each post is out once and whole, the window weighs what it weighed, and was never held up.
`SOAK_MINUTES=2 SOAK_POSTS=30 make soak` tries it out.
"""

from __future__ import annotations

import json
import os
import random
import signal
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
from embassy_assistant.networks.practice.book import Book
from tests.bench.filling import MISSION, OFFICER
from tests.faults.judging import Tally, judge, wanted_of
from tests.faults.stages import Copy, PracticeStage
from tests.helpers.faults import Cut, Fault, FaultProxy
from tests.helpers.workbench import open_bench
from tests.soak.watching import STALL, Stall, Weight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MINUTES: Final = float(os.environ.get("SOAK_MINUTES", "30"))
POSTS: Final = int(os.environ.get("SOAK_POSTS", "500"))
SEED: Final = int(os.environ.get("SOAK_SEED", "1"))
_GROWTH: Final = 0.05
_WRITING: Final = 0.9
_WARM: Final = 5 / 30
_ENDING: Final = 1 / 30
_TOLD: Final = 12


class LongStage(PracticeStage):
    """Looks into the server's own book: what it shows to anybody are the last two hundred posts of an account."""

    def copies(self, language: str) -> list[Copy]:
        """Return everything that is out on the account for `language`, oldest first."""
        kept = Book(self.directory / "server").timeline(self.handle(language), limit=1_000_000)
        return [
            Copy(post.id, post.entry.text, len(post.entry.pictures), post.entry.reply_to) for post in reversed(kept)
        ]


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
    over, started = threading.Event(), time.monotonic()
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
    if not told or child.returncode or told[-1].get("drained") is None:
        raise RuntimeError(obituary(child.returncode, time.monotonic() - started, told))
    return told


def obituary(code: int, seconds: float, told: Sequence[Mapping[str, Any]]) -> str:
    """Say all that is known of a window that ended by itself."""
    ended = f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
    uncaught = [line["uncaught"] for line in told if "uncaught" in line]
    return f"the window ended by itself after {seconds:.0f} s with {ended}; uncaught: {uncaught}; last: {told[-1:]}"


def public(workspace: Path, stage: PracticeStage) -> tuple[Tally, Mapping[str, int]]:
    """Return what is wrong in the public's eyes, and how many rows ended in which state."""
    desk = open_bench(workspace).desk
    desk.workspace.open()
    rows = desk.workspace.store.deliveries.of_posts(desk.outbox.post_ids())
    desk.workspace.close()
    total = Tally()
    for account, wanted in wanted_of(rows).items():
        total += judge(wanted, stage.copies(account.partition(":")[2].partition("-")[0]))
    states = {state.value: sum(row.state is state for row in rows) for state in State}
    return total, {name: count for name, count in states.items() if count}


def growth(weights: Sequence[float]) -> tuple[float, float]:
    """Return what it weighed once warm, and at the end."""
    some = max(1, round(len(weights) * _ENDING))
    warm = round(len(weights) * _WARM)
    return statistics.median(weights[warm : warm + some]), statistics.median(weights[-some:])


def main() -> int:
    """Run and print; 1 when something was not kept."""
    with tempfile.TemporaryDirectory(prefix="soak-") as folder, LongStage(Path(folder)) as stage:
        workspace = Path(folder) / "workspace"
        with FaultProxy(*stage.address) as proxy:
            prepare(workspace, stage, proxy)
            started = time.monotonic()
            told = soak(workspace, proxy)
            lasted = time.monotonic() - started
            wrong, states = public(workspace, stage)
            struck, requests = len(proxy.struck), len(proxy.seen)
    sys.stdout.write(f"{POSTS} posts in {lasted / 60:.1f} minutes; {requests} requests, {struck} of them cut\n")
    kept = {
        f"everything sent: {states}": told[-1]["drained"] and set(states) == {State.SENT} and sum(states.values()) > 0,
        f"nothing wrong in public: {wrong}": not wrong,
        **judge_memory(told),
        **judge_stalls([Stall(**stall) for stall in told[-1]["stalls"]]),
        **judge_defects([line["uncaught"] for line in told if "uncaught" in line]),
    }
    for what, good in kept.items():
        sys.stdout.write(f"{'ok' if good else 'MISSED':7}{what}\n")
    for seconds, places in sorted(told[-1]["kept"], reverse=True)[:_TOLD]:
        sys.stdout.write(f"{'':9}the watching thread itself was {1000 * seconds:.0f} ms late; others: {places}\n")
    return int(not all(kept.values()))


def judge_memory(told: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """Compare the weights at the end with those when warm, each way of weighing by itself."""
    judged = {}
    for name in Weight._fields:
        warm, last = growth([line[name] for line in told if name in line])
        share = f"{last / warm - 1:+.1%}"
        judged[f"memory ({name}) {warm:.1f} MB when warm, {last:.1f} MB at the end: {share}"] = last <= warm * (
            1 + _GROWTH
        )
    return judged


def judge_stalls(stalls: Sequence[Stall]) -> dict[str, bool]:
    """Tell of the stalls that were this program's, and of those that were the machine's."""
    ours = sorted((stall for stall in stalls if stall.ours > STALL), key=lambda stall: stall.ours, reverse=True)
    excused = len(stalls) - len(ours)
    lines = "".join(
        f"\n         {1000 * stall.late:.0f} ms late: computed {1000 * stall.own:.0f}, others had the processor "
        f"{1000 * stall.others:.0f}, collected garbage {1000 * stall.collecting:.0f}; {' < '.join(stall.stack)}"
        for stall in [*ours, *(stall for stall in stalls if stall.ours <= STALL)][:_TOLD]
    )
    what = f"GUI held up for over {1000 * STALL:.0f} ms: {len(ours)} times by the program, {excused} by others{lines}"
    return {what: not ours}


def judge_defects(uncaught: Sequence[str]) -> dict[str, bool]:
    """Tell of exceptions that nobody caught."""
    return {f"no exception uncaught: {list(uncaught)}": not uncaught}


if __name__ == "__main__":
    sys.exit(main())
