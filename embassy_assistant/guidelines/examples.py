"""A rule's examples, run: what it must object to, and what it must leave alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks import CHECKS
from embassy_assistant.domain.post import Post, Version
from embassy_assistant.domain.review import ReviewContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.guideline import GuidelinePack, Rule

_NOON: Final = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold.

    Attributes:
        rule: id of the rule.
        text: the example.
        missed: whether the rule should have objected; else it objects and should not.
    """

    rule: str
    text: str
    missed: bool


def run_examples(pack: GuidelinePack) -> Iterator[Failure]:
    """Yield the examples of a pack that do not hold; each rule is tried for itself, as the checks apply it.

    Args:
        pack: The pack; the rules in `unchecked` have no check here that could be run.
    """
    for rule in pack.rules:
        alone = replace(pack, rules=(rule,))
        for texts, wanted in ((rule.match, True), (rule.no_match, False)):
            for text in texts:
                if _objects(alone, rule, text) is not wanted:
                    yield Failure(rule.id, text, missed=wanted)


def _objects(pack: GuidelinePack, rule: Rule, text: str) -> bool:
    """Tell whether any check says of a text what the rule says."""
    day = rule.valid_from or datetime.fromisoformat(pack.issued).date()
    post = Post("example", versions=MappingProxyType({rule.language: Version(rule.language, text)}))
    context = ReviewContext(post, (), pack, datetime.combine(day, _NOON))
    return any(finding.rule == rule.id for check in CHECKS for finding in check(context))
