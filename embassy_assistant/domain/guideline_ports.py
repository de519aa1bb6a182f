"""What the use cases ask of guidelines, wherever those come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.freshness import Followed, Freshness, TakenIn, Tried
    from embassy_assistant.domain.guideline import GuidelinePack


class GuidelineSource(Protocol):
    """Where the active pack comes from."""

    def active(self) -> GuidelinePack:
        """Return the pack in force, whole; the same object until another comes into force.

        Which of its rules are valid on a day is for the checks to know.
        """
        ...

    def previous(self) -> GuidelinePack | None:
        """Return the pack in force before the last switch; None where there is none. It is read each time."""
        ...

    def trouble(self) -> AssistantError | None:
        """Return what is wrong with what was taken in, as far as reading and `GuidelineIntake.verify` showed.

        As long as there is something, what came with the program is in force, and nothing is sent.
        """
        ...

    def tried(self) -> Tried:
        """Return what the examples of the rules in force showed when they were taken in."""
        ...

    def mission(self) -> str:
        """Return what the guidelines call this mission, such as `deu`; empty where nobody has said."""
        ...

    def freshness(self) -> Freshness | None:
        """Return how old the packs are; None for what came with the program."""
        ...


class GuidelineIntake(Protocol):
    """Takes guidelines in; nothing changes unless all of it goes well. Methods block."""

    def follow(self, root: bytes, address: str = "", mission: str = "") -> str:
        """Trust a root from now on, and return the fingerprint that two people can compare."""
        ...

    def followed(self) -> Followed | None:
        """Return whose guidelines are trusted; None before anybody said so."""
        ...

    def take_in(self, place: str = "", going_on: Callable[[], None] = lambda: None) -> TakenIn:
        """Bring the packs up to date from an address, a folder or a courier file; empty: where the unit publishes.

        Args:
            place: where they are.
            going_on: called again and again while something is fetched; what it raises ends it.
        """
        ...

    def verify(self, pinned: str = "") -> str:
        """Show offline that what lies on the disk is what was taken in, and return what to pin in the encrypted store.

        Args:
            pinned: what this returned the last time.
        """
        ...

    def stamp(self) -> object:
        """Return what changes with every switch to other guidelines."""
        ...
