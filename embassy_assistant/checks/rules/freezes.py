"""Freezes: in a crisis only approved lines go out, or nothing, until the unit lifts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.checks.rules.lines import may_be_said
from embassy_assistant.checks.rules.run import compiled, finding_at
from embassy_assistant.domain.finding import Finding
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Freeze
from embassy_assistant.language.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.domain.guideline import GuidelinePack, Rule


def concerns(rule: Rule, now: datetime, mission: str) -> bool:
    """Whether a rule is valid at a moment and meant for a mission.

    Args:
        rule: A rule.
        now: Where the mission is.
        mission: The mission's code; empty where it is not known.
    """
    return rule.valid_on(now.date()) and (not rule.scope.missions or mission in rule.scope.missions)


def freezes_at(pack: GuidelinePack, now: datetime, mission: str) -> tuple[Rule, ...]:
    """Return the freezes that are on at a moment and meant for a mission, in the pack's order; see `concerns`."""
    return tuple(
        rule
        for _, rule in compiled(pack).of_kind(RuleKind.FREEZE)
        if isinstance(rule.body, Freeze) and rule.body.holds_at(now) and concerns(rule, now, mission)
    )


def find_frozen(run: Run) -> Iterator[Finding]:
    """Yield one finding for a post that may not go out at all, and one per text that says more than approved lines.

    Args:
        run: The snapshot and the pack.
    """
    for _, rule, freeze in run.rules(RuleKind.FREEZE, Freeze):
        if not freeze.holds_at(run.at):
            continue
        spoken = list(run.pieces_of(rule))
        if not freeze.allow_lines:
            if spoken:
                yield Finding(rule.id, rule.severity, detail="rule.freeze-nothing")
            continue
        for piece in spoken:
            # What a picture shows is no claim; what is said beside the lines, anywhere else, is one.
            if piece.media is None:
                yield from _beyond_lines(run, rule, freeze, piece)


def _beyond_lines(run: Run, rule: Rule, freeze: Freeze, piece: Piece) -> Iterator[Finding]:
    run.effort.spend(len(run.pack.asked(RuleKind.LINE)))
    allowed = {
        number
        for number, line in run.pack.asked(RuleKind.LINE)
        if may_be_said(run, line) and (not freeze.lines or line.id in freeze.lines)
    }
    # Where an account joins its halves, one text says the lines of both languages.
    languages = dict.fromkeys(other.language for other in run.pieces if other.scan.text == piece.scan.text)
    uses = [
        use
        for language in languages
        for use in run.pack.lines(language).uses(piece.scan, run.effort)
        if use.exact and use.number in allowed
    ]
    covered = Places((use.start, use.end) for use in uses if not use.unfilled)
    words = piece.scan.words
    run.effort.spend(len(words) // 8)
    beyond = [word for word in words if not covered.hold((word.start, word.end))]
    if beyond or not words:
        place = (beyond[0].start, beyond[0].end) if beyond else None
        yield finding_at(rule, piece, place, detail="rule.freeze-lines")
