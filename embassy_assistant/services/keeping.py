"""Backups, what is brought back from them, and the way to another laptop. Methods block: not for the GUI thread."""

from __future__ import annotations

from contextlib import nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeVar

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.errors import AssistantError, Damaged, DiskFull
from embassy_assistant.domain.events import HoldChanged
from embassy_assistant.domain.keeping import SHORTEST_PASSPHRASE, BackupKind, unheard
from embassy_assistant.services.workspace import Access

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.keeping import Backup, Keeper, NewerPost, Progress, Restored, Salvaged
    from embassy_assistant.domain.ports import Clock, Settings
    from embassy_assistant.services.workspace import Workspace

T = TypeVar("T")

EVERY: Final = timedelta(days=1)
# Bits for each character: of words, of which the next letter follows from the last ones, and of signs of all kinds.
_BITS_IN_WORDS: Final = 2.5
_BITS_IN_SIGNS: Final = 4.5
# Each guess costs about a second and 256 MiB.
_FAIR: Final = 45
_STRONG: Final = 66


@dataclass(frozen=True, slots=True)
class MovedOut:
    """What went into the file for another laptop; `open`: deliveries that wait there now."""

    file: str
    posts: int
    open: int


@dataclass(frozen=True, slots=True)
class MovedIn:
    """What came from another laptop.

    Attributes:
        recovery_code: of this workspace; shown once.
        keyring_problem: id of the error that kept the key out of the keyring; empty when it is there.
        accounts: each must sign in here before anything goes out.
        open: deliveries that were waiting or under way when the file was written.
    """

    recovery_code: str
    keyring_problem: str
    posts: int
    accounts: tuple[Account, ...]
    open: tuple[Delivery, ...]


