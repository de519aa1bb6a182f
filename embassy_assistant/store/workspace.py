"""An open workspace: both encrypted files, their writers and readers, and what the services ask of them."""

from __future__ import annotations

import os
import secrets
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import WrongKey
from embassy_assistant.store.database import Readers, check_integrity, open_writable
from embassy_assistant.store.deliveries import SqliteDeliveries
from embassy_assistant.store.derive import derive
from embassy_assistant.store.files import private_directory
from embassy_assistant.store.log_mark import LogMark
from embassy_assistant.store.lost_log import do_without_lost_log
from embassy_assistant.store.media import SqliteMedia
from embassy_assistant.store.migrations import MEDIA, STORE
from embassy_assistant.store.placing import BESIDE, MEDIA_FILE, STORE_FILE, leave, turn, use
from embassy_assistant.store.posts import SqlitePosts, utc_now
from embassy_assistant.store.sealed import SealedDrafts
from embassy_assistant.store.settings import SqliteAccounts, SqliteSettings
from embassy_assistant.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from embassy_assistant.domain import ports
    from embassy_assistant.store.driver import Database, Migrations
    from embassy_assistant.store.sealed import Folded

STORE_PURPOSE: Final = b"drafts"
MEDIA_PURPOSE: Final = b"pictures"


class _File:
    def __init__(
        self,
        path: Path,
        key: bytes,
        migrations: Migrations,
        *,
        made: bool,
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self.path = path
        self.key = key
        self.writer = Writer(lambda: open_writable(path, key, migrations, made=made), path, committed)
        self.readers = Readers(path, key)

    def close(self, settle: Callable[[Database], None] | None = None) -> None:
        self.readers.close()
        self.writer.close(settle)


class SqliteStore:
    """See `domain.ports.Store`; made by `open_store`. Safe to use from any thread.

    Attributes:
        closed: whether `close` was called.
        key: what it was opened with.
    """

    def __init__(self, workspace: Path, store_key: bytes, now: Callable[[], datetime], in_use: int) -> None:
        """Open both files of `workspace`; see `open_store`. `in_use`: what `placing.use` returned."""
        self.closed = False
        self.key = store_key
        self._workspace, self._in_use = workspace, in_use
        self._closing = threading.Lock()
        self._sealed = SealedDrafts(workspace)
        # Both were there before the public key was: empty ones in their place would say that nothing was ever written.
        made = self._sealed.ready
        self._mark = LogMark(workspace / STORE_FILE)
        main_key = derive(store_key, STORE_PURPOSE)
        self._main = _File(workspace / STORE_FILE, main_key, STORE, made=made, committed=self._mark.committed)
        try:
            self._pictures = _File(workspace / MEDIA_FILE, derive(store_key, MEDIA_PURPOSE), MEDIA, made=made)
        except BaseException:
            self._main.close()
            raise
        main, pictures = self._main, self._pictures
        self._posts = SqlitePosts(main.writer, main.readers, now)
        self.posts: ports.Posts = self._posts
        self.deliveries: ports.Deliveries = SqliteDeliveries(main.writer, main.readers)
        self.accounts: ports.Accounts = SqliteAccounts(main.writer, main.readers)
        self.settings: ports.SharedSettings = SqliteSettings(main.writer, main.readers)
        self.media: ports.MediaStore = SqliteMedia(pictures.writer, pictures.readers)

    def fold_sealed(self, sealed: SealedDrafts | None = None) -> Folded:
        """Take in the snapshots that were sealed while the key was missing.

        Args:
            sealed: the object that sealed them in this process, if one did; else whatever lies in the workspace.
        """
        return (sealed or self._sealed).fold(self.key, self._posts.fold)

    def check(self) -> None:
        """Read every page of both files and check its seal, on connections of their own; may take seconds.

        Raises:
            Damaged: a file was changed outside this program; nothing is deleted.
        """
        for file in (self._main, self._pictures):
            check_integrity(file.path, file.key)

    def close(self) -> None:
        """Finish writing and close both files."""
        with self._closing:
            first, self.closed = not self.closed, True
            if not first:
                return
            with leave(self._workspace, self._in_use) as alone, ExitStack() as kept:
                self._main.close(lambda database: self._end(database, kept, alone=alone))
                self._pictures.close()

    def _end(self, database: Database, kept: ExitStack, *, alone: bool) -> None:
        """Settle the log if nobody else has the store open; one that is still marked afterwards must not go."""
        try:
            if alone:
                self._mark.settle(database)
        finally:
            if self._mark.there:
                # With the last connection, SQLite takes the log away, unless it is one that only reads.
                kept.enter_context(self._main.readers.lend()).execute("SELECT count(*) FROM sqlite_master").fetchone()


def open_store(workspace: Path, store_key: bytes, *, now: Callable[[], datetime] = utc_now) -> SqliteStore:
    """Open the store of a workspace, or make one, and bring it up to date.

    Args:
        workspace: its directory; made if need be, and closed to other users.
        store_key: 32 bytes, from `StoreKeys`.
        now: where the time comes from.

    Raises:
        WrongKey: `store_key` belongs to another workspace.
        Damaged: a file fails its own integrity check, or is empty or gone; nothing was changed.
        NewerWorkspace: a newer program wrote it; nothing was changed.
        DiskFull, TryLater, NeedsOfficer: what the disk says, or another program is bringing a backup back.
    """
    private_directory(workspace)
    sealed = SealedDrafts(workspace)
    if not sealed.fits(store_key):
        raise WrongKey
    with turn(workspace):
        if sealed.ready:
            do_without_lost_log(workspace, derive(store_key, STORE_PURPOSE), now())
        in_use = use(workspace)
        try:
            store = SqliteStore(workspace, store_key, now, in_use)
        except BaseException:
            os.close(in_use)
            raise
    try:
        sealed.publish(store_key)
    except BaseException:
        store.close()
        raise
    return store


def has_files(workspace: Path) -> bool:
    """Whether `workspace` has the drafts' file, finished or not."""
    return (workspace / STORE_FILE).exists()


def set_aside(workspace: Path, *others: str) -> None:
    """Rename the files of a store that was never finished, so that a new one can be made; nothing is deleted.

    Args:
        workspace: its directory.
        others: names of files that belong to that store.
    """
    stamp = secrets.token_hex(4)
    # The log goes with its database: a new one must not find it.
    databases = [f"{name}{suffix}" for name in (STORE_FILE, MEDIA_FILE) for suffix in ("", *BESIDE)]
    for name in (*databases, *others):
        path = workspace / name
        if path.exists():
            path.rename(workspace / f"unfinished-{stamp}-{name}")
