"""A rule is tried on an example alone, and the packs in use stay ready."""

from __future__ import annotations

from embassy_assistant.checks.rules.examples import Trial
from embassy_assistant.checks.rules.run import compiled
from embassy_assistant.domain.finding import Severity, Span
from embassy_assistant.domain.guideline import Example, GuidelinePack, Rule, RuleKind, Source, Surface


def a_term(rule_id: str, wrong: str, right: str) -> Rule:
    surfaces = (Surface(wrong, right),)
    return Rule(rule_id, RuleKind.TERM, Severity.WARN, "en", surfaces, {"en": "So."}, Source("Unit", "Style"))


FIRST, SECOND = a_term("a.first", "Kiev", "Kyiv"), a_term("a.second", "Odessa", "Odesa")
PACK = GuidelinePack("1", {"en": "Pack"}, (FIRST, SECOND), issued="2026-11-23")


def test_only_the_rule_itself_speaks_and_says_where() -> None:
    found = Trial(PACK, SECOND, ()).objections(Example("From Kiev to Odessa"))
    assert [(finding.rule, finding.span, finding.suggestions) for finding in found] == [
        ("a.second", Span(13, 19), ("Odesa",))
    ]


def test_trying_many_rules_does_not_push_out_the_pack_that_posts_are_checked_by() -> None:
    ready = compiled(PACK)
    for rule in (FIRST, SECOND, FIRST):
        Trial(PACK, rule, ()).objections(Example("Kiev"))
    assert compiled(PACK) is ready
