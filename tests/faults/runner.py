"""Fault runs: a post is queued, the sender is killed or cut off on its way, and everything must be out exactly once.

    python -m tests.faults.runner practice --runs 60 --first-seed 1
    python -m tests.faults.runner bluesky --runs 60

Each seed names one run: what is queued (a pair, one with a picture, a thread), and what breaks (the process, at the
n-th checkpoint; or the network, at one of the cuts, on one of the requests). Afterwards the sender is started anew,
with its clock moved on, until nothing is left to send; then the server itself is asked what the public sees.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.delivery import State
from tests.faults.stages import STAGES
from tests.helpers.faults import CUTS, Cut, Fault, FaultProxy
from tests.helpers.memory import OFFICER, START
from tests.helpers.pictures import flag
from tests.helpers.workbench import Workbench, open_bench

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from embassy_assistant.domain.delivery import Delivery
    from tests.faults.stages import Stage

KINDS: Final = ("pair", "pair with a picture", "thread")
HANDLES: Final = ("uk", "en")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run ended.

    Attributes:
        broke: what was broken, and where.
        states: of all deliveries, at the end.
        lost, double: texts that the public does not see, or sees more than once.
        disordered: threads out of order, or texts without their picture.
    """

    seed: int
    kind: str
    broke: str
    states: tuple[State, ...]
    lost: int
    double: int
    disordered: int

    @property
    def good(self) -> bool:
        """Everything sent, once, whole, without a person."""
        return set(self.states) == {State.SENT} and not (self.lost or self.double or self.disordered)


