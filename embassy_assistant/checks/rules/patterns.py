"""Patterns: what no list of words can say, found where it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.checks.rules.run import finding_at
from embassy_assistant.checks.rules.scan import Role, inside
from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.domain.rule_body import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.checks.rules.scan import Place
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
        readable = piece.scan.readable
        for number, match in run.pack.patterns.find(readable.text):
            rule = run.pack.rules[number]
            if run.holds(rule) and run.speaks(rule, piece.language):
                place = readable.source(match.start(), match.end())
                if not _exempt(piece, number, rule, place):
                    yield finding_at(rule, piece, place, *_suggested(rule, match))


def _exempt(piece: Piece, number: int, rule: Rule, place: Place) -> bool:
    scan = piece.scan
    # A pattern may be about links, so that only what lies deep within one is left alone.
    within = any(start < place[0] and place[1] <= end for start, end in scan.addresses)
    if within or inside(place, scan.places(number, Role.EXCEPTION)):
        return True
    return rule.quotes_exempt and inside(place, scan.quotations)


def _suggested(rule: Rule, match: Any) -> tuple[str, ...]:  # noqa: ANN401 - re2 ships no types
    """Return what to write instead, its groups filled in."""
    replacement = rule.body.replacement if isinstance(rule.body, Pattern) else ""
    groups = match.groups(default="")

    def group(reference: re.Match[str]) -> str:
        number = int(reference[1])
        if number == 0:
            return str(match.group())
        return str(groups[number - 1]) if number <= len(groups) else ""

    written = _GROUP.sub(group, replacement)
    return (written,) if replacement and written != match.group() else ()
