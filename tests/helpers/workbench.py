"""A real workspace on disk and real networks, with a clock that moves when told to and a keyring in a file."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from embassy_assistant.domain.events import Events
from embassy_assistant.domain.ports import VaultState
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.net import Client
from embassy_assistant.networks import NETWORKS
from embassy_assistant.networks.setup import NetworkSetup
from embassy_assistant.services.assemble import assemble
from embassy_assistant.store.files import write_whole
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.plain import PlainSettings
from embassy_assistant.store.sender_lock import SenderFileLock
from tests.helpers.memory import START, ManualClock, MemoryNetworks, MemorySecrets

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from embassy_assistant.services.desk import Desk


class FileVault:
    """A keyring that outlives a killed process: a JSON file, replaced whole; for tests only, being in clear.

    Attributes:
        checkpoint: told before and after each change.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.checkpoint: Callable[[str], None] = lambda _name: None
        self.state = VaultState.READY

    def _read(self) -> dict[str, str]:
        return json.loads(self._path.read_text(encoding="utf-8")) if self._path.exists() else {}

    def _write(self, entries: dict[str, str]) -> None:
        new = self._path.with_suffix(".new")
        new.write_text(json.dumps(entries), encoding="utf-8")
        os.replace(new, self._path)  # noqa: PTH105 - atomic

    def get(self, name: str) -> str | None:
        return self._read().get(name)

    def set(self, name: str, value: str) -> None:
        self.checkpoint(f"before keeping {name.rpartition('/')[2]}")
        self._write({**self._read(), name: value})
        self.checkpoint(f"after keeping {name.rpartition('/')[2]}")

    def delete(self, name: str) -> None:
        self.checkpoint(f"before forgetting {name.rpartition('/')[2]}")
        self._write({key: value for key, value in self._read().items() if key != name})
        self.checkpoint(f"after forgetting {name.rpartition('/')[2]}")

    def secrets_for(self, account_id: str) -> MemorySecrets:
        return MemorySecrets(self, account_id)


@dataclass
class Workbench:
    """A desk over a real store, and what the test turns."""

    directory: Path
    desk: Desk
    clock: ManualClock
    vault: FileVault


def open_bench(
    directory: Path,
    *,
    clock: datetime = START,
    practice: bool | None = None,
    checkpoint: Callable[[str], None] = lambda _name: None,
    client: Callable[[], Client] = Client,
) -> Workbench:
    """Return the desk of the workspace in `directory`, not opened yet; its keyring lies beside it."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    vault = FileVault(directory.with_name(f"{directory.name}-keyring.json"))
    # A program that is started anew does not start the machine anew.
    manual = ManualClock(min(START, clock))
    manual.time = clock
    # The practice server is the test's own: a client that starts another would go past it.
    setup = NetworkSetup(client, directory / "practice", starts_practice=False)
    opener = WorkspaceOpener(directory, vault)
    desk = assemble(
        opener=opener,
        keeper=WorkspaceKeeper(directory, opener),
        plain=PlainSettings(directory / "workspace.json"),
        networks=MemoryNetworks(tuple(build(setup) for build in NETWORKS)),
        secrets_for=vault.secrets_for,
        guidelines=ShippedGuidelines(),
        vault=vault,
        lock=SenderFileLock(directory),
        clock=manual,
        write_file=write_whole,
        events=Events(),
        checkpoint=checkpoint,
    )
    if practice is not None:
        desk.preferences.practice = practice
    return Workbench(directory, desk, manual, vault)
