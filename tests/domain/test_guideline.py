"""Rules and time: when what a rule says of a post may change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import Rule, RuleKind, Source
from embassy_assistant.domain.rule_body import Body, Calendar, Embargo, Freeze, Line, Pattern

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def a_rule(body: Body | None = None, **dates: date) -> Rule:
    return Rule("a.rule", RuleKind.TERM, Severity.WARN, "en", (), {}, Source("i", "t"), body=body, **dates)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "changes"),
    [
        (None, False),
        (Pattern("a"), False),
        (Embargo(NOON), True),
        (Embargo(NOON + 2 * HOUR), False),
        (Freeze(NOON), True),
        (Freeze(NOON - 2 * HOUR), False),
        (Freeze(NOON - 2 * HOUR, until=NOON), True),
        (Line({}), False),
        (Line({}, withdrawn=NOON), True),
        (Line({}, withdrawn=NOON - 2 * HOUR), False),
        (Calendar((("11-23", "11-23"),)), False),
    ],
)
def test_what_a_rule_says_changes_at_its_hours(body: Body | None, changes: bool) -> None:
    assert a_rule(body).says_another(NOON - HOUR, NOON + HOUR) is changes
    if changes:
        assert a_rule(body).timed


def test_what_a_rule_says_changes_on_its_days() -> None:
    tomorrow = NOON + timedelta(days=1)
    assert a_rule(Calendar()).says_another(NOON, tomorrow)
    assert a_rule(valid_from=tomorrow.date()).says_another(NOON, tomorrow)
    assert a_rule(valid_until=NOON.date()).says_another(NOON, tomorrow)
    assert not a_rule(valid_until=tomorrow.date()).says_another(NOON, tomorrow)
    assert a_rule(valid_until=tomorrow.date()).timed
    assert not a_rule().timed
