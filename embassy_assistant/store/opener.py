"""Opens the store of one workspace: with the key from the keyring, or with the recovery code from paper."""

from __future__ import annotations

import threading
import weakref
from contextlib import contextmanager
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Damaged, KeyringUnavailable, WrongKey
from embassy_assistant.domain.ports import Created
from embassy_assistant.store.keys import RECOVERY_FILE, StoreKeys
from embassy_assistant.store.sealed import SealedDrafts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

    from embassy_assistant.domain.ports import Store, Vault
    from embassy_assistant.domain.post import Post
    from embassy_assistant.store.sealed import Folded
    from embassy_assistant.store.workspace import SqliteStore


class WorkspaceOpener:
    """See `domain.ports.Opener`.

    Attributes:
        folded: what became of the sealed snapshots when the store was last opened; None before.
    """

    def __init__(self, directory: Path, vault: Vault) -> None:
        """Look after the workspace in `directory`, which need not exist yet."""
        self._directory = directory
        self._keys = StoreKeys(directory, vault)
        self._sealed = SealedDrafts(directory)
        self._gate = threading.Lock()
        self._at_hand: bytes | None = None
        # Not kept alive: with the last user of a closed store its key goes too.
        self._store: Callable[[], SqliteStore | None] = lambda: None
        self.folded: Folded | None = None

    @property
    def exists(self) -> bool:
        """Whether the directory has a store: its sealing key is the last thing that `create` writes."""
        return self._sealed.ready

    def create(self) -> Created:
        """Make the key, the recovery file, the store and the sealing key.

        A store without a sealing key was never finished, or has lost that file: where the keyring has its key it is
        used, with a new recovery code, and else set aside with its recovery file.

        Raises:
            WrongKey: the directory has a store; a new key would lose it.
            DiskFull, NeedsOfficer: what the disk says.
        """
        if self.exists:
            raise WrongKey("store.key-exists")
        found = self._adopt()
        if found is not None:
            return found
        _database().set_aside(self._directory, RECOVERY_FILE)
        made = self._keys.create()
        return Created(self._open(made.key), made.code, made.problem.id if made.problem else "")

    def open(self) -> Store:
        """Fetch the key from the keyring, open the store and fold sealed snapshots in.

        Raises:
            KeyringUnavailable: it cannot be fetched now; `keyring.missing` when the keyring has no such entry.
            NewerWorkspace, WrongKey, Damaged: the store cannot be used.
        """
        return self._open(self._at_hand or self._keys.from_keyring())

    def open_with_code(self, code: str) -> Store:
        """Unwrap the key with the recovery code, put it back into the keyring if that works, and open as `open` does.

        Raises:
            Unusable: the code is mistyped (`recovery.mistyped`) or not this workspace's (`recovery.wrong`).
        """
        return self._open(self._keys.from_code(code).key)

    def key(self, code: str = "") -> bytes:
        """Return the workspace's key: the open store's, else what is at hand, the recovery code's, the keyring's.

        Raises:
            KeyringUnavailable, Unusable, Damaged: as `open` and `open_with_code`.
        """
        with self._gate:
            store = self._store()
        if store is not None and not store.closed:
            return store.key
        if self._at_hand is not None:
            return self._at_hand
        return self._keys.from_code(code).key if code else self._keys.from_keyring()

    @contextmanager
    def key_at_hand(self) -> Iterator[None]:
        """Keep the key of the store that is open, if one is, for `open` and `key`, until the end of the block."""
        with self._gate:
            store = self._store()
        if store is not None and not store.closed:
            self._at_hand = store.key
        del store
        try:
            yield
        finally:
            self._at_hand = None

    def adopt(self, key: bytes) -> Created:
        """Make a new workspace of a store that was laid into it: its key goes into the keyring, with a new code."""
        made = self._keys.adopt(key)
        return Created(self._open(key), made.code, made.problem.id if made.problem else "")

    def seal(self, post: Post) -> None:
        """Keep a snapshot on disk, readable only once the key has arrived; on disk before it returns.

        Raises:
            DraftsLocked: there is no store yet to seal for.
            DiskFull: there is no room; the snapshot before stands.
        """
        with self._gate:
            store = self._store()
            if store is None or store.closed:
                self._sealed.save(post)
                return
        # The store was opened between the caller's look and this call.
        store.posts.save(post)

    def _adopt(self) -> Created | None:
        if not _database().has_files(self._directory):
            return None
        try:
            key = self._keys.from_keyring()
            store = self._open(key)
        except (KeyringUnavailable, Damaged):
            return None
        try:
            return Created(store, self._keys.new_code(key))
        except BaseException:
            store.close()
            raise

    def _open(self, key: bytes) -> SqliteStore:
        store: SqliteStore = _database().open_store(self._directory, key)
        try:
            # Nobody may seal between the folding and the moment from which snapshots go to the store.
            with self._gate:
                self.folded = store.fold_sealed(self._sealed)
                self._store = weakref.ref(store)
        except BaseException:
            store.close()
            raise
        return store


def _database() -> ModuleType:
    # SQLCipher and sqlite-utils take 80 ms to import, which a window that is about to take typing must not wait for.
    from embassy_assistant.store import workspace

    return workspace
