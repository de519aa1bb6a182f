"""The three senders side by side, as the README shows them: `python -m tests.faults.summary`, after `make faults`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.faults.judging import Tally
from tests.faults.runner import read_outcomes
from tests.faults.stages import STAGES
from tests.faults.worker import SENDERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.faults.judging import Outcome

_TITLES: Final = {"ours": "Embassy Assistant", "retry": "retry on error", "forget": "fire and forget"}


def summary(outcomes: Mapping[tuple[str, str], Sequence[Outcome]]) -> Iterator[str]:
    """Yield the lines of a table: a row for each network, and in each cell what the public saw of a sender."""
    yield f"| server | runs | {' | '.join(_TITLES[sender] for sender in SENDERS)} | asked a person |"
    yield "|---|---|---|---|---|---|"
    for network in STAGES:
        cells = [_cell(outcomes.get((network, sender), ())) for sender in SENDERS]
        ours = outcomes.get((network, "ours"), ())
        asked = sum(bool(outcome.asked) for outcome in ours)
        yield f"| {network} | {len(ours)} | {' | '.join(cells)} | {asked} |"


def _cell(outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return "not run"
    total = sum((outcome.tally for outcome in outcomes), Tally())
    return f"{total.lost}, {total.double}, {total.disordered}, {total.bare}, {total.stale}"


def main(arguments: Sequence[str]) -> int:
    """Print the table of what lies in a folder of results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--results", type=Path, default=Path("build/faults"))
    folder = parser.parse_args(arguments).results
    files = {(n, s): folder / f"{n}-{s}.jsonl" for n in STAGES for s in SENDERS}
    found = {key: read_outcomes(file) for key, file in files.items() if file.exists()}
    sys.stdout.write("texts lost, twice, out of order, without their picture, there though corrected or deleted\n\n")
    sys.stdout.write("\n".join(summary(found)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
