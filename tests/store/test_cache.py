"""What a connection keeps of the file in memory is bounded: the window has several, and stays open for days."""

from __future__ import annotations

import re
from pathlib import Path as SystemPath
from typing import TYPE_CHECKING

from embassy_assistant.store.driver import KEY_BYTES, connect

if TYPE_CHECKING:
    from pathlib import Path


def private_kib() -> int:
    found = re.search(
        r"^Private_Dirty:\s+(\d+)", SystemPath("/proc/self/smaps_rollup").read_text("ascii"), re.MULTILINE
    )
    assert found is not None
    return int(found[1])


def test_reading_a_whole_file_leaves_little_of_it_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.db"
    path.touch()
    writer = connect(path, bytes(KEY_BYTES))
    writer.execute("CREATE TABLE pages (number INTEGER PRIMARY KEY, text TEXT)")
    writer.execute("BEGIN")
    writer.conn.executemany("INSERT INTO pages (text) VALUES (?)", (("x" * 3000,) for _ in range(3000)))
    writer.execute("COMMIT")
    writer.close()
    readers = [connect(path, bytes(KEY_BYTES), readonly=True) for _ in range(8)]
    before = private_kib()
    for reader in readers:
        assert reader.execute("SELECT count(*), sum(length(text)) FROM pages").fetchone() == (3000, 9_000_000)
    grown = private_kib() - before
    for reader in readers:
        reader.close()
    assert grown < len(readers) * 1500
