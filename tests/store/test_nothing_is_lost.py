"""The promise: nothing written is ever lost, whatever happens to the process, the disk or the file."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlcipher3

from embassy_assistant.domain.delivery import Cause
from embassy_assistant.domain.errors import Damaged, DiskFull, NeedsOfficer, NewerWorkspace, TryLater
from embassy_assistant.store.copying import copy_database
from embassy_assistant.store.database import Readers, open_writable
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import connect
from embassy_assistant.store.migrations import STORE
from embassy_assistant.store.sealed import SealedDrafts
from embassy_assistant.store.workspace import open_store
from tests.helpers.drafts import NOON, delivery, full_post, moved, plain_post

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.store.workspace import SqliteStore

KEY = bytes(range(32))
CANARY = "Канарка-співає-тут canary-sings-here"

_TYPIST = """
import sys
from pathlib import Path
from embassy_assistant.store.workspace import open_store
from tests.helpers.drafts import plain_post
store = open_store(Path(sys.argv[1]), bytes(range(32)))
name = sys.argv[2]
for number in range(int(sys.argv[3])):
    store.posts.save(plain_post(f"{name}{number}", uk=f"слово {number}"))
    print(number, flush=True)
store.close()
"""


def _typist(workspace: Path, name: str, number: int) -> subprocess.Popen[str]:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        [sys.executable, "-c", _TYPIST, str(workspace), name, str(number)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


@pytest.mark.parametrize("after", [0, 7, 30])
def test_a_killed_process_loses_nothing_that_was_said_to_be_saved(workspace: Path, after: int) -> None:
    typist = _typist(workspace, "p", 100_000)
    assert typist.stdout is not None
    saved = 0
    for line in typist.stdout:
        saved = int(line)
        if saved >= after:
            break
    typist.send_signal(signal.SIGKILL)
    saved = max([saved, *map(int, typist.stdout.read().split())])
    typist.stdout.close()
    typist.wait()
    store = open_store(workspace, KEY)
    assert {f"p{number}" for number in range(saved + 1)} <= set(store.posts.ids())
    assert store.posts.ids(query=f"слово {saved}")
    store.check()
    store.close()


def test_two_programs_write_at_once_and_both_are_kept(workspace: Path) -> None:
    typists = [_typist(workspace, name, 60) for name in ("window", "shell")]
    outputs = [typist.communicate(timeout=60)[0] for typist in typists]
    assert [typist.returncode for typist in typists] == [0, 0]
    assert [len(output.split()) for output in outputs] == [60, 60]
    store = open_store(workspace, KEY)
    assert len(store.posts.ids()) == 120
    store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte. Only root can mount one; others get a file size limit of as much."""
    directory = tmp_path / "disk"
    directory.mkdir()
    if os.geteuid() == 0 and _mounts(directory):
        yield directory
        subprocess.run(["umount", str(directory)], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, before[1]))
    yield directory
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def _mounts(directory: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=500k", "none", str(directory)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_a_full_disk_is_said_and_everything_before_it_stays(small_disk: Path) -> None:
    workspace = small_disk / "workspace"
    store = open_store(workspace, KEY)
    kept: list[str] = []

    def fill() -> None:
        for number in range(1_000):
            store.posts.save(plain_post(f"p{number}", uk="слово " * 1_000))
            kept.append(f"p{number}")

    with pytest.raises(DiskFull):
        fill()
    assert kept
    with pytest.raises(DiskFull):
        SealedDrafts(workspace).save(plain_post("sealed", uk="слово " * 100_000))
    assert set(store.posts.ids()) == set(kept)
    store.close()
    assert not list((workspace / "sealed").iterdir())


def _spoil(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(data)


@pytest.mark.parametrize("name", ["store.db", "media.db"])
def test_a_damaged_file_is_named_and_never_deleted(workspace: Path, name: str) -> None:
    open_store(workspace, KEY).close()
    _spoil(workspace / name, 100)
    before = (workspace / name).read_bytes()
    with pytest.raises(Damaged) as refused:
        open_store(workspace, KEY)
    assert refused.value.parameters == {"path": name}
    assert (workspace / name).read_bytes() == before


def test_damage_deep_in_a_file_is_found_by_the_check(workspace: Path) -> None:
    store = open_store(workspace, KEY)
    for number in range(30):
        store.posts.save(plain_post(f"p{number}", uk="слово " * 500))
    store.check()
    store.close()
    path = workspace / "store.db"
    _spoil(path, path.stat().st_size - 2_000)
    store = open_store(workspace, KEY)
    with pytest.raises(Damaged):
        store.check()
    store.close()
    assert path.exists()


def test_damage_that_a_read_meets_is_named(workspace: Path) -> None:
    store = open_store(workspace, KEY)
    media = store.media.add(os.urandom(1_000_000), name="a.png", mime="image/png")
    store.close()
    _spoil(workspace / "media.db", 500_000)
    store = open_store(workspace, KEY)
    with pytest.raises(Damaged) as refused:
        store.media.read(media.hash)
    assert refused.value.id == "store.damaged"
    store.close()


@pytest.mark.parametrize("purpose", [b"drafts", b"pictures"])
def test_a_workspace_of_a_newer_program_is_refused_and_not_changed(workspace: Path, purpose: bytes) -> None:
    open_store(workspace, KEY).close()
    path = workspace / {b"drafts": "store.db", b"pictures": "media.db"}[purpose]
    database = connect(path, derive(KEY, purpose))
    kind = {b"drafts": "store", b"pictures": "media"}[purpose]
    database.execute(
        "INSERT INTO _sqlite_migrations(migration_set, name, applied_at) VALUES (?, '9999-future', '2030')", (kind,)
    )
    database.close()
    before = path.read_bytes()
    with pytest.raises(NewerWorkspace) as refused:
        open_store(workspace, KEY)
    assert refused.value.parameters == {"step": "9999-future"}
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_opened_asks_for_the_officer(workspace: Path) -> None:
    store = open_store(workspace, KEY)
    shutil.move(workspace / "store.db", workspace / "elsewhere")
    with pytest.raises(NeedsOfficer) as refused:
        store.posts.ids()
    assert refused.value.id == "store.unusable-disk"
    shutil.move(workspace / "elsewhere", workspace / "store.db")
    store.close()


def test_a_write_that_outgrows_the_largest_file_is_a_full_disk(workspace: Path) -> None:
    store = open_store(workspace, KEY)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(DiskFull) as refused:
            store.media.add(bytes(1_000_000), name="a.png", mime="image/png")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert refused.value.parameters == {"path": "media.db"}
    assert len(store.media.read(store.media.add(b"small", name="b.png", mime="image/png").hash)) == 5
    store.close()


def test_what_is_read_while_the_store_closes_is_read_to_its_end(workspace: Path) -> None:
    store = open_store(workspace, KEY)
    store.posts.save(plain_post("p1", uk="слово"))
    store.close()
    readers = Readers(workspace / "store.db", derive(KEY, b"drafts"))
    with readers.lend() as database:
        readers.close()
        assert database.execute("SELECT count(*) FROM posts").fetchone() == (1,)
    with pytest.raises(sqlcipher3.ProgrammingError):
        database.execute("SELECT 1")


def test_a_key_of_another_length_is_a_defect(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        connect(tmp_path / "a", b"short")


def test_a_defect_in_our_sql_stays_loud(store: SqliteStore) -> None:
    row = delivery()
    with pytest.raises(Exception, match="FOREIGN KEY"):
        store.deliveries.enqueue(plain_post("other"), [replace(row, post_id="nowhere")])


def test_no_word_of_a_draft_lies_in_clear_anywhere_in_the_workspace(workspace: Path) -> None:
    store = open_store(workspace, KEY, now=lambda: NOON)
    post = replace(full_post(uk=CANARY, en=CANARY), topic=CANARY)
    store.posts.save(post)
    row = replace(delivery(), segment=replace(delivery().segment, text=CANARY))
    store.deliveries.enqueue(post, [row])
    store.deliveries.apply(*moved(row, Cause.PREPARED_THERE, evidence=CANARY))
    store.settings.set("mission", CANARY)
    store.media.add(CANARY.encode(), name=CANARY, mime="image/png")
    SealedDrafts(workspace).save(post)
    assert store.posts.ids(query="канарка") == ["p1"]
    needles = [CANARY.encode(coding)[:12] for coding in ("utf-8", "utf-16-le", "utf-16-be")] + [b"canary", b"sings"]
    found = {
        (path.name, needle)
        for path in workspace.rglob("*")
        if path.is_file()
        for needle in needles
        if needle in path.read_bytes()
    }
    store.close()
    assert (workspace / "store.db").exists()
    assert found == set()
    assert b"SQLite format" not in (workspace / "store.db").read_bytes()


def test_a_program_that_does_not_let_go_of_a_new_file_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embassy_assistant.store.driver.BUSY_MILLISECONDS", 1)
    monkeypatch.setattr("embassy_assistant.store.database.BUSY_MILLISECONDS", 100)
    path = tmp_path / "store.db"
    path.touch()
    other = connect(path, KEY)
    other.conn.execute("BEGIN EXCLUSIVE")
    with pytest.raises(TryLater, match=r"store\.busy"):
        open_writable(path, KEY, STORE, made=False)
    other.conn.execute("ROLLBACK")
    other.close()
    open_writable(path, KEY, STORE, made=False).close()


_QUEUER = """
import sys
from dataclasses import replace
from pathlib import Path
from embassy_assistant.store.workspace import open_store
from tests.helpers.drafts import delivery, plain_post
store = open_store(Path(sys.argv[1]), bytes(range(32)))
for number in range(int(sys.argv[2])):
    post = store.posts.get("shared")
    store.posts.save(replace(post, revision=post.revision + 1))
    store.deliveries.enqueue(plain_post(f"q{number}", uk=f"{number}"), [delivery(f"d{number}", f"q{number}")])
store.close()
"""


def test_one_program_types_and_another_queues_at_once_and_a_third_backs_up(workspace: Path) -> None:
    store = open_store(workspace, KEY)
    store.posts.save(plain_post("shared", uk="спільне"))
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    queuer = subprocess.Popen([sys.executable, "-c", _QUEUER, str(workspace), "40"], env=environment)
    typed = 0
    while queuer.poll() is None:
        typed += 1
        store.posts.save(plain_post("typed", uk=f"слово {typed}", revision=typed))
        copy = workspace / "copy.db"
        counts = copy_database(workspace / "store.db", derive(KEY, b"drafts"), copy)
        assert counts["posts"] == counts["documents"]
        copy.unlink()
    assert queuer.returncode == 0
    assert len(store.deliveries.open()) == 40
    post = store.posts.get("typed")
    assert post is not None
    assert post.text("uk") == f"слово {typed}"
    store.check()
    store.close()
