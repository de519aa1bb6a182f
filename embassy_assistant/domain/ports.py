"""What the services need from outside; `app/wiring.py` hands it in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from embassy_assistant.domain.network import Network, Secrets

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.clock import ClockEvidence
    from embassy_assistant.domain.delivery import Delivery, State, Step
    from embassy_assistant.domain.post import Media, Post
    from embassy_assistant.domain.summaries import PostSummary, Stopped


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        ...

    def boot(self) -> str:
        """Return what tells one run of the machine from another; empty where the system does not say."""
        ...

    def evidence(self) -> ClockEvidence:
        """Return what is known of the time now."""
        ...

    def ahead(self) -> timedelta | None:
        """Return how far this clock is ahead of the servers', negative where it is behind; None where none said."""
        ...


class Posts(Protocol):
    """The drafts."""

    def save(self, post: Post) -> None:
        """Write a snapshot, committed before it returns.

        Revisions coalesce: one is kept per pause of 5 s, then per minute, then per session of writing.
        """
        ...

    def get(self, post_id: str) -> Post | None:
        """Return the Post, or None."""
        ...

    def many(self, ids: Sequence[str]) -> Sequence[Post]:
        """Return the Posts of one page of ids in one read, in their order; unknown ids are left out."""
        ...

    def remove(self, post_id: str) -> None:
        """Discard a draft that has no Deliveries; it stays restorable for 30 days."""
        ...

    def restore(self, post_id: str) -> None:
        """Bring a discarded draft back."""
        ...

    def ids(self, *, query: str = "", queued: bool | None = None) -> Sequence[str]:
        """Return ids, newest first.

        Args:
            query: words to find in texts and topics, by prefix.
            queued: only posts with Deliveries (True) or without (False).
        """
        ...

    def promised(self) -> Sequence[Post]:
        """Return the Posts of which one half is promised and not written yet."""
        ...

    def summaries(self, ids: Sequence[str]) -> Sequence[PostSummary]:
        """Return the rows for one page of ids, in their order."""
        ...

    def revisions(self, post_id: str) -> Sequence[Post]:
        """Return kept earlier snapshots, newest first."""
        ...


class Deliveries(Protocol):
    """The rows of the outbox."""

    def enqueue(
        self,
        post: Post | None,
        rows: Sequence[Delivery],
        steps: Sequence[tuple[Delivery, Delivery, Step]] = (),
        known: Collection[str] | None = None,
    ) -> None:
        """Write a Post, its new rows and steps of old or new ones in one transaction.

        Args:
            post: None leaves the Post of `rows` as it is.
            rows: at least one.
            steps: before, after and the line of the history, of each row that moves.
            known: ids of the Post's rows as the caller knows them.

        Raises:
            Conflict: a row has moved meanwhile, or the Post has a row that is not `known`.
        """
        ...

    def apply(self, before: Delivery, after: Delivery, step: Step) -> None:
        """Write one step, committed before it returns, if the row is still at `before.version`.

        Raises:
            Conflict: it is not.
        """
        ...

    def get(self, delivery_id: str) -> Delivery | None:
        """Return the row, or None."""
        ...

    def open(self) -> Sequence[Delivery]:
        """Return every row that is not final, by due time, then in the order they were queued."""
        ...

    def of_post(self, post_id: str) -> Sequence[Delivery]:
        """Return the rows of one Post, oldest first."""
        ...

    def of_posts(self, post_ids: Sequence[str]) -> Sequence[Delivery]:
        """Return the rows of a page of Posts in one read, oldest first."""
        ...

    def of_thread(self, thread: str) -> Sequence[Delivery]:
        """Return the rows of one thread by index."""
        ...

    def history(self, delivery_id: str) -> Sequence[Step]:
        """Return the row's steps, oldest first."""
        ...

    def post_ids(self, *, query: str = "", account: str = "", limit: int = 0) -> Sequence[str]:
        """Return ids of Posts with Deliveries: halves out, what needs a person, then by due time, then newest first.

        Args:
            query: words to find in texts and topics, by prefix.
            account: only Posts with a row for this Account.
            limit: at most so many; 0 for all.
        """
        ...

    def asking(self, limit: int) -> Sequence[str]:
        """Return ids of at most `limit` Posts with a row that needs a person, those of which one half is out first."""
        ...

    def asking_rows(self) -> int:
        """Return how many rows need a person."""
        ...

    def halves_waiting(self) -> Sequence[str]:
        """Return ids of Posts of which one half is out, or at its server, and the other waits and asks nobody."""
        ...

    def stopped(self, account_id: str, since: datetime | None, limit: int) -> tuple[int, Sequence[Stopped]]:
        """Return how many Posts wait to go to an Account, from `since` on where that is given, and the first of them.

        Args:
            account_id: the Account.
            since: aware UTC.
            limit: at most so many are returned; all are counted.
        """
        ...

    def counts(self) -> dict[State, int]:
        """Return how many rows stand in each state."""
        ...


