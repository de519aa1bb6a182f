"""A Post with its Deliveries, as a group of the queue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import NEEDS_A_PERSON, Delivery, Kind, State
from embassy_assistant.services.gates import STUCK, Wait
from embassy_assistant.services.standing import changing, hanging, standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.network import Ability
    from embassy_assistant.domain.post import Post

_BY_GUIDELINES: Final = frozenset({Wait.RULE, Wait.LOOK})


@dataclass(frozen=True, slots=True)
class PostRows:
    """A Post's Deliveries, as a group of the queue.

    Attributes:
        accounts: by id; without those that were removed.
        waits: by delivery id, what each row waits for.
        rules: by delivery id, the rule of the guidelines in force that holds it.
        abilities: by account id, what can be done there with what is out.
    """

    post: Post
    rows: tuple[Delivery, ...]

    accounts: Mapping[str, Account]
    waits: Mapping[str, Wait]
    abilities: Mapping[str, frozenset[Ability]] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)

    @property
    def asks(self) -> tuple[Delivery, ...]:
        """The rows that need a person."""
        held = self.held
        return tuple(row for row in self.rows if row.state in NEEDS_A_PERSON or _overdue_there(row) or row in held)

    @property
    def held(self) -> tuple[Delivery, ...]:
        """The rows that a rule holds, or that a freeze held and nobody has looked at since."""
        return tuple(row for row in self.rows if self.waits.get(row.id) in _BY_GUIDELINES)

    @property
    def half_out(self) -> bool:
        """One language is out and the other is not and will not go by itself: the loudest state there is."""
        out = {language for row in self.out for language in row.segment.languages}
        stuck = [row for row in self.rows if row in self.asks or self.waits.get(row.id) in STUCK]
        return bool(out) and any(
            row.kind is Kind.PUBLISH and not out.issuperset(row.segment.languages) for row in stuck
        )

    @property
    def out(self) -> tuple[Delivery, ...]:
        """What is out, or on a network's server until its time: as it stands now, without what was deleted since."""
        return tuple(row for row in standing(self.rows) if row.state in {State.SENT, State.PARKED})

    def can(self, row: Delivery, ability: Ability) -> bool:
        """Whether `row` can be corrected or deleted now: it is out, its network can, and nothing else changes it."""
        return (
            any(other.id == row.id and _reference(other) for other in self.out if other.state is State.SENT)
            and ability in self.abilities.get(row.account_id, ())
            and changing(row, self.rows) is None
        )

    def changes(self, row: Delivery) -> tuple[Delivery, ...]:
        """Return the corrections and deletions of `row`, oldest first."""
        return tuple(other for other in self.rows if other.about == row.id)

    def hanging(self, row: Delivery) -> tuple[Delivery, ...]:
        """Return what of its thread is out after `row`, and would hang under nothing if `row` were deleted."""
        return tuple(hanging(row, self.rows))


def _overdue_there(row: Delivery) -> bool:
    """Whether a server keeps it though its time has passed."""
    return row.state is State.PARKED and bool(row.problem)


def _reference(row: Delivery) -> str:
    return row.published.reference if row.published else ""
