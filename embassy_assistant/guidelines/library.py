"""The guideline pack that ships with the program, as the source of the active pack."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from embassy_assistant import __version__
from embassy_assistant.domain.freshness import Tried
from embassy_assistant.guidelines.plain import pack_of
from embassy_assistant.guidelines.together import of_validated
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.guidelines.ready import ReadyPacks

SHIPPED: Final = "guidelines/pack.json"


class ShippedGuidelines:
    """Reads the shipped pack once. The program's own tests have validated it."""

    def __init__(self, path: Path | None = None, ready: Callable[[], ReadyPacks] | None = None) -> None:
        """Remember where the pack lies; nothing is read before the first question.

        Args:
            path: Another file than the shipped one, taken at its word as that one is.
            ready: Returns where it is kept ready; None for nowhere.
        """
        self._path = path
        self._ready = ready
        self._lock = threading.Lock()
        self._pack: GuidelinePack | None = None

    @staticmethod
    def mission() -> str:
        """Say that it is for whoever has the program."""
        return ""

    @staticmethod
    def freshness() -> None:
        """Say that nobody vouches for its age: it is as old as the program."""

    @staticmethod
    def trouble() -> None:
        """Say that it is what came with the program."""

    @staticmethod
    def tried() -> Tried:
        """Say that its examples hold: it would not have shipped else."""
        return Tried()

    @staticmethod
    def previous() -> None:
        """Say that no other pack was in force before: what came with an older version is not kept."""

    def active(self) -> GuidelinePack:
        """Return the pack, always the same object.

        Raises:
            Unusable: The file is not a pack.
        """
        with self._lock:
            if self._pack is None:
                data = (self._path or data_dir("resources") / SHIPPED).read_bytes()
                digest = hashlib.sha256(data).hexdigest()
                if self._ready is None:
                    made = of_validated([data], partial(pack_of, shipped_with=__version__))
                    self._pack = replace(made, digest=digest)
                else:
                    self._pack = self._ready().get({digest: data}, __version__)
            return self._pack