class Strength(StrEnum):
    """How hard a passphrase is to guess for somebody who has the file."""

    SHORT = "short"
    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def strength(passphrase: str) -> Strength:
    """Return how hard a passphrase is to guess: a rough guess itself, which praises no repetition."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        return Strength.SHORT
    new = 1 + sum(ord(after) - ord(before) not in {-1, 0, 1} for before, after in pairwise(passphrase))
    new = min(new, 2 * len(set(passphrase)))
    words = all(character.isalpha() or character in " -" for character in passphrase)
    bits = new * (_BITS_IN_WORDS if words else _BITS_IN_SIGNS)
    return Strength.WEAK if bits < _FAIR else Strength.FAIR if bits < _STRONG else Strength.STRONG


class Keeping:
    """Keeps what an Officer wrote from being lost with its file or its laptop."""

    def __init__(self, workspace: Workspace, keeper: Keeper, plain: Settings, events: Events, clock: Clock) -> None:
        """Keep copies of `workspace` by `keeper`; `plain` remembers that it moved, whatever becomes of its store."""
        self._workspace = workspace
        self._keeper = keeper
        self._plain = plain
        self._events = events
        self._clock = clock

    def daily(self) -> Backup | None:
        """Make today's backup; None when there is one already, or the store is closed.

        Raises:
            AssistantError: as `backup`.
        """
        now = self._clock.now()
        # One from the future was made while the clock was wrong, and says nothing of today.
        fresh = any(
            kept.kind is BackupKind.DAILY and timedelta(0) <= now - kept.at < EVERY for kept in self._keeper.backups()
        )
        return None if fresh or self._workspace.access is not Access.OPEN else self.backup()

    def backup(self) -> Backup:
        """Make a backup now.

        Raises:
            Damaged: something cannot be read any more.
            DiskFull: there is no room (`backup.no-room`); the backups there were stand.
            TryLater: another program is making one.
        """
        try:
            return self._keeper.backup(self._clock.now())
        except DiskFull as error:
            # Nobody may have asked for it: the sentence says itself what could not be made.
            raise DiskFull("backup.no-room") from error

    def backups(self) -> Sequence[Backup]:
        """Return what can be brought back, newest first; needs no key."""
        return self._keeper.backups()

    def newer(self, backup_id: str, code: str = "") -> tuple[NewerPost, ...]:
        """Return the posts that would be as they were, or gone from the list, if this backup were brought back.

        Raises:
            AssistantError: as `Keeper.newer`.
        """
        return self._keeper.newer(backup_id, code)

    def restore(self, backup_id: str, code: str = "", progress: Progress = unheard) -> Restored:
        """Bring a backup back. The store is closed for it and opened again; typing goes on.

        Args:
            backup_id: of one of `backups`.
            code: the recovery code, where the keyring does not have the key.
            progress: hears how far it is, and may give it up.

        Raises:
            AssistantError: as `Keeper.restore`; everything stands as before.
        """
        return self._closed(lambda: self._keeper.restore(backup_id, self._clock.now(), code, progress), code)

    def salvage(self, code: str = "", progress: Progress = unheard) -> Salvaged:
        """Save what can be read of a damaged store, and set its files aside; see `restore`."""
        return self._closed(lambda: self._keeper.salvage(self._clock.now(), code, progress), code)

    def move_out(
        self, file: str, passphrase: str, *, replace_file: bool = False, progress: Progress = unheard
    ) -> MovedOut:
        """Write everything but secrets to `file`; from then on this laptop sends nothing until `stay`.

        Held before the copy is made: what is not under way in the copy does not go out here any more.

        Raises:
            AssistantError: as `Keeper.pack`; this laptop sends as before.
        """
        settings = self._workspace.store.settings
        already = self.moved is not None
        if not already:
            settings.set("held-before-move", settings.get("held") or "no")
        try:
            if not already:
                self._mark(self._clock.now().isoformat())
            packed = self._keeper.pack(file, passphrase, replace_file=replace_file, progress=progress)
        except BaseException:
            if not already:
                self.stay()
            raise
        return MovedOut(file, packed.posts, packed.open)

    @property
    def moved(self) -> datetime | None:
        """When this workspace went to another laptop, aware UTC; None when it did not.

        Raises:
            Damaged: what was kept is no time.
        """
        moved = self._plain.get("moved")
        try:
            return datetime.fromisoformat(moved).astimezone(UTC) if moved else None
        except (ValueError, OverflowError) as error:
            # To take it for no move would let two laptops send the same drafts.
            raise Damaged(path="workspace.json") from error

    def stay(self) -> None:
        """Let this laptop send again: the Officer says that the file is not used elsewhere."""
        settings = self._workspace.store.settings
        settings.set("moved", "")
        self._plain.set("moved", "")
        held = settings.get("held-before-move") == "yes"
        settings.set("held", "yes" if held else "no")
        self._events.publish(HoldChanged(held))

    @property
    def log_lost(self) -> bool:
        """Whether the newest part of the store was found to be gone, and nobody has said yet that they know."""
        return bool(self._workspace.store.settings.get("log-lost"))

    def know_of_lost_log(self) -> None:
        """Say no more that the newest part of the store is gone; what is held stays so."""
        self._workspace.store.settings.set("log-lost", "")

    def move_in(self, file: str, passphrase: str, progress: Progress = unheard) -> MovedIn:
        """Make this new workspace of what another laptop's `move_out` wrote.

        The window has made one before anybody could say that there is such a file: one that holds nothing gives way.

        Raises:
            Unusable: as `Keeper.unpack`.
        """
        made = self._workspace.access is Access.OPEN and self._holds_nothing()
        with self._workspace.closed() if made else nullcontext():
            try:
                created = self._keeper.unpack(file, passphrase, self._clock.now(), over_empty=made, progress=progress)
                self._workspace.take(created)
            except BaseException:
                if made:
                    with suppress(AssistantError):
                        self._workspace.open()
                raise
        store = self._workspace.store
        accounts = tuple(account for account in store.accounts.all() if account.credential is Credential.MISSING)
        return MovedIn(
            created.recovery_code,
            created.keyring_problem,
            len(store.posts.ids()),
            accounts,
            tuple(store.deliveries.open()),
        )

    def _holds_nothing(self) -> bool:
        store = self._workspace.store
        return not (store.posts.ids() or store.accounts.all() or store.deliveries.open())

    def _mark(self, moved: str) -> None:
        """Hold, then remember it where no backup that is brought back can undo it: what is said is true throughout."""
        settings = self._workspace.store.settings
        settings.set("held", "yes")
        self._plain.set("moved", moved)
        settings.set("moved", moved)
        self._events.publish(HoldChanged(True))

    def _closed(self, work: Callable[[], T], code: str) -> T:
        """Do `work` while the store is closed, and open it again where that works; else the window asks as ever."""
        with self._workspace.closed():
            try:
                return work()
            finally:
                with suppress(AssistantError):
                    if code:
                        self._workspace.open_with_code(code)
                    else:
                        self._workspace.open()
