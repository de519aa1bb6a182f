"""Hands every service its store, its keyring, its networks and its guidelines."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, Protocol

from embassy_assistant.app.boot import boot_id
from embassy_assistant.domain.clock import ClockEvidence
from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.domain.events import Events
from embassy_assistant.domain.ports import Vault
from embassy_assistant.guidelines.installed import InstalledGuidelines
from embassy_assistant.guidelines.shelf import TRUST_FILE, Shelf
from embassy_assistant.messages import Messages
from embassy_assistant.net import ServerClock, since_start
from embassy_assistant.net.record import taken
from embassy_assistant.networks import Registry
from embassy_assistant.services.assemble import assemble
from embassy_assistant.services.preferences import Connection
from embassy_assistant.store.file_lock import RenewalLock
from embassy_assistant.store.files import write_whole
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.plain import PlainSettings
from embassy_assistant.store.sender_lock import SenderFileLock
from embassy_assistant.vault import KeyringVault

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import timedelta
    from pathlib import Path

    from embassy_assistant.domain.freshness import Followed, TakenIn
    from embassy_assistant.domain.network import Loopback, Secrets
    from embassy_assistant.domain.workshop import Field, Order, Published, Sources
    from embassy_assistant.guidelines.intake import Intake
    from embassy_assistant.services.desk import Desk

_PACKS: Final = "guidelines"


class Keyring(Vault, Protocol):
    """A Vault that can be asked for the secrets of one Account."""

    def secrets_for(self, account_id: str) -> Secrets:
        """Return the secrets of one Account."""
        ...


class SystemClock:
    """The laptop's clock, which may lie; what depends on it keeps evidence."""

    def __init__(self, servers: ServerClock | None = None) -> None:
        """Hold the clock against `servers`."""
        self._servers = servers or ServerClock()

    def now(self) -> datetime:
        """Return the time, aware UTC."""
        return datetime.now(UTC)

    def boot(self) -> str:
        """Return what tells this run of the machine from another; empty where the system does not say."""
        return boot_id()

    def evidence(self) -> ClockEvidence:
        """Return what is known of the time now."""
        return ClockEvidence(self.now(), self.boot(), since_start() if self.boot() else None)

    def ahead(self) -> timedelta | None:
        """Return how far the clock is ahead of the servers that were asked in this run of the program."""
        return self._servers.ahead()


def guidelines_in(directory: Path) -> InstalledGuidelines:
    """Return the guidelines in force in the workspace in `directory`, which need not be there."""
    return InstalledGuidelines(_shelf(directory))


def _shelf(directory: Path) -> Shelf:
    return Shelf(directory / _PACKS, write_whole)


class _Intake:
    """Takes guidelines in; what verifies them takes 200 ms to import, for which no window should wait."""

    def __init__(self, folder: Path, shelf: Shelf, networks: Registry) -> None:
        self._folder, self._shelf, self._networks = folder, shelf, networks

    def follow(self, root: bytes, address: str = "", mission: str = "") -> str:
        """See `domain.guideline_ports.GuidelineIntake`."""
        return self._intake().follow(root, address, mission)

    def followed(self) -> Followed | None:
        """See `domain.guideline_ports.GuidelineIntake`."""
        # A page that asks whom this laptop trusts need not load what verifies, where it trusts nobody.
        return self._intake().followed() if (self._folder / TRUST_FILE).exists() else None

    def take_in(self, place: str = "", going_on: Callable[[], None] = lambda: None) -> TakenIn:
        """See `domain.guideline_ports.GuidelineIntake`."""
        return self._intake().take_in(place, going_on)

    def verify(self, pinned: str = "") -> str:
        """See `domain.guideline_ports.GuidelineIntake`."""
        # A laptop that follows nobody need not load what verifies, either.
        return self._intake().verify(pinned) if pinned or self.stamp() else ""

    def stamp(self) -> object:
        """See `domain.guideline_ports.GuidelineIntake`."""
        return self._shelf.stamp()

    def _intake(self) -> Intake:
        from embassy_assistant.guidelines.intake import Intake

        alone = RenewalLock(self._folder).alone
        return Intake(self._folder, self._shelf, write_whole, alone, self._networks.client)


