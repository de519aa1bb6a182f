"""Bringing a backup back: nothing that stood in place is deleted, and nothing that was sent since goes out again."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.delivery import FINAL, Cause, Delivery, FrozenSegment, Prepared, Published, State
from embassy_assistant.domain.errors import Damaged, DiskFull, NeedsOfficer, Unusable
from embassy_assistant.domain.keeping import BackupKind
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import connect
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.plain import PlainSettings
from tests.helpers.bad_disk import each_write
from tests.helpers.drafts import NOON, account, delivery, full_post, moved, plain_post
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from embassy_assistant.domain.keeping import Restored
    from embassy_assistant.domain.ports import Store

pytestmark = pytest.mark.long

LATER = NOON + timedelta(days=1)
WALKS = {
    State.WAITING: (),
    State.PREPARED: (Cause.PREPARED_THERE,),
    State.ARMED: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND),
    State.PARKED: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND, Cause.TAKEN_FOR_LATER),
    State.UNKNOWN: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND, Cause.OUTCOME_UNCLEAR),
    State.NEEDS_HUMAN: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND, Cause.OUTCOME_UNCLEAR, Cause.CANNOT_TELL),
    State.MISSED: (Cause.TOO_LATE,),
    State.SENT: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND, Cause.ACCEPTED),
    State.REJECTED: (Cause.PREPARING_REFUSED,),
    State.CANCELLED: (Cause.TAKEN_BACK,),
}


class Place:
    """A workspace that is closed and opened again."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.opener = WorkspaceOpener(workspace, MemoryVault())
        self.keeper = WorkspaceKeeper(workspace, self.opener)
        self.store: Store = self.opener.create().store

    def queue(self, post_id: str, state: State = State.WAITING) -> Delivery:
        row = delivery(f"d-{post_id}", post_id)
        self.store.deliveries.enqueue(plain_post(post_id, uk=post_id), [row])
        return self.walk(row, state)

    def walk(self, row: Delivery, state: State) -> Delivery:
        for cause in WALKS[state][row.version :]:
            prepared = Prepared(row.id, "{}") if cause is Cause.PREPARED_THERE else row.prepared
            changes: dict[str, object] = {"prepared": prepared} if row.armed_at is None else {}
            if cause is Cause.COMMITTED_TO_SEND:
                changes = {"armed_at": NOON}
            step = moved(row, cause, **changes)
            self.store.deliveries.apply(*step)
            row = step[1]
        return row

    def restore(self, backup_id: str = "") -> Restored:
        self.store.close()
        done = self.keeper.restore(backup_id or self.keeper.backups()[0].id, LATER)
        self.store = self.opener.open()
        return done

    def lose(self, damage: str) -> None:
        """Make the store's file unreadable in one of the ways in which files go."""
        self.store.close()
        path = self.workspace / "store.db"
        match damage:
            case "gone":
                path.unlink()
            case "foreign":
                path.write_bytes(os.urandom(40_000))
            case _:
                path.with_name("store.db-wal").write_bytes(b"no log at all")


@pytest.fixture
def place(workspace: Path) -> Place:
    return Place(workspace)


def test_the_drafts_of_that_day_are_back_and_the_newer_ones_are_named_and_kept(place: Place) -> None:
    place.store.posts.save(plain_post("p1", uk="тоді"))
    place.keeper.backup(NOON)
    place.store.posts.save(plain_post("p1", uk="потім", at=NOON + timedelta(hours=1), revision=1))
    place.store.posts.save(plain_post("p2", uk="нове", at=NOON + timedelta(hours=2)))
    place.store.posts.save(plain_post("p3", uk="викинуте"))
    place.store.posts.remove("p3")
    done = place.restore()
    assert [post.text("uk") for post in place.store.posts.many(place.store.posts.ids())] == ["тоді"]
    assert [(post.post_id, post.title) for post in done.newer] == [("p2", "нове"), ("p1", "потім")]
    assert (done.carried, done.doubtful, done.blind) == (0, 0, False)
    place.store.check()


