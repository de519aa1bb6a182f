"""Brings a backup back, or makes a store of what a damaged one still holds. Nothing that stood in place is deleted."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import FrozenSegment
from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.domain.keeping import Restored, Salvaged, part, unheard
from embassy_assistant.domain.post import Post
from embassy_assistant.store.backups import FOLDER, PICTURES
from embassy_assistant.store.codec import loads
from embassy_assistant.store.copying import copy_database
from embassy_assistant.store.database import check_integrity, look, open_writable
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import connect, named_failures
from embassy_assistant.store.migrations import MEDIA, STORE
from embassy_assistant.store.pictures import SealedPictures
from embassy_assistant.store.placing import MEDIA_FILE, STORE_FILE, alone, place
from embassy_assistant.store.plain import PlainSettings
from embassy_assistant.store.rebuilding import carry_over, newer_posts, put_setting, rebuild_posts
from embassy_assistant.store.remains import read_remains
from embassy_assistant.store.workspace import MEDIA_PURPOSE, STORE_PURPOSE
from embassy_assistant.store.wreck import Wreck

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from embassy_assistant.domain.keeping import NewerPost, Progress
    from embassy_assistant.store.driver import Database

DAMAGED: Final = "damaged"
PLAIN_FILE: Final = "workspace.json"


class Mending:
    """Works on one workspace whose store is closed."""

    def __init__(self, workspace: Path, store_key: bytes) -> None:
        """Look after `workspace`."""
        self._workspace = workspace
        self._key = derive(store_key, STORE_PURPOSE)
        self._media_key = derive(store_key, MEDIA_PURPOSE)
        self._kept = SealedPictures(workspace / FOLDER / PICTURES, store_key)

    def newer(self, backup: Path) -> tuple[NewerPost, ...]:
        """See `domain.keeping.Keeper.newer`; the store may be open."""
        remains = read_remains(self._workspace / STORE_FILE, self._key, ("posts",))
        with named_failures(backup):
            database = connect(backup, self._key, readonly=True)
            try:
                return newer_posts(database, remains)
            finally:
                database.close()

    def restore(self, backup: Path, at: datetime, progress: Progress = unheard) -> Restored:
        """See `domain.keeping.Keeper.restore`."""
        with alone(self._workspace) as building:
            copy_database(backup, self._key, building / STORE_FILE, progress=part(progress, 0, 50))
            remains = read_remains(self._workspace / STORE_FILE, self._key)
            database = open_writable(building / STORE_FILE, self._key, STORE, made=False)
            with named_failures(building / STORE_FILE):
                try:
                    newer = newer_posts(database, remains)
                    carried = carry_over(database, remains, at)
                    self._still_moved(database)
                finally:
                    database.close()
            progress(70)
            self._whole_pictures(building)
            progress(90)
            check_integrity(building / STORE_FILE, self._key)
            progress(100)
            ending = str(len(remains.rows["posts"])) if not remains.broken and not remains.stale else DAMAGED
            aside = place(self._workspace, at, ending)
        return Restored(str(aside), newer, carried.kept, carried.doubtful, not remains.sent_is_known)

    def salvage(self, at: datetime, progress: Progress = unheard) -> Salvaged:
        """See `domain.keeping.Keeper.salvage`."""
        with alone(self._workspace) as building:
            progress(0)
            remains = read_remains(self._workspace / STORE_FILE, self._key)
            progress(40)
            database = open_writable(building / STORE_FILE, self._key, STORE, made=False)
            with named_failures(building / STORE_FILE):
                try:
                    lost = rebuild_posts(database, remains)
                    for row in remains.rows["settings"]:
                        put_setting(database, row["name"], row["value"])
                    carried = carry_over(database, remains, at)
                    self._still_moved(database)
                    posts, accounts = (_count(database, name) for name in ("posts", "accounts"))
                    needed = _pictures_of(database)
                finally:
                    database.close()
            progress(70)
            pictures, cut = self._whole_pictures(building)
            progress(90)
            check_integrity(building / STORE_FILE, self._key)
            progress(100)
            aside = place(self._workspace, at, DAMAGED)
        return Salvaged(
            str(aside),
            posts=posts,
            pictures=len(pictures),
            deliveries=carried.kept,
            accounts=accounts,
            lost=lost,
            lost_pictures=len(needed - pictures),
            partly=cut or remains.stale or bool(remains.broken),
            doubtful=carried.doubtful,
            blind=not remains.sent_is_known,
        )

    def _still_moved(self, database: Database) -> None:
        """Hold a workspace that went to another laptop, whatever day its store is of."""
        plain = PlainSettings(self._workspace / PLAIN_FILE)
        moved = plain.get("moved")
        if moved:
            put_setting(database, "moved", moved)
            put_setting(database, "held", "yes")

    def _whole_pictures(self, building: Path) -> tuple[set[str], bool]:
        """See to it that the file of pictures is whole and has every picture that is kept anywhere.

        Returns:
            The hashes of the pictures there are now, and whether parts of the file could not be read.
        """
        present = self._workspace / MEDIA_FILE
        try:
            look(present, self._media_key, MEDIA)
            check_integrity(present, self._media_key)
            whole = True
        except AssistantError:
            whole = False
        path = present if whole else building / MEDIA_FILE
        database = open_writable(path, self._media_key, MEDIA, made=False)
        with named_failures(path):
            try:
                cut = not whole and self._save_pictures(database, present)
                there = {digest for (digest,) in database.execute("SELECT hash FROM pictures")}
                for digest, data in self._kept.all():
                    if digest not in there:
                        database.execute("INSERT INTO pictures(hash, data) VALUES (?, ?)", (digest, data))
                        there.add(digest)
            finally:
                database.close()
        return there, cut

    def _save_pictures(self, database: Database, damaged: Path) -> bool:
        """Copy the pictures that can be read and are what they were; returns whether there may have been more."""
        if not damaged.exists():
            return True
        wreck = Wreck(damaged, self._media_key, log=True)
        cut = "pictures" not in wreck.tables
        try:
            for row in wreck.rows("pictures"):
                if hashlib.sha256(row["data"]).hexdigest() == row["hash"]:
                    database.execute("INSERT INTO pictures(hash, data) VALUES (?, ?)", (row["hash"], row["data"]))
                else:
                    cut = True
        finally:
            wreck.close()
        return cut or bool(wreck.broken)


def _count(database: Database, table: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - ours


def _pictures_of(database: Database) -> set[str]:
    """Return the hashes of the pictures that posts and deliveries need."""
    needed: set[str] = set()
    for (text,) in database.execute("SELECT document FROM documents"):
        needed |= {media.hash for media in loads(Post, text).media}
    for (text,) in database.execute("SELECT segment FROM deliveries"):
        needed |= {media.hash for media in loads(FrozenSegment, text).media}
    return needed
