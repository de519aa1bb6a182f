"""`make bench`: prints one line a figure, with what it may be, and fails when one is missed."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.app.wiring import open_desk
from tests.bench import syncing, worst
from tests.bench.draining import DELIVERIES, drained
from tests.bench.filling import MISSION, OFFICER, fill
from tests.bench.publishing import measured as compiling
from tests.bench.rules import measured

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).parents[2]
POSTS: Final = 100_000
STARTS: Final = 9


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing.

    Attributes:
        value, limit: in `unit`; the value may be at most the limit.
    """

    name: str
    value: float
    limit: float
    unit: str
    note: str = ""

    @property
    def kept(self) -> bool:
        """Whether it is within its limit."""
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "ok" if self.kept else "MISSED"
        return f"{verdict:7}{self.value:8.2f} of {self.limit:6.2f} {self.unit:6} {self.name}  {self.note}"


@contextmanager
def child(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run a process of `tests.bench.child`, and end it."""
    command = [sys.executable, "-m", "tests.bench.child", *arguments]
    # An installed program has its bytecode on disk; where Python is told to write none, every start would compile.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def told(process: subprocess.Popen[str], key: str) -> dict[str, Any]:
    """Wait for what the child says under `key`.

    Raises:
        RuntimeError: it ended without saying it.
    """
    for line in process.stdout or ():
        what: dict[str, Any] = json.loads(line) if line.startswith("{") else {}
        if key in what:
            return what
    message = f"the child ended without telling {key}"
    raise RuntimeError(message)


def seconds_to_ready(*arguments: str) -> float:
    """Return how long a new process takes until a key that is pressed arrives in its editor."""
    start = time.perf_counter()
    with child(*arguments) as process:
        told(process, "ready")
        return time.perf_counter() - start


def _descendants(pid: int) -> Iterator[int]:
    yield pid
    for line in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
        yield from _descendants(int(line))


def megabytes(*arguments: str) -> float:
    """Return the proportional set size of a settled process and of those that it started."""
    with child(*arguments) as process:
        told(process, "settled")
        rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text("ascii") for pid in _descendants(process.pid)]
    return (
        sum(int(match[1]) for match in (re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE) for text in rollups) if match)
        / 1024
    )


def starting(workspace: Path) -> Iterator[Figure]:
    """Yield start-up and memory beside an empty window."""
    seconds_to_ready("bare")
    seconds_to_ready("program", str(workspace))
    pairs = [(seconds_to_ready("bare"), seconds_to_ready("program", str(workspace))) for _ in range(STARTS)]
    bare, whole = (statistics.median(column) for column in zip(*pairs, strict=True))
    note = f"({whole:.2f} s; bare window {bare:.2f} s)"
    yield Figure("new process to a window that takes typing, beside a bare window", whole / bare, 4, "times", note)
    bare, whole = megabytes("bare"), megabytes("program", str(workspace))
    note = f"({whole:.0f} MB; bare window {bare:.0f} MB)"
    yield Figure("memory with detection loaded, beside a bare window", whole / bare, 4.5, "times", note)


def ruling() -> Iterator[Figure]:
    """Yield how quick and how heavy a pack of 10,000 terms, 500 names and 500 patterns is."""
    unit = compiling()
    note = f"(read {unit['read']:.0f} s, compiled {unit['compiled']:.0f} s, examples {unit['tried']:.0f} s)"
    yield Figure("10,000 terms, 500 names, 500 patterns: compiled by the unit", unit["all"], 60, "s CPU", note)
    small, large = measured(1_000), measured(10_000)
    note = f"({large['megabytes']:.0f} MB as it travels)"
    yield Figure("the same, made ready where it is taken in", large["import"] / 1_000, 60, "s CPU", note)
    yield Figure("the same, loaded up to its first check", large["load"], 300, "ms CPU")
    yield Figure("the same, memory", large["after"], 40, "MB")
    note = f"(slowest {large['slowest']:.1f} ms)"
    yield Figure("the same, full check of 2 × 500 characters", large["full"], 5, "ms CPU", note)
    yield Figure("the same, check after a key press", large["typed"], 1.5, "ms CPU")
    yield Figure("the same, full check beside 1,000 terms", large["full"] / small["full"], 1.5, "times")
    dearest = worst.costs()[0]
    note = f"({dearest.kind}; floor {dearest.floor:.1f} ms: the same text, one rule that finds nothing)"
    yield Figure(
        "the dearest packs that the format takes, full check of 1,024 letters", dearest.full, 150, "ms CPU", note
    )


def taking_in(folder: Path) -> Iterator[Figure]:
    """Yield what it costs to keep the guidelines fresh; see `syncing`.

    Raises:
        RuntimeError: what came over the bad link is not what was sent.
    """
    told, limits = syncing.measured(folder), syncing.LIMITS
    if not told["whole"]:
        message = "the pack did not arrive whole"
        raise RuntimeError(message)
    note = f"({told['same_ms']:.0f} ms; tuf {told['tuf_alone_ms']:.0f} ms)"
    yield Figure(
        "sync where nothing changed, beside tuf alone", told["same_ratio"], limits["same_ratio"], "times", note
    )
    kilobytes = told["changed_bytes"] / 1_000
    yield Figure("sync where one pack of 100 changed", kilobytes, limits["changed_bytes"] / 1_000, "KB")
    note = f"({told['connections']} connections)"
    wasted, limit = told["wasted_percent"], limits["wasted_percent"]
    yield Figure("first sync of 20 MB over a link cut every 64 KB, wasted", wasted, limit, "%", note)


def figures(folder: Path) -> Iterator[Figure]:
    """Yield every figure, as it is measured."""
    yield from ruling()
    yield from taking_in(folder / "taking-in")
    workspace = folder / "started"
    desk = open_desk(workspace, practice=False)
    desk.workspace.create()
    desk.preferences.mission, desk.preferences.officer, desk.preferences.recovery_pending = MISSION, OFFICER, ""
    desk.workspace.close()
    yield from starting(workspace)
    spent, commits = drained(folder / "drained")
    note = f"({DELIVERIES:,} deliveries over 6 accounts)"
    yield Figure("sending, own CPU for each delivery", spent, 15, "ms CPU", note)
    yield Figure("the same, commits to disk for each from queueing to sent", commits, 5, "times")
    fill(folder / "small", 3)
    with child("typing", str(folder / "small")) as process:
        typed = told(process, "on_gui")
    yield Figure("key press to findings on 2 × 500 characters, off the GUI thread", typed["off_gui"], 16, "ms CPU")
    note = f"(slowest {typed['slowest']:.1f} ms)"
    yield Figure("the same, on the GUI thread", typed["on_gui"], 4, "ms CPU", note)
    fill(folder / "large", POSTS)
    shown = []
    for _ in range(5):
        with child("queue", str(folder / "large")) as process:
            shown.append(told(process, "painted"))
    note = f"({shown[0]['posts']:,} posts)"
    yield Figure(
        "queue, from the click to its first rows", statistics.median(one["painted"] for one in shown), 150, "ms", note
    )
    note = f"(slowest {max(one['slowest'] for one in shown):.1f} ms)"
    yield Figure("search in it", statistics.median(one["search"] for one in shown), 20, "ms", note)


def main() -> int:
    """Print the table; return 1 when a figure is missed."""
    load = os.getloadavg()[0]
    sys.stdout.write(f"load before: {load:.2f}{' (not an idle machine)' if load > 0.5 else ''}\n")
    missed = False
    with tempfile.TemporaryDirectory() as folder:
        for figure in figures(Path(folder)):
            sys.stdout.write(f"{figure}\n")
            sys.stdout.flush()
            missed |= not figure.kept
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
