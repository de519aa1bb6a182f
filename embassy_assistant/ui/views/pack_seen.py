"""What the page of the guidelines knows of the packs in force, looked up in one go off the GUI thread."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import AssistantError, DraftsLocked
from embassy_assistant.domain.pack_changes import Change, gravest_first
from embassy_assistant.ui.pack_age import Age, look_at_age

if TYPE_CHECKING:
    from collections.abc import Mapping

    from embassy_assistant.domain.freshness import Followed, Tried
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.pack_changes import RuleChange
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.freezes import HeldPost

MARKS: Final = {Change.ADDED: "new", Change.CHANGED: "changed"}


@dataclass(frozen=True, slots=True)
class PackSeen:
    """The packs in force, and what came of them.

    Attributes:
        pack: the rules.
        age: how old they are.
        followed: whose they are; None before anybody said so.
        previous: version of the packs before them, empty where there were none.
        changes: what is different from those, the gravest first.
        held: queued posts that these rules hold.
        zone: the Mission's.
        tried: what the rules' own examples showed on this laptop.
    """

    pack: GuidelinePack
    age: Age
    followed: Followed | None
    previous: str
    changes: tuple[RuleChange, ...]
    held: tuple[HeldPost, ...]
    zone: str
    tried: Tried

    @property
    def marks(self) -> Mapping[str, str]:
        """What is new or changed, by id of the rule."""
        return {change.rule.id: MARKS[change.change] for change in self.changes if change.change in MARKS}


def look_at_pack(desk: Desk) -> PackSeen:
    """Return what is known of the packs in force. Blocks for as long as it takes.

    Raises:
        AssistantError: the packs cannot be read.
    """
    held: tuple[HeldPost, ...] = ()
    zone = "Europe/Kyiv"
    with suppress(DraftsLocked):
        zone = desk.preferences.mission.zone or zone
        held = desk.freezes.held()
    guidelines = desk.guidelines
    changes: tuple[RuleChange, ...] = ()
    with suppress(AssistantError):
        # The packs before these are only there to compare with.
        changes = tuple(sorted(guidelines.changes(), key=gravest_first))
    return PackSeen(
        guidelines.pack,
        look_at_age(desk),
        guidelines.followed(),
        guidelines.previous_version,
        changes,
        held,
        zone,
        guidelines.tried,
    )
