"""Rules and time: when what a rule says of a post may change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import Rule, RuleKind, Source
from embassy_assistant.domain.rule_body import Body, Calendar, Embargo, Freeze, Line, Pattern
from embassy_assistant.domain.timetable import Timetable

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
    times = Timetable([a_rule(body)])
    assert times.differs(NOON - HOUR, NOON + HOUR) is times.differs(NOON + HOUR, NOON - HOUR) is changes
    if changes:
        assert a_rule(body).timed
        assert times


def test_what_a_rule_says_changes_on_its_days() -> None:
    tomorrow = NOON + timedelta(days=1)
    for rule, changes in (
        (a_rule(Calendar()), True),
        (a_rule(valid_from=tomorrow.date()), True),
        (a_rule(valid_until=NOON.date()), True),
        (a_rule(valid_until=tomorrow.date()), False),
        (a_rule(valid_from=NOON.date(), valid_until=date.max), False),
    ):
        assert rule.timed
        assert Timetable([rule])
        assert Timetable([a_rule(), rule]).differs(NOON, tomorrow) is changes
    assert not a_rule().timed
    assert not Timetable([a_rule()])
