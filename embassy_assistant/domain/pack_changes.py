"""What changed from one pack of guidelines to the next, rule by rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from embassy_assistant.domain.guideline import GuidelinePack, Rule


class Change(StrEnum):
    """What became of a rule."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule that is not what it was.

    Attributes:
        rule: as it is now, or as it was before it was removed.
        before: as it was; None where it is new.
        parts: which parts of it changed: `severity`, `words`, `exceptions`, `body`, `validity`, `scope`, `reason`,
            `source` or `examples`, in this order, the ones that an Officer acts on first.
    """

    change: Change
    rule: Rule
    before: Rule | None = None
    parts: tuple[str, ...] = ()


_GRAVITY: Final = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.ADVISE: 2}
_PARTS: Final[Mapping[str, Callable[[Rule], object]]] = {
    "severity": lambda rule: rule.severity,
    "words": lambda rule: (rule.language, rule.surfaces, rule.words, rule.case_sensitive, rule.quotes_exempt),
    "exceptions": lambda rule: rule.exceptions,
    "body": lambda rule: (rule.kind, rule.body),
    "validity": lambda rule: (rule.valid_from, rule.valid_until),
    "scope": lambda rule: rule.scope,
    "reason": lambda rule: (rule.title, rule.reason),
    "source": lambda rule: rule.source,
    "examples": lambda rule: (rule.match, rule.no_match),
}


def compare(before: GuidelinePack, after: GuidelinePack) -> tuple[RuleChange, ...]:
    """Return the rules that differ: those of `after` in its order, then those that are gone.

    Args:
        before: The pack that was in force.
        after: The one that is.
    """
    old = {rule.id: rule for rule in before.rules}
    changes = []
    for rule in after.rules:
        was = old.pop(rule.id, None)
        if was is None:
            changes.append(RuleChange(Change.ADDED, rule))
        elif parts := tuple(name for name, part in _PARTS.items() if part(was) != part(rule)):
            changes.append(RuleChange(Change.CHANGED, rule, was, parts))
    return (*changes, *(RuleChange(Change.REMOVED, rule, rule) for rule in old.values()))


def gravest_first(change: RuleChange) -> tuple[bool, int]:
    """Return the key to sort changes by: what objects more before what objects less, what is gone last."""
    return change.change is Change.REMOVED, _GRAVITY[change.rule.severity]
