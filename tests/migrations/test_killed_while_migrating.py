"""An old workspace is opened by a program that is killed at each of its writes; the next one finds everything."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from embassy_assistant.domain.delivery import State
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import connect
from embassy_assistant.store.files import private_directory, private_file
from embassy_assistant.store.workspace import open_store

KEY = bytes(range(32))
VERSION_1 = Path(__file__).with_name("version-1.sql")

# One interpreter forks a child for each write, so that each is killed on its own and none has to start anew.
_KILLED = """
import os, shutil, sys
from pathlib import Path
from embassy_assistant.store.workspace import open_store
from tests.helpers.bad_disk import each_write, killed_at
old, folder = map(Path, sys.argv[1:])
number = 0
while True:
    number += 1
    workspace = folder / f"{number:03d}"
    shutil.copytree(old, workspace)
    child = os.fork()
    if not child:
        with each_write(killed_at(number)):
            open_store(workspace, bytes(range(32))).close()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    print(number, os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status), flush=True)
    if not os.WIFSIGNALED(status):
        break
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    workspace = tmp_path / "old"
    private_directory(workspace)
    private_file(workspace / "store.db")
    database = connect(workspace / "store.db", derive(KEY, b"drafts"))
    database.executescript(VERSION_1.read_text(encoding="utf-8"))
    database.close()
    return workspace


@pytest.mark.slow
def test_a_kill_at_any_write_of_a_migration_loses_nothing(old: Path, tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    folder.mkdir()
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    run = subprocess.run(
        [sys.executable, "-c", _KILLED, str(old), str(folder)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
        check=True,
    )
    ends = [int(line.split()[1]) for line in run.stdout.splitlines()]
    assert ends[:-1] == [signal.SIGKILL] * (len(ends) - 1)
    assert ends[-1] == 0
    assert len(ends) > 20, "each write was met"
    for workspace in sorted(folder.iterdir()):
        store = open_store(workspace, KEY)
        assert store.posts.ids() == ["p1", "p2"]
        assert store.posts.ids(query="пам'ять жив") == ["p1"]
        (row,) = store.deliveries.of_post("p1")
        assert row.state is State.PREPARED
        assert store.settings.get("mission") == "Берлін"
        store.check()
        store.close()
        shutil.rmtree(workspace)
