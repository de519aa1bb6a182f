"""A rule's examples, run: what it must object to, and what it must leave alone."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from embassy_assistant import __version__
from embassy_assistant.checks.rules.examples import Trial
from embassy_assistant.domain.freshness import Tried
from embassy_assistant.domain.guideline import RuleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from embassy_assistant.domain.guideline import GuidelinePack, Rule

log = logging.getLogger(__name__)


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
    lines = _lines(pack)
    for rule in pack.rules:
        yield from _failures(Trial(pack, rule, lines), rule)


def try_rules(pack: GuidelinePack, seconds: float, now: Callable[[], float] = time.monotonic) -> Tried:
    """Try rules on their examples, on a laptop that has other things to do.

    Args:
        pack: The pack.
        seconds: After this time the rest is left untried.
        now: Counts seconds.
    """
    end, lines = now() + seconds, _lines(pack)
    failing: list[str] = []
    for number, rule in enumerate(pack.rules):
        if now() > end:
            return Tried(__version__, tuple(failing), len(pack.rules) - number)
        if _fails(pack, rule, lines):
            failing.append(rule.id)
        # A window on another thread waits for no more than one rule.
        time.sleep(0)
    return Tried(__version__, tuple(failing))


def _fails(pack: GuidelinePack, rule: Rule, lines: Sequence[Rule]) -> bool:
    try:
        return next(_failures(Trial(pack, rule, lines), rule), None) is not None
    except Exception:
        # A defect of ours must not keep a freeze from coming into force; the rule is told as one that fails.
        log.exception("trying a rule stumbled: %s", rule.id)
        return True


def _lines(pack: GuidelinePack) -> Sequence[Rule]:
    return tuple(rule for rule in pack.rules if rule.kind is RuleKind.LINE)


def _failures(trial: Trial, rule: Rule) -> Iterator[Failure]:
    for examples, wanted in ((rule.match, True), (rule.no_match, False)):
        for example in examples:
            if bool(trial.objections(example)) is not wanted:
                yield Failure(rule.id, example.text, missed=wanted)
