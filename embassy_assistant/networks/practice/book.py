"""What the practice network remembers: accounts, tokens, pictures and posts, in SQLite, so that it survives a restart.

Texts and pictures are sealed with a key that lies in a file beside the database. This keeps sentences from being found
by a search of the disk; it does not protect them from who can read the folder, since this network plays the public.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
import threading
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from nacl.secret import SecretBox

from embassy_assistant.networks.practice.process import private_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS accounts (handle TEXT PRIMARY KEY);
CREATE TABLE IF NOT EXISTS tokens (digest TEXT PRIMARY KEY, handle TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS pictures (digest TEXT PRIMARY KEY, mime TEXT NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS posts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, handle TEXT NOT NULL, key TEXT NOT NULL, received REAL NOT NULL,
    sealed BLOB NOT NULL, UNIQUE (handle, key)
);
"""
# When the public sees a post, in seconds of the epoch; 0, as in books of before, for at once.
_DUE: Final = "ALTER TABLE posts ADD COLUMN due REAL NOT NULL DEFAULT 0"
_SHOWN: Final = "FROM posts WHERE ? IN ('', handle) AND due <= ? ORDER BY max(received, due) DESC, number DESC LIMIT ?"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a post: the SHA-256 of its bytes, hexadecimal, and its alt text."""

    hash: str
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Poll:
    """A poll, open for so many minutes."""

    options: tuple[str, ...]
    minutes: int
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as it was published.

    Attributes:
        reply_to: `handle/key` of the post it answers, or "".
        created_at: as the client said, ISO 8601.
        warning: shown instead of the text until somebody opens it.
        visibility: `public` or `unlisted`, which the page of all accounts leaves out.
        at: when the public is to see it, ISO 8601 with a zone; "" for at once.
    """

    text: str
    languages: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()
    reply_to: str = ""
    created_at: str = ""
    warning: str = ""
    poll: Poll | None = None
    visibility: str = "public"
    at: str = ""

    @property
    def due(self) -> float:
        """When the public sees it, in seconds of the epoch; 0 for at once."""
        return datetime.fromisoformat(self.at).timestamp() if self.at else 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A post in the book.

    Attributes:
        new: whether this very call wrote it.
    """

    handle: str
    key: str
    entry: Entry
    new: bool = False

    @property
    def id(self) -> str:
        """What a reply names."""
        return f"{self.handle}/{self.key}"

    @property
    def parked(self) -> bool:
        """Whether it waits for its time."""
        return self.entry.due > time.time()


class Book:
    """The memory of one practice network; may be used from several threads."""

    def __init__(self, home: Path) -> None:
        """Open or create it in `home`, for its owner only."""
        file = private_file(home / "practice.db")
        self._box = SecretBox(_key(home / "practice.key"))
        self._lock = threading.Lock()
        self._db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.executescript(_SCHEMA)
        if "due" not in {row[1] for row in self._db.execute("PRAGMA table_info(posts)")}:
            self._db.execute(_DUE)

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._db.close()

    def sign_in(self, handle: str) -> str:
        """Make the account if it is new and return a token for it."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._db.execute("INSERT OR IGNORE INTO accounts VALUES (?)", (handle,))
            self._db.execute("INSERT INTO tokens VALUES (?, ?)", (_digest(token), handle))
        return token

    def whose(self, token: str) -> str | None:
        """Return the handle that a token belongs to, None for one that was never given or is revoked."""
        with self._lock:
            row = self._db.execute("SELECT handle FROM tokens WHERE digest = ?", (_digest(token),)).fetchone()
        return row[0] if row else None

    def sign_out(self, token: str) -> None:
        """Revoke a token."""
        with self._lock:
            self._db.execute("DELETE FROM tokens WHERE digest = ?", (_digest(token),))

    def handles(self) -> list[str]:
        """Return all accounts."""
        with self._lock:
            return [row[0] for row in self._db.execute("SELECT handle FROM accounts ORDER BY handle")]

    def keep_picture(self, data: bytes, mime: str) -> str:
        """Keep a picture and return its hash; the same bytes are kept once."""
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            self._db.execute(
                "INSERT OR IGNORE INTO pictures VALUES (?, ?, ?)", (digest, mime, bytes(self._box.encrypt(data)))
            )
        return digest

    def picture(self, digest: str) -> tuple[bytes, str] | None:
        """Return a picture's bytes and type."""
        with self._lock:
            row = self._db.execute("SELECT sealed, mime FROM pictures WHERE digest = ?", (digest,)).fetchone()
        return (self._box.decrypt(row[0]), row[1]) if row else None

    def publish(self, handle: str, key: str, entry: Entry) -> Kept:
        """Write a post under the client's key; a key that is taken keeps what it has.

        Returns:
            What stands under the key now, which the caller compares with what was to be written.
        """
        sealed = bytes(self._box.encrypt(json.dumps(asdict(entry), ensure_ascii=False).encode()))
        with self._lock:
            added = self._db.execute(
                "INSERT OR IGNORE INTO posts (handle, key, received, sealed, due) VALUES (?, ?, ?, ?, ?)",
                (handle, key, time.time(), sealed, entry.due),
            ).rowcount
            row = self._db.execute("SELECT sealed FROM posts WHERE handle = ? AND key = ?", (handle, key)).fetchone()
        return Kept(handle, key, self._open(row[0]), new=bool(added))

    def correct(self, handle: str, key: str, entry: Entry) -> None:
        """Give a post other words."""
        sealed = bytes(self._box.encrypt(json.dumps(asdict(entry), ensure_ascii=False).encode()))
        with self._lock:
            self._db.execute("UPDATE posts SET sealed = ? WHERE handle = ? AND key = ?", (sealed, handle, key))

    def delete(self, handle: str, key: str) -> None:
        """Delete a post; nothing happens where there is none."""
        with self._lock:
            self._db.execute("DELETE FROM posts WHERE handle = ? AND key = ?", (handle, key))

    def find(self, handle: str, key: str) -> Kept | None:
        """Return the post under a key."""
        with self._lock:
            row = self._db.execute("SELECT sealed FROM posts WHERE handle = ? AND key = ?", (handle, key)).fetchone()
        return Kept(handle, key, self._open(row[0])) if row else None

    def timeline(self, handle: str = "", *, limit: int = 200) -> Sequence[Kept]:
        """Return the posts that the public can see, newest first, of one account or of all."""
        with self._lock:
            rows = self._db.execute(
                f"SELECT handle, key, sealed {_SHOWN}",
                (handle, time.time(), limit),
            ).fetchall()
        return [Kept(row[0], row[1], self._open(row[2])) for row in rows]

    def written_since(self, handle: str, moment: float) -> int:
        """Count an account's posts since `moment` (seconds of the epoch)."""
        with self._lock:
            row = self._db.execute(
                "SELECT count(*) FROM posts WHERE handle = ? AND received > ?", (handle, moment)
            ).fetchone()
        return int(row[0])

    def _open(self, sealed: bytes) -> Entry:
        values: dict[str, Any] = json.loads(self._box.decrypt(sealed))
        values["languages"] = tuple(values["languages"])
        values["pictures"] = tuple(Picture(**picture) for picture in values["pictures"])
        if values.get("poll"):
            values["poll"] = Poll(**values["poll"] | {"options": tuple(values["poll"]["options"])})
        return Entry(**values)


def _key(file: Path) -> bytes:
    """Read the key, or make one; it is there whole or not at all, whatever ends this process."""
    if not file.exists():
        draft = private_file(file.with_suffix(f".{os.getpid()}"))
        with draft.open("wb") as stream:
            stream.write(secrets.token_bytes(SecretBox.KEY_SIZE))
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(file)
    return file.read_bytes()


def _digest(token: str) -> str:
    """Return what is kept in a token's place."""
    return hashlib.sha256(token.encode()).hexdigest()
