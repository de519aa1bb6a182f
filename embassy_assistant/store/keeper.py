"""Keeps copies of one workspace, brings them back, and packs the workspace for another laptop.

SQLCipher and sqlite-utils take 80 ms to import, which a window that is about to take typing must not wait for: what
needs them is imported where it is used.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.keeping import unheard
from embassy_assistant.store.backups import FOLDER, PICTURES, found_backups, make_backup
from embassy_assistant.store.derive import derive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from embassy_assistant.domain.keeping import Backup, NewerPost, Packed, Progress, Restored, Salvaged
    from embassy_assistant.domain.ports import Created
    from embassy_assistant.store.mending import Mending
    from embassy_assistant.store.opener import WorkspaceOpener


class WorkspaceKeeper:
    """See `domain.keeping.Keeper`."""

    def __init__(self, directory: Path, opener: WorkspaceOpener) -> None:
        """Look after the workspace in `directory`; `opener` knows its key."""
        self._directory = directory
        self._opener = opener

    def backups(self) -> Sequence[Backup]:
        """Return what can be brought back, newest first; needs no key."""
        return [found.backup for found in found_backups(self._directory)]

    def backup(self, at: datetime) -> Backup:
        """Make one that was verified, and drop the oldest beyond two weeks' worth."""
        from embassy_assistant.store.pictures import SealedPictures
        from embassy_assistant.store.workspace import MEDIA_PURPOSE, STORE_PURPOSE

        key = self._opener.key()
        kept = SealedPictures(self._directory / FOLDER / PICTURES, key)
        return make_backup(self._directory, derive(key, STORE_PURPOSE), derive(key, MEDIA_PURPOSE), kept, at)

    def newer(self, backup_id: str, code: str = "") -> tuple[NewerPost, ...]:
        """Return the posts that a backup has not, or not as they are now; changes nothing."""
        return self._mending(code).newer(self._backup(backup_id))

    def restore(self, backup_id: str, at: datetime, code: str = "", progress: Progress = unheard) -> Restored:
        """Bring a backup back, and set aside what stands in place. The store must be closed."""
        return self._mending(code).restore(self._backup(backup_id), at, progress)

    def salvage(self, at: datetime, code: str = "", progress: Progress = unheard) -> Salvaged:
        """Make a store of what can be read, and set the damaged files aside. The store must be closed."""
        return self._mending(code).salvage(at, progress)

    def pack(self, file: str, passphrase: str, *, replace_file: bool = False, progress: Progress = unheard) -> Packed:
        """Write everything but secrets to `file`, sealed with a passphrase; whole or not at all."""
        from embassy_assistant.store.moving import pack

        key = self._opener.key()
        return pack(self._directory, key, Path(file), passphrase, replace_file=replace_file, progress=progress)

    def unpack(
        self, file: str, passphrase: str, at: datetime, *, over_empty: bool = False, progress: Progress = unheard
    ) -> Created:
        """Make this workspace, which must be new, of what `pack` wrote."""
        from embassy_assistant.store.moving import unpack

        if self._opener.exists and not over_empty:
            raise Unusable("move.not-empty")
        return unpack(self._directory, self._opener, Path(file), passphrase, at, progress)

    def _backup(self, backup_id: str) -> Path:
        found = next((found for found in found_backups(self._directory) if found.backup.id == backup_id), None)
        if found is None:
            raise Unusable("keeping.no-backup", backup=backup_id)
        return found.path

    def _mending(self, code: str) -> Mending:
        from embassy_assistant.store.mending import Mending

        return Mending(self._directory, self._opener.key(code))
