"""The drafts: saved whole at every pause, with the snapshots before them, and found again by any word in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.domain.post import PairState, Post
from embassy_assistant.domain.summaries import PostSummary
from embassy_assistant.store.codec import dumps, loads, storable
from embassy_assistant.store.instants import from_stored, to_stored
from embassy_assistant.store.revisions import superfluous, worth_keeping
from embassy_assistant.store.search import match_expression, search_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.store.database import Readers
    from embassy_assistant.store.driver import Database
    from embassy_assistant.store.writer import Writer

RESTORABLE_FOR: Final = timedelta(days=30)
# Nobody reads further down a list of hits, and each hit costs a look-up.
MOST_HITS: Final = 1_000
_ON_PAGE: Final = "WHERE id IN (SELECT value FROM json_each(?))"


class SqlitePosts:
    """See `domain.ports.Posts`."""

    def __init__(self, writer: Writer, readers: Readers, now: Callable[[], datetime]) -> None:
        """Work on an open store."""
        self._writer = writer
        self._readers = readers
        self._now = now

    def save(self, post: Post) -> None:
        """Write a snapshot; on disk when this returns."""
        self._writer.run(lambda database: write_post(database, post))

    def fold(self, post: Post) -> None:
        """Take in a snapshot that waited outside the store; nothing is lost and nothing happens twice.

        A snapshot that is older than what the store has becomes a revision.
        """
        self._writer.run(lambda database: _fold(database, post))

    def get(self, post_id: str) -> Post | None:
        """Return the Post, or None where there is none or it was discarded."""
        with self._readers.lend() as database:
            return read_post(database, post_id)

    def many(self, ids: Sequence[str]) -> Sequence[Post]:
        """Return the Posts of one page of ids in one read, in their order; ids that are gone are left out."""
        sql = f"SELECT id, document FROM posts JOIN documents USING (seq) {_ON_PAGE} AND removed_at IS NULL"  # noqa: S608
        with self._readers.lend() as database:
            found = {row[0]: loads(Post, row[1]) for row in database.execute(sql, (json.dumps(list(ids)),))}
        return [found[post_id] for post_id in ids if post_id in found]

    def remove(self, post_id: str) -> None:
        """Discard a draft; it stays restorable for 30 days.

        Raises:
            Conflict: it has Deliveries, and what went out or waits to must stay accounted for.
        """
        now = self._now()
        self._writer.run(lambda database: _remove(database, post_id, now))

    def restore(self, post_id: str) -> None:
        """Bring a discarded draft back."""
        self._writer.run(lambda database: _restore(database, post_id))

    def ids(self, *, query: str = "", queued: bool | None = None) -> Sequence[str]:
        """Return ids, last changed first; the newest thousand where `query` finds more."""
        which = {None: "1", True: "queue_rank IS NOT NULL", False: "queue_rank IS NULL"}[queued]
        recent = "ORDER BY updated_at DESC, seq DESC"
        with self._readers.lend() as database:
            if not query.strip():
                sql = f"SELECT id FROM posts WHERE removed_at IS NULL AND {which} {recent}"  # noqa: S608 - ours
                return [row[0] for row in database.execute(sql)]
            return search(database, query, which, recent)

    def promised(self) -> Sequence[Post]:
        """Return the Posts of which one half is promised and not written yet, last changed first."""
        sql = (
            # Word for word the condition of the index `posts_promised`.
            "SELECT document FROM posts JOIN documents USING (seq) WHERE pair = 'promised' AND removed_at IS NULL"
            " ORDER BY updated_at DESC"
        )
        with self._readers.lend() as database:
            return [loads(Post, row[0]) for row in database.execute(sql)]

    def summaries(self, ids: Sequence[str]) -> Sequence[PostSummary]:
        """Return the rows for one page of ids, in their order; ids that are gone are left out."""
        sql = f"SELECT id, title, pair, due, updated_at, states FROM posts {_ON_PAGE}"  # noqa: S608 - a constant
        found: dict[str, PostSummary] = {}
        with self._readers.lend() as database:
            for row in database.execute(sql, (json.dumps(list(ids)),)):
                found[row[0]] = _summary(*row)
        return [found[post_id] for post_id in ids if post_id in found]

    def revisions(self, post_id: str) -> Sequence[Post]:
        """Return kept earlier snapshots, newest first."""
        sql = (
            "SELECT document FROM revisions WHERE post = (SELECT seq FROM posts WHERE id = ?) ORDER BY at DESC, id DESC"
        )
        with self._readers.lend() as database:
            return [loads(Post, row[0]) for row in database.execute(sql, (post_id,))]


def write_post(database: Database, post: Post, *, queued: bool = False) -> None:
    """Write a snapshot in the caller's transaction; `queued` keeps it for good, for what is sent is made from it."""
    row = database.execute("SELECT seq, removed_at FROM posts WHERE id = ?", (post.id,)).fetchone()
    due = to_stored(post.due.instant()) if post.due else None
    values = (storable(post.title), post.pair_state.value, due, to_stored(post.updated_at))
    document = dumps(post)
    if row is None:
        sql = "INSERT INTO posts(title, pair, due, updated_at, id) VALUES (?, ?, ?, ?, ?)"
        seq = database.execute(sql, (*values, post.id)).lastrowid
        database.execute("INSERT INTO documents(seq, document) VALUES (?, ?)", (seq, document))
        removed = None
    else:
        seq, removed = row
        _keep_revision(database, seq, post)
        sql = "UPDATE posts SET title = ?, pair = ?, due = ?, updated_at = ? WHERE seq = ?"
        database.execute(sql, (*values, seq))
        database.execute("UPDATE documents SET document = ? WHERE seq = ?", (document, seq))
    if queued:
        add_revision(database, seq, post.updated_at, "queued", document)
    if removed is None:
        index_post(database, seq, post)