class FaultRuns:
    """Runs on one network, which is running already."""

    def __init__(self, stage: Stage, directory: Path) -> None:
        """Keep the workspaces in `directory`."""
        self._stage = stage
        self._directory = directory
        self._checkpoints: dict[str, list[str]] = {}

    def run(self, seed: int) -> Outcome:
        """Do the run that `seed` names."""
        chance = random.Random(seed)  # noqa: S311 - a plan, not a secret
        kind = KINDS[seed % len(KINDS)]
        names = self._clean_run(kind)
        workspace = self._directory / f"run-{seed}"
        with FaultProxy(*self._stage.address) as proxy:
            texts = self._queue(workspace, proxy.url, kind, seed)
            if seed % 2:
                at = chance.randint(1, len(names))
                broke = f"killed at {names[at - 1]}"
                self._work(workspace, START + timedelta(minutes=1), kill_at=at)
            else:
                cut = CUTS[(seed // 2) % len(CUTS)]
                broke = self._cut(workspace, proxy, cut, chance)
            self._work(workspace, START + timedelta(minutes=10))
        return self._judge(workspace, seed, kind, broke, texts)

    def _clean_run(self, kind: str) -> list[str]:
        """Return the checkpoints that sending this kind of post passes when nothing breaks."""
        if kind not in self._checkpoints:
            workspace = self._directory / f"clean-{KINDS.index(kind)}"
            with FaultProxy(*self._stage.address) as proxy:
                self._queue(workspace, proxy.url, kind, -1 - KINDS.index(kind))
                self._checkpoints[kind] = self._work(workspace, START + timedelta(minutes=1))
        return self._checkpoints[kind]

    def _cut(self, workspace: Path, proxy: FaultProxy, cut: Cut, chance: random.Random) -> str:
        if cut is Cut.BEFORE_CONNECT:
            with proxy.refusing():
                self._work(workspace, START + timedelta(minutes=1), passes=3)
            return "connection refused"
        path = chance.choice([self._stage.publishing, self._stage.publishing, ""])
        times = chance.randint(1, 2)
        proxy.plan = [Fault(cut, path=path, times=times)]
        self._work(workspace, START + timedelta(minutes=1), passes=4)
        proxy.plan = []
        return f"{cut} × {times} on {path or 'any request'}"

    def _queue(self, workspace: Path, server: str, kind: str, seed: int) -> dict[str, list[str]]:
        """Write a post and queue it.

        Returns:
            The texts that must come out, per handle, in order.
        """
        self._stage.begin(workspace.name)
        self._stage.lead_through(workspace, server)
        bench = open_bench(workspace, practice=self._stage.practice)
        bench.desk.workspace.create()
        accounts = [
            bench.desk.accounts.add(
                self._stage.network,
                self._stage.handle(language),
                self._stage.password(language),
                LanguagePolicy((language,)),
                server,
            )
            for language in HANDLES
        ]
        for account in accounts:
            # Signing in found out the account's true home; the run leads it through the proxy all the same.
            bench.desk.workspace.store.accounts.save(replace(account, server=server))
        words = range(60 if kind == "thread" else 4)
        mark = f"{self._stage.mark}-{seed}"
        post = bench.desk.drafting.new(tuple(account.id for account in accounts))
        # Every piece of a thread must be unlike those of other runs on the same server.
        post = post.with_text("uk", " ".join(f"Слово {number} допису {mark}." for number in words))
        post = post.with_text("en", " ".join(f"Word {number} of post {mark}." for number in words))
        if kind == "pair with a picture":
            media = bench.desk.drafting.attach(flag(), "flag.png").with_alt("uk", "Прапор").with_alt("en", "A flag")
            post = replace(post, media=(media,))
        post = bench.desk.drafting.confirm(replace(post, as_thread=kind == "thread"), OFFICER)
        bench.desk.drafting.save(post)
        rows = bench.desk.outbox.queue(post, OFFICER)
        bench.desk.workspace.close()
        return {language: [row.segment.text for row in rows if row.language == language] for language in HANDLES}

    def _work(self, workspace: Path, clock: object, *, kill_at: int = 0, passes: int = 60) -> list[str]:
        """Run a sender of its own process; returns the checkpoints it passed."""
        config = workspace.with_name(f"{workspace.name}.json")
        config.write_text(
            json.dumps({"directory": str(workspace), "clock": str(clock), "kill_at": kill_at, "passes": passes}),
            encoding="utf-8",
        )
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.worker", str(config)], capture_output=True, text=True, check=False
        )
        if done.returncode not in {0, -9}:
            raise RuntimeError(done.stderr)
        return done.stdout.splitlines()

    def _judge(self, workspace: Path, seed: int, kind: str, broke: str, texts: dict[str, list[str]]) -> Outcome:
        bench = open_bench(workspace)
        bench.desk.workspace.open()
        rows = self._rows(bench)
        bench.desk.workspace.close()
        lost = double = disordered = 0
        for language, expected in texts.items():
            seen = [copy for copy in self._stage.copies(language) if copy.text in expected]
            counts = Counter(copy.text for copy in seen)
            lost += sum(counts[text] == 0 for text in expected)
            double += sum(counts[text] > 1 for text in expected)
            in_order = [copy.text for copy in seen] == expected and [bool(copy.parent) for copy in seen] == [
                index > 0 for index in range(len(seen))
            ]
            whole = kind != "pair with a picture" or all(copy.pictures == 1 for copy in seen)
            disordered += not (in_order and whole)
        return Outcome(seed, kind, broke, tuple(row.state for row in rows), lost, double, disordered)

    def _rows(self, bench: Workbench) -> Sequence[Delivery]:
        return bench.desk.workspace.store.deliveries.of_posts(bench.desk.outbox.post_ids())


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a line per run and one for all."""
    yield f"{'seed':>5}  {'what':<20} {'broken':<46} {'ended':<18} lost double disordered"
    for outcome in outcomes:
        ended = "+".join(sorted({state.value for state in outcome.states}))
        yield (
            f"{outcome.seed:>5}  {outcome.kind:<20} {outcome.broke:<46} {ended:<18}"
            f" {outcome.lost:>4} {outcome.double:>6} {outcome.disordered:>10}"
        )
    good = sum(outcome.good for outcome in outcomes)
    yield (
        f"{good} of {len(outcomes)} sent once and whole without a person;"
        f" lost {sum(o.lost for o in outcomes)}, double {sum(o.double for o in outcomes)},"
        f" disordered {sum(o.disordered for o in outcomes)}"
    )


def main(arguments: Sequence[str]) -> int:
    """Run and print; 1 when a run was not good."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("network", choices=sorted(STAGES))
    parser.add_argument("--runs", type=int, default=60)
    parser.add_argument("--first-seed", type=int, default=1)
    given = parser.parse_args(arguments)
    outcomes = []
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
        stage = stack.enter_context(STAGES[given.network](directory))
        runs = FaultRuns(stage, directory)
        for seed in range(given.first_seed, given.first_seed + given.runs):
            outcomes.append(runs.run(seed))
            sys.stderr.write("." if outcomes[-1].good else "X")
            sys.stderr.flush()
    sys.stderr.write("\n")
    for line in table(outcomes):
        sys.stdout.write(line + "\n")
    return 0 if all(outcome.good for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