def test_what_was_set_aside_can_be_brought_back_in_turn(place: Place) -> None:
    place.keeper.backup(NOON)
    place.store.posts.save(plain_post("p2", uk="нове"))
    place.restore()
    assert place.store.posts.ids() == []
    daily, aside = place.keeper.backups()
    assert (daily.kind, aside.kind, aside.posts, aside.at) == (BackupKind.DAILY, BackupKind.ASIDE, 1, LATER)
    place.restore(aside.id)
    assert place.store.posts.ids() == ["p2"]
    place.restore(daily.id)
    assert len(place.keeper.backups()) == 4, "what was set aside in the same second has a name of its own"


def test_a_backup_that_is_not_there_changes_nothing(place: Place) -> None:
    place.store.close()
    with pytest.raises(Unusable, match=r"keeping\.no-backup"):
        place.keeper.restore("nothing", NOON)


def test_nothing_moves_under_a_program_that_has_the_store_open(place: Place) -> None:
    made = place.keeper.backup(NOON)
    with pytest.raises(NeedsOfficer, match=r"keeping\.in-use"):
        place.keeper.restore(made.id, LATER)
    place.store.posts.save(plain_post("p1", uk="пишеться далі"))


PAIRS = [(then, now) for then in State for now in State if WALKS[now][: len(WALKS[then])] == WALKS[then]]


def test_every_delivery_is_as_it_is_now_whichever_day_comes_back(place: Place) -> None:
    rows = [place.queue(f"{then}-{now}", then) for then, now in PAIRS]
    place.keeper.backup(NOON)
    rows = [place.walk(row, now) for row, (_, now) in zip(rows, PAIRS, strict=True)]
    done = place.restore()
    assert [place.store.deliveries.get(row.id) for row in rows] == rows
    for row, (_, now) in zip(rows, PAIRS, strict=True):
        assert [step.cause for step in place.store.deliveries.history(row.id)] == list(WALKS[now])
    assert done.carried == sum(then is not now for then, now in PAIRS) > 15


def test_what_was_queued_since_comes_along_with_its_post(place: Place) -> None:
    place.keeper.backup(NOON)
    row = place.queue("p1", State.SENT)
    done = place.restore()
    assert (done.carried, place.store.deliveries.get(row.id)) == (1, row)
    assert place.store.deliveries.post_ids() == ["p1"]
    assert place.store.posts.ids(query="p1") == ["p1"]


def test_a_post_that_was_discarded_then_and_queued_since_is_seen(place: Place) -> None:
    place.store.posts.save(plain_post("p1", uk="слово"))
    place.store.posts.remove("p1")
    place.keeper.backup(NOON)
    place.store.posts.restore("p1")
    place.queue("p1", State.SENT)
    place.restore()
    assert place.store.posts.ids() == ["p1"]
    assert place.store.posts.ids(query="слово") == ["p1"]


@pytest.mark.parametrize("damage", ["gone", "foreign", "log"])
def test_where_nobody_can_tell_what_went_out_nothing_goes_out_by_itself(place: Place, damage: str) -> None:
    rows = [place.queue(state.value, state) for state in State]
    place.keeper.backup(NOON)
    place.lose(damage)
    done = place.keeper.restore(place.keeper.backups()[0].id, LATER)
    store = place.opener.open()
    assert store.settings.get("held") == "yes"
    settled = FINAL | {State.NEEDS_HUMAN}
    assert done.doubtful == len(State) - len(settled)
    for row in rows:
        after = store.deliveries.get(row.id)
        assert after is not None
        assert after.state is (row.state if row.state in settled else State.NEEDS_HUMAN)
        assert after.prepared == row.prepared, "its key is never lost"
        if row.state not in settled:
            assert json.loads(after.problem)["id"] == "delivery.from-a-backup"
            assert store.deliveries.history(row.id)[-1].cause is Cause.FROM_A_BACKUP
    store.close()


