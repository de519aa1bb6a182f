"""Ports in memory, and a network that keeps state and lies when told to: what services and views are tested over."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from embassy_assistant.domain.account import Account, Credential, LanguagePolicy
from embassy_assistant.domain.delivery import FINAL, NEEDS_A_PERSON, UNSENT, Delivery, State, Step
from embassy_assistant.domain.errors import Damaged, KeyringUnavailable
from embassy_assistant.domain.freshness import Freshness, Tried
from embassy_assistant.domain.guideline import GuidelinePack
from embassy_assistant.domain.officer import Mission, Officer
from embassy_assistant.domain.ports import Conflict, Created, VaultState
from embassy_assistant.domain.post import Media, PairState, Post
from embassy_assistant.domain.summaries import PostSummary, Stopped
from embassy_assistant.services.assemble import assemble
from embassy_assistant.store.files import write_whole
from tests.helpers.keeper import MemoryKeeper
from tests.helpers.lying import START, LyingNetwork, ManualClock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import datetime

    from embassy_assistant.domain.guideline_ports import GuidelineIntake, GuidelineSource
    from embassy_assistant.domain.network import Network
    from embassy_assistant.domain.ports import Vault
    from embassy_assistant.services.desk import Desk

OFFICER = Officer("Olena Test", "OT")
RECOVERY_CODE = "ABCD-EFGH-JKMN-PQRS-TVWX-YZ12-34"


class MemorySettings:
    """Settings in a dict."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.written = 0

    def get(self, name: str) -> str | None:
        return self.values.get(name)

    def set(self, name: str, value: str) -> None:
        self.values[name] = value
        self.written += 1

    def change(self, name: str, by: Callable[[str | None], str | None]) -> None:
        value = by(self.get(name))
        if value is not None:
            self.set(name, value)


class MemoryPosts:
    """Drafts in a dict; a search is a plain substring search."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.kept: dict[str, Post] = {}
        self.removed: dict[str, Post] = {}
        self.snapshots: dict[str, list[Post]] = {}

    def save(self, post: Post) -> None:
        self.kept[post.id] = post
        self.snapshots.setdefault(post.id, []).insert(0, post)

    def get(self, post_id: str) -> Post | None:
        return self.kept.get(post_id)

    def many(self, ids: Sequence[str]) -> Sequence[Post]:
        return [self.kept[post_id] for post_id in ids if post_id in self.kept]

    def remove(self, post_id: str) -> None:
        self.removed[post_id] = self.kept.pop(post_id)

    def restore(self, post_id: str) -> None:
        self.kept[post_id] = self.removed.pop(post_id)

    def ids(self, *, query: str = "", queued: bool | None = None) -> Sequence[str]:
        sent = {row.post_id for row in self._store.deliveries.rows.values()}
        found = [
            post
            for post in self.kept.values()
            if query.casefold() in " ".join([post.topic, *(v.text for v in post.versions.values())]).casefold()
            and (queued is None or (post.id in sent) is queued)
        ]
        return [post.id for post in sorted(found, key=lambda post: post.updated_at, reverse=True)]

    def promised(self) -> Sequence[Post]:
        return [post for post in self.kept.values() if post.pair_state is PairState.PROMISED]

    def summaries(self, ids: Sequence[str]) -> Sequence[PostSummary]:
        return [
            PostSummary(
                post.id,
                post.title,
                post.pair_state,
                post.due.instant() if post.due else None,
                post.updated_at,
                tuple({row.state for row in self._store.deliveries.of_post(post.id)}),
            )
            for post in self.many(ids)
        ]

    def revisions(self, post_id: str) -> Sequence[Post]:
        return self.snapshots.get(post_id, [])


class MemoryDeliveries:
    """Rows in a dict, with the store's compare-and-set."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.rows: dict[str, Delivery] = {}
        self.steps: list[Step] = []
        self.commits = 0

    def enqueue(
        self,
        post: Post | None,
        rows: Sequence[Delivery],
        steps: Sequence[tuple[Delivery, Delivery, Step]] = (),
        known: Collection[str] | None = None,
    ) -> None:
        there = [row.id for row in self.of_posts([row.post_id for row in rows])]
        if known is not None and set(there) - set(known):
            raise Conflict
        for before, _after, _step in steps:
            if before.id in self.rows:
                self._compare(before)
        if post is not None:
            self._store.posts.save(post)
        self.rows.update({row.id: row for row in rows})
        for _before, after, step in steps:
            self.rows[after.id] = after
            self.steps.append(step)
        self.commits += 1

    def apply(self, before: Delivery, after: Delivery, step: Step) -> None:
        self._compare(before)
        self.rows[after.id] = after
        self.steps.append(step)
        self.commits += 1

    def _compare(self, before: Delivery) -> None:
        if self.rows[before.id].version != before.version:
            raise Conflict

    def get(self, delivery_id: str) -> Delivery | None:
        return self.rows.get(delivery_id)

    def open(self) -> Sequence[Delivery]:
        rows = [row for row in self.rows.values() if row.state not in FINAL]
        return sorted(rows, key=lambda row: row.instant)

    def of_post(self, post_id: str) -> Sequence[Delivery]:
        return [row for row in self.rows.values() if row.post_id == post_id]

    def of_posts(self, post_ids: Sequence[str]) -> Sequence[Delivery]:
        return [row for row in self.rows.values() if row.post_id in set(post_ids)]

    def of_thread(self, thread: str) -> Sequence[Delivery]:
        return sorted((r for r in self.rows.values() if r.thread == thread), key=lambda row: row.segment.index)

    def history(self, delivery_id: str) -> Sequence[Step]:
        return [step for step in self.steps if step.delivery_id == delivery_id]

    def post_ids(self, *, query: str = "", account: str = "", limit: int = 0) -> Sequence[str]:
        ids = self._store.posts.ids(query=query, queued=True)
        found = [i for i in ids if not account or any(row.account_id == account for row in self.of_post(i))]
        return sorted(found, key=lambda post_id: _rank(self.of_post(post_id)))[: limit or None]

    def asking(self, limit: int) -> Sequence[str]:
        return list(dict.fromkeys(row.post_id for row in self.rows.values() if _asks(row)))[:limit]

    def asking_rows(self) -> int:
        return sum(map(_asks, self.rows.values()))

    def halves_waiting(self) -> Sequence[str]:
        states: dict[str, set[State]] = {}
        for row in self.rows.values():
            states.setdefault(row.post_id, set()).add(row.state)
        out = {State.SENT, State.PARKED}
        return [post_id for post_id, seen in states.items() if seen & out and seen & UNSENT]

    def stopped(self, account_id: str, since: datetime | None, limit: int) -> tuple[int, Sequence[Stopped]]:
        rows = [row for row in self.open() if row.account_id == account_id and row.state in UNSENT]
        late = {row.post_id: row.instant for row in reversed(rows) if since is None or row.instant >= since}
        posts = sorted(late, key=lambda post_id: late[post_id])
        return len(late), [Stopped(i, self._store.posts.kept[i].title, late[i]) for i in posts[:limit]]

    def counts(self) -> dict[State, int]:
        return {state: n for state in State if (n := sum(row.state is state for row in self.rows.values()))}