class _Folders:
    """Opens folders that packs are made from; what reads them takes long to import, for which no window should wait."""

    @staticmethod
    def fields(kind: str) -> Sequence[Field]:
        """See `domain.workshop.SourceFolders`."""
        from embassy_assistant.guidelines.sheets import fields_of

        return fields_of(kind)

    @staticmethod
    def cells(field: Field, line: str) -> Sequence[str]:
        """See `domain.workshop.SourceFolders`."""
        from embassy_assistant.guidelines.sheets import cells_of

        return cells_of(field, line)

    @staticmethod
    def with_cell(field: Field, line: str, column: int, text: str) -> str:
        """See `domain.workshop.SourceFolders`."""
        from embassy_assistant.guidelines.sheets import with_cell

        return with_cell(field, line, column, text)

    @staticmethod
    def open(folder: Path) -> Sources:
        """See `domain.workshop.SourceFolders`."""
        from embassy_assistant.guidelines.workshop import open_folder

        return open_folder(folder, write_whole)

    @staticmethod
    def begin(folder: Path) -> None:
        """See `domain.workshop.SourceFolders`."""
        from embassy_assistant.guidelines.workshop import begin_folder
        from embassy_assistant.locations import data_dir

        begin_folder(folder, data_dir("resources") / "guidelines" / "new")

    @staticmethod
    def publish(order: Order) -> Published:
        """See `domain.workshop.SourceFolders`."""
        from embassy_assistant.app.unit import publisher_in, signing_keys
        from embassy_assistant.guidelines.publishing import publish

        return publish(order, signing_keys(), publisher_in(order.repository), write_whole)


def open_desk(
    directory: Path,
    *,
    practice: bool | None = None,
    checkpoint: Callable[[str], None] = lambda _name: None,
    keyring: Keyring | None = None,
) -> Desk:
    """Return the services of the workspace in `directory`; its store is opened later.

    Args:
        directory: made, for its owner only, when it is not there.
        practice: what a new workspace is for; an existing one keeps what it is.
        checkpoint: see `services.sender.Sender`.
        keyring: where secrets are kept; the operating system's when None.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    plain = PlainSettings(directory / "workspace.json")
    if plain.get("id") is None:
        plain.set("id", uuid.uuid4().hex)
    if practice is not None and plain.get("practice") is None:
        plain.set("practice", "yes" if practice else "no")
    events = Events()
    vault = keyring or KeyringVault(plain.get("id") or "", events)

    def connection() -> Connection:
        try:
            return desk.preferences.way_out()
        except DraftsLocked:
            return Connection()

    networks = Registry(connection, directory / "practice", RenewalLock(directory).alone)
    opener = WorkspaceOpener(directory, vault)
    packs, shelf = directory / _PACKS, _shelf(directory)
    # What the rules were made into lies there, too; where it cannot be kept, it is made at each start.
    with suppress(OSError):
        packs.mkdir(mode=0o700, exist_ok=True)
    desk = assemble(
        opener=opener,
        keeper=WorkspaceKeeper(directory, opener),
        plain=plain,
        networks=networks,
        secrets_for=vault.secrets_for,
        guidelines=InstalledGuidelines(shelf),
        intake=_Intake(packs, shelf, networks),
        folders=_Folders(),
        vault=vault,
        lock=SenderFileLock(directory),
        clock=SystemClock(networks.clock),
        write_file=write_whole,
        events=events,
        checkpoint=checkpoint,
        exchanges=taken,
        open_loopback=_open_loopback,
    )
    return desk


def _open_loopback(language: str) -> Loopback:
    """Return a listener that a browser comes back to, with a page in `language`."""
    # The servers of the standard library take 30 ms to import, and only a sign-in needs them.
    from embassy_assistant.net.loopback import LoopbackListener

    words = Messages(language)
    return LoopbackListener(language, words.text("sign-in.page-title"), words.text("sign-in.page"))
