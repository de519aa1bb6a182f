"""A mission that takes in what a unit publishes, with real files and nothing else."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from embassy_assistant.guidelines.installed import InstalledGuidelines
from embassy_assistant.guidelines.intake import Intake
from embassy_assistant.guidelines.shelf import Shelf
from embassy_assistant.guidelines.trust import MINISTRY
from embassy_assistant.net import Client
from embassy_assistant.store.files import write_whole
from tests.helpers.packs import BOTH, a_rule_of
from tests.helpers.tuf_repository import Repository

if TYPE_CHECKING:
    from pathlib import Path


def pack_bytes(version: str = "1", *, severity: str = "block", rule: str = "a.kyiv", **header: object) -> bytes:
    """Return a pack with one rule, as it travels."""
    kyiv = a_rule_of("term", id=rule, severity=severity, language="en", terms=[{"text": "Kiev", "replacement": "Kyiv"}])
    document = {
        "format_version": 2,
        "pack_version": version,
        "title": BOTH,
        "issued": "2026-11-23",
        "rules": [kyiv],
        **header,
    }
    return json.dumps(document, ensure_ascii=False).encode()


class Mission:
    """The folder of a mission, and the unit whose root it trusts.

    Attributes:
        stick: where the unit's repository lies for `sync`.
    """

    def __init__(self, folder: Path, unit: Repository | None = None) -> None:
        self.unit = unit or Repository(pack_bytes(), MINISTRY)
        self.stick = folder / "stick"
        self.folder = folder / "guidelines"
        self.time = datetime.now(UTC)
        self.shelf = Shelf(self.folder, write_whole)
        self.guidelines = InstalledGuidelines(self.shelf)
        self.intake = Intake(self.folder, self.shelf, write_whole, nullcontext, Client, lambda: self.time)
        self.unit.write(self.stick)
        self.intake.follow(self.unit.root)

    def sync(self) -> bool:
        """Take in what lies on the stick, and return whether it changed anything."""
        return self.intake.take_in(str(self.stick)).changed

    def publish(self, pack: bytes) -> None:
        """Let the unit publish, and bring it on the stick."""
        self.unit.publish(pack)
        self.unit.write(self.stick)

    @property
    def version(self) -> str:
        """What the active pack calls itself; reading it checks every byte of it."""
        return self.guidelines.active().version