def read_post(database: Database, post_id: str) -> Post | None:
    """Return the Post, or None where there is none or it was discarded."""
    sql = "SELECT document FROM documents JOIN posts USING (seq) WHERE id = ? AND removed_at IS NULL"
    row = database.execute(sql, (post_id,)).fetchone()
    return loads(Post, row[0]) if row else None


def search(database: Database, query: str, which: str, order: str, parameters: tuple[str, ...] = ()) -> Sequence[str]:
    """Return ids of Posts in which every word of `query` begins a word.

    Args:
        database: a reader.
        query: as typed.
        which: an SQL condition of ours on `posts`.
        order: an SQL ORDER BY clause of ours on `posts`.
        parameters: of `which`.
    """
    expression = match_expression(query)
    if expression is None:
        return []
    # The inner query walks the index from the newest Post down and stops early.
    sql = f"""
        SELECT id FROM posts WHERE seq IN (
            SELECT s.rowid FROM post_search s JOIN posts p ON p.seq = s.rowid
            WHERE post_search MATCH ? AND {which} ORDER BY s.rowid DESC LIMIT {MOST_HITS}
        ) {order}
    """  # noqa: S608 - the clauses are ours, the query is a parameter
    return [row[0] for row in database.execute(sql, (expression, *parameters))]


def _summary(post_id: str, title: str, pair: str, due: int | None, updated_at: int, states: str) -> PostSummary:
    return PostSummary(
        id=post_id,
        title=title,
        pair=PairState(pair),
        due=None if due is None else from_stored(due),
        updated_at=from_stored(updated_at),
        states=tuple(map(State, states.split(","))) if states else (),
    )


def index_post(database: Database, seq: int | None, post: Post) -> None:
    """Let a search find the Post."""
    database.execute("INSERT OR REPLACE INTO post_search(rowid, text) VALUES (?, ?)", (seq, search_text(post)))


def _keep_revision(database: Database, seq: int, post: Post) -> None:
    (document,) = database.execute("SELECT document FROM documents WHERE seq = ?", (seq,)).fetchone()
    before = loads(Post, document)
    sql = "SELECT id, at FROM revisions WHERE post = ? AND kind = 'draft' ORDER BY at, id"
    kept = [(row, from_stored(at)) for row, at in database.execute(sql, (seq,))]
    if worth_keeping(before, post, kept[-1][1] if kept else None):
        add_revision(database, seq, before.updated_at, "draft", document)
        for row in superfluous(kept, post.updated_at):
            database.execute("DELETE FROM revisions WHERE id = ?", (row,))


def add_revision(database: Database, seq: int | None, at: datetime, kind: str, document: str) -> None:
    """Keep an earlier snapshot, or one that was queued."""
    sql = "INSERT INTO revisions(post, at, kind, document) VALUES (?, ?, ?, ?)"
    database.execute(sql, (seq, to_stored(at), kind, document))


def _fold(database: Database, post: Post) -> None:
    sql = "SELECT p.seq, p.updated_at, d.document FROM posts p JOIN documents d USING (seq) WHERE p.id = ?"
    row = database.execute(sql, (post.id,)).fetchone()
    if row is None:
        write_post(database, post)
        return
    seq, updated_at, document = row
    folded = dumps(post)
    if document == folded:
        return
    if updated_at <= to_stored(post.updated_at):
        write_post(database, post)
        return
    known = "SELECT 1 FROM revisions WHERE post = ? AND document = ?"
    if database.execute(known, (seq, folded)).fetchone() is None:
        add_revision(database, seq, post.updated_at, "draft", folded)


def _remove(database: Database, post_id: str, now: datetime) -> None:
    if database.execute("SELECT 1 FROM deliveries WHERE post_id = ? LIMIT 1", (post_id,)).fetchone():
        raise Conflict(post_id)
    at = to_stored(now)
    sql = "UPDATE posts SET removed_at = ? WHERE id = ? AND removed_at IS NULL RETURNING seq"
    for (seq,) in database.execute(sql, (at, post_id)).fetchall():
        database.execute("DELETE FROM post_search WHERE rowid = ?", (seq,))
    expired = to_stored(now - RESTORABLE_FOR)
    database.execute("DELETE FROM posts WHERE removed_at < ?", (expired,))


def _restore(database: Database, post_id: str) -> None:
    sql = "UPDATE posts SET removed_at = NULL WHERE id = ? AND removed_at IS NOT NULL RETURNING seq"
    for (seq,) in database.execute(sql, (post_id,)).fetchall():
        (document,) = database.execute("SELECT document FROM documents WHERE seq = ?", (seq,)).fetchone()
        index_post(database, seq, loads(Post, document))


def utc_now() -> datetime:
    """Return the time, aware UTC."""
    return datetime.now(UTC)
