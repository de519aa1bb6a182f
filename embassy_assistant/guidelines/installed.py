"""The guidelines in force: the packs that were taken in, or the one that ships with the program until there are any."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import AssistantError, Damaged, Unusable
from embassy_assistant.domain.freshness import Tried
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
        self._shipped = ShippedGuidelines(ready=lambda: shelf.ready)
        self._lock = threading.Lock()
        self._stamp: object = None
        self._state: Active | None = None
        self._pack: GuidelinePack | None = None
        self._trouble: AssistantError | None = None
        self._mission = ""

    def active(self) -> GuidelinePack:
        """Return the pack in force, the same object until another is taken in.

        Where what was taken in cannot be relied on, it is the one that came with the program.
        """
        with self._lock:
            return self._in_force()

    def tried(self) -> Tried:
        """Return what the examples of the rules in force showed when they were taken in."""
        with self._lock:
            state = self._current()
            return state.tried if state else Tried()

    def trouble(self) -> AssistantError | None:
        """Return what is wrong with what was taken in, as far as reading or verifying it showed."""
        with self._lock:
            self._in_force()
            return self._trouble

    def previous(self) -> GuidelinePack | None:
        """Return the pack that was in force before the last switch; None before the first one, or where it is lost."""
        with self._lock:
            state = self._current()
        if state is None or state.before is None:
            return None
        if not state.before:
            # Not the one at hand: to make that ready would drop what is kept ready of the packs in force.
            return ShippedGuidelines().active()
        packs = [data for data in map(self._shelf.pack, state.before.values()) if data is not None]
        if len(packs) < len(state.before):
            return None
        try:
            return of_validated(packs, pack_of)
        except Unusable:
            # Nobody vouches any more for what is no longer in force.
            return None

    def mission(self) -> str:
        """Return the code of this mission that was said when its guidelines were trusted; empty for none."""
        with self._lock:
            self._current()
            return self._mission

    def freshness(self) -> Freshness | None:
        """Return how old the packs are; None for what came with the program."""
        with self._lock:
            state = self._current()
            return state.freshness if state else None

    def _current(self) -> Active | None:
        stamp = self._shelf.stamp(), self._shelf.trouble
        if stamp != self._stamp:
            self._state, self._pack, self._trouble = None, None, self._shelf.trouble
            try:
                self._state = None if self._trouble else self._shelf.active()
            except Damaged as error:
                self._trouble = error
            self._mission = self._code()
            self._stamp = stamp
        return self._state

    def _code(self) -> str:
        try:
            trust = self._shelf.trust()
        except Damaged:
            return ""
        return trust.mission if trust else ""

    def _in_force(self) -> GuidelinePack:
        state = self._current()
        if self._pack is None and state is not None:
            try:
                self._pack = self._shelf.ready.get({digest: self._read(digest) for digest in state.packs.values()})
            except AssistantError as error:
                self._trouble = error
        if self._pack is None:
            self._pack = self._shipped.active()
        return self._pack

    def _read(self, digest: str) -> bytes:
        data = self._shelf.pack(digest)
        if data is None:
            raise Damaged("guidelines.damaged", path=f"{digest}.json")
        return data
