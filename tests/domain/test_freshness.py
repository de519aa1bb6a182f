"""What the age of the guidelines means, and that doubt about the clock never makes them younger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.domain.freshness import Freshness, Standing

SIGNED = datetime(2026, 11, 1, tzinfo=UTC)
WEEK = Freshness(SIGNED, SIGNED + timedelta(days=7), timedelta(days=90))
DAYS = st.floats(-1000, 1000)


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        pytest.param(-2, Standing.HELD, id="a clock before they were signed is wrong, and in doubt they are old"),
        pytest.param(-0.5, Standing.FRESH, id="clocks differ by hours"),
        pytest.param(0, Standing.FRESH, id="signed now"),
        pytest.param(6.9, Standing.FRESH, id="the unit's word stands"),
        pytest.param(7, Standing.EXPIRED, id="it has run out"),
        pytest.param(89.9, Standing.EXPIRED, id="still to be sent by"),
        pytest.param(90, Standing.HELD, id="their own limit"),
    ],
)
def test_age_means_what_the_pack_and_the_unit_say(days: float, standing: Standing) -> None:
    assert WEEK.standing(SIGNED + timedelta(days=days)) is standing


def test_without_a_limit_nothing_is_ever_held() -> None:
    forever = Freshness(SIGNED, SIGNED + timedelta(days=7))
    assert forever.standing(SIGNED + timedelta(days=5000)) is Standing.EXPIRED
    assert forever.standing(SIGNED - timedelta(days=5000)) is Standing.EXPIRED


@given(DAYS, DAYS)
def test_they_never_become_fresher_with_time(one: float, other: float) -> None:
    order = list(Standing)
    earlier, later = (SIGNED + timedelta(days=max(0.0, day)) for day in sorted((one, other)))
    assert order.index(WEEK.standing(earlier)) <= order.index(WEEK.standing(later))
    assert timedelta() <= WEEK.age(earlier) <= WEEK.age(later)