def test_the_report_says_that_nobody_can_tell(place: Place) -> None:
    place.queue("p1", State.PREPARED)
    place.keeper.backup(NOON)
    place.lose("foreign")
    done = place.keeper.restore(place.keeper.backups()[0].id, LATER)
    assert (done.carried, done.doubtful, done.blind, done.newer) == (0, 1, True, ())
    assert [kept.kind for kept in place.keeper.backups()] == [BackupKind.DAILY], "what is broken is no backup"
    assert (place.workspace / "set-aside").exists()


def test_a_hold_and_the_accounts_of_now_stay(place: Place) -> None:
    place.store.accounts.save(account("bluesky:stays.example"))
    place.store.accounts.save(account("bluesky:goes.example"))
    place.keeper.backup(NOON)
    place.store.accounts.save(replace(account("bluesky:stays.example"), paused=True))
    place.store.accounts.remove("bluesky:goes.example")
    place.store.accounts.save(account("bluesky:new.example"))
    place.store.settings.set("held", "yes")
    place.restore()
    found = {one.id: one for one in place.store.accounts.all()}
    assert found["bluesky:stays.example"].paused
    assert found["bluesky:goes.example"].credential is Credential.MISSING
    assert found["bluesky:new.example"].credential is account().credential
    assert place.store.settings.get("held") == "yes"


def test_a_workspace_that_moved_away_stays_held(place: Place) -> None:
    place.keeper.backup(NOON)
    PlainSettings(place.workspace / "workspace.json").set("moved", NOON.isoformat())
    place.lose("gone")
    place.keeper.restore(place.keeper.backups()[0].id, LATER)
    store = place.opener.open()
    assert (store.settings.get("moved"), store.settings.get("held")) == (NOON.isoformat(), "yes")
    store.close()


@pytest.mark.parametrize("damage", ["gone", "cut", "whole"])
def test_pictures_come_from_wherever_they_are(place: Place, damage: str) -> None:
    old = place.store.media.add(b"old" * 5_000, name="a", mime="image/png")
    place.keeper.backup(NOON)
    new = place.store.media.add(b"new" * 5_000, name="b", mime="image/png")
    place.store.close()
    path = place.workspace / "media.db"
    if damage == "gone":
        path.unlink()
    elif damage == "cut":
        data = bytearray(path.read_bytes())
        data[5_000] ^= 0xFF
        path.write_bytes(data)
    place.keeper.restore(place.keeper.backups()[0].id, LATER)
    store = place.opener.open()
    store.check()
    assert store.media.read(old.hash) == b"old" * 5_000
    if damage == "whole":
        assert store.media.read(new.hash) == b"new" * 5_000
    store.close()


def test_a_picture_that_the_present_file_lacks_comes_from_the_backup(place: Place) -> None:
    picture = place.store.media.add(b"old" * 5_000, name="a", mime="image/png")
    place.keeper.backup(NOON)
    place.store.close()
    database = connect(place.workspace / "media.db", derive(place.opener.key(), b"pictures"))
    database.execute("DELETE FROM pictures")
    database.close()
    place.keeper.restore(place.keeper.backups()[0].id, LATER)
    place.store = place.opener.open()
    assert place.store.media.read(picture.hash) == b"old" * 5_000


def test_a_damaged_backup_is_said_and_the_present_store_stands(place: Place) -> None:
    made = place.keeper.backup(NOON)
    place.store.posts.save(plain_post("p1", uk="слово"))
    place.store.close()
    path = place.workspace / "backups" / made.id
    data = bytearray(path.read_bytes())
    data[-50] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(Damaged):
        place.keeper.restore(made.id, LATER)
    place.store = place.opener.open()
    assert place.store.posts.ids() == ["p1"]
    assert not (place.workspace / "rebuilding").exists()


