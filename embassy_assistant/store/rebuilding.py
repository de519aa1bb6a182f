"""Fills a rebuilt store: posts out of a damaged one, and what was sent since the backup that is brought back.

What went out stays out. A delivery of the store that is set aside replaces the backup's older one, so that nothing goes
out twice; where that store cannot tell, or knows less than the backup since it lost something itself, whatever may have
gone out since is handed to a person.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.account import Account, Credential
from embassy_assistant.domain.delivery import FINAL, Cause, FrozenSegment, State, Step, advance
from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.keeping import NewerPost
from embassy_assistant.domain.post import Post, Version
from embassy_assistant.store.codec import dumps, loads
from embassy_assistant.store.deliveries import SELECT, apply_step, row_of
from embassy_assistant.store.instants import from_stored
from embassy_assistant.store.posts import index_post, write_post
from embassy_assistant.store.ranks import rank

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from embassy_assistant.store.driver import Database
    from embassy_assistant.store.remains import Remains
    from embassy_assistant.store.wreck import Row

# What `loads` raises for what is not a document of ours.
_NO_DOCUMENT: Final = (Damaged, ValueError, TypeError, LookupError, AttributeError)
# Settings that are true of the workspace as it is now, whichever day its drafts come from.
_OF_NOW: Final = ("held", "moved", "recovery-pending")


@dataclass(frozen=True, slots=True)
class Carried:
    """How many deliveries were kept as they are now, and how many need a person."""

    kept: int
    doubtful: int


def carry_over(database: Database, remains: Remains, now: datetime) -> Carried:
    """Take the deliveries, the accounts and the hold of the newer store into a rebuilt one, in one transaction."""
    with database.atomic():
        before = {row_id: (version, state) for row_id, version, state in _versions(database)}
        newer = [row for row in remains.rows["deliveries"] if row["version"] > before.get(row["id"], (-1, ""))[0]]
        posts = {row["id"]: row["rowid"] for row in remains.rows["posts"]}
        documents = {row["rowid"]: row["document"] for row in remains.rows["documents"]}
        for row in newer:
            _ensure_post(database, row, documents.get(posts.get(row["post_id"], 0), ""), now)
            _put(database, row)
        _put_steps(database, {row["id"] for row in newer}, remains.rows["steps"])
        _put_accounts(database, remains)
        _put_settings(database, remains)
        # No row is ever deleted: one that the store in place has not, or has otherwise, that store has lost since.
        alike = [row for row in remains.rows["deliveries"] if before.get(row["id"]) == (row["version"], row["state"])]
        sure = set() if remains.stale else {row["id"] for row in (*newer, *alike)}
        doubtful = _doubt(database, sure, now, "delivery.from-a-backup")
        _rank_all(database)
    return Carried(len(newer), doubtful)


def doubt_all(database: Database, now: datetime) -> None:
    """Hand every open row to a person, in the caller's transaction: the newest commits are gone."""
    _doubt(database, set(), now, "delivery.log-lost")
    _rank_all(database)


def _rank_all(database: Database) -> None:
    for (post_id,) in database.execute("SELECT DISTINCT post_id FROM deliveries").fetchall():
        rank(database, post_id)


def newer_posts(database: Database, remains: Remains) -> tuple[NewerPost, ...]:
    """Return the posts that the newer store has and the rebuilt one has not, or not as they were last."""
    known = dict(database.execute("SELECT id, updated_at FROM posts").fetchall())
    newer = [
        NewerPost(row["id"], row["title"], from_stored(row["updated_at"]))
        for row in remains.rows["posts"]
        if row["removed_at"] is None and row["updated_at"] > known.get(row["id"], -1)
    ]
    return tuple(sorted(newer, key=lambda post: post.at, reverse=True))


def rebuild_posts(database: Database, remains: Remains) -> tuple[str, ...]:
    """Write every post whose text can be read into a new store, in one transaction.

    A post whose own text is gone comes back as it was at its newest kept revision.

    Returns:
        The titles of those whose text is gone altogether.
    """
    rows = {row["rowid"]: row for row in remains.rows["posts"]}
    documents = {row["rowid"]: row["document"] for row in remains.rows["documents"]}
    revisions: dict[int, list[Row]] = {}
    for row in sorted(remains.rows["revisions"], key=lambda row: (row["at"], row["rowid"])):
        revisions.setdefault(row["post"], []).append(row)
    lost: list[str] = []
    with database.atomic():
        for seq in sorted({*rows, *documents, *revisions}):
            kept = revisions.get(seq, [])
            texts = [documents.get(seq, ""), *(row["document"] for row in reversed(kept))]
            post = next((post for post in (_readable(Post, text) for text in texts) if post is not None), None)
            if post is None:
                lost += [rows[seq]["title"]] if seq in rows else []
                continue
            _write(database, post, rows.get(seq), kept)
    return tuple(lost)


