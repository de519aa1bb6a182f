"""The ministry's unit with its keys and its repository in a folder."""

from __future__ import annotations

import secrets
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from embassy_assistant.guidelines.installed import InstalledGuidelines
from embassy_assistant.guidelines.intake import Intake
from embassy_assistant.guidelines.keyfile import KeySigner
from embassy_assistant.guidelines.publisher import Publisher
from embassy_assistant.guidelines.shelf import Shelf
from embassy_assistant.net import Client
from embassy_assistant.store.files import write_whole
from tests.helpers.mission import pack_bytes

if TYPE_CHECKING:
    from pathlib import Path


def a_signer() -> KeySigner:
    """Return a new key, unsealed."""
    return KeySigner(secrets.token_bytes(32))


class Unit:
    """Three who keep the root, one key for the targets, one online."""

    def __init__(self, folder: Path, pack: bytes | None = None) -> None:
        self.folder = folder
        self.time = datetime.now(UTC)
        self.publisher = Publisher(folder, write_whole, lambda: self.time)
        self.keepers = [a_signer() for _ in range(3)]
        self.targets, self.online = a_signer(), a_signer()
        self.root = self.publisher.begin(
            [keeper.public_key for keeper in self.keepers], self.keepers[:2], self.targets, self.online
        )
        self.publish(pack or pack_bytes())

    def publish(self, pack: bytes, mission: str = "", signer: KeySigner | None = None) -> None:
        """Sign a pack and vouch for it."""
        self.publisher.sign(pack, signer or self.targets, mission)
        self.publisher.publish(self.online)

    @property
    def files(self) -> dict[str, bytes]:
        """What a web server would serve."""
        paths = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in paths}


class Laptop:
    """A mission's laptop, which trusts a root."""

    def __init__(self, folder: Path, root: bytes, mission: str = "") -> None:
        self.shelf = Shelf(folder, write_whole)
        self.guidelines = InstalledGuidelines(self.shelf)
        self.intake = Intake(folder, self.shelf, write_whole, nullcontext, Client)
        self.intake.follow(root, mission=mission)

    def sync(self, place: object) -> tuple[str, ...]:
        """Take in from a place, and return what the packs call themselves."""
        return self.intake.take_in(str(place)).versions
