"""The guidelines in force: the packs that were taken in, or the one that ships with the program until there are any.

Of all packs only the ministry's may block; what another pack forbids is a warning.
"""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.guideline import GuidelinePack
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.guidelines.plain import FORMAT, MISTAKES, pack_of

if TYPE_CHECKING:
    from datetime import date

    from embassy_assistant.domain.freshness import Freshness
    from embassy_assistant.guidelines.shelf import Active, Shelf


class InstalledGuidelines:
    """Hands out the rules in force on a day; sees at once what another program took in."""

    def __init__(self, shelf: Shelf, shipped: ShippedGuidelines | None = None) -> None:
        """Look at `shelf`; nothing is read before the first question."""
        self._shelf = shelf
        self._shipped = shipped or ShippedGuidelines()
        self._lock = threading.Lock()
        self._stamp: object = None
        self._state: Active | None = None
        self._whole: GuidelinePack | None = None
        self._active: tuple[date, GuidelinePack] | None = None

    def active(self, on: date) -> GuidelinePack:
        """Return the pack in force, with only the rules wanted `on` that day; the same object for the same day.

        Args:
            on: The day, in the mission's time.

        Raises:
            Damaged: A pack is not what was taken in.
        """
        with self._lock:
            state = self._current()
            if state is None:
                return self._shipped.active(on)
            if self._whole is None:
                self._whole = reduce(GuidelinePack.with_local, map(self._read, state.packs.values()))
            if self._active is None or self._active[0] != on:
                rules = tuple(rule for rule in self._whole.rules if rule.wanted_on(on))
                self._active = (on, replace(self._whole, rules=rules))
            return self._active[1]

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
            self._state, self._whole, self._active = self._shelf.active(), None, None
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
