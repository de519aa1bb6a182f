"""The process that a fault run kills: it sends what is queued in a workspace, with a clock that the runner set.

It writes down the name of each checkpoint that it passes, so that the runner knows where it can be killed: a step that
is added to the sender is found without being listed anywhere.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.net import Client, Limits
from tests.faults.naive import forget, retry
from tests.helpers.workbench import open_bench

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from embassy_assistant.net import Reply, Request
    from tests.helpers.workbench import Workbench

# Each worker is forked off a process that has imported everything and runs nothing: a start costs next to nothing.
_PROCESSES: Final = multiprocessing.get_context("forkserver")
_LONGEST: Final = 180
_HASTY: Final = Limits(connect=1, read=1, total=2)


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


class _HastyClient(Client):
    """Waits a second where an Officer's laptop would wait half a minute."""

    def exchange(self, request: Request) -> Reply:
        return super().exchange(replace(request, limits=_HASTY))


def run_worker(orders: Orders) -> list[str]:
    """Let a process of its own carry out `orders`; returns the names of the checkpoints it passed.

    Raises:
        RuntimeError: it ended neither well nor by being killed.
    """
    orders.log.write_bytes(b"")
    _PROCESSES.set_forkserver_preload([__name__])
    process = _PROCESSES.Process(target=_work, args=(orders,))
    process.start()
    process.join(_LONGEST)
    if process.exitcode not in {0, -signal.SIGKILL}:
        process.kill()
        message = f"the worker of {orders.workspace} ended with {process.exitcode}"
        raise RuntimeError(message)
    return orders.log.read_text(encoding="utf-8").splitlines()


def _work(orders: Orders) -> None:
    checkpoint = _killer(orders)
    client = _HastyClient if orders.hasty else Client
    bench = open_bench(orders.workspace, clock=orders.clock, checkpoint=checkpoint, client=client)
    bench.desk.workspace.open()
    SENDERS[orders.sender](bench, checkpoint, orders.passes)
    bench.desk.workspace.close()


def _killer(orders: Orders) -> Callable[[str], None]:
    """Return a checkpoint that ends the process at the `kill_at`-th one, as a dead battery would."""
    passed = 0
    log = orders.log.open("ab", buffering=0)

    def checkpoint(name: str) -> None:
        nonlocal passed
        passed += 1
        log.write(f"{name}\n".encode())
        if passed == orders.kill_at or name == orders.stop_at:
            os.kill(os.getpid(), signal.SIGKILL)

    return checkpoint


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
