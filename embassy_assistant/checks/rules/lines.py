"""Approved lines: said word for word, not nearly so; no longer said once they are withdrawn or have expired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.checks.rules.run import compiled, finding_at
from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.checks.rules.line_index import Use
    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.domain.guideline import GuidelinePack, Rule


def find_lines(run: Run) -> Iterator[Finding]:
    """Yield where a line is said in changed words, with a place left open, or after its time; and what no line says.

    Args:
        run: The snapshot and the pack.
    """
    for piece in run.texts:
        used: set[int] = set()
        for use in run.pack.lines(piece.language).uses(piece.scan, run.effort):
            used.add(use.number)
            rule = run.pack.rules[use.number]
            if isinstance(rule.body, Line) and run.applies(rule, piece):
                yield from _judge(run, rule, rule.body, piece, use)
        if run.severity is None:
            yield from _unsupported(run, piece, used)


def lines_used(pack: GuidelinePack, language: str, text: str) -> tuple[str, ...]:
    """Return the ids of the approved lines that a text says word for word, withdrawn ones too.

    Args:
        pack: A pack.
        language: The language of the text.
        text: Any text.
    """
    ready = compiled(pack)
    uses = ready.lines(language).exact_uses(ready.scan(language, text))
    return tuple(dict.fromkeys(ready.rules[use.number].id for use in uses))


def may_be_said(run: Run, rule: Rule) -> bool:
    """Whether a line is in force when the post goes out, and not withdrawn by then."""
    if not isinstance(rule.body, Line) or not rule.valid_on(run.at.date()):
        return False
    return rule.body.withdrawn is None or run.at < rule.body.withdrawn


def _judge(run: Run, rule: Rule, line: Line, piece: Piece, use: Use) -> Iterator[Finding]:
    place = use.start, use.end
    if not may_be_said(run, rule):
        withdrawn = line.withdrawn is not None and run.at >= line.withdrawn
        # A line that is not valid yet may be anybody's words.
        if withdrawn or (rule.valid_until is not None and rule.valid_until < run.at.date()):
            detail = "rule.line-withdrawn" if withdrawn else "rule.line-expired"
            yield finding_at(rule, piece, place, *_successor(run, line, piece.language), detail=detail)
        return
    if use.unfilled:
        yield finding_at(rule, piece, use.unfilled, detail="rule.line-unfilled")
    elif not use.exact and line.verbatim:
        approved = line.text[piece.language]
        yield finding_at(rule, piece, place, *(() if "{" in approved else (approved,)), detail="rule.line-changed")


def _successor(run: Run, line: Line, language: str) -> tuple[str, ...]:
    """Return the words that replace a line's, where they can stand as they are."""
    rule = run.pack.line(line.superseded_by)
    if rule is None or not may_be_said(run, rule) or not isinstance(rule.body, Line):
        return ()
    text = rule.body.text.get(language, "")
    return (text,) if text and "{" not in text else ()


def _unsupported(run: Run, piece: Piece, used: set[int]) -> Iterator[Finding]:
    """Advise to look at the lines of the post's topic where the text says none of them, nor nearly."""
    on_topic = {
        number: rule
        for number, rule, line in run.rules(RuleKind.LINE, Line)
        if rule.scope.topics and line.verbatim and may_be_said(run, rule)
    }
    if on_topic and not used & on_topic.keys() and any(piece.language in _texts(rule) for rule in on_topic.values()):
        yield Finding(
            "line.unsupported",
            Severity.ADVISE,
            version=piece.language,
            parameters={"count": len(on_topic), "rule": next(iter(on_topic.values())).id},
        )


def _texts(rule: Rule) -> tuple[str, ...]:
    return tuple(rule.body.text) if isinstance(rule.body, Line) else ()
