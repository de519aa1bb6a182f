"""The process that a fault run kills: it sends what is queued in a workspace, with a clock that the runner set.

It writes down the name of each point that it passes, so that the runner knows where it can be killed; see `Points`.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.net import Client, Limits
from embassy_assistant.store.writer import Writer
from tests.faults.naive import forget, retry
from tests.faults.plans import phase_of
from tests.helpers.workbench import open_bench

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from embassy_assistant.net import Reply, Request
    from embassy_assistant.store.driver import Database
    from tests.helpers.workbench import Workbench

# Each worker is forked off a process that has imported everything and runs nothing: a start costs next to nothing.
_PROCESSES: Final = multiprocessing.get_context("forkserver")
_LONGEST: Final = 180
_HASTY: Final = Limits(connect=0.5, read=0.5, total=1)


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is to do.

    Attributes:
        sender: a name in `SENDERS`.
        kill_at: the checkpoint that it is killed at, from 1; 0 for none.
        stop_at: the name of the checkpoint at which it is killed the first time; empty for none.
        passes: how often it tries, half a minute apart by its own clock.
        hasty: whether it loses patience with the network within a second.
    """

    workspace: Path
    clock: datetime
    sender: str = "ours"
    kill_at: int = 0
    stop_at: str = ""
    passes: int = 60
    hasty: bool = False

    @property
    def log(self) -> Path:
        """The file of the checkpoints passed."""
        return self.workspace.with_name(f"{self.workspace.name}.log")


class Points:
    """Where the process can be killed, found by what it does: no step of the sender's need be listed anywhere.

    Each step that the sender names is one, and so is each commit to the store, each change of the keyring and each
    request that changes something at a server. What lies between two points of the sender's that stand for the same
    (`before accepted` and `after accepted`, `publishing` and `published`) is not counted twice.
    """

    def __init__(self, orders: Orders) -> None:
        """Write down what is passed, and end the process where `orders` say so, as a dead battery would."""
        self._orders = orders
        self._count = 0
        self._inside = False

    def named(self, name: str) -> None:
        """Pass a point that the program names."""
        self.passed(name)
        self._inside = name == "publishing" or name.startswith("before ")

    @contextmanager
    def around(self, deed: str) -> Iterator[None]:
        """Pass a point before and after what the program does without a name."""
        inside = self._inside
        if not inside:
            self.passed(f"before {deed}")
        yield
        if not inside:
            self.passed(f"after {deed}")

    def passed(self, name: str) -> None:
        """Pass a point, and end there if that is what was ordered."""
        self._count += 1
        with self._orders.log.open("ab") as log:
            log.write(f"{name}\n".encode())
        if self._count == self._orders.kill_at or name == self._orders.stop_at:
            os.kill(os.getpid(), signal.SIGKILL)


class _WatchedClient(Client):
    """Marks the requests that change something; when hasty, waits half a second where a laptop would half a minute."""

    def __init__(self, points: Points, *, hasty: bool) -> None:
        super().__init__()
        self._points = points
        self._hasty = hasty

    def exchange(self, request: Request) -> Reply:
        asked = replace(request, limits=_HASTY) if self._hasty else request
        if request.method == "GET":
            return super().exchange(asked)
        with self._points.around(phase_of(f"{request.method} {urlsplit(request.url).path}")):
            return super().exchange(asked)


def _mark_commits(points: Points) -> None:
    """Make a point of each commit to the store, whoever asks for it: this process has no other writer."""
    commit = Writer.__dict__["_commit"]

    def marked(writer: Writer, database: Database, jobs: list[Any]) -> bool:
        owner = jobs[0].work.__qualname__.partition(".<locals>")[0]
        with points.around(f"commit of {owner}"):
            return bool(commit(writer, database, jobs))

    setattr(Writer, "_commit", marked)  # noqa: B010 - no public seam is needed but for this


def started(target: Callable[..., None], *arguments: object) -> BaseProcess:
    """Return a process that is at work, forked off one that has imported everything."""
    # What the main program imports, too: each process does that again before it begins.
    _PROCESSES.set_forkserver_preload([__name__, "tests.faults.runs", "tests.faults.stages"])
    process = _PROCESSES.Process(target=target, args=arguments)
    process.start()
    return process


def run_worker(orders: Orders) -> list[str]:
    """Let a process of its own carry out `orders`; returns the names of the checkpoints it passed.

    Raises:
        RuntimeError: it ended neither well nor by being killed.
    """
    orders.log.write_bytes(b"")
    process = started(_work, orders)
    process.join(_LONGEST)
    if process.exitcode not in {0, -signal.SIGKILL}:
        process.kill()
        message = f"the worker of {orders.workspace} ended with {process.exitcode}"
        raise RuntimeError(message)
    return orders.log.read_text(encoding="utf-8").splitlines()


def _work(orders: Orders) -> None:
    points = Points(orders)
    _mark_commits(points)
    client = _WatchedClient(points, hasty=orders.hasty)
    bench = open_bench(orders.workspace, clock=orders.clock, checkpoint=points.named, client=lambda: client)
    bench.vault.checkpoint = points.passed
    bench.desk.workspace.open()
    SENDERS[orders.sender](bench, points.named, orders.passes)
    bench.desk.workspace.close()


def _ours(bench: Workbench, _: Callable[[str], None], passes: int) -> None:
    for _pass in range(passes):
        # As the window's sender does: it rests, and goes on.
        with suppress(AssistantError):
            bench.desk.sender.drain()
        if not bench.desk.outbox.open():
            break
        bench.clock.forward(seconds=30)
    bench.desk.sender.stop()


SENDERS: Final[Mapping[str, Callable[[Workbench, Callable[[str], None], int], None]]] = {
    "ours": _ours,
    "retry": retry,
    "forget": forget,
}
"""Embassy Assistant's own, and two that most programs have."""
