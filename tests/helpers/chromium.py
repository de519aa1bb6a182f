"""Debian's Chromium without a screen, driven over its debugging pipe (Chrome DevTools Protocol)."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN, _OUT = 3, 4
"""The file descriptors that Chromium reads from and writes to with `--remote-debugging-pipe`."""


class Chromium:
    """One browser with one page at a time."""

    def __init__(self) -> None:
        """Start it."""
        self._home = tempfile.mkdtemp(prefix="chromium-")
        there, self._to = os.pipe()
        self._from, back = os.pipe()
        command = [
            *(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-pipe",
                "--no-first-run",
            ),
            *("--disable-background-networking", f"--user-data-dir={self._home}", "about:blank"),
        ]
        # The shell puts the pipes where Chromium looks for them.
        shell = ["bash", "-c", f'exec "$@" {_IN}<&{there} {_OUT}>&{back}', "bash", *command]
        self._process = subprocess.Popen(
            shell,
            pass_fds=(there, back),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(there)
        os.close(back)
        self._numbers = itertools.count(1)
        self._rest = b""
        self._session = ""

    def open(self, address: str) -> bool:
        """Open an address in a new page."""
        target = self._ask("Target.createTarget", url=address)["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return True

    def run(self, script: str) -> Any:  # noqa: ANN401 - whatever the script says
        """Run JavaScript in the page and return what it says."""
        said = self._ask("Runtime.evaluate", expression=script, returnByValue=True)
        return said["result"].get("value")

    def wait_for(self, script: str) -> None:
        """Wait until `script` says true."""
        until = time.monotonic() + 30
        while self.run(script) is not True:
            assert time.monotonic() < until, self.run("document.documentElement.outerHTML")
            time.sleep(0.05)

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)
        shutil.rmtree(self._home, ignore_errors=True)

    def _ask(self, method: str, **parameters: object) -> dict[str, Any]:
        number = next(self._numbers)
        message: dict[str, object] = {"id": number, "method": method, "params": parameters}
        if method.startswith("Runtime."):
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == number:
                assert "result" in answer, answer
                result: dict[str, Any] = answer["result"]
                return result

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._from, 65_536)
            assert piece, "Chromium ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        said: dict[str, Any] = json.loads(message)
        return said


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """A browser for the tests of one file."""
    made = Chromium()
    yield made
    made.close()
