"""Patterns: what no list of words can say, found where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules.run import finding_at
from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.domain.rule_body import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.checks.rules.pattern_set import Candidate
    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.checks.rules.scan import PatternMatch, Step
    from embassy_assistant.domain.guideline import Rule

_GROUP: Final = re.compile(r"\\(\d)")


def find_patterns(run: Run) -> Iterator[Finding]:
    """Yield one finding per match of a pattern, with what to write instead.

    Args:
        run: The snapshot and the pack.
    """
    for rule_id in run.pack.patterns.broken:
        yield Finding("rule.cannot-run", Severity.WARN, parameters={"rule": rule_id})
    for piece in run.pieces:
        for candidate in run.pack.worth_a_try(piece.scan):
            if run.severity in {None, candidate.severity}:
                yield from _find(run, piece, candidate)


def _find(run: Run, piece: Piece, candidate: Candidate) -> Iterator[Finding]:
    rule, number = None, candidate.number
    for match in _matches(run, piece, candidate):
        rule = rule or run.pack.rules[number]
        if not run.applies(rule, piece):
            return
        if not _exempt(piece, rule, number, match):
            yield finding_at(rule, piece, match.place, *_suggested(rule, match))


def _matches(run: Run, piece: Piece, candidate: Candidate) -> Iterator[PatternMatch]:
    """Yield where a pattern matches; a text where it was looked for to the end lately is not read again."""
    scan = piece.scan
    known = scan.tried.get(candidate.number)
    steps: list[Step] = []
    for step in candidate.find(scan.readable) if known is None else known:
        run.effort.spend(step[0])
        steps.append(step)
        if step[1]:
            yield step[1]
    scan.tried[candidate.number] = steps


def _exempt(piece: Piece, rule: Rule, number: int, match: PatternMatch) -> bool:
    scan, place = piece.scan, match.place
    # A pattern may be about links, so that only what lies deep within one is left alone.
    if scan.addresses.hold_deep(place) or scan.exempt(number).hold(place):
        return True
    return rule.quotes_exempt and scan.quotations.hold(place)


def _suggested(rule: Rule, match: PatternMatch) -> tuple[str, ...]:
    """Return what to write instead, its groups filled in."""
    replacement = rule.body.replacement if isinstance(rule.body, Pattern) else ""

    def group(reference: re.Match[str]) -> str:
        number = int(reference[1])
        return match.groups[number] if number < len(match.groups) else ""

    written = _GROUP.sub(group, replacement)
    return (written,) if replacement and written != match.groups[0] else ()
