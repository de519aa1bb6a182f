"""The rows of the outbox. The store too holds each step against `EDGES`, and writes it only where it was meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.delivery import (
    EDGES,
    FINAL,
    NEEDS_A_PERSON,
    Cause,
    Delivery,
    Edge,
    FrozenSegment,
    ImpossibleStep,
    Kind,
    Prepared,
    Published,
    State,
    Step,
)
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.domain.post import Due
from embassy_assistant.domain.summaries import Stopped
from embassy_assistant.store.codec import dumps, dumps_optional, loads, loads_optional
from embassy_assistant.store.instants import from_stored, to_stored
from embassy_assistant.store.posts import search, write_post
from embassy_assistant.store.ranks import Rank, rank

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from embassy_assistant.domain.post import Post
    from embassy_assistant.store.database import Readers
    from embassy_assistant.store.driver import Database
    from embassy_assistant.store.writer import Writer

_EDGES: Final = frozenset(EDGES)
_COLUMNS: Final = (
    "id",
    "post_id",
    "account_id",
    "network",
    "segment",
    "thread",
    "queued_at",
    "good_until",
    "due",
    "state",
    "version",
    "undo_until",
    "not_before",
    "prepared",
    "armed_at",
    "published",
    "alone",
    "looks",
    "attempts",
    "pack_version",
    "digest",
    "problem",
    "evidence",
    "kind",
    "about",
    "park",
)
SELECT: Final = f"SELECT {', '.join(_COLUMNS)} FROM deliveries"  # noqa: S608 - a constant
# What says where and what is sent never changes after queueing.
_FROZEN: Final = (
    "id",
    "post_id",
    "account_id",
    "network",
    "segment",
    "thread",
    "queued_at",
    "digest",
    "pack_version",
    "kind",
    "about",
)
# What a server keeps for later asks once it kept it too long.
_ASKING_ROWS: Final = f"""
    SELECT (SELECT count(*) FROM deliveries WHERE state IN ({",".join("?" * len(NEEDS_A_PERSON))}))
        + (SELECT count(*) FROM deliveries WHERE state = 'parked' AND problem != '')
"""  # noqa: S608 - marks for parameters
# Servers keep a few hundred posts for later: few rows are looked at for the second half.
_HALVES_WAITING: Final = """
    SELECT id FROM posts WHERE queue_rank = ?
    UNION
    SELECT post_id FROM deliveries parked WHERE state = 'parked' AND EXISTS (
        SELECT 1 FROM deliveries other WHERE other.post_id = parked.post_id AND other.state IN ('waiting', 'prepared')
    )
"""
# Word for word the condition of the index `deliveries_unsent`.
_STOPPED: Final = "FROM deliveries WHERE account_id = ? AND instant >= ? AND state IN ('waiting', 'prepared')"
_FIRST_STOPPED: Final = f"""
    SELECT id, title, at FROM posts
    JOIN (SELECT post_id, min(instant) AS at {_STOPPED} GROUP BY post_id ORDER BY at LIMIT ?) ON id = post_id
    ORDER BY at
