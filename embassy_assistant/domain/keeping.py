"""Copies of the workspace: what is kept, what is brought back, and the port that does it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - fields of dataclasses
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.ports import Created


# Of a passphrase that a person makes up, in characters.
SHORTEST_PASSPHRASE: Final = 12

Progress = Callable[[int], None]
"""Hears how many percent are done; raises `GivenUp` where the Officer wants no more of it."""


def unheard(_percent: int) -> None:
    """Hear of progress, and do nothing."""


def part(progress: Progress, begin: int, end: int) -> Progress:
    """Return what hears of a part of something, from `begin` to `end` percent of the whole."""
    return lambda percent: progress(begin + (end - begin) * percent // 100)


class BackupKind(StrEnum):
    """How a copy of the workspace came to be."""

    DAILY = "daily"
    ASIDE = "aside"
    """It stood in place until an earlier day was brought back."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the workspace that can be brought back.

    Attributes:
        id: unique.
        at: when it was made, or set aside, aware UTC.
        posts: how many posts it holds.
    """

    id: str
    at: datetime
    posts: int
    kind: BackupKind = BackupKind.DAILY


@dataclass(frozen=True, slots=True)
class NewerPost:
    """A post that was written or changed after the backup was made; that state of it lies with what was set aside."""

    post_id: str
    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of the workspace when a backup was brought back.

    Attributes:
        aside: folder of what stood in place before.
        newer: what the backup does not hold, last changed first.
        carried: deliveries that were kept as they are now, since what was sent stays sent.
        doubtful: deliveries that may have gone out since; each asks for a person.
        blind: what was sent since the backup could not be read: everything is held.
    """

    aside: str
    newer: tuple[NewerPost, ...] = ()
    carried: int = 0
    doubtful: int = 0
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved from a damaged workspace.

    Attributes:
        aside: folder of the damaged files; none is deleted.
        posts, pictures, deliveries, accounts: how many were saved.
        lost: titles of posts whose text is gone.
        lost_pictures: pictures that posts need and that are gone.
        partly: parts of a file could not be read; what lay there is not counted.
        doubtful, blind: as in `Restored`.
    """

    aside: str
    posts: int = 0
    pictures: int = 0
    deliveries: int = 0
    accounts: int = 0
    lost: tuple[str, ...] = ()
    lost_pictures: int = 0
    partly: bool = False
    doubtful: int = 0
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Packed:
    """What was written for another laptop; `open`: how many deliveries were under way."""

    posts: int
    open: int


class Keeper(Protocol):
    """Keeps copies of the workspace's store, and brings them back. Methods block.

    All but `backups` may raise `KeyringUnavailable`, and `DiskFull`, after which everything stands as before; so it
    does after `GivenUp`, which a `progress` may raise. What takes a `code` uses the recovery code instead of the
    keyring where it is given.
    """

    def backups(self) -> Sequence[Backup]:
        """Return what can be brought back, newest first; needs no key."""
        ...

    def backup(self, at: datetime) -> Backup:
        """Make one that was verified, and drop the oldest beyond two weeks' worth.

        Raises:
            Damaged: the store or a picture cannot be read; the store is copied where only pictures cannot.
            TryLater: another program is making one.
        """
        ...

    def newer(self, backup_id: str, code: str = "") -> tuple[NewerPost, ...]:
        """Return the posts that a backup has not, or not as they are now, last changed first; changes nothing.

        Raises:
            Unusable: there is no such backup (`keeping.no-backup`).
            Damaged: the backup itself is.
        """
        ...

    def restore(self, backup_id: str, at: datetime, code: str = "", progress: Progress = unheard) -> Restored:
        """Bring a backup back, and set aside what stands in place. The store must be closed.

        Raises:
            Unusable: there is no such backup (`keeping.no-backup`).
            NeedsOfficer: another program has the workspace open (`keeping.in-use`).
            Damaged: the backup itself is.
        """
        ...

    def salvage(self, at: datetime, code: str = "", progress: Progress = unheard) -> Salvaged:
        """Make a store of what can be read, and set the damaged files aside. The store must be closed.

        Raises:
            NeedsOfficer: another program has the workspace open (`keeping.in-use`).
        """
        ...

    def pack(self, file: str, passphrase: str, *, replace_file: bool = False, progress: Progress = unheard) -> Packed:
        """Write everything but secrets to `file`, sealed with a passphrase; whole or not at all.

        Args:
            file: where to.
            passphrase: what to seal it with.
            replace_file: whether somebody agreed that what is there now may go.
            progress: hears how far it is.

        Raises:
            Unusable: there is such a file (`move.file-there`), or the passphrase is short (`move.weak-passphrase`).
        """
        ...

    def unpack(
        self, file: str, passphrase: str, at: datetime, *, over_empty: bool = False, progress: Progress = unheard
    ) -> Created:
        """Make this workspace, which must be new, of what `pack` wrote.

        Args:
            file: what `pack` wrote.
            passphrase: what it was sealed with.
            at: the time.
            over_empty: whether the workspace was made already, holds nothing, and is closed; it is set aside.
            progress: hears how far it is.

        Raises:
            Unusable: no file that can be read (`input.no-file`), not such a one (`move.not-ours`), another passphrase
                (`move.wrong-passphrase`), or the workspace is not new (`move.not-empty`).
        """
        ...
