from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import (
    EDGES,
    FINAL,
    Cause,
    Delivery,
    Edge,
    ImpossibleStep,
    Prepared,
    Published,
    State,
    Step,
)
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.domain.post import Due
from tests.helpers.drafts import DUE, NOON, delivery, full_post, moved, plain_post

if TYPE_CHECKING:
    from embassy_assistant.store.workspace import SqliteStore

PREPARED = Prepared("3kabc", '{"text":"x"}', NOON + timedelta(days=1))
PUBLISHED = Published('{"uri":"at://1"}', "https://bsky.app/1")


def queued(store: SqliteStore, *rows: Delivery) -> None:
    for post_id in {row.post_id for row in rows}:
        store.deliveries.enqueue(plain_post(post_id, uk="слово"), [row for row in rows if row.post_id == post_id])


def test_a_row_with_every_field_comes_back_equal(store: SqliteStore) -> None:
    row = delivery(
        due=DUE,
        not_before=NOON,
        prepared=PREPARED,
        armed_at=NOON,
        published=PUBLISHED,
        alone=True,
        looks=1,
        attempts=2,
        problem='{"id":"x"}',
        evidence="seen",
    )
    queued(store, row)
    assert store.deliveries.get("d1") == row
    assert store.deliveries.get("d2") is None


def test_queueing_writes_post_rows_and_cancellations_together(store: SqliteStore) -> None:
    store.deliveries.enqueue(full_post(), [delivery("d1")])
    old = delivery("d1")
    store.deliveries.enqueue(full_post(uk="Нове"), [delivery("d2")], [moved(old, Cause.TAKEN_BACK)])
    assert [(row.id, row.state) for row in store.deliveries.of_post("p1")] == [
        ("d1", State.CANCELLED),
        ("d2", State.WAITING),
    ]
    saved = store.posts.get("p1")
    assert saved is not None
    assert saved.text("uk") == "Нове"


def test_queueing_writes_nothing_when_a_cancelled_row_has_moved(store: SqliteStore) -> None:
    store.deliveries.enqueue(full_post(), [delivery("d1")])
    stale = moved(delivery("d1"), Cause.TAKEN_BACK)
    store.deliveries.apply(*moved(delivery("d1"), Cause.PREPARED_THERE, prepared=PREPARED))
    with pytest.raises(Conflict):
        store.deliveries.enqueue(full_post(uk="Нове"), [delivery("d2")], [stale])
    assert [row.id for row in store.deliveries.of_post("p1")] == ["d1"]
    assert store.posts.get("p1") == full_post()


def test_a_step_is_written_with_its_history(store: SqliteStore) -> None:
    queued(store, delivery())
    before, after, step = moved(delivery(), Cause.PREPARED_THERE, prepared=PREPARED)
    store.deliveries.apply(before, after, step)
    armed = moved(after, Cause.COMMITTED_TO_SEND, armed_at=NOON)
    store.deliveries.apply(*armed)
    assert store.deliveries.get("d1") == armed[1]
    assert store.deliveries.history("d1") == [step, armed[2]]
    assert store.deliveries.history("d2") == []


def test_of_two_who_move_the_same_row_only_the_first_does(store: SqliteStore) -> None:
    queued(store, delivery())
    store.deliveries.apply(*moved(delivery(), Cause.PREPARED_THERE, prepared=PREPARED))
    with pytest.raises(Conflict):
        store.deliveries.apply(*moved(delivery(), Cause.TAKEN_BACK))
    row = store.deliveries.get("d1")
    assert row is not None
    assert row.state is State.PREPARED
    assert len(store.deliveries.history("d1")) == 1


@pytest.mark.parametrize("source", list(State))
@pytest.mark.parametrize("target", list(State))
def test_the_store_takes_the_steps_of_the_table_and_no_other(store: SqliteStore, source: State, target: State) -> None:
    row = delivery(state=source)
    queued(store, row)
    after = replace(row, state=target, version=1)
    for cause in Cause:
        step = Step("d1", source, target, cause, NOON)
        if Edge(source, target, cause) in EDGES:
            store.deliveries.apply(row, after, step)
            assert store.deliveries.get("d1") == after
            return
        with pytest.raises(ImpossibleStep):
            store.deliveries.apply(row, after, step)
    assert store.deliveries.get("d1") == row


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"version": 2}, id="a version is skipped"),
        pytest.param({"account_id": "bluesky:other"}, id="another account"),
        pytest.param({"segment": replace(delivery().segment, text="інше")}, id="another text"),
        pytest.param({"thread": "t"}, id="another thread"),
        pytest.param({"id": "d2"}, id="another row"),
    ],
)
def test_no_step_changes_what_was_frozen(store: SqliteStore, changes: dict[str, object]) -> None:
    queued(store, delivery())
    before, after, step = moved(delivery(), Cause.PREPARED_THERE)
    with pytest.raises(ImpossibleStep):
        store.deliveries.apply(before, replace(after, **changes), step)  # type: ignore[arg-type]
    assert store.deliveries.get("d1") == before


def test_a_step_that_speaks_of_another_row_is_a_defect(store: SqliteStore) -> None:
    queued(store, delivery())
    before, after, step = moved(delivery(), Cause.PREPARED_THERE)
    for wrong in (replace(step, delivery_id="d2"), replace(step, source=State.ARMED), replace(step, target=State.SENT)):
        with pytest.raises(ImpossibleStep):
            store.deliveries.apply(before, after, wrong)


