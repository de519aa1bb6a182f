"""Pictures, in an encrypted file of their own so that the drafts' stays small; named by the hash of their bytes."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.post import Media

if TYPE_CHECKING:
    from embassy_assistant.store.database import Readers
    from embassy_assistant.store.driver import Database
    from embassy_assistant.store.writer import Writer


class SqliteMedia:
    """See `domain.ports.MediaStore`."""

    def __init__(self, writer: Writer, readers: Readers) -> None:
        """Work on the open file of pictures."""
        self._writer = writer
        self._readers = readers

    def add(self, data: bytes, *, name: str, mime: str) -> Media:
        """Copy the bytes in; the same bytes are kept once."""
        digest = hashlib.sha256(data).hexdigest()

        def work(database: Database) -> None:
            database.execute("INSERT OR IGNORE INTO pictures(hash, data) VALUES (?, ?)", (digest, data))

        self._writer.run(work)
        return Media(hash=digest, name=name, mime=mime, size=len(data))

    def read(self, digest: str) -> bytes:
        """Return the bytes.

        Raises:
            Damaged: they are gone or no longer match.
        """
        with self._readers.lend() as database:
            row = database.execute("SELECT data FROM pictures WHERE hash = ?", (digest,)).fetchone()
        data = bytes(row[0]) if row else b""
        if row is None or hashlib.sha256(data).hexdigest() != digest:
            raise Damaged("media.damaged", picture=digest)
        return data
