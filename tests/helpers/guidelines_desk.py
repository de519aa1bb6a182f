"""A desk whose guidelines come from a unit: packs, their age, whom they follow and what a sync brings, set by hand."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from embassy_assistant.domain.freshness import Followed, Freshness, TakenIn, Tried
from embassy_assistant.guidelines.library import ShippedGuidelines
from tests.helpers.lying import START
from tests.helpers.memory import Bench, memory_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.errors import AssistantError, Untrusted
    from embassy_assistant.domain.guideline import GuidelinePack

FINGERPRINT = "4a1f 09c2 8be7 11d0 5f3a c2e9 7a60 0b1d 93fe 2c48 d5a7 6e01 8f3b 4c92 a0d6 e17c"
FOLLOWED = Followed(FINGERPRINT, "https://guidelines.example/", "deu")


def signed(ago: timedelta) -> Freshness:
    """Return the freshness of packs that the unit vouched for a while ago: for a week, and held by after a month."""
    return Freshness(START - ago, START - ago + timedelta(days=7), timedelta(days=30))


class UnitGuidelines:
    """The packs in force."""

    def __init__(self, pack: GuidelinePack, ago: timedelta = timedelta(hours=2)) -> None:
        self.pack = pack
        self.before: GuidelinePack | None = None
        self.fresh: Freshness | None = signed(ago)
        self.showed = Tried()
        self.wrong: AssistantError | None = None
        self.unreadable: AssistantError | None = None

    def active(self) -> GuidelinePack:
        if self.unreadable is not None:
            raise self.unreadable
        return self.pack

    def previous(self) -> GuidelinePack | None:
        return self.before

    def trouble(self) -> AssistantError | None:
        return self.wrong

    def tried(self) -> Tried:
        return self.showed

    def mission(self) -> str:
        return FOLLOWED.mission

    def freshness(self) -> Freshness | None:
        return self.fresh


class UnitIntake:
    """What a sync brings.

    Attributes:
        result: what the next one makes, or what keeps it from that.
        going: a sync waits until it is set.
        asked: the places that were asked.
        roots: what was to be followed.
    """

    def __init__(self, source: UnitGuidelines, followed: Followed | None = FOLLOWED) -> None:
        self._source = source
        self._followed = followed
        self.result: Callable[[], GuidelinePack | None] = lambda: None
        self.going = threading.Event()
        self.going.set()
        self.asked: list[str] = []
        self.roots: list[tuple[bytes, str, str]] = []
        self.refuses: AssistantError | None = None
        self.tampered: Untrusted | None = None

    def follow(self, root: bytes, address: str = "", mission: str = "") -> str:
        if self.refuses is not None:
            raise self.refuses
        self.roots.append((root, address, mission))
        self._followed = Followed(FINGERPRINT, address, mission)
        return FINGERPRINT

    def followed(self) -> Followed | None:
        return self._followed

    def take_in(self, place: str = "", going_on: Callable[[], None] = lambda: None) -> TakenIn:
        self.asked.append(place)
        while not self.going.wait(0.01):
            going_on()
        pack = self.result()
        if pack is not None:
            self._source.before, self._source.pack = self._source.pack, pack
        self._source.fresh = signed(timedelta())
        return TakenIn(pack is not None, (self._source.pack.version,), self._source.fresh)

    def verify(self, pinned: str = "") -> str:
        if self.tampered is not None:
            self._source.wrong = self.tampered
            raise self.tampered
        return pinned

    def stamp(self) -> object:
        return self._source.pack.version


def starter(version: str = "2026.46") -> GuidelinePack:
    """Return the starter pack as if the unit had published it."""
    return replace(ShippedGuidelines().active(), version=version, shipped_with="")


def guided_desk(
    pack: GuidelinePack | None = None, ago: timedelta = timedelta(hours=2), followed: Followed | None = FOLLOWED
) -> tuple[Bench, UnitGuidelines, UnitIntake]:
    """Return a desk in memory whose guidelines were taken in."""
    source = UnitGuidelines(pack or starter(), ago)
    intake = UnitIntake(source, followed)
    return memory_desk(guidelines=source, intake=intake), source, intake
