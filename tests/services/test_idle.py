"""When an unattended window locks."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from embassy_assistant.domain.post import Due
from embassy_assistant.services.idle import may_lock, wants_lock, wants_lock_at_once
from tests.helpers.memory import OFFICER, Bench, memory_desk

LONG = timedelta(hours=3)


@pytest.fixture
def bench() -> Bench:
    made = memory_desk()
    made.account("embassy", "uk", "en")
    return made


def queued(bench: Bench, ahead: timedelta) -> None:
    local: datetime = (bench.clock.now() + ahead).replace(tzinfo=None)
    post = replace(bench.post(), due=Due(local, "UTC"))
    bench.desk.drafting.save(post)
    bench.desk.outbox.queue(post, OFFICER)


def test_after_a_quarter_of_an_hour_unless_somebody_chose_otherwise(bench: Bench) -> None:
    assert not wants_lock(bench.desk, timedelta(minutes=14))
    assert wants_lock(bench.desk, timedelta(minutes=15))
    bench.desk.preferences.lock_after = 60
    assert bench.desk.preferences.lock_after == 60
    assert not wants_lock(bench.desk, timedelta(minutes=59))
    bench.desk.preferences.lock_after = 0
    assert not wants_lock(bench.desk, LONG)


def test_what_is_locked_is_not_locked_again() -> None:
    assert not wants_lock(memory_desk(opened=False).desk, LONG)


def test_it_waits_while_a_post_is_due_within_the_hour(bench: Bench) -> None:
    queued(bench, timedelta(minutes=59))
    assert not wants_lock(bench.desk, LONG)
    bench.desk.preferences.lock_waits = False
    assert wants_lock(bench.desk, LONG)
    bench.desk.preferences.lock_waits = True
    assert not wants_lock(bench.desk, LONG)


def test_it_does_not_wait_for_what_is_due_later(bench: Bench) -> None:
    queued(bench, timedelta(minutes=61))
    assert wants_lock(bench.desk, LONG)


def test_it_does_not_wait_for_what_is_held(bench: Bench) -> None:
    queued(bench, timedelta(minutes=10))
    bench.desk.outbox.hold()
    assert wants_lock(bench.desk, LONG)


def test_nothing_is_locked_before_the_recovery_code_is_on_paper(bench: Bench) -> None:
    bench.desk.preferences.recovery_pending = "ABCD"
    assert not may_lock(bench.desk)
    assert not wants_lock(bench.desk, LONG)
    bench.desk.preferences.recovery_pending = ""
    assert may_lock(bench.desk)


def test_a_locked_screen_and_sleep_lock_at_once_unless_somebody_chose_otherwise(bench: Bench) -> None:
    assert wants_lock_at_once(bench.desk, asleep=False)
    assert wants_lock_at_once(bench.desk, asleep=True)
    bench.desk.preferences.lock_with_screen = False
    assert not wants_lock_at_once(bench.desk, asleep=False)
    assert not wants_lock_at_once(bench.desk, asleep=True)
    bench.desk.preferences.lock_with_screen = True
    assert wants_lock_at_once(bench.desk, asleep=False)


def test_behind_a_locked_screen_what_is_due_soon_still_goes_out_but_nothing_does_in_sleep(bench: Bench) -> None:
    queued(bench, timedelta(minutes=10))
    assert not wants_lock_at_once(bench.desk, asleep=False)
    assert wants_lock_at_once(bench.desk, asleep=True)
    bench.desk.preferences.lock_waits = False
    assert wants_lock_at_once(bench.desk, asleep=False)


def test_neither_locks_what_cannot_be_locked(bench: Bench) -> None:
    bench.desk.preferences.recovery_pending = "ABCD"
    assert not wants_lock_at_once(bench.desk, asleep=True)


@pytest.mark.parametrize("stored", ["soon", "-5", "1.5", "²", "9" * 18, "9" * 5000], ids=len)
def test_what_is_no_number_of_minutes_counts_as_never_said(bench: Bench, stored: str) -> None:
    otherwise = bench.desk.preferences.lock_after
    bench.store.settings.set("lock-after", stored)
    assert bench.desk.preferences.lock_after == otherwise
    assert wants_lock(bench.desk, LONG)
