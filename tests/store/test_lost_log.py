"""A log that was taken away, emptied, cut or swapped after a crash: the store opens, and nothing goes out by itself."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import FINAL, Cause, Prepared, State
from embassy_assistant.domain.errors import Damaged, DiskFull, NeedsOfficer
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import Database, connect
from embassy_assistant.store.files import write_whole
from embassy_assistant.store.log_mark import LogMark
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.placing import alone as alone_with
from embassy_assistant.store.placing import leave, turn, use
from embassy_assistant.store.workspace import STORE_PURPOSE, SqliteStore, open_store
from tests.helpers.drafts import NOON, delivery, moved, plain_post
from tests.store.conftest import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOG, MARK = "store.db-wal", "store.db-mark"
PAGE = 4_096


@pytest.fixture
def killed(workspace: Path, tmp_path: Path) -> Path:
    """A program that was killed after it had sent: the file says that the post waits, the log that it is out."""
    opened(workspace).close()
    store = opened(workspace)
    store.deliveries.enqueue(plain_post("p1", uk="слово"), [delivery("d1", "p1"), delivery("d2", "p1")])
    store.close()
    store = opened(workspace)
    send(store, "d1")
    to = killed_copy(workspace, tmp_path / "killed")
    store.close()
    return to


def opened(workspace: Path) -> SqliteStore:
    return open_store(workspace, KEY, now=lambda: NOON)


def send(store: SqliteStore, row_id: str) -> None:
    row = store.deliveries.get(row_id)
    assert row is not None
    for cause in (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND, Cause.ACCEPTED):
        changes: dict[str, object] = {"prepared": Prepared(row.id, "{}")} if cause is Cause.PREPARED_THERE else {}
        if cause is Cause.COMMITTED_TO_SEND:
            changes = {"armed_at": NOON}
        step = moved(row, cause, **changes)
        store.deliveries.apply(*step)
        row = step[1]


def killed_copy(workspace: Path, to: Path) -> Path:
    shutil.copytree(workspace, to, dirs_exist_ok=True)
    return to


def states(store: SqliteStore) -> dict[str, State]:
    found = (store.deliveries.get(row_id) for row_id in ("d1", "d2"))
    return {row.id: row.state for row in found if row is not None}


def look(workspace: Path) -> tuple[dict[str, State], str | None, str | None]:
    """What a store says once it is open: its rows, whether it is held, and since when its log is lost."""
    store = opened(workspace)
    try:
        return states(store), store.settings.get("held"), store.settings.get("log-lost")
    finally:
        store.close()


KNOWN = ({"d1": State.SENT, "d2": State.WAITING}, None, None)
ASKS = ({"d1": State.NEEDS_HUMAN, "d2": State.NEEDS_HUMAN}, "yes", NOON.isoformat())


def another_log(tmp_path: Path) -> bytes:
    """The log of an earlier day of the same store."""
    store = opened(tmp_path / "workspace")
    store.posts.save(plain_post("p9", uk="інше"))
    data = (tmp_path / "workspace" / LOG).read_bytes()
    store.close()
    return data


def test_a_killed_program_left_everything_and_a_mark_of_its_log(killed: Path) -> None:
    assert (killed / MARK).exists()
    assert look(killed) == KNOWN
    assert not (killed / MARK).exists(), "a store that was closed needs no log"
    assert look(killed) == KNOWN


@pytest.mark.parametrize("damage", ["gone", "empty", "zeros", "cut", "headless", "another"])
def test_without_its_log_a_store_opens_and_asks_about_whatever_may_have_gone_out(
    killed: Path, tmp_path: Path, damage: str
) -> None:
    log = killed / LOG
    left = {
        "empty": b"",
        "zeros": bytes(PAGE),
        "cut": log.read_bytes()[:PAGE],
        "headless": log.read_bytes()[:20],
        "another": another_log(tmp_path),
    }
    log.unlink()
    if damage != "gone":
        log.write_bytes(left[damage])
    assert look(killed) == ASKS
    assert look(killed) == ASKS, "and it is done once"
    aside = list((killed / "set-aside").rglob(LOG))
    assert [path.read_bytes() for path in aside] == ([left[damage]] if damage != "gone" else [])


def test_each_row_says_why_it_asks_and_what_it_has_is_kept(killed: Path) -> None:
    (killed / LOG).unlink()
    store = opened(killed)
    row = store.deliveries.get("d1")
    assert row is not None
    assert json.loads(row.problem)["id"] == "delivery.log-lost"
    assert store.deliveries.history("d1")[-1].cause is Cause.FROM_A_BACKUP
    assert store.posts.ids() == ["p1"]
    store.check()
    store.close()


def test_what_was_settled_before_stays_settled(killed: Path) -> None:
    look(killed)
    store = opened(killed)
    store.posts.save(plain_post("p2", uk="нове"))
    left = killed_copy(killed, killed.parent / "left")
    store.close()
    (left / LOG).unlink()
    found = look(left)
    assert found == ({"d1": State.SENT, "d2": State.NEEDS_HUMAN}, "yes", NOON.isoformat())
    assert State.SENT in FINAL


def test_an_index_that_is_gone_is_no_loss(killed: Path) -> None:
    (killed / "store.db-shm").unlink(missing_ok=True)
    assert look(killed) == KNOWN


def test_a_mark_that_is_gone_costs_nothing_while_the_log_is_there(killed: Path) -> None:
    (killed / MARK).unlink()
    assert look(killed) == KNOWN


@pytest.mark.parametrize(
    "left", [b"", b"nothing", b"[]", b'{"count": 1}', b'{"count": "1", "drawn": 1, "size": 1}', b"[" * 100_000], ids=len
)
def test_a_mark_that_nobody_can_read_still_says_that_a_log_belongs_here(killed: Path, left: bytes) -> None:
    (killed / MARK).write_bytes(left)
    bare = killed_copy(killed, killed.parent / "bare")
    assert look(killed) == KNOWN
    (bare / LOG).unlink()
    assert look(bare) == ASKS


def test_a_file_that_is_nothing_without_its_log_is_damaged_and_left_alone(workspace: Path, tmp_path: Path) -> None:
    store = opened(workspace)
    store.posts.save(plain_post("p1", uk="слово"))
    left = killed_copy(workspace, tmp_path / "left")
    store.close()
    (left / LOG).unlink()
    before = {path.name: path.read_bytes() for path in left.iterdir() if path.suffix == ".db"}
    with pytest.raises(Damaged):
        opened(left)
    assert {path.name: path.read_bytes() for path in left.iterdir() if path.suffix == ".db"} == before


def test_the_log_that_begins_anew_is_still_the_one_that_was_marked(workspace: Path, tmp_path: Path) -> None:
    store = opened(workspace)
    store.posts.save(plain_post("p1", uk="слово"))
    first = json.loads((workspace / MARK).read_bytes())
    for number in range(3):
        store.settings.set("large", f"{number}" * 5_000_000)
    head = (workspace / LOG).read_bytes()[16:20]
    left = killed_copy(workspace, tmp_path / "left")
    store.close()
    assert 0 < int.from_bytes(head, "big") - first["count"] < 100, "the log began anew"
    store = opened(left)
    assert store.settings.get("log-lost") is None
    assert store.posts.ids() == ["p1"]
    store.close()


def test_a_log_of_an_earlier_generation_of_the_same_opening_is_another(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    log = tmp_path / LOG
    log.write_bytes(bytes(16) + (500).to_bytes(4, "big") + bytes(12) + bytes(PAGE))
    LogMark(path).committed()
    log.write_bytes(bytes(16) + (499).to_bytes(4, "big") + bytes(12) + bytes(PAGE))
    assert LogMark(path).lost


def test_a_commit_marks_once_and_again_when_the_mark_was_taken_away(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []

    def count(path: Path, data: bytes) -> None:
        written.append(path)
        write_whole(path, data)

    monkeypatch.setattr("embassy_assistant.store.log_mark.write_whole", count)
    store = opened(workspace)
    for number in range(5):
        store.posts.save(plain_post(f"p{number}", uk="слово"))
    assert len(written) == 1
    (workspace / MARK).unlink()
    store.posts.save(plain_post("p9", uk="слово"))
    assert len(written) == 2
    store.close()
    assert not (workspace / MARK).exists()


def test_a_mark_that_finds_no_room_is_tried_again_and_costs_no_commit(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise DiskFull

    store = opened(workspace)
    (workspace / MARK).unlink(missing_ok=True)
    with monkeypatch.context() as patched:
        patched.setattr("embassy_assistant.store.log_mark.write_whole", full)
        store.posts.save(plain_post("p1", uk="слово"))
    assert not (workspace / MARK).exists()
    store.posts.save(plain_post("p2", uk="слово"))
    assert (workspace / MARK).exists()
    store.close()


def test_a_mark_of_another_log_that_finds_no_room_is_written_by_the_next_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise DiskFull

    for count in (500, 7):
        (tmp_path / LOG).write_bytes(bytes(16) + count.to_bytes(4, "big") + bytes(12) + bytes(PAGE))
        mark = LogMark(tmp_path / "store.db")
        with monkeypatch.context() as patched:
            patched.setattr("embassy_assistant.store.log_mark.write_whole", full)
            mark.committed()
        assert mark.lost == mark.there
        mark.committed()
        assert mark.there
        assert not mark.lost


def test_a_log_that_cannot_be_looked_at_ends_no_writing_and_is_said_by_the_next_program(tmp_path: Path) -> None:
    (tmp_path / LOG).mkdir()
    mark = LogMark(tmp_path / "store.db")
    mark.committed()
    assert not mark.lost
    (tmp_path / MARK).touch()
    with pytest.raises(NeedsOfficer, match=r"store\.unusable-disk"):
        assert mark.lost


def test_the_mark_stays_as_long_as_another_program_has_the_store_open(workspace: Path) -> None:
    first, second = opened(workspace), opened(workspace)
    first.posts.save(plain_post("p1", uk="слово"))
    first.close()
    assert (workspace / MARK).exists()
    second.posts.save(plain_post("p2", uk="слово"))
    second.close()
    assert not (workspace / MARK).exists()
    assert not (workspace / LOG).exists()


def test_a_log_that_cannot_be_settled_now_keeps_its_mark(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embassy_assistant.store.driver.BUSY_MILLISECONDS", 50)
    store = opened(workspace)
    store.posts.save(plain_post("p1", uk="слово"))
    reader = connect(workspace / "store.db", derive(KEY, STORE_PURPOSE), readonly=True)
    reader.conn.execute("BEGIN")
    reader.conn.execute("SELECT count(*) FROM posts").fetchone()
    store.posts.save(plain_post("p2", uk="слово"))
    store.close()
    assert (workspace / MARK).exists()
    reader.close()
    assert look(workspace) == ({}, None, None)


def test_a_mark_that_cannot_be_taken_away_keeps_its_log(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(workspace)
    store.posts.save(plain_post("p1", uk="слово"))
    unlink = Path.unlink

    def refused(path: Path, missing_ok: bool = False) -> None:
        if path.name == MARK:
            raise PermissionError(13, "a scanner reads it")
        unlink(path, missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refused)
        store.close()
    assert (workspace / MARK).exists()
    assert look(workspace) == ({}, None, None)
    assert not (workspace / MARK).exists()


def test_a_log_that_is_left_to_somebody_who_dies_while_opening_is_still_there(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(workspace)
    store.posts.save(plain_post("p1", uk="слово"))
    monkeypatch.setattr("embassy_assistant.store.workspace.leave", partial(leave, patience=0.0))
    with turn(workspace):
        store.close()
    assert look(workspace) == ({}, None, None)


def test_whoever_cannot_have_the_turn_leaves_the_log_to_whoever_has_it(workspace: Path) -> None:
    workspace.mkdir()
    in_use = use(workspace)
    with turn(workspace), leave(workspace, in_use, patience=0.0) as alone:
        assert not alone
    with alone_with(workspace):
        assert not (workspace / MARK).exists()


def test_nothing_is_repaired_under_a_program_that_still_writes(killed: Path) -> None:
    writing = opened(killed)
    writing.posts.save(plain_post("p2", uk="слово"))
    (killed / LOG).unlink()
    with pytest.raises(NeedsOfficer, match=r"keeping\.in-use"):
        opened(killed)
    writing.close()


def test_an_unfinished_store_that_is_set_aside_takes_its_mark_along(workspace: Path) -> None:
    store = opened(workspace)
    store.posts.save(plain_post("p1", uk="слово"))
    left = killed_copy(workspace, workspace.parent / "left")
    store.close()
    (left / "seal.pub").unlink()
    from tests.helpers.vaults import MemoryVault

    made = WorkspaceOpener(left, MemoryVault()).create()
    assert [path.name.split("-", 2)[2] for path in left.glob("unfinished-*-store.db-mark")] == [MARK]
    made.store.close()


class Snapshots:
    """Copies a workspace before and after each step that a killed program would leave undone."""

    def __init__(self, workspace: Path, to: Path) -> None:
        self.workspace, self.to, self.taken = workspace, to, []  # type: ignore[var-annotated]

    def take(self) -> None:
        self.taken.append(killed_copy(self.workspace, self.to / str(len(self.taken))))

    def around(self, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **named: object) -> object:
            self.take()
            try:
                return real(*args, **named)
            finally:
                self.take()

        return call


@pytest.fixture
def snapshots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], Snapshots]]:
    def begin(workspace: Path) -> Snapshots:
        made = Snapshots(workspace, tmp_path / "snapshots")
        for owner, name in (
            (Path, "unlink"),
            (Path, "replace"),
            (os, "fsync"),
            (Database, "close"),
            (LogMark, "committed"),
            (LogMark, "settle"),
        ):
            monkeypatch.setattr(owner, name, made.around(getattr(owner, name)))
        return made

    yield begin
    monkeypatch.undo()


def test_a_program_killed_at_any_step_of_opening_sending_and_closing_leaves_nobody_in_doubt(
    killed: Path, snapshots: Callable[[Path], Snapshots], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = snapshots(killed)
    store = opened(killed)
    store.posts.save(plain_post("p2", uk="слово"))
    store.close()
    taken.take()
    monkeypatch.undo()
    assert len(taken.taken) > 8
    for each in taken.taken:
        assert look(each) == KNOWN


def test_a_log_taken_away_after_a_kill_at_any_step_is_never_passed_over(
    killed: Path, snapshots: Callable[[Path], Snapshots], monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = snapshots(killed)
    store = opened(killed)
    send(store, "d2")
    store.close()
    taken.take()
    monkeypatch.undo()
    asked = 0
    for each in taken.taken:
        (each / LOG).unlink(missing_ok=True)
        found = look(each)
        assert found == ASKS or set(found[0].values()) == {State.SENT}
        asked += found == ASKS
    assert 0 < asked < len(taken.taken)


def test_a_repair_killed_at_any_step_is_made_by_the_next(
    killed: Path, tmp_path: Path, snapshots: Callable[[Path], Snapshots], monkeypatch: pytest.MonkeyPatch
) -> None:
    (killed / LOG).write_bytes(another_log(tmp_path))
    taken = snapshots(killed)
    opened(killed).close()
    monkeypatch.undo()
    assert len(taken.taken) > 8
    for each in taken.taken:
        assert look(each) == ASKS


def test_a_backup_brought_back_over_a_store_without_its_log_believes_none_of_its_rows(
    workspace: Path, tmp_path: Path
) -> None:
    from embassy_assistant.store.keeper import WorkspaceKeeper
    from tests.helpers.vaults import MemoryVault

    vault = MemoryVault()
    opener = WorkspaceOpener(workspace, vault)
    store = opener.create().store
    store.deliveries.enqueue(plain_post("p1", uk="слово"), [delivery("d1", "p1"), delivery("d2", "p1")])
    store.close()
    made = WorkspaceKeeper(workspace, opener).backup(NOON)
    store = opener.open()
    assert isinstance(store, SqliteStore)
    send(store, "d1")
    left = killed_copy(workspace, tmp_path / "left")
    store.close()
    (left / LOG).unlink()
    opener = WorkspaceOpener(left, vault)
    done = WorkspaceKeeper(left, opener).restore(made.id, NOON + timedelta(days=1))
    assert (done.doubtful, done.blind) == (2, True)
    assert not (left / MARK).exists()
    reopened = opener.open()
    assert isinstance(reopened, SqliteStore)
    assert set(states(reopened).values()) == {State.NEEDS_HUMAN}
    assert reopened.settings.get("log-lost") is None
    reopened.close()


def test_a_backup_that_knows_more_than_a_store_that_lost_its_log_is_not_believed_about_what_went_out(
    workspace: Path, tmp_path: Path
) -> None:
    from embassy_assistant.store.keeper import WorkspaceKeeper
    from tests.helpers.vaults import MemoryVault

    vault = MemoryVault()
    opener = WorkspaceOpener(workspace, vault)
    store = opener.create().store
    store.deliveries.enqueue(plain_post("p1", uk="слово"), [delivery("d1", "p1")])
    store.close()
    store = opener.open()
    store.deliveries.enqueue(plain_post("p2", uk="слово"), [delivery("d2", "p2")])
    row = store.deliveries.get("d1")
    assert row is not None
    store.deliveries.apply(*moved(row, Cause.PREPARED_THERE, prepared=Prepared("d1", "{}")))
    made = WorkspaceKeeper(workspace, opener).backup(NOON)
    left = killed_copy(workspace, tmp_path / "left")
    store.close()
    (left / LOG).unlink()
    opener = WorkspaceOpener(left, vault)
    store = opener.open()
    assert store.settings.get("log-lost")
    store.close()
    done = WorkspaceKeeper(left, opener).restore(made.id, NOON + timedelta(days=1))
    store = opener.open()
    assert isinstance(store, SqliteStore)
    assert states(store) == {"d1": State.NEEDS_HUMAN, "d2": State.NEEDS_HUMAN}
    assert (done.doubtful, done.blind) == (2, False)
    store.close()
