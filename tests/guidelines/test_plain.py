"""Moments that a pack may name, up to the first and the last that can be written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from embassy_assistant.guidelines.plain import rule_of
from tests.helpers.crisis import a_freeze, crisis, lines
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import a_pack_of

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline import Rule

EDGES = [
    "9999-12-31T23:59:59-14:00",
    "9999-12-31T23:59:59+00:00",
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00+00:00",
]


def moments(rule: Rule) -> list[datetime]:
    named = (getattr(rule.body, name, None) for name in ("since", "until", "withdrawn"))
    return [moment for moment in named if isinstance(moment, datetime)]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("edge", EDGES)
def test_every_moment_of_a_rule_is_one_in_every_zone(edge: str, zone: str) -> None:
    rules = a_freeze(since=edge, until=edge), a_rule_of("embargo", until=edge), a_rule_of("line", withdrawn=edge)
    found = [moment for rule in rules for moment in moments(*a_pack_of(rule).rules)]
    assert len(found) == 4
    assert all(abs(moment.astimezone(ZoneInfo(zone)).year - int(edge[:4])) <= 1 for moment in found)


@pytest.mark.parametrize("edge", EDGES)
def test_a_freeze_that_ends_at_the_edge_of_time_is_gone_by(edge: str) -> None:
    bench = crisis(a_freeze(until=edge), *lines())
    bench.clock.forward(minutes=1)
    bench.desk.sender.drain()
    assert [one.rule.id for one in bench.desk.freezes.now()] == (["freeze.crisis"] if edge > "2" else [])


def test_any_other_moment_is_the_one_that_was_written() -> None:
    rule = rule_of(a_freeze(since="2026-11-22T09:40+02:00") | {"allow": "lines"})
    assert moments(rule) == [datetime(2026, 11, 22, 7, 40, tzinfo=UTC)]
