"""The rules of the active pack, applied: one engine for all kinds, each kind in a file of its own.

The texts of a Post are scanned once for all words of all rules; each kind then reads what was found. A rule speaks only
where its scope and its days are known to fit: what is not known keeps it silent.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules.addresses import find_linked, find_mentioned
from embassy_assistant.checks.rules.days import find_unsuitable
from embassy_assistant.checks.rules.effort import Exhausted
from embassy_assistant.checks.rules.freezes import concerns, find_frozen, freezes_at
from embassy_assistant.checks.rules.lines import find_lines, lines_used
from embassy_assistant.checks.rules.patterns import find_patterns
from embassy_assistant.checks.rules.pictures import find_in_pictures
from embassy_assistant.checks.rules.readability import find_unreadable
from embassy_assistant.checks.rules.run import Run, compiled, forget_texts
from embassy_assistant.checks.rules.subjects import topics_of
from embassy_assistant.checks.rules.terms import find_names, find_terms
from embassy_assistant.checks.rules.topics import find_embargoed, find_missing
from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.domain.guideline import RuleKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from embassy_assistant.domain.review import ReviewContext

__all__ = [
    "ENGINES",
    "apply",
    "check_rules",
    "concerns",
    "forget_texts",
    "freezes_at",
    "lines_used",
    "rules_of",
    "topics_of",
]

ENGINES: Final[Mapping[RuleKind, Callable[[Run], Iterator[Finding]]]] = MappingProxyType(
    {
        RuleKind.TERM: find_terms,
        RuleKind.NAME: find_names,
        RuleKind.PATTERN: find_patterns,
        RuleKind.LINE: find_lines,
        RuleKind.REQUIRE: find_missing,
        RuleKind.EMBARGO: find_embargoed,
        RuleKind.CALENDAR: find_unsuitable,
        RuleKind.LINK: find_linked,
        RuleKind.MENTION: find_mentioned,
        RuleKind.READABILITY: find_unreadable,
        RuleKind.MEDIA: find_in_pictures,
        RuleKind.FREEZE: find_frozen,
    }
)
"""What applies the rules of each kind."""

_FINDING: Final = 4
"""Steps that saying it takes."""


def check_rules(context: ReviewContext) -> Iterator[Finding]:
    """Yield what the active pack objects to, in reading order.

    Args:
        context: The snapshot and the active pack.
    """
    if context.pack is None:
        return
    yield from apply(Run(context, compiled(context.pack)))


def rules_of(pack: GuidelinePack, kind: RuleKind) -> tuple[Rule, ...]:
    """Return the rules of one kind, in the pack's order, without reading the others.

    Args:
        pack: A pack.
        kind: Which ones.
    """
    return tuple(rule for _, rule in compiled(pack).of_kind(kind))


def apply(run: Run) -> list[Finding]:
    """Return what the rules of a pack that is ready object to, in reading order.

    Where they find more than is looked at, the rules that block are asked again by themselves, and a finding says that
    there is more. It blocks where one of them could not be asked to the end.

    Args:
        run: The snapshot and the pack.
    """
    findings, whole = _found(run)
    if not whole:
        blocking, sure = _found(Run(run.context, run.pack, Severity.BLOCK))
        ids = {finding.rule for finding in blocking}
        findings = [*blocking, *(finding for finding in findings if finding.rule not in ids)]
        severity = Severity.WARN if sure or not run.pack.blocks else Severity.BLOCK
        findings.append(Finding("rule.too-much", severity, parameters={"count": len(findings)}))
    return sorted(findings, key=_reading_order)


def _found(run: Run) -> tuple[list[Finding], bool]:
    """Return findings, and whether they are all."""
    findings: list[Finding] = []
    try:
        for kind, find in ENGINES.items():
            for finding in find(run) if run.has(kind) else ():
                findings.append(finding)
                run.effort.spend(_FINDING)
    except Exhausted:
        return findings, False
    return findings, True


def _reading_order(finding: Finding) -> tuple[str, str, int, int, str]:
    start, end = (finding.span.start, finding.span.end) if finding.span else (-1, -1)
    return finding.version or "", finding.media or "", start, end, finding.rule
