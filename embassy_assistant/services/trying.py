"""Tries a rule of the guidelines: on its own examples, and on what somebody types on its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from embassy_assistant.checks.rules import rules_of
from embassy_assistant.checks.rules.examples import Trial
from embassy_assistant.domain.guideline import Example, Picture, RuleKind
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN
from embassy_assistant.domain.rule_body import MediaNeeds

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import Rule
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