"""  # noqa: S608 - a constant
_MOVING: Final = tuple(name for name in _COLUMNS if name not in _FROZEN)


class SqliteDeliveries:
    """See `domain.ports.Deliveries`."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        """Work on an open store."""
        self._writer = writer
        self._readers = readers

    def enqueue(
        self,
        post: Post | None,
        rows: Sequence[Delivery],
        steps: Sequence[tuple[Delivery, Delivery, Step]] = (),
        known: Collection[str] | None = None,
    ) -> None:
        """Write a Post (None leaves it as it is), its new rows and steps of old or new ones in one transaction.

        Raises:
            Conflict: a row has moved meanwhile, or the Post has a row that is not `known`.
        """
        about = {row.post_id for row in rows}

        def work(database: Database) -> None:
            if known is not None:
                sql = "SELECT id FROM deliveries WHERE post_id IN (SELECT value FROM json_each(?))"
                if {str(found) for (found,) in database.execute(sql, [json.dumps(list(about))])} - set(known):
                    raise Conflict
            if post is not None:
                write_post(database, post, queued=True)
            for row in rows:
                _insert(database, row)
            for before, after, step in steps:
                apply_step(database, before, after, step)
            for post_id in about | {before.post_id for before, _, _ in steps}:
                rank(database, post_id)

        self._writer.run(work)

    def apply(self, before: Delivery, after: Delivery, step: Step) -> None:
        """Write one step, on disk when this returns, if the row is still as `before` says.

        Raises:
            Conflict: it is not.
            ImpossibleStep: `EDGES` has no such edge, or something frozen has changed; a defect in the caller.
        """

        def work(database: Database) -> None:
            apply_step(database, before, after, step)
            rank(database, before.post_id)

        self._writer.run(work)

    def get(self, delivery_id: str) -> Delivery | None:
        """Return the row, or None."""
        return next(iter(self._rows("WHERE id = ?", delivery_id)), None)

    def open(self) -> Sequence[Delivery]:
        """Return every row that is not final, by due time and then in the order they were queued, a thread together."""
        marks = ",".join("?" * len(_OPEN))
        rows = self._rows(f"WHERE state IN ({marks}) ORDER BY seq", *_OPEN)
        queued: dict[str, int] = {}
        for place, row in enumerate(rows):
            queued.setdefault(row.thread, place)
        # Computed anew: a change of a zone's rules may have moved the instant since it was stored.
        return sorted(rows, key=lambda row: (row.instant, queued[row.thread], row.segment.index))

    def of_post(self, post_id: str) -> Sequence[Delivery]:
        """Return the rows of one Post, oldest first."""
        return self._rows("WHERE post_id = ? ORDER BY seq", post_id)

    def of_posts(self, post_ids: Sequence[str]) -> Sequence[Delivery]:
        """Return the rows of a page of Posts in one read, oldest first."""
        return self._rows("WHERE post_id IN (SELECT value FROM json_each(?)) ORDER BY seq", json.dumps(list(post_ids)))

    def of_thread(self, thread: str) -> Sequence[Delivery]:
        """Return the rows of one thread by index."""
        return self._rows("WHERE thread = ? ORDER BY place", thread)

    def history(self, delivery_id: str) -> Sequence[Step]:
        """Return the row's steps, oldest first."""
        sql = "SELECT source, target, cause, at, note FROM steps WHERE delivery_id = ? ORDER BY seq"
        with self._readers.lend() as database:
            return [
                Step(delivery_id, State(source), State(target), Cause(cause), from_stored(at), note)
                for source, target, cause, at, note in database.execute(sql, (delivery_id,))
            ]

    def post_ids(self, *, query: str = "", account: str = "", limit: int = 0) -> Sequence[str]:
        """Return ids of queued Posts: halves out, what needs a person, then by due time; done ones last, newest first.

        Args:
            query: words to find in texts and topics, by prefix.
            account: only Posts with a row for this Account.
            limit: at most so many; 0 for all.
        """
        which = "queue_rank IS NOT NULL"
        parameters: tuple[str, ...] = ()
        if account:
            which += " AND id IN (SELECT post_id FROM deliveries WHERE account_id = ?)"
            parameters = (account,)
        order = "ORDER BY queue_rank, queue_key, seq DESC"
        with self._readers.lend() as database:
            if query.strip():
                return search(database, query, which, order, parameters)[: limit or None]
            if limit:
                order += f" LIMIT {int(limit)}"
            sql = f"SELECT id FROM posts WHERE {which} {order}"  # noqa: S608 - ours
            return [row[0] for row in database.execute(sql, parameters)]

    def asking(self, limit: int) -> Sequence[str]:
        """Return ids of at most `limit` Posts with a row that needs a person, those of which one half is out first."""
        # Two looks at the index: over both ranks at once it would read what lies between them too.
        sql = "SELECT id FROM posts WHERE queue_rank = ? ORDER BY queue_key, seq DESC LIMIT ?"
        found: list[str] = []
        with self._readers.lend() as database:
            for place in (Rank.HALF_OUT_ASKS, Rank.ASKS):
                found += [row[0] for row in database.execute(sql, (int(place), limit - len(found)))]
        return found

    def asking_rows(self) -> int:
        """Return how many rows need a person."""
        with self._readers.lend() as database:
            (number,) = database.execute(_ASKING_ROWS, [state.value for state in NEEDS_A_PERSON]).fetchone()
        return int(number)

    def halves_waiting(self) -> Sequence[str]:
        """Return ids of Posts of which one half is out, or at its server, and the other waits and asks nobody."""
        with self._readers.lend() as database:
            return [row[0] for row in database.execute(_HALVES_WAITING, (int(Rank.HALF_OUT),))]

    def stopped(self, account_id: str, since: datetime | None, limit: int) -> tuple[int, Sequence[Stopped]]:
        """Return how many Posts wait to go to an Account, from `since` on where that is given, and the first of them.

        Args:
            account_id: the Account.
            since: aware UTC.
            limit: at most so many are returned; all are counted.
        """
        first = -1 if since is None else to_stored(since)
        with self._readers.lend() as database:
            (number,) = database.execute(f"SELECT count(DISTINCT post_id) {_STOPPED}", (account_id, first)).fetchone()
            rows = database.execute(_FIRST_STOPPED, (account_id, first, limit)).fetchall()
        return int(number), [Stopped(post_id, title, from_stored(at)) for post_id, title, at in rows]

    def counts(self) -> dict[State, int]:
        """Return how many rows stand in each state; states without any are left out."""
        with self._readers.lend() as database:
            rows = database.execute("SELECT state, count(*) FROM deliveries GROUP BY state").fetchall()
        return {State(state): number for state, number in rows}

    def _rows(self, clause: str, *parameters: str) -> list[Delivery]:
        with self._readers.lend() as database:
            return [row_of(row) for row in database.execute(f"{SELECT} {clause}", parameters)]


