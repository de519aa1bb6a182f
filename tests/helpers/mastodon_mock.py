"""mastodon-mock, a double of Mastodon that keeps state and honours idempotency keys, on loopback and in memory."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from embassy_assistant.net import Client, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.net import Reply

_INSTALL = Path(__file__).parents[1] / "real" / "install-mastodon-mock"
_INSTALLED = Path(__file__).parents[2] / ".servers" / "mastodon-mock"
TOKEN = "mock_token"
"""The access token of the account that is there from the start."""


@dataclass(frozen=True, slots=True)
class MastodonMock:
    """A running double."""

    port: int

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Forget all posts and keys."""
        reply = self._send("POST", "/api/v1/_mock/reset")
        assert reply.ok, reply.body

    def statuses(self, owner: str) -> list[dict[str, Any]]:
        """Return an account's statuses, newest first."""
        found: list[dict[str, Any]] = json.loads(self._send("GET", f"/api/v1/accounts/{owner}/statuses?limit=40").body)
        return found

    def source(self, status: str) -> str:
        """Return the text of a status as it was written."""
        return str(self._send("GET", f"/api/v1/statuses/{status}/source").json()["text"])

    def scheduled(self) -> list[dict[str, Any]]:
        """Return what it keeps for later."""
        found: list[dict[str, Any]] = json.loads(self._send("GET", "/api/v1/scheduled_statuses").body)
        return found

    def file(self, url: str) -> bytes:
        """Return what lies at an address of the server."""
        return self._send("GET", urlsplit(url).path).body

    def _send(self, method: str, path: str) -> Reply:
        return Client().exchange(Request(method, self.url + path, {"Authorization": f"Bearer {TOKEN}"}))


@contextmanager
def run_mastodon_mock() -> Iterator[MastodonMock]:
    """Install the double if it is not there, and run it over an empty memory."""
    subprocess.run([_INSTALL, _INSTALLED], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(_INSTALLED / "bin" / "mastodon_mock"), "serve", "--in-memory", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        [*command, "--port", str(port), "--log-level", "error"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(process, port)
        yield MastodonMock(port)
    finally:
        process.kill()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 40
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until or process.poll() is not None:
                raise
            time.sleep(0.05)
        else:
            return
