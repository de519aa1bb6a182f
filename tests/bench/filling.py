"""A workspace with as many queued posts as one asks for, all but a few of them sent long ago."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.account import Account, Credential, LanguagePolicy
from embassy_assistant.domain.officer import Mission, Officer
from embassy_assistant.domain.post import Post
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import Database, connect
from embassy_assistant.store.keys import StoreKeys
from embassy_assistant.store.search import even
from tests.helpers.workbench import FileVault, open_bench

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OFFICER: Final = Officer("Олена Коваль", "ОК")
MISSION: Final = Mission(
    "Посольство України в Німеччині", "Embassy of Ukraine in Germany", "DE", "Europe/Berlin", practice=True
)
ACCOUNT: Final = Account(
    "practice:ukrinde", "practice", "ukrinde", "", LanguagePolicy(("uk", "en")), credential=Credential.WORKS
)
_WORDS: Final = (
    "візит", "зустріч", "виставка", "концерт", "допомога", "відбудова", "пам’ять", "освіта", "культура", "торгівля",
    "консульство", "громада", "прапор", "молодь", "університет", "енергетика", "безпека", "наука", "мистецтво", "книга",
)  # fmt: skip
_STILL_OPEN: Final = 400
"""One post in so many waits; the others are history."""


def fill(workspace: Path, posts: int) -> None:
    """Make the workspace, queue one post as an Officer would, and repeat its rows."""
    bench = open_bench(workspace, practice=True)
    desk = bench.desk
    created = desk.workspace.create()
    desk.preferences.mission, desk.preferences.officer = MISSION, OFFICER
    created.store.accounts.save(ACCOUNT)
    now = desk.clock.now()
    post = Post.new(now, accounts=(ACCOUNT.id,)).with_text("uk", "Зустріч із громадою.").with_text("en", "We met.")
    post = desk.drafting.confirm(post, OFFICER)
    desk.drafting.save(post)
    desk.outbox.queue(post, OFFICER)
    desk.workspace.close()
    key = StoreKeys(workspace, FileVault(workspace.with_name(f"{workspace.name}-keyring.json"))).from_keyring()
    database = connect(workspace / "store.db", derive(key, b"drafts"))
    try:
        _repeat(database, posts)
    finally:
        database.close()


def _repeat(database: Database, posts: int) -> None:
    document = database.execute("SELECT document FROM documents").fetchone()[0]
    rows = {table: _dicts(database, table) for table in ("posts", "deliveries")}
    first = rows["posts"][0]
    numbers = range(2, posts + 1)
    database.conn.execute("BEGIN IMMEDIATE")
    _insert(database, "posts", (_post(first, number) for number in numbers))
    _insert(
        database,
        "documents",
        ({"seq": number, "document": _document(document, first["id"], number)} for number in numbers),
    )
    _insert(
        database,
        "deliveries",
        (_delivery(row, number) for number, row in itertools.product(numbers, rows["deliveries"])),
    )
    database.conn.executemany(
        "INSERT INTO post_search(rowid, text) VALUES (?, ?)", ((number, even(_text(number))) for number in numbers)
    )
    database.conn.execute("COMMIT")
    database.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _dicts(database: Database, table: str) -> list[dict[str, Any]]:
    return list(database.table(table).rows)


def _insert(database: Database, table: str, rows: Iterator[dict[str, Any]]) -> None:
    first = next(rows)
    names = ", ".join(first)
    marks = ", ".join(f":{name}" for name in first)
    sql = f"INSERT INTO {table}({names}) VALUES ({marks})"  # noqa: S608 - our own names
    database.conn.executemany(sql, itertools.chain([first], rows))


def _text(number: int) -> str:
    words = [_WORDS[number // len(_WORDS) ** place % len(_WORDS)] for place in range(3)]
    return f"{' '.join(words)} {number}"


def _earlier(number: int) -> int:
    return int(timedelta(minutes=number) / timedelta(microseconds=1))


def _open(number: int) -> bool:
    return number % _STILL_OPEN == 0


def _post(row: dict[str, Any], number: int) -> dict[str, Any]:
    changed = {"seq": number, "id": f"p{number}", "title": _text(number)}
    if not _open(number):
        changed |= {"states": "sent", "queue_rank": 2, "queue_key": -(row["updated_at"] - _earlier(number))}
    return {**row, **changed, "updated_at": row["updated_at"] - _earlier(number)}


def _document(document: str, first: str, number: int) -> str:
    post = json.loads(document.replace(first, f"p{number}"))
    post["versions"]["uk"]["text"] = _text(number)
    return json.dumps(post, ensure_ascii=False)


def _delivery(row: dict[str, Any], number: int) -> dict[str, Any]:
    state = row["state"] if _open(number) else "sent"
    return {
        **row,
        "seq": None,
        "id": f"{row['id']}-{number}",
        "post_id": f"p{number}",
        "thread": f"{row['thread']}-{number}",
        "state": state,
    }
