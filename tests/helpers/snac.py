"""snac2, a real fediverse server with Mastodon's interface, on loopback and over an empty folder."""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from embassy_assistant.net import Client, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_INSTALL = Path(__file__).parents[1] / "real" / "install-snac"
_INSTALLED = Path(__file__).parents[2] / ".servers" / "snac"
_NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Snac:
    """A running server.

    Attributes:
        folder: where it keeps everything.
    """

    port: int
    folder: Path

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def add_user(self, name: str) -> str:
        """Make an account, and return its password."""
        said = _snac("adduser", str(self.folder), name)
        _give_away(self.folder / "user" / name)
        return said.split("User password is ")[1].split()[0]

    def allow(self, url: str, name: str, password: str) -> Mapping[str, str]:
        """Sign in at the page that `url` opens, as a person would; return what the browser brings back."""
        page = _client().exchange(Request("GET", url)).body.decode()
        form = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
        body = urlencode({**form, "login": name, "passwd": password}).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        action = urlsplit(url)._replace(path="/oauth/x-snac-login", query="").geturl()
        reply = _client().exchange(Request("POST", action, kind, body))
        return {name: values[0] for name, values in parse_qs(urlsplit(reply.headers["location"]).query).items()}

    def statuses(self, owner: str, token: str) -> list[dict[str, Any]]:
        """Return an account's statuses, newest first."""
        request = Request(
            "GET", f"{self.url}/api/v1/accounts/{owner}/statuses?limit=40", {"Authorization": f"Bearer {token}"}
        )
        found: list[dict[str, Any]] = json.loads(_client().exchange(request).body)
        return found

    def file(self, url: str) -> bytes:
        """Return what lies at an address of the server."""
        return _client().exchange(Request("GET", self.url + urlsplit(url).path)).body


@functools.cache
def _client() -> Client:
    """Return the one client of this process: a new one reads all authorities of the system."""
    return Client()


def _snac(*arguments: str, typed: str = "") -> str:
    command = [str(_INSTALLED / "usr" / "bin" / "snac"), *arguments]
    done = subprocess.run(command, input=typed, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout + done.stderr


def _give_away(folder: Path) -> None:
    """Let the server's user have the folder: it refuses to run as root."""
    if os.geteuid() == 0:
        for path in (folder.parent, folder, *folder.rglob("*")):
            # What stands in a queue of the server's goes when the server has done it.
            with suppress(FileNotFoundError):
                os.chown(path, _NOBODY, _NOBODY)


def run_snac() -> Iterator[Snac]:
    """Install the server if it is not there, and run it over an empty folder."""
    subprocess.run([_INSTALL, _INSTALLED], check=True)
    home = Path(tempfile.mkdtemp(prefix="snac-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = home / "data"
    _snac("init", str(folder), typed=f"127.0.0.1\n{port}\nlocalhost:{port}\n\n\n")
    settings = json.loads((folder / "server.json").read_bytes())
    # It tells other servers of new posts, which nobody answers here: its threads are not to wait six seconds for each.
    changed = {"protocol": "http", "queue_timeout": 1, "num_threads": 16}
    (folder / "server.json").write_text(json.dumps(settings | changed), encoding="utf-8")
    _give_away(folder)
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []}
    binary = home / "snac"
    shutil.copy(_INSTALLED / "usr" / "bin" / "snac", binary)
    with (home / "log").open("wb") as log:
        process = subprocess.Popen([binary, "httpd", folder], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **user)
    try:
        _wait_for(port)
        yield Snac(port, folder)
    finally:
        process.kill()
        process.wait()
        shutil.rmtree(home)


@pytest.fixture(scope="session")
def snac() -> Iterator[Snac]:
    """A real fediverse server for the whole run."""
    yield from run_snac()


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