def test_a_full_disk_at_each_write_leaves_the_present_store_in_place(place: Place) -> None:
    place.queue("p1", State.SENT)
    made = place.keeper.backup(NOON)
    place.store.posts.save(plain_post("p2", uk="слово"))
    place.store.close()
    number = failures = 0
    while True:
        number += 3
        try:
            with each_write(number.__le__):
                place.keeper.restore(made.id, LATER)
        except DiskFull:
            failures += 1
            place.store = place.opener.open()
            assert set(place.store.posts.ids()) == {"p1", "p2"}
            place.store.close()
        else:
            break
    assert failures > 3
    place.store = place.opener.open()
    assert place.store.posts.ids() == ["p1"]


class Died(BaseException):
    """A program ends in the middle of something."""


@pytest.mark.parametrize("moves", range(8))
def test_a_program_that_dies_while_files_move_is_finished_by_the_next(
    place: Place, moves: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.store.posts.save(plain_post("p1", uk="тоді"))
    place.store.media.add(b"old" * 5_000, name="a", mime="image/png")
    made = place.keeper.backup(NOON)
    place.store.posts.save(plain_post("p2", uk="нове"))
    place.store.close()
    (place.workspace / "media.db").write_bytes(b"")
    real, left = Path.replace, [moves]

    def replace_or_die(self: Path, target: Path) -> Path:
        if self.parent.name == "rebuilding" or target.parent.parent.name == "set-aside":
            if not left[0]:
                raise Died
            left[0] -= 1
        return real(self, target)

    with monkeypatch.context() as patched, suppress(Died):
        patched.setattr(Path, "replace", replace_or_die)
        place.keeper.restore(made.id, LATER)
    assert (left[0] > 0) == (moves == 7), "each move was met"
    place.store = place.opener.open()
    assert place.store.posts.ids() == ["p1"]
    (aside,) = (place.workspace / "set-aside").iterdir()
    assert {"store.db", "media.db"} <= {path.name for path in aside.iterdir()}
    assert not (place.workspace / "rebuilding").exists()


def test_a_row_whose_post_nobody_has_any_more_gets_one_of_what_was_queued(place: Place) -> None:
    place.keeper.backup(NOON)
    row = place.queue("p1", State.SENT)
    place.store.close()
    database = connect(place.workspace / "store.db", derive(place.opener.key(), b"drafts"))
    database.execute("DELETE FROM documents")
    database.close()
    place.keeper.restore(place.keeper.backups()[0].id, LATER)
    place.store = place.opener.open()
    post = place.store.posts.get("p1")
    assert post is not None
    assert post.text("uk") == row.segment.text
    assert place.store.deliveries.get(row.id) == row


def test_what_is_out_keeps_where_it_is(place: Place) -> None:
    segments = [FrozenSegment(f"{number}", ("uk",), (), number, 2) for number in range(2)]
    rows = [delivery(f"t{number}", "p1", segment=one, thread="t") for number, one in enumerate(segments)]
    place.store.deliveries.enqueue(full_post(), rows)
    place.keeper.backup(NOON)
    row = place.walk(rows[0], State.ARMED)
    step = moved(row, Cause.ACCEPTED, published=Published('{"uri":"at://1"}', "https://example.org/1"))
    place.store.deliveries.apply(*step)
    place.restore()
    first, second = place.store.deliveries.of_thread("t")
    assert (first.published, second.state) == (Published('{"uri":"at://1"}', "https://example.org/1"), State.WAITING)


def test_an_account_that_cannot_be_read_leaves_the_backup_s(place: Place) -> None:
    place.store.accounts.save(account())
    place.keeper.backup(NOON)
    place.store.close()
    database = connect(place.workspace / "store.db", derive(place.opener.key(), b"drafts"))
    database.execute("UPDATE accounts SET document = 'nothing'")
    database.close()
    place.keeper.restore(place.keeper.backups()[0].id, LATER)
    place.store = place.opener.open()
    assert place.store.accounts.all() == [account()]
