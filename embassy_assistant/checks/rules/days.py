"""Days of mourning and remembrance: on them, some words, emoji and exclamation marks do not suit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules.run import finding_at
from embassy_assistant.checks.rules.scan import Role
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import Rule

# What people light, bow and mourn with: on such days these are the emoji that do suit.
_MOURNING: Final = frozenset("🕯🖤🤍🥀🙏😢😔💔🎗")
_MARKS: Final = frozenset("!！❗❕‼⁉")


def find_unsuitable(run: Run) -> Iterator[Finding]:
    """Yield what does not suit the day on which the post goes out, in the mission's time.

    Args:
        run: The snapshot and the pack.
    """
    for number, rule, calendar in run.rules(RuleKind.CALENDAR, Calendar):
        if _is_on(calendar, run.at.date()):
            for piece in run.pieces_of(rule):
                yield from _find(run, rule, calendar, number, piece)


def _find(run: Run, rule: Rule, calendar: Calendar, number: int, piece: Piece) -> Iterator[Finding]:
    scan = piece.scan
    run.effort.read(len(scan.text), times=8)
    for place in run.places(piece, number, Role.WORD):
        if not scan.addresses.hold(place) and not scan.quotations.hold(place):
            yield finding_at(rule, piece, place, detail="rule.day-word")
    if not calendar.emoji:
        # One finding for all of them: the first shows what is meant.
        loud = [place for place in scan.emoji if not _suits(scan.text[slice(*place)], calendar)]
        if loud:
            yield finding_at(rule, piece, loud[0], detail="rule.day-emoji", count=len(loud))
    if not calendar.exclamations:
        marks = [index for index, letter in enumerate(scan.text) if letter in _MARKS]
        marks = [index for index in marks if not scan.addresses.hold((index, index + 1))]
        if marks:
            yield finding_at(rule, piece, (marks[0], marks[0] + 1), detail="rule.day-exclamation", count=len(marks))


def _suits(emoji: str, calendar: Calendar) -> bool:
    """Tell whether an emoji suits the days; a flag does, and an exclamation mark is told as one."""
    told_else = not calendar.exclamations and emoji[0] in _MARKS
    return told_else or bool(_MOURNING & set(emoji)) or "🇦" <= emoji[0] <= "🇿"


def _is_on(calendar: Calendar, day: date) -> bool:
    """Tell whether a day is one of the calendar's; without days of its own the rule's validity has told."""
    today = f"{day:%m-%d}"
    return not calendar.days or any(
        first <= today <= last if first <= last else today >= first or today <= last for first, last in calendar.days
    )
