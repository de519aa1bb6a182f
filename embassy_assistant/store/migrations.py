"""How the tables came to be, step by step. A step that was ever released is never edited: the next one mends it."""

from __future__ import annotations

from functools import cache
from typing import Final

from embassy_assistant.domain.errors import NewerWorkspace
from embassy_assistant.domain.post import Post
from embassy_assistant.store.codec import loads
from embassy_assistant.store.driver import Database, Migrations
from embassy_assistant.store.ranks import rank
from embassy_assistant.store.search import search_text

STORE: Final = Migrations("store")
MEDIA: Final = Migrations("media")

# The tables of the first step. What lists need lies in narrow rows of `posts`; the Post itself, read and written whole,
# lies in `documents`.
_POSTS: Final = (
    """
    CREATE TABLE posts (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        pair TEXT NOT NULL,
        due INTEGER,
        updated_at INTEGER NOT NULL,
        removed_at INTEGER,
        states TEXT NOT NULL DEFAULT '',
        queue_rank INTEGER,
        queue_key INTEGER
    ) STRICT
    """,
    "CREATE INDEX posts_recent ON posts(updated_at, seq, id, queue_rank) WHERE removed_at IS NULL",
    "CREATE INDEX posts_queue ON posts(queue_rank, queue_key, seq, id) WHERE queue_rank IS NOT NULL",
    "CREATE INDEX posts_removed ON posts(removed_at) WHERE removed_at IS NOT NULL",
    """
    CREATE TABLE documents (
        seq INTEGER PRIMARY KEY REFERENCES posts(seq) ON DELETE CASCADE,
        document TEXT NOT NULL
    ) STRICT
    """,
)
_REVISIONS: Final = (
    """
    CREATE TABLE revisions (
        id INTEGER PRIMARY KEY,
        post INTEGER NOT NULL REFERENCES posts(seq) ON DELETE CASCADE,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('draft', 'queued')),
        document TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX revisions_of_post ON revisions(post, at)",
)
_DELIVERIES: Final = (
    """
    CREATE TABLE deliveries (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        post_id TEXT NOT NULL REFERENCES posts(id),
        account_id TEXT NOT NULL,
        network TEXT NOT NULL,
        segment TEXT NOT NULL,
        thread TEXT NOT NULL,
        place INTEGER NOT NULL,
        queued_at INTEGER NOT NULL,
        good_until INTEGER NOT NULL,
        due TEXT,
        instant INTEGER NOT NULL,
        state TEXT NOT NULL,
        version INTEGER NOT NULL,
        undo_until INTEGER,
        not_before INTEGER,
        prepared TEXT,
        armed_at INTEGER,
        published TEXT,
        alone INTEGER NOT NULL,
        looks INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        pack_version TEXT NOT NULL,
        digest TEXT NOT NULL,
        problem TEXT NOT NULL,
        evidence TEXT NOT NULL,
        UNIQUE (thread, place)
    ) STRICT
    """,
    "CREATE INDEX deliveries_of_post ON deliveries(post_id, seq)",
    "CREATE INDEX deliveries_by_state ON deliveries(state)",
    "CREATE INDEX deliveries_of_account ON deliveries(account_id, post_id)",
    """
    CREATE TABLE steps (
        seq INTEGER PRIMARY KEY,
        delivery_id TEXT NOT NULL REFERENCES deliveries(id),
        source TEXT NOT NULL,
        target TEXT NOT NULL,
        cause TEXT NOT NULL,
        at INTEGER NOT NULL,
        note TEXT NOT NULL
    ) STRICT
    """,
    "CREATE INDEX steps_of_delivery ON steps(delivery_id, seq)",
)
_ACCOUNTS_AND_SETTINGS: Final = (
    "CREATE TABLE accounts (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL) STRICT",
    "CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
)


def migrate(database: Database, migrations: Migrations) -> None:
    """Apply what is missing: all of it, each step with its record, or nothing.

    Raises:
        NewerWorkspace: the file has had a step that this program does not know.
    """
    if not lacks(database, migrations):
        return
    # Taken before looking again, so that two programs that start at once do not both migrate.
    database.conn.execute("BEGIN IMMEDIATE")
    try:
        if lacks(database, migrations):
            migrations.apply(database)
        database.conn.execute("COMMIT")
    except BaseException:
        if database.conn.in_transaction:
            database.conn.execute("ROLLBACK")
        raise


def lacks(database: Database, migrations: Migrations) -> bool:
    """Whether a file still wants a step.

    Raises:
        NewerWorkspace: it has had one that this program does not know.
    """
    unknown = {step.name for step in migrations.applied(database)} - _names(migrations)
    if unknown:
        raise NewerWorkspace(step=max(unknown))
    return bool(migrations.pending(database))


@cache
def _names(migrations: Migrations) -> frozenset[str]:
    empty = Database(memory=True, execute_plugins=False)
    try:
        return frozenset(step.name for step in migrations.pending(empty))
    finally:
        empty.close()


@STORE(name="0001-workspace")
def _workspace(database: Database) -> None:
    for statement in (*_POSTS, *_REVISIONS, *_DELIVERIES, *_ACCOUNTS_AND_SETTINGS):
        database.execute(statement)


@STORE(name="0002-search")
def _search(database: Database) -> None:
    # Contentless: the text lies in `documents` already. Diacritics are letters of their own in Ukrainian (й, ї).
    database.execute(
        """
        CREATE VIRTUAL TABLE post_search USING fts5(
            text, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 0'
        )
        """
    )
    kept = "SELECT seq, document FROM documents JOIN posts USING (seq) WHERE removed_at IS NULL"
    for seq, document in database.execute(kept).fetchall():
        database.execute(
            "INSERT INTO post_search(rowid, text) VALUES (?, ?)", (seq, search_text(loads(Post, document)))
        )


@STORE(name="0003-kinds")
def _kinds(database: Database) -> None:
    for column in (
        "kind TEXT NOT NULL DEFAULT 'publish'",
        "about TEXT NOT NULL DEFAULT ''",
        "park INTEGER NOT NULL DEFAULT 0",
    ):
        database.execute(f"ALTER TABLE deliveries ADD COLUMN {column}")


@STORE(name="0004-loudest")
def _loudest(database: Database) -> None:
    database.execute(
        """
        CREATE INDEX deliveries_unsent ON deliveries(account_id, instant, post_id)
        WHERE state IN ('waiting', 'prepared')
        """
    )
    database.execute("CREATE INDEX posts_promised ON posts(updated_at) WHERE pair = 'promised'")
    # What is done keeps its place, and most is done.
    for (post_id,) in database.execute("SELECT id FROM posts WHERE queue_rank < 2").fetchall():
        rank(database, post_id)


@MEDIA(name="0001-pictures")
def _pictures(database: Database) -> None:
    database.execute("CREATE TABLE pictures (hash TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT")
