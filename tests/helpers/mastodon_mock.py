"""mastodon-mock, a double of Mastodon that keeps state and honours idempotency keys, on loopback and in memory."""

from __future__ import annotations

import functools
import json
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from embassy_assistant.net import Client, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from embassy_assistant.net import Reply

_INSTALL = Path(__file__).parents[1] / "real" / "install-mastodon-mock"
_SERVE = Path(__file__).parents[1] / "real" / "mastodon_mock" / "serve.py"
_INSTALLED = Path(__file__).parents[2] / ".servers" / "mastodon-mock"
TOKEN = "mock_token"
"""The access token of the account that is there from the start, where no others are asked for."""
DOMAIN = "mock.test"
"""What the double calls itself, whatever address it is asked at."""


@dataclass(frozen=True, slots=True)
class MastodonMock:
    """A running double.

    Attributes:
        ahead: the file that says how many minutes its clock is ahead.
    """

    port: int
    ahead: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Forget all posts and keys."""
        reply = self._send("POST", "/api/v1/_mock/reset")
        assert reply.ok, reply.body

    def owner(self, token: str) -> str:
        """Return the id of the account that a token belongs to; a reset gives a new one."""
        return str(self._send("GET", "/api/v1/accounts/verify_credentials", token).json()["id"])

    def statuses(self, owner: str) -> list[dict[str, Any]]:
        """Return an account's statuses, newest first."""
        found: list[dict[str, Any]] = json.loads(self._send("GET", f"/api/v1/accounts/{owner}/statuses?limit=40").body)
        return found

    def source(self, status: str) -> str:
        """Return the text of a status as it was written."""
        return str(self._send("GET", f"/api/v1/statuses/{status}/source").json()["text"])

    def scheduled(self, token: str = TOKEN) -> list[dict[str, Any]]:
        """Return what it keeps for later; what is due goes out when it is asked."""
        found: list[dict[str, Any]] = json.loads(self._send("GET", "/api/v1/scheduled_statuses", token).body)
        return found

    def set_clock(self, minutes: int) -> None:
        """Set its clock so many minutes ahead of the true time."""
        self.ahead.write_text(str(minutes), encoding="utf-8")

    def file(self, url: str) -> bytes:
        """Return what lies at an address of the server."""
        return self._send("GET", urlsplit(url).path).body

    def _send(self, method: str, path: str, token: str = TOKEN) -> Reply:
        return _client().exchange(Request(method, self.url + path, {"Authorization": f"Bearer {token}"}))


@functools.cache
def _client() -> Client:
    """Return the one client of this process: a new one reads all authorities of the system."""
    return Client()


def token_of(name: str) -> str:
    """Return the access token of an account that `run_mastodon_mock` was asked for."""
    return f"{name}_token"


@contextmanager
def run_mastodon_mock(names: Sequence[str] = ()) -> Iterator[MastodonMock]:
    """Install the double if it is not there, and run it over an empty memory with the accounts `names`."""
    subprocess.run([_INSTALL, _INSTALLED], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with TemporaryDirectory(prefix="mastodon-mock-") as folder:
        ahead, settings = Path(folder) / "ahead", Path(folder) / "settings.toml"
        ahead.write_text("0", encoding="utf-8")
        command: list[str | Path] = [_INSTALLED / "bin" / "python", _SERVE, ahead, "serve", "--in-memory"]
        command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
        if names:
            accounts = (f'[[seed.accounts]]\nusername = "{n}"\naccess_token = "{token_of(n)}"\n' for n in names)
            settings.write_text("".join(accounts), encoding="utf-8")
            command += ["--config", settings, "--domain", DOMAIN]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet)
        try:
            _wait_for(process, port)
            yield MastodonMock(port, ahead)
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
