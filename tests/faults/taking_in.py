"""Killed while guidelines are taken in: what is in force is always a whole, verified pack.

    python -m tests.faults.taking_in --runs 200
    python -m tests.faults.taking_in --runs 2000 --resume

Each seed names one run: by which way a newer pack comes (a folder, a courier file, a server whose link breaks), and
before which step on the disk the process is killed with SIGKILL. Afterwards what is in force must be the old pack or
the new one, signed and whole by what is pinned; and the next sync must bring the new one and leave nothing behind.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.guidelines.courier import pack_courier
from tests.faults.runner import program
from tests.helpers.cut_short import count_steps, in_a_child, kill, steps_of
from tests.helpers.mission import Mission, pack_bytes
from tests.helpers.web import web

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WAYS: Final = ("folder", "courier", "web")


@dataclass(frozen=True)
class Landed:
    """How a run ended.

    Attributes:
        step: before which step the process was killed.
        steps: how many an undisturbed sync takes that way.
        killed: whether it was, or was done before.
        switched: whether the new pack was in force already.
        wrong: what was not as it must be; empty for nothing.
    """

    seed: int
    way: str
    step: int
    steps: int
    killed: bool
    switched: bool
    wrong: str = ""


class TakingIn:
    """Runs over one mission, whose unit publishes on and on."""

    def __init__(self, folder: Path) -> None:
        """Take a first pack in."""
        self._mission = Mission(folder)
        self._mission.sync()
        self._courier = folder / "mail.courier"
        self._pin = self._mission.intake.verify()
        self._steps: dict[str, int] = {}
        self._version = 1

    def run(self, seed: int) -> Landed:
        """Do the run of a seed."""
        pick = random.Random(seed)  # noqa: S311 - seeded kills
        way = pick.choice(WAYS)
        with ExitStack() as stack:
            if way not in self._steps:
                self._publish()
                self._steps[way] = count_steps(self._way(way, stack))
            before = self._mission.version
            after = self._publish()
            # Few steps are left after the switch: a third of the runs ends around it.
            last = self._steps[way]
            step = pick.randint(pick.choice((1, 1, last - 7)), last)
            code = in_a_child(steps_of(self._way(way, stack), kill(step)))
            found = self._mission.version
            wrong = [] if found in {before, after} else [f"version {found}"]
            wrong += self._verify() or []
            self._mission.sync()
            wrong += [] if self._mission.version == after else [f"then version {self._mission.version}"]
            wrong += self._verify()
            wrong += [path.name for path in self._mission.folder.rglob("*") if path.name.startswith(("tmp", "."))]
        return Landed(seed, way, step, self._steps[way], code == -signal.SIGKILL, found == after, ", ".join(wrong))

    def _publish(self) -> str:
        """Let the unit publish the next pack, with nothing but the last state lying anywhere."""
        self._version += 1
        files = self._mission.unit.files
        self._mission.unit.files = {path: data for path, data in files.items() if "root" in path}
        self._mission.publish(pack_bytes(str(self._version)))
        self._courier.write_bytes(pack_courier(self._mission.unit.files))
        return str(self._version)

    def _way(self, way: str, stack: ExitStack) -> Callable[[], object]:
        if way == "web":
            server = stack.enter_context(web(self._mission.unit.files))
            server.cut = 1_500
            return lambda: self._mission.intake.take_in(server.base)
        place = self._mission.stick if way == "folder" else self._courier
        return lambda: self._mission.intake.take_in(str(place))

    def _verify(self) -> list[str]:
        try:
            self._pin = self._mission.intake.verify(self._pin)
        except AssistantError as error:
            return [error.id]
        return []


def main(arguments: Sequence[str]) -> int:
    """Run and print; 1 when a run was not good."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--results", type=Path, default=Path("build/faults"))
    parser.add_argument("--resume", action="store_true", help="go on where an earlier series was stopped")
    given = parser.parse_args(arguments)
    given.results.mkdir(parents=True, exist_ok=True)
    path = given.results / "guidelines.jsonl"
    head = json.dumps({"program": program()})
    lines = path.read_text(encoding="utf-8").splitlines() if given.resume and path.exists() else []
    done = [Landed(**json.loads(line)) for line in lines[1:] if line.endswith("}")] if lines[:1] == [head] else []
    seeds = set(range(given.first_seed, given.first_seed + given.runs)) - {landed.seed for landed in done}
    with tempfile.TemporaryDirectory(prefix="taking-in-") as folder, path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in [head, *(json.dumps(asdict(landed)) for landed in done)])
        runs = TakingIn(Path(folder))
        for seed in sorted(seeds):
            done.append(runs.run(seed))
            file.write(json.dumps(asdict(done[-1])) + "\n")
            file.flush()
            sys.stderr.write("X" if done[-1].wrong else ".")
            sys.stderr.flush()
    wrong = [landed for landed in done if landed.wrong]
    sys.stdout.write("".join(f"{landed}\n" for landed in wrong))
    for way in WAYS:
        these = [landed for landed in done if landed.way == way]
        killed, switched = (sum(getattr(one, name) for one in these) for name in ("killed", "switched"))
        sys.stdout.write(f"{way}: {len(these)} runs, {killed} killed, the new pack was in force in {switched}\n")
    sys.stdout.write(f"{len(done) - len(wrong)} of {len(done)} ended with a whole, verified pack\n")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
