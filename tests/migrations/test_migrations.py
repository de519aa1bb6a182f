from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from embassy_assistant.domain.delivery import Cause, State
from embassy_assistant.store import migrations
from embassy_assistant.store.database import open_writable
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import Database, Migrations, connect
from embassy_assistant.store.files import private_directory, private_file
from embassy_assistant.store.migrations import STORE, migrate
from embassy_assistant.store.workspace import SqliteStore, open_store
from tests.helpers.drafts import DUE, account, full_post

KEY = bytes(range(32))
# Written by the program as it was; never made anew from the program as it is.
VERSION_1 = Path(__file__).with_name("version-1.sql")


@pytest.fixture
def old_workspace(tmp_path: Path) -> Path:
    workspace = tmp_path / "workspace"
    private_directory(workspace)
    path = workspace / "store.db"
    private_file(path)
    database = connect(path, derive(KEY, b"drafts"))
    database.executescript(VERSION_1.read_text(encoding="utf-8"))
    database.close()
    return workspace


def _everything(store: SqliteStore) -> None:
    post = store.posts.get("p1")
    assert post is not None
    assert post.text("uk") == "Пам’ять жива"
    assert post.media == full_post().media
    assert post.pair == full_post(at=post.updated_at).pair
    assert store.posts.ids() == ["p1", "p2"]
    assert [kept.text("uk") for kept in store.posts.revisions("p1")] == ["Пам’ять жива", "Пам’ять"]
    (row,) = store.deliveries.of_post("p1")
    assert (row.state, row.due, row.segment.text) == (State.PREPARED, DUE, "Пам’ять")
    assert [step.cause for step in store.deliveries.history("d1")] == [Cause.PREPARED_THERE]
    assert store.deliveries.post_ids() == ["p1"]
    assert store.accounts.all() == [account()]
    assert store.settings.get("mission") == "Берлін"


def test_everything_of_version_1_is_there_after_all_steps(old_workspace: Path) -> None:
    store = open_store(old_workspace, KEY)
    _everything(store)
    store.check()
    store.close()


def test_what_was_written_before_there_was_a_search_is_found(old_workspace: Path) -> None:
    store = open_store(old_workspace, KEY)
    assert store.posts.ids(query="пам'ять жив") == ["p1"]
    assert store.posts.ids(query="english") == ["p2"]
    assert store.posts.ids(query="викинуте") == [], "what was discarded is not found"
    store.posts.restore("p3")
    assert store.posts.ids(query="викинуте") == ["p3"]
    store.close()


def test_what_is_half_out_in_an_old_workspace_comes_to_the_top(old_workspace: Path) -> None:
    database = connect(old_workspace / "store.db", derive(KEY, b"drafts"))
    names = [name for (name,) in database.execute("SELECT name FROM pragma_table_info('deliveries')")]
    other = {"seq": "NULL", "id": "'d2'", "thread": "'d2'", "segment": """replace(segment, '["uk"]', '["en"]')"""}
    taken = ", ".join(other.get(name, name) for name in names)
    database.execute(f"INSERT INTO deliveries SELECT {taken} FROM deliveries WHERE id = 'd1'")  # noqa: S608
    database.execute("UPDATE deliveries SET state = 'sent' WHERE id = 'd1'")
    database.close()
    store = open_store(old_workspace, KEY)
    assert store.deliveries.halves_waiting() == ["p1"]
    store.close()


def test_an_old_and_a_new_workspace_have_the_same_tables(old_workspace: Path, tmp_path: Path) -> None:
    open_store(old_workspace, KEY).close()
    open_store(tmp_path / "new", KEY).close()
    old, new = (_tables(directory / "store.db") for directory in (old_workspace, tmp_path / "new"))
    assert old == new


def _tables(path: Path) -> dict[str, str]:
    database = connect(path, derive(KEY, b"drafts"), readonly=True)
    rows = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    database.close()
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_opening_again_changes_nothing(old_workspace: Path) -> None:
    open_store(old_workspace, KEY).close()
    before = (old_workspace / "store.db").read_bytes()
    open_store(old_workspace, KEY).close()
    assert (old_workspace / "store.db").read_bytes() == before


def _half(steps: Migrations, *, broken: bool) -> None:
    @steps(name="0001-first")
    def first(database: Database) -> None:
        database.execute("CREATE TABLE first (n INTEGER)")
        database.execute("INSERT INTO first VALUES (1)")

    @steps(name="0002-second")
    def second(database: Database) -> None:
        database.execute("CREATE TABLE second (n INTEGER)")
        if broken:
            raise KeyboardInterrupt


def test_a_step_that_is_interrupted_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "w" / "store.db"
    interrupted, whole = Migrations("test"), Migrations("test")
    _half(interrupted, broken=True)
    _half(whole, broken=False)
    with pytest.raises(KeyboardInterrupt):
        open_writable(path, KEY, interrupted, made=False)
    database = connect(path, KEY)
    assert database.table_names() == []
    migrate(database, whole)
    assert {"first", "second"} <= set(database.table_names())
    assert [step.name for step in whole.applied(database)] == ["0001-first", "0002-second"]
    database.close()


def test_a_step_that_loses_the_transaction_says_what_went_wrong(tmp_path: Path) -> None:
    steps = Migrations("lost")

    @steps(name="0001-lost")
    def lost(database: Database) -> None:
        database.conn.execute("ROLLBACK")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        open_writable(tmp_path / "w" / "store.db", KEY, steps, made=False)


def test_a_program_that_finds_the_steps_done_when_its_turn_comes_leaves_them(
    old_workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, key = old_workspace / "store.db", derive(KEY, b"drafts")
    look = migrations.lacks
    looks: list[bool] = []

    def lacks(database: Database, steps: Migrations) -> bool:
        found = bool(look(database, steps))
        looks.append(found)
        if len(looks) == 1:
            # Another program is quicker.
            open_writable(path, key, STORE, made=True).close()
        return found

    monkeypatch.setattr(migrations, "lacks", lacks)
    database = open_writable(path, key, STORE, made=True)
    assert looks == [True, True, True, False]
    assert len(STORE.applied(database)) == len({step.name for step in STORE.applied(database)}) == 4
    database.close()


def test_two_programs_that_start_at_once_migrate_once(old_workspace: Path) -> None:
    start = threading.Barrier(4)

    def program() -> list[str]:
        start.wait(timeout=30)
        database = open_writable(old_workspace / "store.db", derive(KEY, b"drafts"), STORE, made=True)
        names = [step.name for step in STORE.applied(database)]
        database.close()
        return names

    with ThreadPoolExecutor(4) as pool:
        results = [pool.submit(program) for _ in range(4)]
        applied = ["0001-workspace", "0002-search", "0003-kinds", "0004-loudest"]
        assert [result.result(timeout=60) for result in results] == [applied] * 4
