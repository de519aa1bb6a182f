from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import DiskFull, DraftsLocked, TryLater
from embassy_assistant.store import driver, writer
from embassy_assistant.store.driver import Database, connect
from embassy_assistant.store.files import private_file
from embassy_assistant.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future
    from pathlib import Path

KEY = bytes(32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "numbers.db"
    private_file(path)
    return path


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = connect(path, KEY)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("CREATE TABLE numbers (n INTEGER CHECK (n <> 13), text TEXT)")
    yield database
    database.close()


@pytest.fixture
def writing(path: Path, database: Database) -> Iterator[Writer]:
    made = Writer(lambda: connect(path, KEY), path)
    yield made
    made.close()


def _put(number: int, text: str = "") -> Callable[[Database], int]:
    def work(database: Database) -> int:
        database.execute("INSERT INTO numbers VALUES (?, ?)", (number, text))
        return number

    return work


def _numbers(database: Database) -> list[int]:
    return [row[0] for row in database.execute("SELECT n FROM numbers ORDER BY rowid")]


def _closes(writing: Writer) -> bool:
    """Whether the end stands behind what waits already: then nothing more is taken."""
    try:
        writing.submit(lambda _database: None)
    except DraftsLocked:
        return True
    return False


class Gate:
    """A job that keeps the writer busy until it is let go, so that what follows waits together."""

    def __init__(self, writing: Writer) -> None:
        self._go = threading.Event()
        self._in = threading.Event()
        self.future: Future[None] = writing.submit(self._work)
        assert self._in.wait(timeout=30)

    def _work(self, _database: Database) -> None:
        self._in.set()
        assert self._go.wait(timeout=30)

    def open(self) -> None:
        self._go.set()


def test_what_was_run_is_on_disk_and_its_result_returned(writing: Writer, database: Database) -> None:
    assert writing.run(_put(7)) == 7
    assert _numbers(database) == [7]


def test_what_waits_together_is_written_in_order_in_few_commits(
    writing: Writer, database: Database, path: Path
) -> None:
    gate = Gate(writing)
    waiting = [writing.submit(_put(number)) for number in range(14, 214)]
    before = path.with_name("numbers.db-wal").stat().st_size
    gate.open()
    for job in waiting:
        job.result(timeout=30)
    assert _numbers(database) == list(range(14, 214))
    commits_written_one_by_one = 200 * 4_096
    assert path.with_name("numbers.db-wal").stat().st_size - before < commits_written_one_by_one


def test_a_job_that_fails_undoes_only_itself(writing: Writer, database: Database) -> None:
    def twice(database: Database) -> None:
        _put(1)(database)
        _put(13)(database)

    gate = Gate(writing)
    first, failing, last = writing.submit(_put(2)), writing.submit(twice), writing.submit(_put(3))
    gate.open()
    assert (first.result(timeout=30), last.result(timeout=30)) == (2, 3)
    with pytest.raises(Exception, match="CHECK"):
        failing.result(timeout=30)
    assert _numbers(database) == [2, 3]


def test_a_job_that_takes_the_transaction_down_takes_nobody_with_it(writing: Writer, database: Database) -> None:
    def give_up(database: Database) -> None:
        # What SQLite does by itself when the disk is full in the middle of a statement.
        database.conn.execute("ROLLBACK")
        raise DiskFull

    gate = Gate(writing)
    first, failing, last = writing.submit(_put(2)), writing.submit(give_up), writing.submit(_put(3))
    gate.open()
    assert (first.result(timeout=30), last.result(timeout=30)) == (2, 3)
    with pytest.raises(DiskFull):
        failing.result(timeout=30)
    assert _numbers(database) == [2, 3]


def test_a_full_disk_is_said_and_what_was_there_stays(writing: Writer, database: Database) -> None:
    writing.run(_put(1))
    writing.run(lambda database: database.execute("PRAGMA max_page_count = 4").fetchall())
    with pytest.raises(DiskFull) as refused:
        writing.run(_put(2, "x" * 100_000))
    assert refused.value.parameters == {"path": "numbers.db"}
    writing.run(lambda database: database.execute("PRAGMA max_page_count = 10000").fetchall())
    writing.run(_put(3))
    assert _numbers(database) == [1, 3]


def test_while_another_program_writes_the_wait_is_bounded(
    path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "BUSY_MILLISECONDS", 50)
    writing = Writer(lambda: connect(path, KEY), path)
    database.execute("BEGIN IMMEDIATE")
    with pytest.raises(TryLater) as refused:
        writing.run(_put(1))
    assert refused.value.id == "store.busy"
    database.execute("ROLLBACK")
    writing.run(_put(2))
    writing.close()
    assert _numbers(database) == [2]


def test_closing_writes_what_still_waits(path: Path, database: Database) -> None:
    writing = Writer(lambda: connect(path, KEY), path)
    gate = Gate(writing)
    waiting = [writing.submit(_put(number)) for number in range(3)]
    closing = threading.Thread(target=writing.close)
    closing.start()
    while not _closes(writing):
        threading.Event().wait(0.01)
    gate.open()
    closing.join(timeout=30)
    assert [job.result(timeout=0) for job in waiting] == _numbers(database) == [0, 1, 2]
    with pytest.raises(DraftsLocked):
        writing.submit(_put(4))
    writing.close()


def test_what_the_connection_fails_with_is_raised_at_once(path: Path) -> None:
    def broken() -> Database:
        raise DiskFull

    with pytest.raises(DiskFull):
        Writer(broken, path)


def test_a_batch_has_an_end(writing: Writer, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_MOST_TOGETHER", 2)
    gate = Gate(writing)
    waiting = [writing.submit(_put(number)) for number in range(5)]
    gate.open()
    assert [job.result(timeout=30) for job in waiting] == _numbers(database)


def test_a_commit_that_the_disk_refuses_is_undone(
    writing: Writer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_writer: Writer, database: Database, _job: object) -> None:
        database.execute("INSERT INTO numbers VALUES (1, '')")
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(Writer, "_one", stop)
        with pytest.raises(DiskFull):
            writing.run(_put(2))
    writing.run(_put(3))
    assert _numbers(database) == [3]