def _rank(rows: Sequence[Delivery]) -> int:
    """Return how far down the queue a Post stands."""
    sent = {language for row in rows if row.state is State.SENT for language in row.segment.languages}
    left = [row for row in rows if row.state in UNSENT | NEEDS_A_PERSON]
    if sent and any(not sent.issuperset(row.segment.languages) for row in left):
        return 0
    return 1 if any(map(_asks, rows)) else 2 if any(row.state not in FINAL for row in rows) else 3


def _asks(row: Delivery) -> bool:
    return row.state in NEEDS_A_PERSON or (row.state is State.PARKED and bool(row.problem))


class MemoryAccounts:
    """Accounts in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, Account] = {}

    def all(self) -> Sequence[Account]:
        return list(self.kept.values())

    def get(self, account_id: str) -> Account | None:
        return self.kept.get(account_id)

    def save(self, account: Account) -> None:
        self.kept[account.id] = account

    def remove(self, account_id: str) -> None:
        del self.kept[account_id]


class MemoryMedia:
    """Pictures in a dict."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def add(self, data: bytes, *, name: str, mime: str) -> Media:
        digest = hashlib.sha256(data).hexdigest()
        self.kept[digest] = data
        return Media(digest, name, mime, len(data))

    def read(self, digest: str) -> bytes:
        if digest not in self.kept:
            raise Damaged("media.damaged", picture=digest)
        return self.kept[digest]


