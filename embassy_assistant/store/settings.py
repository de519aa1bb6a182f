"""Accounts and small values of the workspace; neither holds a secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.account import Account
from embassy_assistant.store.codec import dumps, loads

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.store.database import Readers
    from embassy_assistant.store.driver import Database
    from embassy_assistant.store.writer import Writer


class SqliteAccounts:
    """See `domain.ports.Accounts`."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        """Work on an open store."""
        self._writer = writer
        self._readers = readers

    def all(self) -> Sequence[Account]:
        """Return them, oldest first."""
        with self._readers.lend() as database:
            rows = database.execute("SELECT document FROM accounts ORDER BY seq").fetchall()
        return [loads(Account, document) for (document,) in rows]

    def get(self, account_id: str) -> Account | None:
        """Return one, or None."""
        with self._readers.lend() as database:
            row = database.execute("SELECT document FROM accounts WHERE id = ?", (account_id,)).fetchone()
        return loads(Account, row[0]) if row else None

    def save(self, account: Account) -> None:
        """Add or change one."""

        def work(database: Database) -> None:
            database.execute(
                "INSERT INTO accounts(id, document) VALUES (?, ?) "
                "ON CONFLICT (id) DO UPDATE SET document = excluded.document",
                (account.id, dumps(account)),
            )

        self._writer.run(work)

    def remove(self, account_id: str) -> None:
        """Remove one; the Deliveries that went to it stay."""

        def work(database: Database) -> None:
            database.execute("DELETE FROM accounts WHERE id = ?", (account_id,))

        self._writer.run(work)


class SqliteSettings:
    """See `domain.ports.Settings`."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        """Work on an open store."""
        self._writer = writer
        self._readers = readers

    def get(self, name: str) -> str | None:
        """Return the value, or None."""
        with self._readers.lend() as database:
            row = database.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def set(self, name: str, value: str) -> None:
        """Keep the value."""
        self.change(name, lambda _before: value)

    def change(self, name: str, by: Callable[[str | None], str | None]) -> None:
        """Put what `by` makes of the value in its place, in one transaction."""

        def work(database: Database) -> None:
            row = database.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
            value = by(row[0] if row else None)
            if value is not None:
                database.execute(
                    "INSERT INTO settings(name, value) VALUES (?, ?) "
                    "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    (name, value),
                )

        self._writer.run(work)
