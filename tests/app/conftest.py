"""What the tests of the program share: the command line run in this process, over a keyring in memory."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app import logs, wiring
from embassy_assistant.app.cli import cli
from embassy_assistant.app.selftest import KeyInMemory
from embassy_assistant.networks.practice import stop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from embassy_assistant.services.desk import Desk


@pytest.fixture(autouse=True)
def own_log() -> Iterator[None]:
    """End the log that a command began: a process that runs one command need not, and the next test has its own."""
    yield
    logs.stop()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a workspace's folder; every desk in it shares one keyring in memory."""
    keyring = KeyInMemory()
    real = wiring.open_desk

    def open_desk(directory: Path, *, practice: bool | None = None) -> Desk:
        return real(directory, practice=practice, keyring=keyring)

    monkeypatch.setattr(wiring, "open_desk", open_desk)
    yield tmp_path / "workspace"
    stop(tmp_path / "workspace" / "practice")


@pytest.fixture
def run_in(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    """Return a function that runs a command in the workspace: (exit code, stdout, stderr)."""

    def run_it(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            cli([*arguments, "--workspace", str(folder), "--language", "en"])
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run_it