class Accounts(Protocol):
    """The Accounts of the workspace."""

    def all(self) -> Sequence[Account]:
        """Return them, oldest first."""
        ...

    def get(self, account_id: str) -> Account | None:
        """Return one, or None."""
        ...

    def save(self, account: Account) -> None:
        """Add or change one."""
        ...

    def remove(self, account_id: str) -> None:
        """Remove one; its history stays."""
        ...


class Settings(Protocol):
    """Small values of the workspace, JSON-encoded by the caller; encrypted like the rest."""

    def get(self, name: str) -> str | None:
        """Return the value, or None."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep the value."""
        ...


class SharedSettings(Settings, Protocol):
    """Settings that several programs may change at the same moment."""

    def change(self, name: str, by: Callable[[str | None], str | None]) -> None:
        """Put what `by` makes of the value in its place, in one transaction; None leaves the value as it is.

        `by` may be called twice, and uses nothing but its argument. What it raises is raised here, and nothing changes.
        """
        ...


class MediaStore(Protocol):
    """Pictures, by the hash of their bytes."""

    def add(self, data: bytes, *, name: str, mime: str) -> Media:
        """Copy the bytes in; the same bytes are kept once."""
        ...

    def read(self, digest: str) -> bytes:
        """Return the bytes.

        Raises:
            Damaged: they are gone or no longer match.
        """
        ...


class Conflict(Exception):  # noqa: N818
    """Somebody else moved the row first; read it again."""


class Store(Protocol):
    """An open workspace store."""

    posts: Posts
    deliveries: Deliveries
    accounts: Accounts
    settings: SharedSettings
    media: MediaStore

    def check(self) -> None:
        """Read every page and check its seal; may take seconds.

        Raises:
            Damaged: a file was changed outside this program.
        """
        ...

    def close(self) -> None:
        """Finish writing and close."""
        ...


@dataclass(frozen=True, slots=True)
class Created:
    """A new workspace's open store, and what the Officer must write down.

    Attributes:
        recovery_code: shown once, kept nowhere in clear.
        keyring_problem: id of the error that kept the key out of the keyring; empty when it is there.
    """

    store: Store
    recovery_code: str
    keyring_problem: str = ""


class Opener(Protocol):
    """Opens the store of one workspace directory. Methods block; never call them on the GUI thread, except `seal`."""

    @property
    def exists(self) -> bool:
        """Whether the directory has a store."""
        ...

    def create(self) -> Created:
        """Make the key, the store, recovery file and sealing key; usable even without a keyring."""
        ...

    def open(self) -> Store:
        """Fetch the key from the keyring, open the store and fold sealed snapshots in.

        Raises:
            KeyringUnavailable: it cannot be fetched now; `keyring.missing` when the keyring has no such entry.
            NewerWorkspace, WrongKey, Damaged: the store cannot be used.
        """
        ...

    def open_with_code(self, code: str) -> Store:
        """Unwrap the key with the recovery code, put it back into the keyring if that works, and open as `open` does.

        Raises:
            Unusable: the code is mistyped (`recovery.mistyped`) or not this workspace's (`recovery.wrong`).
        """
        ...

    def key_at_hand(self) -> AbstractContextManager[None]:
        """Keep the key of the store that is open until the end of the block: there, `open` asks no keyring.

        A store that is closed for a moment can be opened again, also where only a recovery code had opened it.
        """
        ...

    def seal(self, post: Post) -> None:
        """Keep a snapshot on disk, readable only once the key has arrived; on disk before it returns."""
        ...


class SenderLock(Protocol):
    """Only one program may send from a workspace."""

    def acquire(self) -> bool:
        """Take the lock if it is free; True when this process holds it."""
        ...

    def release(self) -> None:
        """Let it go."""
        ...


class VaultState(StrEnum):
    """What is known of the operating system's keyring."""

    UNKNOWN = "unknown"
    READY = "ready"
    NO_BACKEND = "no-backend"
    INSECURE = "insecure"
    LOCKED = "locked"
    WAITING = "waiting"
    DISMISSED = "dismissed"
    GONE = "gone"


class Vault(Protocol):
    """The operating system's keyring. Methods block; never call them on the GUI thread.

    All may raise `KeyringUnavailable`.
    """

    state: VaultState

    def get(self, name: str) -> str | None:
        """Return a secret, None where the keyring has no such entry."""
        ...

    def set(self, name: str, value: str) -> None:
        """Keep a secret; whatever dies meanwhile, the old value or the new one is there."""
        ...

    def delete(self, name: str) -> None:
        """Forget a secret."""
        ...


class Networks(Protocol):
    """The social networks this program knows."""

    def get(self, name: str) -> Network:
        """Return the network called `name`.

        Raises:
            KeyError: there is none.
        """
        ...

    def all(self) -> Sequence[Network]:
        """Return all of them."""
        ...


SecretsFor = Callable[[str], Secrets]
"""Account id -> that account's secrets."""

Alone = Callable[[], AbstractContextManager[object]]
"""Returns a block that one program of the workspace at a time is in; entering may raise `RequestFailed`."""