class MemoryStore:
    """A whole store in memory."""

    def __init__(self) -> None:
        self.posts: MemoryPosts = MemoryPosts(self)
        self.deliveries: MemoryDeliveries = MemoryDeliveries(self)
        self.accounts = MemoryAccounts()
        self.settings = MemorySettings()
        self.media = MemoryMedia()
        self.closed = False

    def check(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True


class MemoryOpener:
    """Opens a MemoryStore, unless the keyring is said to be locked."""

    def __init__(self, store: MemoryStore, *, exists: bool = True, problem: str = "") -> None:
        self.store = store
        self.exists = exists
        self.problem = problem
        self.sealed: list[Post] = []
        self.opened = self.at_hand = False

    def create(self) -> Created:
        self.exists = self.opened = True
        return Created(self.store, RECOVERY_CODE)  # type: ignore[arg-type]

    def open(self) -> MemoryStore:
        if self.problem and not self.at_hand:
            raise KeyringUnavailable(self.problem)
        for post in self.sealed:
            self.store.posts.save(post)
        self.sealed.clear()
        self.opened = True
        return self.store

    def open_with_code(self, code: str) -> MemoryStore:
        assert code == RECOVERY_CODE
        self.problem = ""
        return self.open()

    @contextmanager
    def key_at_hand(self) -> Iterator[None]:
        self.at_hand = self.opened
        try:
            yield
        finally:
            self.at_hand = False

    def seal(self, post: Post) -> None:
        self.sealed.append(post)


class MemoryVault:
    """A keyring in a dict."""

    def __init__(self) -> None:
        self.state = VaultState.READY
        self.entries: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        return self.entries.get(name)

    def set(self, name: str, value: str) -> None:
        self.entries[name] = value

    def delete(self, name: str) -> None:
        self.entries.pop(name, None)

    def secrets_for(self, account_id: str) -> MemorySecrets:
        return MemorySecrets(self, account_id)


@dataclass
class MemorySecrets:
    """One account's part of a vault."""

    vault: Vault
    account_id: str

    def get(self, name: str) -> str | None:
        return self.vault.get(f"{self.account_id}/{name}")

    def set(self, name: str, value: str) -> None:
        self.vault.set(f"{self.account_id}/{name}", value)

    def delete(self, name: str) -> None:
        self.vault.delete(f"{self.account_id}/{name}")


@dataclass
class MemoryNetworks:
    """A registry of the given networks."""

    networks: tuple[Network, ...]

    def get(self, name: str) -> Network:
        return {network.name: network for network in self.networks}[name]

    def all(self) -> Sequence[Network]:
        return self.networks


class EmptyGuidelines:
    """A pack with no rule in it."""

    pack = GuidelinePack("0", {"uk": "Порожні", "en": "Empty"}, (), shipped_with="0.1.0")
    before: GuidelinePack | None = None
    fresh: Freshness | None = None
    code = ""

    def active(self) -> GuidelinePack:
        return self.pack

    def previous(self) -> GuidelinePack | None:
        return self.before

    def trouble(self) -> None:
        return None

    def tried(self) -> Tried:
        return Tried()

    def mission(self) -> str:
        return self.code

    def freshness(self) -> Freshness | None:
        return self.fresh


class FreeLock:
    """A sender lock that nobody else holds."""

    def __init__(self) -> None:
        self.free = True

    def acquire(self) -> bool:
        return self.free

    def release(self) -> None:
        """Nobody waits."""


@dataclass
class Bench:
    """A desk with its ports at hand."""

    desk: Desk
    store: MemoryStore
    opener: MemoryOpener
    network: LyingNetwork
    clock: ManualClock
    vault: MemoryVault
    lock: FreeLock

    def account(self, handle: str, *languages: str) -> Account:
        """Add an account that works."""
        account = Account(
            Account.id_of(self.network.name, handle),
            self.network.name,
            handle,
            self.network.default_server,
            LanguagePolicy(languages),
            credential=Credential.WORKS,
        )
        self.store.accounts.save(account)
        return account

    def post(self, uk: str = "Слава Україні!", en: str = "Glory to Ukraine!", *accounts: str) -> Post:
        """Return a saved, confirmed Post in both languages."""
        chosen = accounts or tuple(account.id for account in self.store.accounts.all())
        post = self.desk.drafting.new(chosen).with_text("uk", uk).with_text("en", en)
        post = self.desk.drafting.confirm(post, OFFICER)
        self.desk.drafting.save(post)
        return post


def memory_desk(
    *,
    network: LyingNetwork | None = None,
    networks: tuple[Network, ...] | None = None,
    guidelines: GuidelineSource | None = None,
    intake: GuidelineIntake | None = None,
    opened: bool = True,
    practice: bool = True,
    problem: str = "",
    checkpoint: Callable[[str], None] = lambda _name: None,
) -> Bench:
    """Return a desk in memory, with a mission and an officer, and no account yet.

    Args:
        network: the one network; a LyingNetwork called `practice` when None.
        networks: all networks, when one is not enough.
        guidelines: the pack; empty when None.
        intake: takes newer ones in; None where they come from nowhere.
        opened: False leaves the workspace locked.
        practice: what the workspace is for.
        problem: a VaultState value that keeps the key away.
        checkpoint: see `Sender`.
    """
    network = network or LyingNetwork()
    store, clock, vault, lock = MemoryStore(), network.clock, MemoryVault(), FreeLock()
    opener = MemoryOpener(store, problem=problem)
    plain = MemorySettings()
    desk = assemble(
        opener=opener,  # type: ignore[arg-type]
        keeper=MemoryKeeper(),
        plain=plain,
        networks=MemoryNetworks(networks or (network,)),
        secrets_for=vault.secrets_for,
        guidelines=guidelines or EmptyGuidelines(),
        intake=intake,
        vault=vault,
        lock=lock,
        clock=clock,
        write_file=write_whole,
        checkpoint=checkpoint,
    )
    desk.preferences.practice = practice
    if opened:
        desk.workspace.open()
        desk.preferences.mission = Mission(
            "Посольство України в Німеччині", "Embassy of Ukraine in Germany", "DE", "Europe/Berlin", practice
        )
        desk.preferences.officer = OFFICER
    return Bench(desk, store, opener, network, clock, vault, lock)


__all__ = ["OFFICER", "START", "Bench", "LyingNetwork", "ManualClock", "MemoryStore", "memory_desk"]
