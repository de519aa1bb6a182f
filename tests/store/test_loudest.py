"""What needs a person is found by an index, ranked by how loud it is, and counted, however long the queue is."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, cast

import pytest

from embassy_assistant.domain.delivery import Delivery, Kind, Published, State
from embassy_assistant.domain.post import Due
from embassy_assistant.store.database import Readers
from embassy_assistant.store.deliveries import SqliteDeliveries
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import connect
from embassy_assistant.store.posts import SqlitePosts
from embassy_assistant.store.workspace import SqliteStore, open_store
from tests.helpers.drafts import NOON, delivery, plain_post

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.store.writer import Writer

KEY = bytes(32)
LATE = Due(datetime(2026, 11, 25, 9), "Europe/Kyiv")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "workspace", KEY)
    yield opened
    opened.close()


def half(delivery_id: str, language: str, state: State, **changes: object) -> Delivery:
    row = delivery(delivery_id, state=state, **changes)  # type: ignore[arg-type]
    return replace(row, segment=replace(row.segment, languages=(language,), text=delivery_id))


def put(store: SqliteStore, post_id: str, *rows: Delivery, account: str = "") -> None:
    named = [replace(row, id=f"{post_id}-{row.id}", thread=f"{post_id}-{row.id}", post_id=post_id) for row in rows]
    named = [replace(row, about=f"{post_id}-{row.about}" if row.about else "") for row in named]
    named = [replace(row, account_id=account or row.account_id) for row in named]
    store.deliveries.enqueue(plain_post(post_id, uk="а"), named)


def out(language: str, **changes: object) -> Delivery:
    return half(language, language, State.SENT, published=Published(f'"{language}"'), **changes)


def change(kind: Kind, about: str, reference: str, state: State = State.SENT) -> Delivery:
    return half(kind.value, about, state, kind=kind, about=about, published=Published(reference))


def test_one_half_out_is_above_everything_else(store: SqliteStore) -> None:
    put(store, "asks", half("uk", "uk", State.MISSED))
    put(store, "waits", half("uk", "uk", State.WAITING))
    put(store, "half-waits", out("uk"), half("en", "en", State.WAITING, due=LATE))
    put(store, "half-asks", out("uk"), half("en", "en", State.REJECTED, due=LATE))
    put(store, "done", out("uk"), out("en"))
    assert store.deliveries.post_ids() == ["half-asks", "half-waits", "asks", "waits", "done"]
    assert store.deliveries.asking(9) == ["half-asks", "asks"]
    assert store.deliveries.asking(1) == ["half-asks"]
    assert store.deliveries.halves_waiting() == ["half-waits"]
    assert store.deliveries.asking_rows() == 2


@pytest.mark.parametrize(
    ("rows", "split"),
    [
        pytest.param((out("uk"), half("en", "en", State.ARMED)), False, id="the other is under way"),
        pytest.param((out("uk"), half("en", "en", State.UNKNOWN)), False, id="the other is being looked for"),
        pytest.param((out("uk"), half("en", "en", State.CANCELLED)), False, id="the other was dropped"),
        pytest.param((out("uk"), half("again", "uk", State.WAITING)), False, id="the same language elsewhere"),
        pytest.param((half("uk", "uk", State.WAITING), half("en", "en", State.WAITING)), False, id="none is out"),
        pytest.param(
            (out("uk"), half("en", "en", State.WAITING), change(Kind.DELETE, "uk", '"uk"')), False, id="deleted since"
        ),
        pytest.param(
            (
                out("uk"),
                half("en", "en", State.WAITING),
                change(Kind.EDIT, "uk", '"new"'),
                change(Kind.DELETE, "uk", '"new"'),
            ),
            False,
            id="corrected and deleted since",
        ),
        pytest.param(
            (out("uk"), half("en", "en", State.WAITING), change(Kind.DELETE, "uk", '"there"')),
            True,
            id="deleted before its time, and out all the same",
        ),
        pytest.param(
            (out("uk"), half("en", "en", State.WAITING), change(Kind.DELETE, "uk", '"uk"', State.WAITING)),
            True,
            id="not deleted yet",
        ),
        pytest.param((out("uk"), half("en", "en", State.PREPARED)), True, id="the other is prepared"),
        pytest.param(
            (half("uk", "uk", State.PARKED), half("en", "en", State.WAITING)), True, id="one is at its server"
        ),
    ],
)
def test_one_half_waits_behind_the_other(store: SqliteStore, rows: tuple[Delivery, ...], split: bool) -> None:
    put(store, "p1", *rows)
    assert store.deliveries.halves_waiting() == (["p1"] if split else [])


def test_what_a_server_kept_too_long_asks(store: SqliteStore) -> None:
    put(store, "kept", half("uk", "uk", State.PARKED))
    put(store, "too-long", half("uk", "uk", State.PARKED, problem='{"id":"delivery.still-kept"}'))
    assert store.deliveries.asking(9) == ["too-long"]
    assert store.deliveries.asking_rows() == 1


def test_what_a_credential_stops_is_counted_and_the_first_is_named(store: SqliteStore) -> None:
    account = delivery().account_id
    for number in range(5):
        due = Due(datetime(2026, 11, 25 + number, 9), "Europe/Kyiv")
        put(store, f"p{number}", half("uk", "uk", State.WAITING, due=due), half("en", "en", State.PREPARED, due=due))
    put(store, "sent", half("uk", "uk", State.SENT, due=LATE))
    put(store, "elsewhere", half("uk", "uk", State.WAITING, account_id="practice:test"))
    count, first = store.deliveries.stopped(account, None, 2)
    assert (count, [stop.post_id for stop in first]) == (5, ["p0", "p1"])
    assert first[0].at == LATE.instant()
    assert first[0].title == plain_post("p0", uk="а").title
    count, first = store.deliveries.stopped(account, LATE.instant() + timedelta(hours=1), 9)
    assert (count, [stop.post_id for stop in first]) == (4, ["p1", "p2", "p3", "p4"])
    assert store.deliveries.stopped("practice:nobody", NOON, 2) == (0, [])


def test_the_tray_costs_the_same_among_twenty_thousand_posts_as_among_a_few(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    with closing(open_store(workspace, KEY)) as store:
        put(store, "half", out("uk"), half("en", "en", State.WAITING))
        put(store, "asks", half("uk", "uk", State.MISSED))
        put(store, "sent", out("uk"), out("en"))
        put(store, "waits", half("uk", "uk", State.WAITING), account="practice:test")
    few = _work(workspace)
    _repeat(workspace, 10_000)
    assert _work(workspace) <= few + 50
    with closing(open_store(workspace, KEY)) as store:
        assert (len(store.deliveries.post_ids()), store.deliveries.asking_rows()) == (20_004, 1)


def _work(workspace: Path) -> int:
    """Return how many tens of SQLite's own steps the questions of the tray take."""
    readers = Readers(workspace / "store.db", derive(KEY, b"drafts"))
    steps: list[int] = []
    with readers.lend() as database:
        database.conn.set_progress_handler(lambda: steps.append(1), 10)
    deliveries = SqliteDeliveries(cast("Writer", None), readers)
    assert (deliveries.asking(24), deliveries.asking_rows()) == (["asks"], 1)
    assert deliveries.halves_waiting() == ["half"]
    assert deliveries.stopped(delivery().account_id, None, 3)[0] == 1
    assert SqlitePosts(cast("Writer", None), readers, lambda: NOON).promised() == []
    readers.close()
    return len(steps)


def _repeat(workspace: Path, times: int) -> None:
    """Queue what is sent, and what waits for another account, so many times more."""
    database = connect(workspace / "store.db", derive(KEY, b"drafts"))
    for table, which in (("posts", "id"), ("deliveries", "post_id")):
        names = [name for (name,) in database.execute(f"SELECT name FROM pragma_table_info('{table}')")]  # noqa: S608
        new = {"seq": "NULL", "id": "id || n", "post_id": "post_id || n", "thread": "thread || n"}
        taken = ", ".join(new.get(name, name) for name in names)
        database.execute(
            f"WITH RECURSIVE more(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM more WHERE n < {times})"  # noqa: S608
            f" INSERT INTO {table} SELECT {taken} FROM {table}, more WHERE {which} IN ('sent', 'waits')"
        )
    database.close()
