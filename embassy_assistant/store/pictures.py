"""The backups' pictures: each kept once, sealed, under a name that tells nobody which picture it is."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Final

import nacl.encoding
import nacl.exceptions
import nacl.hash
import nacl.secret

from embassy_assistant.store.derive import derive
from embassy_assistant.store.files import private_directory, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SUFFIX: Final = ".picture"
_NAME_BYTES: Final = 20


class SealedPictures:
    """A folder of pictures, named by a keyed hash of their hash."""

    def __init__(self, folder: Path, store_key: bytes) -> None:
        """Look after `folder`, which need not exist yet."""
        self._folder = folder
        self._box = nacl.secret.SecretBox(derive(store_key, b"kept-pictures"))
        self._naming = derive(store_key, b"kept-names")

    def has(self, digest: str) -> bool:
        """Whether the picture is kept; it was verified when it was written."""
        return self._path(digest).exists()

    def keep(self, digest: str, data: bytes) -> None:
        """Keep a picture; on disk when this returns.

        Raises:
            DiskFull, NeedsOfficer: what the disk says.
        """
        private_directory(self._folder)
        write_whole(self._path(digest), self._box.encrypt(data, secrets.token_bytes(self._box.NONCE_SIZE)))

    def all(self) -> Iterator[tuple[str, bytes]]:
        """Yield every picture that is whole, with its hash."""
        for path in sorted(self._folder.glob(f"*{_SUFFIX}")):
            try:
                data = self._box.decrypt(path.read_bytes())
            except (nacl.exceptions.CryptoError, OSError):
                continue
            yield hashlib.sha256(data).hexdigest(), data

    def _path(self, digest: str) -> Path:
        name = nacl.hash.blake2b(
            digest.encode(), digest_size=_NAME_BYTES, key=self._naming, encoder=nacl.encoding.HexEncoder
        )
        return self._folder / f"{name.decode()}{_SUFFIX}"
