"""Promise 5: a credential and a sentence go through the whole program, and are nowhere in clear."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import keyring
import pytest

from tests.helpers.canary import in_clear, spellings

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
        folders = (workspace, own_home, temporary, Path(os.environ["XDG_RUNTIME_DIR"]))
        assert in_clear(secrets, *folders) == []
        process = Path("/proc") / str(server["pid"])
        for name in ("cmdline", "environ"):
            seen = (process / name).read_bytes()
            assert not any(way in seen for secret in secrets for way in spellings(secret)), name
    finally:
        os.kill(server["pid"], signal.SIGTERM)
