"""The guidelines in force: the packs that were taken in, or the one that ships with the program until there are any.

Of all packs only the ministry's may block; what another pack forbids is a warning.
"""

from __future__ import annotations

import json
import threading
from functools import reduce
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.guideline import GuidelinePack
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.guidelines.plain import FORMAT, MISTAKES, pack_of

if TYPE_CHECKING:
    from embassy_assistant.domain.freshness import Freshness
    from embassy_assistant.guidelines.shelf import Active, Shelf


class InstalledGuidelines:
    """Hands out the packs in force as one; sees at once what another program took in."""

    def __init__(self, shelf: Shelf, shipped: ShippedGuidelines | None = None) -> None:
        """Look at `shelf`; nothing is read before the first question."""
        self._shelf = shelf
        self._shipped = shipped or ShippedGuidelines()
        self._lock = threading.Lock()
        self._stamp: object = None
        self._state: Active | None = None
        self._pack: GuidelinePack | None = None

    def active(self) -> GuidelinePack:
        """Return the pack in force, the same object until another is taken in.

        Raises:
            Damaged: A pack is not what was taken in.
        """
        with self._lock:
            state = self._current()
            if state is None:
                return self._shipped.active()
            if self._pack is None:
                self._pack = reduce(GuidelinePack.with_local, map(self._read, state.packs.values()))
            return self._pack

    def freshness(self) -> Freshness | None:
        """Return how old the packs are; None for what came with the program.

        Raises:
            Damaged: What says so is not what was written.
        """
        with self._lock:
            state = self._current()
            return state.freshness if state else None

    def _current(self) -> Active | None:
        stamp = self._shelf.stamp()
        if stamp != self._stamp:
            self._state, self._pack = self._shelf.active(), None
            self._stamp = stamp
        return self._state

    def _read(self, digest: str) -> GuidelinePack:
        data = self._shelf.pack(digest)
        if data is None:
            raise Damaged("guidelines.damaged", path=f"{digest}.json")
        try:
            document = json.loads(data)
            # It was validated when it was taken in, by this program or an older one.
            if document["format_version"] <= FORMAT:
                return pack_of(document)
        except MISTAKES:
            pass
        # Validation loads pydantic; it knows what to set aside of a newer format, and what is wrong with anything else.
        from embassy_assistant.guidelines.pack import read_pack

        return read_pack(data).pack()
