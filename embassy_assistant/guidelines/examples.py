"""A rule's examples, run: what it must object to, and what it must leave alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from embassy_assistant.checks.rules.examples import Trial
from embassy_assistant.domain.guideline import RuleKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.guideline import GuidelinePack


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
        pack: The pack; its rules in `unchecked` have no check here that could be run.
    """
    lines = tuple(rule for rule in pack.rules if rule.kind is RuleKind.LINE)
    for rule in pack.rules:
        trial = Trial(pack, rule, lines)
        for examples, wanted in ((rule.match, True), (rule.no_match, False)):
            for example in examples:
                if bool(trial.objections(example)) is not wanted:
                    yield Failure(rule.id, example.text, missed=wanted)
