"""A unit's repository and sealed keys on a disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nacl.pwhash import argon2id

from embassy_assistant.domain.workshop import Order
from embassy_assistant.guidelines import publishing
from embassy_assistant.guidelines.keyfile import new_key, unseal
from embassy_assistant.guidelines.keys import Keys
from embassy_assistant.guidelines.publisher import Publisher
from embassy_assistant.store.files import write_whole
from tests.helpers.unit import a_signer
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from embassy_assistant.domain.workshop import Published

PASSPHRASE = "a long and quiet river"


def publish(
    order: Order, vault: MemoryVault | None = None, write: Callable[[Path, bytes], None] = write_whole
) -> Published:
    """Publish with keys in files and in a keyring in memory."""
    return publishing.publish(order, Keys(vault or MemoryVault(), write), Publisher(order.repository, write), write)


def order_of(
    place: Path, folder: Path, *, passphrase: str = PASSPHRASE, courier: Path | None = None, begun: bool = False
) -> Order:
    """Return what publishes a folder; the repository and the keys are made unless they are there."""
    repository, key, online = place / "repository", place / "targets.key", place / "online.key"
    if not begun:
        for file in (key, online):
            file.write_bytes(new_key(PASSPHRASE, passes=argon2id.OPSLIMIT_MIN, memory=argon2id.MEMLIMIT_MIN))
        keepers = [a_signer() for _ in range(3)]
        targets, latest = (unseal(file.read_bytes(), PASSPHRASE) for file in (key, online))
        Publisher(repository, write_whole).begin([one.public_key for one in keepers], keepers[:2], targets, latest)
    return Order(folder, repository, key, passphrase, online, PASSPHRASE, courier=courier)
