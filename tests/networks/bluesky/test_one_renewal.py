"""The window and the command line share one session, whose refresh token is good once."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from embassy_assistant.domain.network import SignedIn
from embassy_assistant.net import Client, Reply, Request
from embassy_assistant.networks.bluesky.session import Sessions
from embassy_assistant.store.file_lock import RenewalLock
from tests.helpers.drafts import account
from tests.helpers.memory import MemorySecrets
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PROGRAMS = 4


def token(number: int, seconds_left: int) -> str:
    claims = {"exp": int(NOW.timestamp()) + seconds_left, "number": number}
    return f"x.{base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip('=')}.x"


class StrictServer:
    """Takes each refresh token once; gives a second program time to come with the same one."""

    def __init__(self) -> None:
        self.renewals = 0
        self._lock = threading.Lock()
        self._good = "refresh 0"
        self._meeting = threading.Barrier(2)

    def exchange(self, request: Request) -> Reply:
        with contextlib.suppress(threading.BrokenBarrierError):
            self._meeting.wait(timeout=0.5)
        with self._lock:
            if request.headers["Authorization"] != f"Bearer {self._good}":
                return Reply(400, {}, b'{"error": "ExpiredToken"}')
            self.renewals += 1
            self._good = f"refresh {self.renewals}"
            answer = {
                "accessJwt": token(self.renewals, 7_200),
                "refreshJwt": self._good,
                "did": "did:plc:1",
                "handle": "embassy.example",
            }
            return Reply(200, {}, json.dumps(answer).encode())


def test_programs_that_find_the_session_over_at_once_renew_it_once(tmp_path: Path) -> None:
    server = StrictServer()
    vault = MemoryVault()
    secrets = MemorySecrets(vault, "bluesky:embassy.example")
    secrets.set("refresh", "refresh 0")
    secrets.set("access", token(0, 1))
    start = threading.Barrier(PROGRAMS)

    def program(_number: int) -> str:
        sessions = Sessions(lambda: cast("Client", server), lambda: NOW, RenewalLock(tmp_path).alone)
        start.wait(timeout=30)
        return sessions.access(SignedIn(account(), secrets))

    with ThreadPoolExecutor(PROGRAMS) as programs:
        tokens = set(programs.map(program, range(PROGRAMS)))
    assert (tokens, server.renewals) == ({token(1, 7_200)}, 1)
    assert secrets.get("refresh") == "refresh 1"
