"""The workspace: closed, open or new. The window opens and takes typing in each of these."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.domain.events import WorkspaceChanged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.ports import Created, Opener, Store
    from embassy_assistant.domain.post import Post


class Access(StrEnum):
    """Whether the store can be read and written."""

    NEW = "new"
    LOCKED = "locked"
    OPEN = "open"


class Workspace:
    """One directory of drafts, opened once its key has arrived."""

    def __init__(self, opener: Opener, events: Events) -> None:
        """Look whether there is a store; open nothing."""
        self._opener = opener
        self._events = events
        self._store: Store | None = None
        self._lock = threading.Lock()

    @property
    def access(self) -> Access:
        """Whether the store can be used now."""
        if self._store is not None:
            return Access.OPEN
        return Access.LOCKED if self._opener.exists else Access.NEW

    @property
    def store(self) -> Store:
        """The open store.

        Raises:
            DraftsLocked: the key has not arrived.
        """
        if self._store is None:
            raise DraftsLocked
        return self._store

    def create(self) -> Created:
        """Make the store. Blocks on the keyring.

        Returns:
            With the recovery code, which is kept in the encrypted store until an Officer has written it down.
        """
        return self.take(self._opener.create())

    def take(self, created: Created) -> Created:
        """Work on a store that was just made, here or of what another laptop packed."""
        # So that a window closed before it was written down can show it again; the store is encrypted.
        created.store.settings.set("recovery-pending", created.recovery_code)
        self._use(created.store)
        return created

    def open(self) -> None:
        """Open the store with the key from the keyring. Blocks while a keyring dialog waits.

        Raises:
            AssistantError: as `Opener.open`.
        """
        if self._store is None:
            self._use(self._opener.open())

    def open_with_code(self, code: str) -> None:
        """Open the store with the recovery code.

        Raises:
            AssistantError: as `Opener.open_with_code`.
        """
        if self._store is None:
            self._use(self._opener.open_with_code(code))

    def keep(self, post: Post) -> bool:
        """Put a snapshot on disk before returning: into the store, or sealed until its key arrives.

        Returns:
            True when it is in the store, False when it was sealed.
        """
        try:
            store = self.store
        except DraftsLocked:
            if not self._opener.exists:
                raise
            self._opener.seal(post)
            return False
        store.posts.save(post)
        return True

    def close(self) -> None:
        """Finish writing and forget the store."""
        with self._lock:
            store, self._store = self._store, None
        if store is not None:
            store.close()
            self._events.publish(WorkspaceChanged(self.access.value))

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Close the store for the block, in which `open` opens it again without asking the keyring."""
        with self._opener.key_at_hand():
            self.close()
            yield

    def _use(self, store: Store) -> None:
        """Work on `store`, unless another way of opening was quicker: a code typed while a keyring dialog waited."""
        with self._lock:
            late = self._store is not None
            if not late:
                self._store = store
        if late:
            store.close()
        self._events.publish(WorkspaceChanged(Access.OPEN.value))
