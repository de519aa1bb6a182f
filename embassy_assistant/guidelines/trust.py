"""Whose guidelines a mission takes, and the names of the packs that it takes of them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Final

from embassy_assistant.domain.errors import Unusable

MINISTRY: Final = "ministry/pack.json"
"""The pack that every mission follows."""


# It names a folder, also where Windows keeps some names for itself.
_MISSION: Final = re.compile(r"(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$)[a-z0-9][a-z0-9-]{0,63}")


def mission_pack(code: str) -> str:
    """Return the name of a mission's own pack."""
    return f"missions/{code}/pack.json"


def check_mission(code: str) -> str:
    """Return a mission's code.

    Raises:
        Unusable: It cannot be one.
    """
    if not _MISSION.fullmatch(code):
        raise Unusable("guidelines.no-mission-code", code=code)
    return code


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose guidelines these are, and where they are published.

    Attributes:
        root: the root metadata that was handed over in person.
        address: where the unit publishes; empty where packs come by stick or e-mail only.
        mission: the code of the mission, whose own pack is taken too; empty for none.
    """

    root: bytes
    address: str = ""
    mission: str = ""

    @property
    def fingerprint(self) -> str:
        """What two people read to each other to know that they have the same root."""
        digest = hashlib.sha256(self.root).hexdigest()
        return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))

    @property
    def names(self) -> tuple[str, ...]:
        """The packs to take, the one that must be there first."""
        return (MINISTRY, mission_pack(self.mission)) if self.mission else (MINISTRY,)