_OPEN: Final = tuple(state.value for state in State if state not in FINAL)


def apply_step(database: Database, before: Delivery, after: Delivery, step: Step) -> None:
    """Write one step in the caller's transaction; see `SqliteDeliveries.apply`."""
    if Edge(before.state, after.state, step.cause) not in _EDGES or (step.source, step.target, step.delivery_id) != (
        before.state,
        after.state,
        before.id,
    ):
        raise ImpossibleStep(f"{before.state} to {after.state} because {step.cause}")
    if after.version != before.version + 1 or any(getattr(before, name) != getattr(after, name) for name in _FROZEN):
        raise ImpossibleStep("a step changes what was frozen, or skips a version")
    if after.state is State.ARMED and _held(database):
        # Asked in the transaction that arms: a copy of a store that was held before has no row that may still go out.
        raise Conflict(before.id)
    values = _to_row(after)
    assignments = ", ".join(f"{name} = ?" for name in _MOVING)
    changed = database.execute(
        f"UPDATE deliveries SET {assignments}, instant = ? WHERE id = ? AND version = ? AND state = ?",  # noqa: S608
        (
            *(values[name] for name in _MOVING),
            to_stored(after.instant),
            before.id,
            before.version,
            before.state.value,
        ),
    ).rowcount
    if changed != 1:
        raise Conflict(before.id)
    database.execute(
        "INSERT INTO steps(delivery_id, source, target, cause, at, note) VALUES (?, ?, ?, ?, ?, ?)",
        (before.id, step.source.value, step.target.value, step.cause.value, to_stored(step.at), step.note),
    )


def _held(database: Database) -> bool:
    return bool(database.execute("SELECT 1 FROM settings WHERE name = 'held' AND value = 'yes'").fetchone())


def _insert(database: Database, row: Delivery) -> None:
    values = {**_to_row(row), "place": row.segment.index, "instant": to_stored(row.instant)}
    database.execute(
        f"INSERT INTO deliveries({', '.join(values)}) VALUES ({', '.join('?' * len(values))})",  # noqa: S608 - ours
        tuple(values.values()),
    )


def _time(at: datetime | None) -> int | None:
    return None if at is None else to_stored(at)


def _maybe_time(stored: int | None) -> datetime | None:
    return None if stored is None else from_stored(stored)


def _to_row(row: Delivery) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _COLUMNS} | {
        "segment": dumps(row.segment),
        "queued_at": to_stored(row.queued_at),
        "good_until": to_stored(row.good_until),
        "due": dumps_optional(row.due),
        "state": row.state.value,
        "undo_until": _time(row.undo_until),
        "not_before": _time(row.not_before),
        "prepared": dumps_optional(row.prepared),
        "armed_at": _time(row.armed_at),
        "published": dumps_optional(row.published),
        "kind": row.kind.value,
    }


def row_of(row: Sequence[Any]) -> Delivery:
    """Return the Delivery that a row of `SELECT` holds."""
    values = dict(zip(_COLUMNS, row, strict=True))
    return Delivery(
        **values
        | {
            "segment": loads(FrozenSegment, values["segment"]),
            "queued_at": from_stored(values["queued_at"]),
            "good_until": from_stored(values["good_until"]),
            "due": loads_optional(Due, values["due"]),
            "state": State(values["state"]),
            "undo_until": _maybe_time(values["undo_until"]),
            "not_before": _maybe_time(values["not_before"]),
            "prepared": loads_optional(Prepared, values["prepared"]),
            "armed_at": _maybe_time(values["armed_at"]),
            "published": loads_optional(Published, values["published"]),
            "alone": bool(values["alone"]),
            "kind": Kind(values["kind"]),
            "park": bool(values["park"]),
        }
    )
