"""Promise 5: a credential and a sentence go through the whole program, and are nowhere in clear."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import keyring
import pytest

from tests.helpers.canary import in_clear, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.real, pytest.mark.usefixtures("real_keyring")]

PASSWORD = "canary-credential-7f3a91"
SENTENCE = "Канарка співає о сьомій"
ENGLISH = "The canary sings at seven"
REASON = "canary reason for sending"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the program a temporary folder of its own, so that all of it can be searched."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def run(workspace: Path, *arguments: str, given: str = "", code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "embassy_assistant", *arguments, "--workspace", str(workspace)],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


@contextlib.contextmanager
def open_window(workspace: Path) -> Iterator[int]:
    """Run the window on a workspace, and yield its process id once the drafts are open in it."""
    window = subprocess.Popen(
        [sys.executable, "-m", "embassy_assistant", "window", "--workspace", str(workspace)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        cwd=Path(__file__).parents[2],
    )
    with window:
        try:
            deadline = time.monotonic() + 60
            while not has_open(window.pid, workspace / "media.db"):
                assert time.monotonic() < deadline, "the window did not open the drafts"
                with pytest.raises(subprocess.TimeoutExpired):
                    window.wait(timeout=0.05)
            yield window.pid
        finally:
            window.terminate()


def has_open(pid: int, path: Path) -> bool:
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        # Those of a running process come and go.
        with contextlib.suppress(FileNotFoundError):
            if descriptor.readlink() == path.resolve():
                return True
    return False


def said_by_process(pid: int, secrets: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return every secret in a process's arguments, which everybody on the machine sees, or its environment."""
    return [
        (name, secret)
        for name in ("cmdline", "environ")
        for secret in secrets
        if any(way in (Path("/proc") / str(pid) / name).read_bytes() for way in spellings(secret))
    ]


def test_a_credential_and_a_sentence_are_nowhere_in_clear(own_home: Path, tmp_path: Path, temporary: Path) -> None:
    workspace = tmp_path / "workspace"
    for handle, language in (("uk", "uk"), ("en", "en")):
        run(
            workspace,
            "accounts",
            "add",
            "practice",
            handle,
            "--languages",
            language,
            "--password-stdin",
            given=PASSWORD,
        )
    server = json.loads((workspace / "practice" / "server.json").read_text(encoding="utf-8"))
    try:
        post = tmp_path / "post.toml"
        post.write_text(
            f'topic = "{SENTENCE}"\nofficer = "Olena Test"\naccounts = ["practice:uk", "practice:en"]\n'
            f'[versions.uk]\ntext = "{SENTENCE} у Києві."\n[versions.en]\ntext = "{ENGLISH} in Kyiv."\n'
            f'[[overrides]]\nrule = "pair.drafted"\nreason = "{REASON}"\n',
            encoding="utf-8",
        )
        run(workspace, "posts", "add", str(post))
        post.unlink()
        assert SENTENCE in run(workspace, "posts", "search", "Канарка")
        post_id = json.loads(run(workspace, "posts", "list", "--format", "json").splitlines()[0])["id"]
        run(workspace, "queue", post_id, "--now")
        run(workspace, "send")
        run(workspace, "doctor", code=0)
        service = f"Embassy Assistant/{json.loads((workspace / 'workspace.json').read_text(encoding='utf-8'))['id']}"
        token = keyring.get_password(service, "practice:uk/access")
        assert token
        secrets = (PASSWORD, SENTENCE, ENGLISH, REASON, token)
        with open_window(workspace) as window:
            assert said_by_process(window, secrets) == []
        assert said_by_process(server["pid"], secrets) == []
        folders = (workspace, own_home, temporary, Path(os.environ["XDG_RUNTIME_DIR"]))
        assert in_clear(secrets, *folders) == []
    finally:
        os.kill(server["pid"], signal.SIGTERM)
