"""The guideline pack that ships with the program, as the source of the active pack."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from embassy_assistant import __version__
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from embassy_assistant.domain.guideline import GuidelinePack

SHIPPED: Final = "guidelines/pack.json"


class ShippedGuidelines:
    """Reads the shipped pack once and hands out the rules in force on a day."""

    def __init__(self, path: Path | None = None) -> None:
        """Remember where the pack lies; nothing is read before the first question.

        Args:
            path: A pack in its travel format; the shipped one where None.
        """
        self._path = path
        self._lock = threading.Lock()
        self._whole: GuidelinePack | None = None
        self._active: tuple[date, GuidelinePack] | None = None

    def active(self, on: date) -> GuidelinePack:
        """Return the pack in force, with only the rules valid `on` that day; the same object for the same day.

        Args:
            on: The day, in the mission's time.

        Raises:
            Unusable: The file is not a pack.
        """
        with self._lock:
            if self._whole is None:
                # Validation loads pydantic, 90 ms that no window should wait for before it takes typing.
                from embassy_assistant.guidelines.pack import read_pack

                path = self._path or data_dir("resources") / SHIPPED
                self._whole = read_pack(path.read_bytes()).pack(shipped_with=__version__)
            if self._active is None or self._active[0] != on:
                rules = tuple(rule for rule in self._whole.rules if rule.valid_on(on))
                self._active = (on, replace(self._whole, rules=rules))
            return self._active[1]
