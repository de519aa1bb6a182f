"""The guideline pack that ships with the program, as the source of the active pack."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Final

from embassy_assistant import __version__
from embassy_assistant.guidelines.plain import MISTAKES, pack_of
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.domain.guideline import GuidelinePack

SHIPPED: Final = "guidelines/pack.json"


class ShippedGuidelines:
    """Reads the shipped pack once."""

    def __init__(self, path: Path | None = None) -> None:
        """Remember where the pack lies; nothing is read before the first question.

        Args:
            path: Another file than the shipped one, taken at its word as that one is.
        """
        self._path = path
        self._lock = threading.Lock()
        self._pack: GuidelinePack | None = None

    @staticmethod
    def freshness() -> None:
        """Say that nobody vouches for its age: it is as old as the program."""

    def active(self) -> GuidelinePack:
        """Return the pack, always the same object.

        Raises:
            Unusable: The file is not a pack.
        """
        with self._lock:
            if self._pack is None:
                self._pack = _read(self._path or data_dir("resources") / SHIPPED)
            return self._pack


def _read(path: Path) -> GuidelinePack:
    """Read the pack that came with the program, which the program's own tests have validated.

    Raises:
        Unusable: It is not what it was when it was shipped.
    """
    data = path.read_bytes()
    try:
        return pack_of(json.loads(data), __version__)
    except MISTAKES:
        # Validation loads pydantic, for which no window should wait; here it says what is wrong, and where.
        from embassy_assistant.guidelines.pack import read_pack

        return read_pack(data).pack(__version__)
