"""The guidelines in force: the packs that were taken in, or the one that ships with the program until there are any."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.guidelines.plain import pack_of
from embassy_assistant.guidelines.together import of_validated

if TYPE_CHECKING:
    from embassy_assistant.domain.freshness import Freshness
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.guidelines.shelf import Active, Shelf


class InstalledGuidelines:
    """Hands out the packs in force as one; sees at once what another program took in."""

    def __init__(self, shelf: Shelf) -> None:
        """Look at `shelf`; nothing is read before the first question."""
        self._shelf = shelf
        self._shipped = ShippedGuidelines(ready=shelf.ready)
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
                self._pack = self._shelf.ready.get({digest: self._read(digest) for digest in state.packs.values()})
            return self._pack

    def previous(self) -> GuidelinePack | None:
        """Return the pack that was in force before the last switch; None before the first one, or where it is lost.

        Raises:
            Damaged: What says which one it was is not what was written.
        """
        with self._lock:
            state = self._current()
        if state is None or state.before is None:
            return None
        if not state.before:
            return self._shipped.active()
        packs = [data for data in map(self._shelf.pack, state.before.values()) if data is not None]
        return of_validated(packs, pack_of) if len(packs) == len(state.before) else None

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

    def _read(self, digest: str) -> bytes:
        data = self._shelf.pack(digest)
        if data is None:
            raise Damaged("guidelines.damaged", path=f"{digest}.json")
        return data
