"""What was found in queued texts is found once, as long as it would be found again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.services import review as review_module
from tests.helpers.crisis import a_freeze, guidelines_of, lines, take
from tests.helpers.memory import memory_desk
from tests.services.test_freezes import queue

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery
    from tests.helpers.memory import Bench


@pytest.fixture
def bench() -> Bench:
    bench = memory_desk(guidelines=guidelines_of(*lines()))
    bench.account("en", "en")
    return bench


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the ids of what was judged, as it is."""
    done: list[str] = []
    really = review_module.Review._judge  # noqa: SLF001 - what costs

    def judge(self: review_module.Review, delivery: Delivery, *more: object) -> object:
        done.append(delivery.id)
        return really(self, delivery, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(review_module.Review, "_judge", judge)
    return done


def test_a_text_is_judged_once_for_a_pack(bench: Bench, judged: list[str]) -> None:
    (row,) = queue(bench)
    take(bench, *lines(), a_freeze())
    for _ in range(3):
        assert [finding.rule for finding in bench.desk.review.objections(row)] == ["freeze.crisis"]
    assert judged == [row.id]
    take(bench, *lines())
    assert bench.desk.review.objections(row) == ()
    assert judged == [row.id, row.id]


def test_it_is_judged_anew_when_a_rule_says_another_thing_with_time(bench: Bench, judged: list[str]) -> None:
    (row,) = queue(bench, hours=0)
    take(bench, *lines(), a_freeze(until=(bench.clock.time + timedelta(hours=2)).isoformat()))
    assert bench.desk.review.objections(row)
    bench.clock.forward(seconds=3_600)
    assert bench.desk.review.objections(row)
    assert judged == [row.id]
    bench.clock.forward(seconds=3_601)
    assert bench.desk.review.objections(row) == ()
    assert judged == [row.id, row.id]


def test_it_is_judged_anew_once_its_time_has_come(bench: Bench, judged: list[str]) -> None:
    (row,) = queue(bench, hours=1)
    take(bench, *lines())
    bench.desk.review.objections(row)
    bench.clock.forward(seconds=3_601)
    bench.desk.review.objections(row)
    assert judged == [row.id, row.id]


def test_nothing_of_it_is_kept_once_the_drafts_are_locked(bench: Bench, judged: list[str]) -> None:
    (row,) = queue(bench)
    take(bench, *lines(), a_freeze())
    bench.desk.review.objections(row)
    bench.desk.review.forget()
    bench.desk.review.objections(row)
    assert judged == [row.id, row.id]
