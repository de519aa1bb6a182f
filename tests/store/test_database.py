from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.store.database import open_writable
from embassy_assistant.store.driver import connect
from embassy_assistant.store.files import private_file
from embassy_assistant.store.migrations import STORE

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

KEY = bytes(32)


def test_a_new_file_waits_for_its_log_until_another_program_lets_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "store.db"
    private_file(path)
    other = connect(path, KEY)
    other.execute("BEGIN IMMEDIATE")
    waits: list[float] = []

    def let_go(seconds: float) -> None:
        waits.append(seconds)
        other.execute("COMMIT")

    monkeypatch.setattr("embassy_assistant.store.database.time.sleep", let_go)
    mine = open_writable(path, KEY, STORE, made=False)
    assert len(waits) == 1
    assert mine.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    mine.close()
    other.close()
