"""A log of which a byte has rotted: SQLite would leave out in silence what was committed behind it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.errors import Damaged, NeedsOfficer
from embassy_assistant.store.file_lock import take
from embassy_assistant.store.log_frames import Frames, read_frames
from embassy_assistant.store.placing import USE_FILE
from tests.helpers.drafts import plain_post
from tests.store.test_lost_log import ASKS, KNOWN, LOG, MARK, PAGE, killed_copy, look, opened
from tests.store.test_lost_log import killed as killed

if TYPE_CHECKING:
    from pathlib import Path

HEAD, FRAME = 32, 24 + PAGE


def rot(log: Path, at: int) -> bytes:
    data = bytearray(log.read_bytes())
    data[at] ^= 1
    log.write_bytes(data)
    return bytes(data)


def commits(log: Path) -> list[int]:
    """Where each commit ends."""
    data = log.read_bytes()
    return [at + FRAME for at in range(HEAD, len(data), FRAME) if any(data[at + 4 : at + 8])]


@pytest.mark.parametrize(
    "at", [5, 10, 17, 28, HEAD, HEAD + 4, HEAD + 9, HEAD + 17, HEAD + 24, HEAD + FRAME - 1], ids=str
)
def test_whatever_may_have_gone_out_asks_where_the_beginning_of_the_log_has_rotted(killed: Path, at: int) -> None:
    left = rot(killed / LOG, at)
    assert look(killed) == ASKS
    assert not (killed / MARK).exists()
    assert look(killed) == ASKS, "and it is done once"
    assert [path.read_bytes() for path in (killed / "set-aside").rglob(LOG)] == [left]


def test_what_lies_before_the_rotten_place_is_still_there(workspace: Path, tmp_path: Path) -> None:
    opened(workspace).close()
    store = opened(workspace)
    for number in range(8):
        store.posts.save(plain_post(f"p{number}", uk="слово"))
    left = killed_copy(workspace, tmp_path / "left")
    store.close()
    ends = commits(left / LOG)
    rot(left / LOG, ends[4] + FRAME // 2)
    assert read_frames(left / LOG) == Frames(ends[4], len(ends) - 5)
    store = opened(left)
    kept = sorted(store.posts.ids())
    assert kept == sorted(f"p{number}" for number in range(8))[: len(kept)]
    assert 0 < len(kept) < 8
    assert store.settings.get("log-lost") is not None
    store.check()
    store.close()


def test_a_commit_that_was_cut_short_is_no_loss(killed: Path) -> None:
    rot(killed / LOG, -1)
    rows, held, lost = look(killed)
    # It may never have stood; what was about to be sent is read back.
    assert (rows["d1"], held, lost) == (State.ARMED, None, None)


def test_a_log_that_another_program_has_open_is_left_to_it(killed: Path) -> None:
    rot(killed / LOG, HEAD)
    descriptor = take(killed / USE_FILE, shared=True)
    assert descriptor is not None
    before = (killed / LOG).read_bytes()
    store = opened(killed)
    assert (store.settings.get("log-lost"), (killed / LOG).read_bytes()[:HEAD]) == (None, before[:HEAD])
    store.close()
    os.close(descriptor)


def test_the_rotten_log_of_a_store_that_a_killed_program_was_replacing_goes_with_it(
    killed: Path, tmp_path: Path
) -> None:
    new = killed_copy(killed, tmp_path / "new")
    assert look(new) == KNOWN
    (killed / "rebuilding").mkdir()
    (new / "store.db").replace(killed / "rebuilding" / "store.db")
    (killed / "placing.json").write_text('{"aside": "20260101T000000Z-before"}')
    left = rot(killed / LOG, HEAD)
    assert look(killed) == KNOWN
    assert (killed / "set-aside" / "20260101T000000Z-before" / LOG).read_bytes() == left


def test_a_file_that_is_nothing_without_its_rotten_log_is_damaged(workspace: Path, tmp_path: Path) -> None:
    store = opened(workspace)
    for number in range(3):
        store.posts.save(plain_post(f"p{number}", uk="слово"))
    left = killed_copy(workspace, tmp_path / "left")
    store.close()
    rot(left / LOG, HEAD)
    with pytest.raises(Damaged):
        opened(left)
    assert (left / LOG).exists()


def test_every_other_log_is_read_as_sqlite_reads_it(killed: Path, tmp_path: Path) -> None:
    log = killed / LOG
    whole = read_frames(log)
    assert whole == Frames(log.stat().st_size)
    assert not whole.rotten
    assert read_frames(tmp_path / "none") == Frames()
    short = tmp_path / "short"
    short.write_bytes(bytes(20))
    assert read_frames(short) == Frames()
    (tmp_path / "folder").mkdir()
    with pytest.raises(NeedsOfficer, match=r"store\.unusable-disk"):
        read_frames(tmp_path / "folder")