def test_a_segment_cannot_be_queued_twice(store: SqliteStore) -> None:
    queued(store, delivery())
    with pytest.raises(Exception, match="UNIQUE"):
        store.deliveries.enqueue(full_post(), [delivery("d2", thread="d1")])
    assert [row.id for row in store.deliveries.of_post("p1")] == ["d1"]


def test_the_outbox_is_what_is_not_final_in_the_order_it_goes_out(store: SqliteStore) -> None:
    late = Due(datetime(2026, 11, 24, 9), "Europe/Kyiv")
    thread = [
        delivery(f"t{n}", thread="t", segment=replace(delivery().segment, index=n, count=2), due=DUE) for n in (1, 0)
    ]
    queued(store, delivery("late", due=late), *thread, delivery("z-first"), delivery("a-second"))
    assert [row.id for row in store.deliveries.open()] == ["z-first", "a-second", "t0", "t1", "late"]
    assert [row.id for row in store.deliveries.of_thread("t")] == ["t0", "t1"]


def test_only_final_rows_leave_the_outbox(store: SqliteStore) -> None:
    queued(store, *(delivery(state.value, state=state) for state in State))
    assert {row.state for row in store.deliveries.open()} == set(State) - FINAL
    assert store.deliveries.counts() == dict.fromkeys(State, 1)


def test_the_rows_of_a_page_of_posts_are_read_at_once(store: SqliteStore) -> None:
    queued(store, delivery("d1", "p1"), delivery("d2", "p2"), delivery("d3", "p3"))
    assert {row.id for row in store.deliveries.of_posts(["p1", "p3", "gone"])} == {"d1", "d3"}


def test_the_queue_shows_first_what_needs_a_person_then_what_is_due_then_what_is_done(store: SqliteStore) -> None:
    late = Due(datetime(2026, 11, 25, 9), "Europe/Kyiv")
    queued(
        store,
        delivery("a", "sent-early", state=State.SENT),
        delivery("b", "sent-late", state=State.SENT, due=DUE),
        delivery("c", "waits-long", due=late),
        delivery("d", "waits", due=DUE),
        delivery("e", "asks", state=State.NEEDS_HUMAN, due=late),
        delivery("f", "half", state=State.SENT),
        delivery("g", "half", state=State.MISSED, due=DUE),
    )
    expected = ["half", "asks", "waits", "waits-long", "sent-late", "sent-early"]
    assert store.deliveries.post_ids() == expected
    assert store.deliveries.post_ids(query="сло") == expected
    assert [row.states for row in store.posts.summaries(["half"])] == [(State.MISSED, State.SENT)]


def test_the_top_of_the_queue_can_be_asked_for(store: SqliteStore) -> None:
    queued(store, delivery("d1", "p1", due=DUE), delivery("d2", "p2"), delivery("d3", "p3", state=State.SENT))
    assert store.deliveries.post_ids(limit=2) == ["p2", "p1"]
    assert store.deliveries.post_ids(query="сло", limit=2) == ["p2", "p1"]


def test_a_post_that_another_program_queued_meanwhile_is_not_queued_again(store: SqliteStore) -> None:
    store.deliveries.enqueue(full_post(), [delivery("d1")], known=())
    with pytest.raises(Conflict):
        store.deliveries.enqueue(full_post(uk="Нове"), [delivery("d2")], known=())
    assert [row.id for row in store.deliveries.of_post("p1")] == ["d1"]
    assert store.posts.get("p1") == full_post()
    store.deliveries.enqueue(full_post(), [delivery("d2")], known=("d1",))
    assert [row.id for row in store.deliveries.of_post("p1")] == ["d1", "d2"]


def test_the_queue_can_be_narrowed_to_one_account(store: SqliteStore) -> None:
    queued(store, delivery("d1", "p1"), delivery("d2", "p2", account_id="practice:test"))
    assert store.deliveries.post_ids(account="practice:test") == ["p2"]
    assert store.deliveries.post_ids(query="слово", account="practice:test") == ["p2"]


def test_the_queues_order_follows_each_step(store: SqliteStore) -> None:
    queued(store, delivery("d1", "p1", due=DUE), delivery("d2", "p2"))
    assert store.deliveries.post_ids() == ["p2", "p1"]
    row = store.deliveries.get("d1")
    assert row is not None
    store.deliveries.apply(*moved(row, Cause.TOO_LATE))
    assert store.deliveries.post_ids() == ["p1", "p2"]
    assert [row.states for row in store.posts.summaries(["p1"])] == [(State.MISSED,)]


def test_a_post_queued_without_rows_is_not_in_the_queue(store: SqliteStore) -> None:
    store.deliveries.enqueue(full_post(), [])
    assert store.deliveries.post_ids() == []
    assert store.posts.ids() == ["p1"]


def test_rows_that_leave_the_post_as_it_is_are_written_too(store: SqliteStore) -> None:
    queued(store, delivery("d1", "p1"))
    before = store.posts.get("p1")
    store.deliveries.enqueue(None, [delivery("d2", "p1")])
    assert [row.id for row in store.deliveries.of_post("p1")] == ["d1", "d2"]
    assert store.posts.get("p1") == before
