"""The disk is full at each write in turn: nothing older is lost, it is said, and everything goes on with room again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import Cause, Prepared, State
from embassy_assistant.domain.errors import DiskFull
from embassy_assistant.store.workspace import open_store
from tests.helpers.bad_disk import each_write
from tests.helpers.drafts import delivery, full_post, moved, plain_post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from embassy_assistant.store.workspace import SqliteStore

KEY = bytes(range(32))
LONG = "слово " * 2_000


def at_each_write(store: SqliteStore, do: Callable[[], object], unchanged: Callable[[], object]) -> int:
    """Let `do` meet a full disk at its first write, its second and so on; the last time it has room."""
    before, number = unchanged(), 0
    while True:
        number += 1
        try:
            with each_write(number.__le__):
                do()
        except DiskFull:
            assert unchanged() == before
        else:
            store.check()
            return number - 1


def test_typing(store: SqliteStore) -> None:
    store.posts.save(plain_post("p1", uk="давнє"))
    failures = at_each_write(
        store, lambda: store.posts.save(plain_post("p1", uk=LONG, revision=1)), lambda: store.posts.get("p1")
    )
    assert failures > 5
    post = store.posts.get("p1")
    assert post is not None
    assert post.text("uk") == LONG


def test_queueing(store: SqliteStore) -> None:
    store.posts.save(full_post())
    rows = [delivery(f"d{number}") for number in range(4)]
    failures = at_each_write(
        store,
        lambda: store.deliveries.enqueue(full_post(uk=LONG), rows),
        lambda: (store.posts.get("p1"), store.deliveries.open()),
    )
    assert failures > 5
    assert len(store.deliveries.open()) == 4, "all of them, or none"


def test_a_step_of_a_delivery(store: SqliteStore) -> None:
    row = delivery()
    store.deliveries.enqueue(full_post(), [row])
    step = moved(row, Cause.PREPARED_THERE, prepared=Prepared("key", LONG))
    failures = at_each_write(
        store,
        lambda: store.deliveries.apply(*step),
        lambda: (store.deliveries.get("d1"), store.deliveries.history("d1")),
    )
    assert failures > 2
    after = store.deliveries.get("d1")
    assert after is not None
    assert after.state is State.PREPARED


def test_a_picture(store: SqliteStore) -> None:
    picture = LONG.encode()
    assert at_each_write(store, lambda: store.media.add(picture, name="a", mime="b"), list) > 5
    assert store.media.read(store.media.add(picture, name="a", mime="b").hash) == picture


def test_opening_a_new_workspace(tmp_path: Path) -> None:
    number = 0
    while True:
        number += 7
        workspace = tmp_path / str(number)
        try:
            with each_write(number.__le__):
                open_store(workspace, KEY).close()
        except DiskFull:
            store = open_store(workspace, KEY)
            store.posts.save(plain_post("p1", uk="слово"))
            store.check()
            store.close()
        else:
            break
    assert number > 20


def test_closing_loses_nothing(workspace: Path) -> None:
    store = open_store(workspace, KEY)
    store.posts.save(plain_post("p1", uk="слово"))
    with each_write((1).__le__):
        store.close()
    store = open_store(workspace, KEY)
    assert store.posts.ids() == ["p1"]
    store.close()


@pytest.mark.parametrize("only", [1, 2, 5, 9])
def test_room_that_returns_at_once_is_used_at_once(store: SqliteStore, only: int) -> None:
    with each_write(only.__eq__):
        with pytest.raises(DiskFull):
            store.posts.save(plain_post("p1", uk=LONG))
        store.posts.save(plain_post("p2", uk="далі"))
    assert store.posts.ids() == ["p2"]
