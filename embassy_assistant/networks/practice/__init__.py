"""The practice network: a loopback server of its own, for training, the demo and tests; nothing in it is public."""

from __future__ import annotations

import math
from pathlib import Path  # noqa: TC003 - annotations of a public function

from embassy_assistant.networks.practice.client import PracticeNetwork
from embassy_assistant.networks.practice.process import (
    Seen,
    ensure_running,
    is_running,
    read_address,
    set_conditions,
    stop,
    timeline,
)

__all__ = [
    "PracticeNetwork",
    "Seen",
    "ensure_running",
    "is_running",
    "read_address",
    "serve",
    "set_conditions",
    "stop",
    "timeline",
]


def serve(home: Path, port: int = 0, *, unused_for: float = math.inf) -> bool:
    """Run the practice network of `home` until the process ends, or it was asked nothing for `unused_for` seconds.

    Args:
        home: the folder of its memory; made when it is not there.
        port: 0 takes the one it had before, else any free one.
        unused_for: seconds without a request after which it ends by itself.

    Returns:
        False when another process runs it already.
    """
    # The server's imports (http.server, nacl) take 30 ms, which only its own process should pay.
    from embassy_assistant.networks.practice.serving import serve as run

    return run(home, port, unused_for=unused_for)
