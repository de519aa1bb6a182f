from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.store.revisions import superfluous, worth_keeping
from tests.helpers.drafts import NOON, plain_post


def _at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("seconds", "step", "text", "last_kept", "kept"),
    [
        pytest.param(0.5, 1, "Сл" * 20 + "а", -1, False, id="in the middle of typing"),
        pytest.param(5, 1, "Сл" * 20 + "а", -1, True, id="after a pause"),
        pytest.param(-60, 1, "Сл" * 20 + "а", -1, True, id="the clock went back"),
        pytest.param(0.5, 1, "Сл" * 20 + "а", -60, True, id="a minute without a pause"),
        pytest.param(0.5, 1, "Сл" * 20 + "а", None, True, id="the first one"),
        pytest.param(0.5, 1, "С", -1, True, id="much was deleted at once"),
        pytest.param(0.5, 9, "Сл" * 20 + "а", -1, True, id="another program wrote"),
        pytest.param(60, 1, "Сл" * 20, -90, False, id="nothing changed"),
    ],
)
def test_one_revision_is_kept_per_pause(
    seconds: float, step: int, text: str, last_kept: float | None, kept: bool
) -> None:
    before = plain_post("p", uk="Сл" * 20, revision=4)
    after = plain_post("p", uk=text, at=_at(seconds), revision=4 + step)
    assert worth_keeping(before, after, None if last_kept is None else _at(last_kept)) is kept


def test_an_empty_post_is_no_revision() -> None:
    assert not worth_keeping(plain_post("p"), plain_post("p", uk="а", at=_at(60)), None)


def _thinned(times: list[datetime], now: datetime) -> list[datetime]:
    drop = superfluous(list(enumerate(times)), now)
    return [at for row, at in enumerate(times) if row not in drop]


def test_within_an_hour_every_revision_stays() -> None:
    times = [_at(6 * n) for n in range(100)]
    assert _thinned(times, times[-1] + timedelta(minutes=1)) == times


def test_after_an_hour_the_last_of_each_minute_stays() -> None:
    times = [_at(6 * n) for n in range(100)]
    kept = _thinned(times, times[-1] + timedelta(hours=2))
    assert kept == [_at(60 * minute + 54) for minute in range(10)]


def test_after_a_day_the_last_of_each_session_stays() -> None:
    morning = [_at(60 * n) for n in range(30)]
    evening = [_at(28_800 + 60 * n) for n in range(30)]
    assert _thinned(morning + evening, _at(200_000)) == [morning[-1], evening[-1]]


@given(seconds=st.lists(st.integers(0, 500_000), min_size=1, max_size=60, unique=True), later=st.integers(0, 500_000))
def test_thinning_never_drops_the_newest_and_is_done_at_once(seconds: list[int], later: int) -> None:
    times = [_at(second) for second in sorted(seconds)]
    now = times[-1] + timedelta(seconds=later)
    kept = _thinned(times, now)
    assert kept[-1] == times[-1]
    assert _thinned(kept, now) == kept
