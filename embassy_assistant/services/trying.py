"""Tries a rule, one in force or one that the unit is writing: on its own examples, and on what somebody types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from embassy_assistant.checks.rules import rules_of
from embassy_assistant.checks.rules.examples import Trial
from embassy_assistant.domain.guideline import Example, GuidelinePack, Picture, RuleKind
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN
from embassy_assistant.domain.rule_body import MediaNeeds
from embassy_assistant.domain.workshop import Attempt, Wrong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.workshop import Sheet, Sources
    from embassy_assistant.services.review import Review

_CYRILLIC = ("\u0400", "\u04ff")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a rule's examples show on this laptop, in their order: what it objects to in each.

    Attributes:
        match: for those that it must object to.
        no_match: for those that it must leave alone.
    """

    match: tuple[tuple[Finding, ...], ...]
    no_match: tuple[tuple[Finding, ...], ...]

    @property
    def holds(self) -> bool:
        """Whether the rule does what its examples say."""
        return all(self.match) and not any(self.no_match)


class Trying:
    """Tries rules of the pack in force, each for itself; nothing of it touches a post. Methods block."""

    def __init__(self, review: Review) -> None:
        """Try rules of the pack that `review` checks by."""
        self._review = review

    def examples(self, rule: Rule) -> Shown:
        """Return what the rule objects to in its own examples."""
        trial = self._trial(rule)
        return Shown(
            tuple(trial.objections(example) for example in rule.match),
            tuple(trial.objections(example) for example in rule.no_match),
        )

    def text(self, rule: Rule, text: str) -> tuple[Finding, ...]:
        """Return what the rule objects to in a text that goes where and when its first example does."""
        if not text.strip():
            return ()
        return self._trial(rule).objections(posed(rule, text))

    def _trial(self, rule: Rule) -> Trial:
        pack = self._review.pack
        return Trial(pack, rule, rules_of(pack, RuleKind.LINE))


def setting(rule: Rule) -> Example:
    """Return the example that says where and when a text goes that is tried."""
    return next(iter(rule.match), Example(""))


def language_of(rule: Rule, text: str) -> str:
    """Return the language in which a rule is tried on a text: by its script, where the rule leaves a choice."""
    if rule.language:
        return rule.language
    first, last = _CYRILLIC
    seen = UKRAINIAN if any(first <= letter <= last for letter in text) else ENGLISH
    allowed = rule.scope.languages
    return seen if not allowed or seen in allowed else min(allowed)


def posed(rule: Rule, text: str) -> Example:
    """Return a text as an example; of a rule about descriptions of pictures, it is such a description."""
    posed = replace(setting(rule), text=text, language=language_of(rule, text), pictures=())
    if isinstance(rule.body, MediaNeeds):
        if rule.body.alt_text or rule.body.alt_longest is not None or rule.words:
            return replace(posed, text="", pictures=(Picture(alt=text, credit="…"),))
        return replace(posed, pictures=(Picture(alt="…"),))
    return posed


def attempt(sources: Sources, sheet: Sheet, text: str) -> Attempt:
    """Try a rule as it stands on a sheet, for itself: on its examples, and on a text.

    Args:
        sources: The folder.
        sheet: The rule.
        text: What it is tried on, where and when its first example goes.

    Raises:
        Unusable: A field of the sheet cannot be read.
    """
    rule, mistakes = sources.compiled(sheet)
    if rule is None:
        return Attempt(None, tuple(mistakes))
    today = datetime.now(UTC).date().isoformat()
    trial = Trial(GuidelinePack("0", {}, (rule,), today), rule, ())
    findings = trial.objections(posed(rule, text)) if text.strip() else ()
    return Attempt(rule, (), findings, tuple(_wrong(trial, rule)))


def _wrong(trial: Trial, rule: Rule) -> Sequence[Wrong]:
    return [
        Wrong(example.text, missed=wanted)
        for examples, wanted in ((rule.match, True), (rule.no_match, False))
        for example in examples
        if bool(trial.objections(example)) is not wanted
    ]
