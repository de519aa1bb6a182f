"""Drafts that are written before the store's key has arrived.

A snapshot is sealed (libsodium's sealed box: an ephemeral X25519 key per snapshot) to a public key that lies beside the
store. This program itself cannot read it again until the key is there: the private half is derived from it.
"""

from __future__ import annotations

import hashlib
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import nacl.exceptions
import nacl.public

from embassy_assistant.domain.errors import Damaged, DraftsLocked, WrongKey
from embassy_assistant.domain.post import Post
from embassy_assistant.store.codec import dumps, loads
from embassy_assistant.store.derive import derive
from embassy_assistant.store.files import private_directory, read_if_there, sync_directory, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PUBLIC_KEY_FILE: Final = "seal.pub"
DIRECTORY: Final = "sealed"
_SUFFIX: Final = ".sealed"


@dataclass(frozen=True, slots=True)
class Folded:
    """What became of the sealed snapshots.

    Attributes:
        posts: ids of the Posts that were taken into the store, in order, each once.
        unreadable: names of files that this key does not open or that are broken; they are left where they are.
    """

    posts: tuple[str, ...]
    unreadable: tuple[str, ...]


class SealedDrafts:
    """The sealed snapshots of one workspace."""

    def __init__(self, workspace: Path) -> None:
        """Look after `workspace`, which need not exist yet."""
        self._public_key = workspace / PUBLIC_KEY_FILE
        self._directory = workspace / DIRECTORY
        self._lock = threading.Lock()
        self._last_name = 0
        self._latest: dict[str, Path] = {}

    @property
    def ready(self) -> bool:
        """Whether there is a public key to seal to: the workspace was opened at least once."""
        return self._public_key.is_file()

    @property
    def waiting(self) -> int:
        """How many snapshots wait for the key."""
        return len(self._files())

    def fits(self, store_key: bytes) -> bool:
        """Whether `store_key` may belong to this workspace; True where no whole public key lies here."""
        return self._published() in {None, _private_key(store_key).public_key.encode()}

    def publish(self, store_key: bytes) -> None:
        """Lay the public key beside the store, if it is not there or not whole.

        Raises:
            WrongKey: another key's public half lies there.
        """
        if not self.fits(store_key):
            raise WrongKey
        if self._published() is None:
            private_directory(self._public_key.parent)
            write_whole(self._public_key, _private_key(store_key).public_key.encode())

    def save(self, post: Post) -> None:
        """Seal a snapshot; on disk when this returns. An earlier one of the same Post by this process goes.

        Raises:
            DraftsLocked: there is no public key yet.
            Damaged: it is not whole; opening the store mends it.
            DiskFull: there is no room; the earlier snapshot stands.
        """
        if not self.ready:
            raise DraftsLocked
        public_key = self._published()
        if public_key is None:
            raise Damaged(path=PUBLIC_KEY_FILE)
        box = nacl.public.SealedBox(nacl.public.PublicKey(public_key))
        sealed = box.encrypt(dumps(post).encode())
        with self._lock:
            private_directory(self._directory)
            # In the order of writing, also when the clock stands still or goes back.
            self._last_name = max(time.time_ns(), self._last_name + 1)
            owner = hashlib.sha256(post.id.encode()).hexdigest()[:16]
            path = self._directory / f"{self._last_name:020d}-{owner}{_SUFFIX}"
            write_whole(path, sealed)
            earlier = self._latest.get(post.id)
            self._latest[post.id] = path
            if earlier is not None:
                earlier.unlink(missing_ok=True)

    def fold(self, store_key: bytes, take: Callable[[Post], None]) -> Folded:
        """Hand every readable snapshot to `take`, oldest first, and delete each once `take` has returned.

        Args:
            store_key: 32 bytes.
            take: writes a snapshot for good; it may see one again after a crash, and must bear that.
        """
        box = nacl.public.SealedBox(_private_key(store_key))
        posts: dict[str, None] = {}
        unreadable: list[str] = []
        with self._lock:
            for path in self._files():
                try:
                    post = loads(Post, box.decrypt(path.read_bytes()).decode())
                except (nacl.exceptions.CryptoError, ValueError, TypeError, LookupError, AttributeError):
                    unreadable.append(path.name)
                    continue
                take(post)
                posts[post.id] = None
                path.unlink()
            self._latest.clear()
            if posts:
                sync_directory(self._directory)
        return Folded(tuple(posts), tuple(unreadable))

    def _published(self) -> bytes | None:
        """Return the public key beside the store, None where there is none or not all of it."""
        key = read_if_there(self._public_key)
        return key if key and len(key) == nacl.public.PublicKey.SIZE else None

    def _files(self) -> list[Path]:
        return sorted(self._directory.glob(f"*{_SUFFIX}"))


def _private_key(store_key: bytes) -> nacl.public.PrivateKey:
    return nacl.public.PrivateKey(derive(store_key, b"seal"))
