"""Fault runs: a post is queued, the sender is killed or cut off on its way, and everything must be out exactly once.

    python -m tests.faults.runner --network practice --runs 300
    python -m tests.faults.runner --network bluesky --runs 300 --results build/faults --resume
    python -m tests.faults.summary

Each seed names one run: what is queued, and what breaks (the process, at one of the checkpoints that a run in which
nothing breaks was seen to pass; or the network, at one of the requests it was seen to make). Afterwards the sender is
started anew, with its clock moved on, until nothing is left to send; then the server itself is asked what the public
sees. `--sender retry` and `--sender forget` let two naive senders go through the same.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import sys
import tempfile
from collections import defaultdict
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.faults.judging import Outcome, Tally, allowed_on
from tests.faults.runs import FaultRuns
from tests.faults.stages import STAGES
from tests.faults.worker import SENDERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_ROOT: Final = Path(__file__).parents[2]


class Results:
    """The outcomes of a series on disk, a line each, so that a series that was stopped can go on."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        """Begin anew, or go on where the file was made by the same program."""
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        head = json.dumps({"program": program()})
        lines = path.read_text(encoding="utf-8").splitlines() if resume and path.exists() else []
        if lines and lines[0] != head:
            sys.stderr.write(f"{path} was made by another version of the program: beginning anew\n")
            lines = []
        self.outcomes = {outcome.seed: outcome for outcome in _read(lines[1:])}
        kept = [json.dumps(asdict(outcome)) for outcome in self.outcomes.values()]
        path.write_text("".join(f"{line}\n" for line in [head, *kept]), encoding="utf-8")

    def add(self, outcome: Outcome) -> None:
        """Keep an outcome."""
        self.outcomes[outcome.seed] = outcome
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(outcome)) + "\n")


def read_outcomes(path: Path) -> list[Outcome]:
    """Return what a series has found so far."""
    return list(_read(path.read_text(encoding="utf-8").splitlines()[1:]))


def _read(lines: Sequence[str]) -> Iterator[Outcome]:
    """Yield what the lines hold; the last may have been cut off when the series was stopped."""
    for line in lines:
        if line.endswith("}"):
            values = json.loads(line)
            yield Outcome(**{**values, "states": tuple(values["states"]), "tally": Tally(**values["tally"])})


def program() -> str:
    """Return a digest of everything that decides how a run goes."""
    digest = hashlib.sha256()
    for folder in ("embassy_assistant", "tests/faults", "tests/helpers"):
        for path in sorted((_ROOT / folder).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def table(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield a line for each phase and way to break, and one for all."""
    yield f"{'where':<52} {'how':<17} runs  alone asked  lost double disordered bare stale"
    groups: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[outcome.phase, outcome.broke].append(outcome)
    for (phase, broke), group in [*sorted(groups.items()), (("all", ""), list(outcomes))]:
        total = sum((outcome.tally for outcome in group), Tally())
        yield (
            f"{phase:<52} {broke:<17} {len(group):>4}  {sum(o.by_itself for o in group):>5}"
            f" {sum(bool(o.asked) for o in group):>5}  {total.lost:>4} {total.double:>6} {total.disordered:>10}"
            f" {total.bare:>4} {total.stale:>5}"
        )


def broken_promises(outcomes: Sequence[Outcome], allowed: Mapping[tuple[str, str, str], str]) -> Iterator[str]:
    """Yield a line for each run that is not good."""
    for outcome in outcomes:
        if not outcome.good(allowed):
            yield f"seed {outcome.seed}: {outcome}"


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other series is here."""
    with (_ROOT / "tests" / "faults" / "runner.py").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def series(network: str, sender: str, seeds: Sequence[int], results: Results) -> list[Outcome]:
    """Do the runs that are not in `results` yet; returns all."""
    missing = [seed for seed in seeds if seed not in results.outcomes]
    if missing:
        with ExitStack() as stack:
            directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="faults-")))
            with _alone():
                # A server that is not there yet is installed, which two series must not do at once.
                stage = stack.enter_context(STAGES[network](directory))
            runs = FaultRuns(stage, directory, sender)
            for seed in missing:
                results.add(runs.run(seed))
                sys.stderr.write("." if results.outcomes[seed].good(allowed_on(network)) else "X")
                sys.stderr.flush()
        sys.stderr.write("\n")
    return [results.outcomes[seed] for seed in seeds]


def main(arguments: Sequence[str]) -> int:
    """Run and print; 1 when a run of our own sender was not good."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--network", choices=sorted(STAGES), required=True)
    parser.add_argument("--sender", choices=sorted(SENDERS), default="ours")
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--results", type=Path, default=Path("build/faults"))
    parser.add_argument("--resume", action="store_true", help="go on where an earlier series was stopped")
    given = parser.parse_args(arguments)
    results = Results(given.results / f"{given.network}-{given.sender}.jsonl", resume=given.resume)
    seeds = range(given.first_seed, given.first_seed + given.runs)
    outcomes = series(given.network, given.sender, seeds, results)
    sys.stdout.write(f"{given.network}, {given.sender}\n" + "\n".join(table(outcomes)) + "\n")
    if given.sender != "ours":
        return 0
    bad = list(broken_promises(outcomes, allowed_on(given.network)))
    sys.stdout.write("\n".join([*bad, f"{len(outcomes) - len(bad)} of {len(outcomes)} kept the promise"]) + "\n")
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
