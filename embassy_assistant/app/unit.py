"""What the unit's commands and its window share: where its keys are, and a repository that one program changes."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import NeedsOfficer, Unusable
from embassy_assistant.domain.events import Events
from embassy_assistant.store.file_lock import wait_for
from embassy_assistant.store.files import write_whole
from embassy_assistant.vault import KeyringVault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.domain.ports import Vault
    from embassy_assistant.guidelines.keys import Keys
    from embassy_assistant.guidelines.publisher import Publisher

# Beside the workspaces, each of which has an id of its own here: a key of the unit belongs to no workspace.
_SIGNING: Final = "signing-keys"
# Seconds. Whoever publishes has typed all passphrases before, and needs no longer.
_PATIENCE: Final = 20.0


def keyring() -> Vault:
    """Return where signing keys are that are in no file: the operating system's keyring."""
    return KeyringVault(_SIGNING, Events())


def signing_keys() -> Keys:
    """Return what makes and opens signing keys."""
    from embassy_assistant.guidelines.keys import Keys

    return Keys(keyring(), write_whole)


def publisher_in(folder: Path) -> Publisher:
    """Return what publishes in a folder, while no other program does."""
    from embassy_assistant.guidelines.publisher import Publisher

    return Publisher(folder, write_whole, alone=_alone)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with ExitStack() as closing:
        # Some shares know no locks, and that must keep nobody from publishing; of whatever else is wrong with the disk,
        # the act itself tells in words that fit.
        with suppress(NeedsOfficer):
            descriptor = wait_for(path, _PATIENCE)
            if descriptor is None:
                raise Unusable("guidelines.repository-busy", path=str(path.parent.parent))
            closing.callback(os.close, descriptor)
        yield