def _write(database: Database, post: Post, row: Row | None, revisions: Iterable[Row]) -> None:
    if database.execute("SELECT 1 FROM posts WHERE id = ?", (post.id,)).fetchone():
        return
    write_post(database, post)
    (seq,) = database.execute("SELECT seq FROM posts WHERE id = ?", (post.id,)).fetchone()
    for kept in revisions:
        database.execute(
            "INSERT INTO revisions(post, at, kind, document) VALUES (?, ?, ?, ?)",
            (seq, kept["at"], kept["kind"], kept["document"]),
        )
    if row is not None and row["removed_at"] is not None:
        database.execute("UPDATE posts SET removed_at = ? WHERE seq = ?", (row["removed_at"], seq))
        database.execute("DELETE FROM post_search WHERE rowid = ?", (seq,))


def _readable(kind: Any, text: str) -> Any:  # noqa: ANN401 - what the type says, or None
    try:
        return loads(kind, text)
    except _NO_DOCUMENT:
        return None


def _versions(database: Database) -> list[tuple[str, int, str]]:
    return list(database.execute("SELECT id, version, state FROM deliveries").fetchall())


def _ensure_post(database: Database, row: Row, document: str, now: datetime) -> None:
    """Let the store have the Post of a delivery: as it is now, or what was queued of it."""
    there = database.execute("SELECT seq, removed_at FROM posts WHERE id = ?", (row["post_id"],)).fetchone()
    if there is None:
        post = _readable(Post, document)
        if post is None:
            segment = loads(FrozenSegment, row["segment"])
            versions = MappingProxyType({code: Version(code, segment.text) for code in segment.languages})
            post = Post(id=row["post_id"], versions=versions, created_at=now, updated_at=now)
        write_post(database, post)
    elif there[1] is not None:
        # Discarded in the backup and queued since: what goes out must be seen.
        database.execute("UPDATE posts SET removed_at = NULL WHERE seq = ?", (there[0],))
        (kept,) = database.execute("SELECT document FROM documents WHERE seq = ?", (there[0],)).fetchone()
        index_post(database, there[0], loads(Post, kept))


def _put(database: Database, row: Row) -> None:
    """Write a delivery as another store has it; columns that the other did not have yet keep their defaults."""
    columns = [name for name in row if name not in {"rowid", "seq"}]
    assignments = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "id")
    database.execute(
        f"INSERT INTO deliveries({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) "  # noqa: S608 - ours
        f"ON CONFLICT (id) DO UPDATE SET {assignments}",
        tuple(row[name] for name in columns),
    )


def _put_steps(database: Database, deliveries: set[str], steps: Iterable[Row]) -> None:
    there = {row_id for row_id, _, _ in _versions(database)} & deliveries
    found = [row for row in steps if row["delivery_id"] in there]
    for delivery_id in {row["delivery_id"] for row in found}:
        database.execute("DELETE FROM steps WHERE delivery_id = ?", (delivery_id,))
    names = ("delivery_id", "source", "target", "cause", "at", "note")
    for row in found:
        database.execute(
            f"INSERT INTO steps({', '.join(names)}) VALUES (?, ?, ?, ?, ?, ?)",  # noqa: S608 - constants
            tuple(row[name] for name in names),
        )


def _put_accounts(database: Database, remains: Remains) -> None:
    """Take the accounts as they are now; one that was removed since has no credential any more."""
    now = {row["id"]: row["document"] for row in remains.rows["accounts"]}
    if "accounts" not in remains.broken:
        for account_id, document in database.execute("SELECT id, document FROM accounts").fetchall():
            if account_id not in now:
                now[account_id] = dumps(replace(loads(Account, document), credential=Credential.MISSING))
    for account_id, document in now.items():
        if _readable(Account, document) is not None:
            database.execute(
                "INSERT INTO accounts(id, document) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                (account_id, document),
            )


def _put_settings(database: Database, remains: Remains) -> None:
    now = {row["name"]: row["value"] for row in remains.rows["settings"]}
    if not remains.sent_is_known:
        now["held"] = "yes"
    for name in _OF_NOW:
        if name in now:
            put_setting(database, name, now[name])


def put_setting(database: Database, name: str, value: str) -> None:
    """Write one setting in the caller's transaction."""
    database.execute(
        "INSERT INTO settings(name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _doubt(database: Database, sure: set[str], now: datetime, why: str) -> int:
    """Hand every open row to a person, but those that are `sure` to be as they last were."""
    rows = [row_of(row) for row in database.execute(SELECT).fetchall()]
    doubtful = [row for row in rows if row.id not in sure and row.state not in FINAL | {State.NEEDS_HUMAN}]
    for row in doubtful:
        problem = json.dumps({"id": why, "parameters": {}})
        after = advance(row, Cause.FROM_A_BACKUP, problem=problem, not_before=None)
        apply_step(database, row, after, Step(row.id, row.state, after.state, Cause.FROM_A_BACKUP, now))
    return len(doubtful)
