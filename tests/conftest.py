"""What holds for every test: a HOME of its own, no proxy, no display, no foreign keyring, and a quiet log."""

from __future__ import annotations

import logging
import os
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

from tests.helpers.pds import limiting_pds as limiting_pds
from tests.helpers.pds import pds as pds
from tests.helpers.snac import snac as snac

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Before any test module imports Qt. A test of the real window starts a process of its own on a display of its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

# A slow machine is no defect: how quick things are is measured by the benches.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
# Each of these ends as soon as what it waits for is there; the 5 seconds that they have else can be few for a machine
# that builds something beside.
for _wait in (QtBot.waitActive, QtBot.waitExposed, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitUntil):
    _wait.__kwdefaults__ = {**(_wait.__kwdefaults__ or {}), "timeout": 30_000}

# A runtime directory must be private to the user and short enough for a socket's path; with-keyring provides one.
_UNDER_PRIVATE_KEYRING = "PRIVATE_KEYRING" in os.environ


class _Watch(logging.Handler):
    """Keep what was logged at WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.append(record)


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning it did not announce.

    Announce with `@pytest.mark.log_warnings_expected("a pattern", ...)`; each pattern must then occur.
    """
    marker = request.node.get_closest_marker("log_warnings_expected")
    patterns = [re.compile(pattern) for pattern in marker.args] if marker else []
    watch = _Watch()
    logging.getLogger().addHandler(watch)
    yield
    logging.getLogger().removeHandler(watch)
    messages = [record.getMessage() for record in watch.seen]
    unexpected = [
        f"{record.levelname} {record.name}: {message}"
        for record, message in zip(watch.seen, messages, strict=True)
        if not any(pattern.search(message) for pattern in patterns)
    ]
    if unexpected:
        pytest.fail("logged unexpectedly:\n" + "\n".join(unexpected))
    absent = [pattern.pattern for pattern in patterns if not any(map(pattern.search, messages))]
    if absent:
        pytest.fail(f"expected in the log, but absent: {absent}")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test, and the processes it starts, an empty HOME, and none of the machine's proxies or keyrings.

    Returns:
        The empty HOME.
    """
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name, folder in (
        ("CONFIG", ".config"),
        ("DATA", ".local/share"),
        ("CACHE", ".cache"),
        ("STATE", ".local/state"),
    ):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / folder))
    for scheme in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme}_proxy".upper(), raising=False)
    if not _UNDER_PRIVATE_KEYRING:
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    return home


@pytest.fixture
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be quick to seal and open a signing key: how much work that takes has tests of its own."""
    from nacl.pwhash import argon2id

    from embassy_assistant.guidelines import keyfile

    dear = keyfile.seal

    def seal(seed: bytes, passphrase: str) -> bytes:
        return dear(seed, passphrase, passes=argon2id.OPSLIMIT_MIN, memory=argon2id.MEMLIMIT_MIN)

    monkeypatch.setattr(keyfile, "seal", seal)
    monkeypatch.setattr("embassy_assistant.guidelines.keys.seal", seal)


@pytest.fixture
def real_keyring() -> None:
    """Demand a real and private Secret Service: run the test under `.ci/with-keyring`."""
    if not _UNDER_PRIVATE_KEYRING:
        pytest.fail("needs a private keyring: run it as `.ci/with-keyring .venv/bin/pytest ...`")
