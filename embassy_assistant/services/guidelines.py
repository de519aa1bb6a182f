"""Taking guidelines in, and what follows from how old they are."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import NeedsOfficer
from embassy_assistant.domain.events import GuidelinesChanged
from embassy_assistant.domain.freshness import Standing
from embassy_assistant.domain.pack_changes import compare
from embassy_assistant.services.gates import true_time

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.freshness import Followed, Freshness, TakenIn, Tried
    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from embassy_assistant.domain.guideline_ports import GuidelineIntake, GuidelineSource
    from embassy_assistant.domain.pack_changes import RuleChange
    from embassy_assistant.domain.ports import Clock
    from embassy_assistant.services.notes import UnitNotes
    from embassy_assistant.services.verifying import Verifying

_DAY: Final = timedelta(days=1)


class Guidelines:
    """The guidelines of this workspace: whose they are, how old, and how fresh ones come.

    Attributes:
        notes: what Officers want to say to the unit.
    """

    def __init__(
        self,
        source: GuidelineSource,
        intake: GuidelineIntake | None,
        events: Events,
        clock: Clock,
        verifying: Verifying,
        notes: UnitNotes,
    ) -> None:
        """Take in through `intake`; None where packs come from nowhere but the program."""
        self.notes = notes
        self._verifying = verifying
        self._source = source
        self._intake = intake
        self._events = events
        self._clock = clock

    @property
    def freshness(self) -> Freshness | None:
        """How old the packs in use are; None for what came with the program."""
        return self._source.freshness()

    @property
    def pack(self) -> GuidelinePack:
        """The pack in force."""
        return self._source.active()

    @property
    def previous_version(self) -> str:
        """What the packs in force before the last switch called themselves; empty where there were none."""
        before = self._source.previous()
        return before.version if before else ""

    def changes(self) -> tuple[RuleChange, ...]:
        """Return what is different from the packs in force before the last switch. Reads both; blocks."""
        before = self._source.previous()
        return compare(before, self._source.active()) if before else ()

    def followed(self) -> Followed | None:
        """Return whose guidelines are trusted; None before anybody said so.

        Raises:
            Damaged: what says so is not what was written.
        """
        return self._intake.followed() if self._intake else None

    @property
    def trouble(self) -> AssistantError | None:
        """What is wrong with what was taken in, as an error that says what to do; None as far as is known.

        As long as there is something, posts are checked by what came with the program, and nothing is sent.
        """
        return self._source.trouble()

    @property
    def tried(self) -> Tried:
        """What the examples of the rules in force showed on this laptop when they were taken in."""
        return self._source.tried()

    def verify(self) -> AssistantError | None:
        """Verify what is in force where that was not done yet, and return `trouble`. Blocks; for after opening.

        Raises:
            DraftsLocked: the key has not arrived.
        """
        self._verifying.whole()
        return self.trouble

    def note(self, rule: Rule, said: str, text: str, path: str) -> None:
        """Write a note to the unit about a rule of the packs in force to a file. Blocks.

        Args:
            rule: what it is about.
            said: what is wrong with it.
            text: the words that it is about, as far as the Officer shows them.
            path: the file.

        Raises:
            DraftsLocked, Unusable, OfficerUnknown: it cannot be kept.
            DiskFull, NeedsOfficer: what the disk says; the note is kept.
        """
        self.notes.export(path, [self.notes.keep(rule.id, self.pack.version, said, text)])

    def age(self) -> tuple[str, dict[str, int]] | None:
        """Return the sentence for the age of the packs, with what it names; None for what came with the program."""
        freshness = self.freshness
        return age_sentence(freshness, true_time(self._clock)) if freshness else None

    @property
    def too_old(self) -> bool:
        """Whether nothing is sent by them any more."""
        freshness = self.freshness
        return freshness is not None and freshness.standing(true_time(self._clock)) is Standing.HELD

    def follow(self, root: bytes, address: str = "", mission: str = "") -> str:
        """Trust a root from now on, whose fingerprint a person has compared, and return that fingerprint.

        Args:
            root: the root metadata.
            address: where the unit publishes; empty for by stick or e-mail only.
            mission: the code of this mission; empty for none.

        Raises:
            Unusable: one of them cannot be used.
            Untrusted: the root is not signed as it asks for itself.
            DraftsLocked: whom this laptop trusts is pinned with the drafts, and their key has not arrived.
        """
        if self._intake is None:
            raise NeedsOfficer("guidelines.nobody-trusted")
        with self._verifying.trusting_anew():
            return self._intake.follow(root, address, mission)

    def take_in(self, place: str = "", going_on: Callable[[], None] = lambda: None) -> TakenIn:
        """Bring the packs up to date, and say so to whoever checks by them. Blocks for as long as it takes.

        Args:
            place: an address, a folder or a courier file; empty for where the unit publishes.
            going_on: called again and again while something is fetched; what it raises, such as GivenUp, ends it.

        Raises:
            AssistantError: what kept them from being taken in; those in use stay.
        """
        if self._intake is None:
            raise NeedsOfficer("guidelines.nobody-trusted")
        self._verifying.check_trust()
        taken = self._intake.take_in(place, going_on)
        self._events.publish(GuidelinesChanged(taken.changed))
        return taken


def age_sentence(freshness: Freshness, now: datetime) -> tuple[str, dict[str, int]]:
    """Return the sentence for guidelines of an age, with what it names.

    Args:
        freshness: what is known of their age.
        now: aware UTC.
    """
    if freshness.clock_behind(now):
        return "guidelines.age-clock", {}
    days = freshness.age(now) // _DAY
    standing = freshness.standing(now)
    if standing is Standing.FRESH and not days:
        return "guidelines.age-today", {}
    limit = freshness.hold_after // _DAY if freshness.hold_after else 0
    return f"guidelines.age-{standing.value}", {"count": days, "limit": limit}
