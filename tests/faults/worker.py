"""The process that a fault run kills: it sends what is queued in a workspace, with a clock that the runner set.

Run as `python -m tests.faults.worker CONFIG.json`. It prints the names of the checkpoints it passed, one a line, so
that the runner knows where it can be killed: a step that is added to the sender is found without being listed anywhere.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import AssistantError
from tests.helpers.workbench import open_bench

if TYPE_CHECKING:
    from collections.abc import Callable


def killer(kill_at: int) -> Callable[[str], None]:
    """Return a checkpoint that ends the process at the `kill_at`-th one, as a dead battery would; 0 for never."""
    passed = 0

    def checkpoint(name: str) -> None:
        nonlocal passed
        passed += 1
        sys.stdout.write(name + "\n")
        sys.stdout.flush()
        if passed == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    return checkpoint


def main(config: Path) -> None:
    """Send until nothing is left to send, or for as many passes as the runner allows."""
    given = json.loads(config.read_text(encoding="utf-8"))
    bench = open_bench(
        Path(given["directory"]), clock=datetime.fromisoformat(given["clock"]), checkpoint=killer(given["kill_at"])
    )
    bench.desk.workspace.open()
    for _ in range(given["passes"]):
        try:
            bench.desk.sender.drain()
        except AssistantError as error:
            sys.stderr.write(f"{error}\n")
        if not bench.desk.outbox.open():
            break
        bench.clock.forward(seconds=30)
    bench.desk.sender.stop()
    bench.desk.workspace.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
