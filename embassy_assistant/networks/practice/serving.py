"""Runs the practice network's server in a process of its own: one for each folder, where it was found before."""

from __future__ import annotations

import math
import os
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from embassy_assistant.networks.practice.process import Address, Running, last_address
from embassy_assistant.networks.practice.server import PracticeServer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def serve(
    home: Path,
    port: int = 0,
    *,
    unused_for: float = math.inf,
    started: Callable[[PracticeServer], None] = lambda _server: None,
) -> bool:
    """Run the practice network of `home` until it is stopped; for a process of its own.

    Args:
        home: the folder of its memory; made when it is not there.
        port: 0 takes the one it had before, else any free one.
        unused_for: seconds without a request after which it ends by itself.
        started: called once it listens.

    Returns:
        False when another process runs it already.
    """
    with closing(Running(home)) as running:
        if not running.acquire():
            return False
        server = _listen(home, port)
        server.unused_for = unused_for
        try:
            Address(server.url, os.getpid(), server.secret).write(home)
            started(server)
            server.serve_forever(0.05)
        finally:
            server.server_close()
    return True


def _listen(home: Path, port: int) -> PracticeServer:
    """Listen where the last server did, else on any port: addresses of timelines should outlive a restart."""
    last = last_address(home)
    secret = last.secret if last else ""
    wanted = port or (urlsplit(last.url).port if last else 0) or 0
    try:
        return PracticeServer(home, wanted, secret)
    except OSError:
        if port:
            raise
        return PracticeServer(home, 0, secret)
