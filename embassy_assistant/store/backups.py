"""Copies of the store, one a day: each one file, encrypted with the workspace's key, verified before it has a name.

Pictures never change, so that all backups share one folder of them. Whatever dies at whatever moment, the backups that
were there are there.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import Damaged, TryLater
from embassy_assistant.domain.keeping import Backup, BackupKind
from embassy_assistant.store.file_lock import take
from embassy_assistant.store.files import named_disk_failures, private_directory, sync_directory
from embassy_assistant.store.placing import ASIDE, MEDIA_FILE, STAMP, STORE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.store.pictures import SealedPictures

FOLDER: Final = "backups"
PICTURES: Final = "pictures"
KEPT: Final = 14
_LOCK: Final = "backup.lock"
_NEW: Final = ".new-"
# The first number counts on, so that the order holds whatever the clock says.
_DAILY: Final = re.compile(r"(?P<number>\d{6})-(?P<at>\d{8}T\d{6}Z)-(?P<posts>\d+)\.db")
_SET_ASIDE: Final = re.compile(r"(?P<at>\d{8}T\d{6}Z)-(?P<posts>\d+)(-\d+)?")


@dataclass(frozen=True, slots=True)
class Found:
    """A backup and the file that holds its store."""

    backup: Backup
    path: Path


def found_backups(workspace: Path) -> list[Found]:
    """Return the daily backups, newest first, and after them what was set aside whole, newest first."""
    daily = _found(workspace / FOLDER, _DAILY, BackupKind.DAILY, "")
    aside = _found(workspace / ASIDE, _SET_ASIDE, BackupKind.ASIDE, STORE_FILE)
    return [*daily, *aside]


def _found(folder: Path, pattern: re.Pattern[str], kind: BackupKind, inside: str) -> list[Found]:
    found = []
    for path in sorted(folder.glob("*"), reverse=True):
        match = pattern.fullmatch(path.name)
        if match:
            at = datetime.strptime(match["at"], STAMP).replace(tzinfo=UTC)
            found.append(Found(Backup(path.name, at, int(match["posts"]), kind), path / inside))
    return found


def make_backup(workspace: Path, key: bytes, media_key: bytes, pictures: SealedPictures, at: datetime) -> Backup:
    """Copy the store and the pictures that are not kept yet, then drop what is older than the newest `KEPT`.

    Args:
        workspace: its directory.
        key: of the store's file.
        media_key: of the file of pictures.
        pictures: where pictures are kept.
        at: when, aware UTC.

    Raises:
        Damaged: the store cannot be read; or a picture, and the store was copied all the same.
        TryLater: another program is making one.
        DiskFull, NeedsOfficer: what the disk says; the backups there were stand.
    """
    from embassy_assistant.store.copying import copy_database

    folder = workspace / FOLDER
    with _alone(folder):
        _sweep(folder)
        draft = folder / f"{_NEW}{secrets.token_hex(4)}.db"
        try:
            counts = copy_database(workspace / STORE_FILE, key, draft)
            broken = _keep_pictures(workspace / MEDIA_FILE, media_key, pictures)
            number = max((int(found.backup.id[:6]) for found in _daily(folder)), default=0) + 1
            name = f"{number:06d}-{at.astimezone(UTC).strftime(STAMP)}-{counts['posts']}.db"
            with named_disk_failures(draft):
                draft.rename(folder / name)
                sync_directory(folder)
        except BaseException:
            _sweep(folder)
            raise
        with named_disk_failures(folder):
            for old in _daily(folder)[KEPT:]:
                old.path.unlink()
    if broken:
        raise Damaged(path=MEDIA_FILE)
    return Backup(name, at.astimezone(UTC).replace(microsecond=0), counts["posts"])


def _daily(folder: Path) -> list[Found]:
    return _found(folder, _DAILY, BackupKind.DAILY, "")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    descriptor = take(folder / _LOCK)
    if descriptor is None:
        raise TryLater("store.busy", path=FOLDER)
    try:
        yield
    finally:
        os.close(descriptor)


def _sweep(folder: Path) -> None:
    """Remove what a backup that died left half-written; nothing else is touched."""
    for path in (*folder.glob(f"{_NEW}*"), *(folder / PICTURES).glob(".*.new")):
        path.unlink(missing_ok=True)


def _keep_pictures(path: Path, key: bytes, pictures: SealedPictures) -> bool:
    """Keep the pictures that are not kept yet; returns whether one cannot be read any more."""
    import hashlib

    from embassy_assistant.store.wreck import Wreck

    wreck = Wreck(path, key, log=True)
    private_directory(path.parent / FOLDER / PICTURES)
    try:
        broken = "pictures" not in wreck.tables
        for listed in list(wreck.rows("pictures", "hash")):
            digest = listed["hash"]
            if pictures.has(digest):
                continue
            row = wreck.row("pictures", listed["rowid"])
            if row is None or hashlib.sha256(row["data"]).hexdigest() != digest:
                broken = True
            else:
                pictures.keep(digest, row["data"])
    finally:
        wreck.close()
    return broken or bool(wreck.broken)
