"""What every store promises; the one in memory, which other tests use, must promise the same as the real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from embassy_assistant.domain.delivery import Cause, State
from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.ports import Conflict, Store
from embassy_assistant.store.workspace import open_store
from tests.helpers.drafts import DUE, NOON, account, delivery, full_post, moved, plain_post
from tests.helpers.memory import MemoryStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "memory"])
def any_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        store: Store = open_store(tmp_path / "workspace", bytes(32))
    else:
        # Its attributes are of its own, narrower types, which a Protocol with settable attributes does not allow.
        store = cast("Store", MemoryStore())
    yield store
    store.close()


def test_a_post_is_kept_listed_and_found(any_store: Store) -> None:
    any_store.posts.save(plain_post("old", uk="Київ"))
    any_store.posts.save(plain_post("new", uk="Львів", at=NOON + timedelta(minutes=1)))
    assert any_store.posts.ids() == ["new", "old"]
    assert any_store.posts.ids(query="киї") == ["old"]
    assert any_store.posts.get("old") == plain_post("old", uk="Київ")
    assert [post.id for post in any_store.posts.many(["old", "gone", "new"])] == ["old", "new"]
    assert any_store.posts.get("gone") is None


def test_a_discarded_draft_comes_back(any_store: Store) -> None:
    any_store.posts.save(full_post())
    any_store.posts.remove("p1")
    assert (any_store.posts.get("p1"), list(any_store.posts.ids())) == (None, [])
    any_store.posts.restore("p1")
    assert any_store.posts.get("p1") == full_post()


def test_a_summary_says_the_states_of_its_deliveries(any_store: Store) -> None:
    any_store.deliveries.enqueue(full_post(), [delivery("d1"), delivery("d2")])
    any_store.deliveries.apply(*moved(delivery("d1"), Cause.PREPARED_THERE))
    (row,) = any_store.posts.summaries(["p1"])
    assert (row.id, row.due, set(row.states)) == ("p1", DUE.instant(), {State.WAITING, State.PREPARED})
    assert any_store.deliveries.counts() == {State.WAITING: 1, State.PREPARED: 1}


def test_queued_posts_and_drafts_are_told_apart(any_store: Store) -> None:
    any_store.posts.save(plain_post("draft", uk="а"))
    any_store.deliveries.enqueue(plain_post("queued", uk="б"), [delivery(post_id="queued")])
    assert list(any_store.posts.ids(queued=True)) == list(any_store.deliveries.post_ids()) == ["queued"]
    assert list(any_store.posts.ids(queued=False)) == ["draft"]


def test_a_row_moves_once_from_where_it_was_seen(any_store: Store) -> None:
    any_store.deliveries.enqueue(full_post(), [delivery()])
    before, after, step = moved(delivery(), Cause.PREPARED_THERE)
    any_store.deliveries.apply(before, after, step)
    with pytest.raises(Conflict):
        any_store.deliveries.apply(*moved(delivery(), Cause.TAKEN_BACK))
    assert any_store.deliveries.get("d1") == after
    assert list(any_store.deliveries.history("d1")) == [step]


def test_queueing_is_all_or_nothing(any_store: Store) -> None:
    any_store.deliveries.enqueue(full_post(), [delivery()])
    stale = moved(delivery(), Cause.TAKEN_BACK)
    any_store.deliveries.apply(*moved(delivery(), Cause.PREPARED_THERE))
    with pytest.raises(Conflict):
        any_store.deliveries.enqueue(full_post(uk="Інше"), [delivery("d2")], [stale])
    assert [row.id for row in any_store.deliveries.of_post("p1")] == ["d1"]
    assert any_store.posts.get("p1") == full_post()


def test_the_outbox_goes_by_due_time_and_then_by_queueing(any_store: Store) -> None:
    rows = [delivery("late", due=DUE), delivery("z"), delivery("a")]
    any_store.deliveries.enqueue(full_post(), rows)
    assert [row.id for row in any_store.deliveries.open()] == ["z", "a", "late"]
    assert [row.id for row in any_store.deliveries.of_posts(["p1"])] == ["late", "z", "a"]


def test_the_queue_can_be_narrowed_to_an_account(any_store: Store) -> None:
    any_store.deliveries.enqueue(plain_post("p1", uk="а"), [delivery("d1", "p1")])
    any_store.deliveries.enqueue(plain_post("p2", uk="а"), [delivery("d2", "p2", account_id="practice:test")])
    assert list(any_store.deliveries.post_ids(account="practice:test")) == ["p2"]


def test_the_loudest_is_on_top_and_what_needs_a_person_is_counted(any_store: Store) -> None:
    english = replace(delivery().segment, languages=("en",))
    states = {
        "done": (State.SENT, State.SENT),
        "waits": (State.WAITING, State.WAITING),
        "asks": (State.MISSED, State.MISSED),
        "half": (State.SENT, State.WAITING),
    }
    for post_id, (uk, en) in states.items():
        rows = [delivery(f"{post_id}-uk", post_id, state=uk), delivery(f"{post_id}-en", post_id, state=en)]
        rows[1] = replace(rows[1], segment=english)
        any_store.deliveries.enqueue(plain_post(post_id, uk="а"), rows)
    deliveries = any_store.deliveries
    assert list(deliveries.post_ids()) == ["half", "asks", "waits", "done"]
    assert list(deliveries.asking(9)) == ["asks"]
    assert deliveries.asking_rows() == 2
    assert list(deliveries.halves_waiting()) == ["half"]
    count, first = deliveries.stopped(delivery().account_id, None, 1)
    assert (count, len(first)) == (2, 1)
    assert deliveries.stopped(delivery().account_id, NOON + timedelta(days=9), 1) == (0, [])


def test_accounts_settings_and_pictures_are_kept(any_store: Store) -> None:
    any_store.accounts.save(account())
    any_store.accounts.save(replace(account(), paused=True))
    any_store.settings.set("a", "1")
    picture = any_store.media.add(b"bytes", name="a.png", mime="image/png")
    assert list(any_store.accounts.all()) == [replace(account(), paused=True)]
    assert (any_store.settings.get("a"), any_store.settings.get("b")) == ("1", None)
    assert any_store.media.read(picture.hash) == b"bytes"
    any_store.accounts.remove(account().id)
    assert any_store.accounts.get(account().id) is None
    with pytest.raises(Damaged):
        any_store.media.read("ab" * 32)
