"""When the network comes back, guidelines come first: synced, applied to what waits, and only then is it sent."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Damaged, RequestFailed
from embassy_assistant.domain.freshness import Followed
from embassy_assistant.services.gates import Wait
from embassy_assistant.services.syncing import Syncing
from tests.helpers.guidelines_desk import FOLLOWED, UnitGuidelines, UnitIntake, guided_desk
from tests.helpers.memory import OFFICER, START, Bench
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import a_pack_of

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline import GuidelinePack

GLORY = a_rule_of("term", id="no-glory", severity="block", language="en", terms=[{"text": "Glory"}])


def stricter() -> GuidelinePack:
    return replace(a_pack_of(GLORY), version="2")


@pytest.fixture
def desk() -> tuple[Bench, UnitGuidelines, UnitIntake]:
    """Return a desk that follows a unit, with a pair on its way and another topic in Ukrainian only."""
    bench, source, intake = guided_desk(a_pack_of(a_rule_of("media")))
    uk, en = bench.account("uk", "uk"), bench.account("en", "en")
    bench.desk.outbox.queue(bench.post("Слава!", "Glory!", uk.id, en.id), OFFICER)
    bench.desk.outbox.queue(bench.post("Угода.", "A deal.", uk.id, en.id), OFFICER)
    bench.clock.forward(minutes=1)
    return bench, source, intake


def test_what_new_guidelines_forbid_is_held_and_the_rest_goes(desk: tuple[Bench, UnitGuidelines, UnitIntake]) -> None:
    bench, _, intake = desk
    intake.result = stricter
    bench.desk.sender.drain()
    assert bench.network.texts == ["Угода.", "A deal."]
    assert intake.asked == [""]
    glory = bench.desk.outbox.group(bench.desk.freezes.held()[0].post_id)
    assert glory is not None
    assert [glory.waits[row.id] for row in glory.rows if row.language == "en"] == [Wait.RULE]
    assert bench.desk.freezes.held()[0].rules == ("no-glory",)


def test_nothing_is_synced_for_an_empty_queue() -> None:
    bench, _, intake = guided_desk()
    bench.desk.sender.drain()
    assert intake.asked == []


def test_the_thread_that_sends_keeps_the_guidelines_fresh_while_nothing_waits() -> None:
    bench, _, intake = guided_desk()
    stop = threading.Event()

    class Wake(threading.Event):
        """Ends the thread after a day of rests."""

        def wait(self, timeout: float | None = None) -> bool:
            bench.clock.forward(seconds=timeout or 0)
            if bench.clock.now() >= START + timedelta(days=1):
                stop.set()
            return True

    bench.desk.sender.run(stop, Wake())
    assert len(intake.asked) == 4  # Every six hours, as long as all goes well.


@pytest.mark.parametrize("followed", [None, Followed("4a1f", "", "")])
def test_without_somebody_to_follow_or_an_address_nothing_is_asked(followed: Followed | None) -> None:
    bench, _, intake = guided_desk(followed=followed)
    bench.account("uk", "uk")
    bench.account("en", "en")
    bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(minutes=1)
    bench.desk.sender.drain()
    assert intake.asked == []
    assert len(bench.network.texts) == 2


@pytest.mark.parametrize("error", [RequestFailed(left_the_machine=False), Damaged("guidelines.malformed")])
def test_a_sync_that_fails_keeps_nothing_back(desk: tuple[Bench, UnitGuidelines, UnitIntake], error: Exception) -> None:
    bench, _, intake = desk

    def fails() -> None:
        raise error

    intake.result = fails
    bench.desk.sender.drain()
    assert len(bench.network.texts) == 4


@pytest.mark.log_warnings_expected("syncing stumbled")
def test_a_defect_in_syncing_is_loud_and_keeps_nothing_back(desk: tuple[Bench, UnitGuidelines, UnitIntake]) -> None:
    bench, _, intake = desk
    intake.result = lambda: json.loads("{")
    bench.desk.sender.drain()
    assert len(bench.network.texts) == 4


def test_whom_to_follow_cannot_be_read_and_posts_go_all_the_same(
    desk: tuple[Bench, UnitGuidelines, UnitIntake], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, _, intake = desk

    def unreadable() -> Followed | None:
        raise Damaged("guidelines.trust-damaged")

    monkeypatch.setattr(intake, "followed", unreadable)
    bench.desk.sender.drain()
    assert intake.asked == []
    assert len(bench.network.texts) == 4


class Going(threading.Event):
    """Says when somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        self.begun.set()
        return super().wait(timeout)


class Alone:
    """Syncing by itself, asked as the sender asks."""

    def __init__(self, patience: float = 60) -> None:
        self.bench, _, self.intake = guided_desk()
        self.syncing = Syncing(self.bench.desk.guidelines, self.bench.clock, patience)
        self.fails = False
        self.intake.result = self._result
        self.stopped = threading.Event()

    def _result(self) -> None:
        if self.fails:
            raise RequestFailed(left_the_machine=False)

    def synced(self, *, offline: bool = False) -> bool:
        """Return whether the unit was asked."""
        before = len(self.intake.asked)
        self.syncing.before_sending(offline=offline, stopped=self.stopped.is_set)
        return len(self.intake.asked) > before

    def after(self, **passed: float) -> Alone:
        self.bench.clock.forward(**passed)
        return self

    def let_go(self, going: Going) -> None:
        """Let a sync that hangs end."""
        assert going.begun.wait(30)
        going.set()
        for thread in threading.enumerate():
            if thread.name == "guidelines-sync":
                thread.join()


def test_it_is_synced_again_after_hours_or_when_the_network_was_away() -> None:
    alone = Alone()
    assert alone.synced()
    assert not alone.after(hours=5).synced()
    assert alone.after(hours=1).synced()
    assert not alone.after(minutes=9).synced(offline=True)
    assert alone.after(minutes=1).synced(offline=True)


def test_what_failed_is_tried_again_soon_and_at_once_where_the_network_was_away() -> None:
    alone = Alone()
    alone.fails = True
    assert alone.synced()
    assert not alone.after(minutes=14).synced()
    assert alone.synced(offline=True)
    assert alone.after(minutes=15).synced()


def test_a_clock_that_was_set_back_puts_no_sync_off() -> None:
    alone = Alone()
    assert alone.synced()
    alone.bench.clock.wrong = timedelta(days=-1)
    assert alone.synced()


def test_a_sync_without_end_is_left_to_itself_and_not_begun_twice() -> None:
    alone = Alone(patience=0)
    going = alone.intake.going = Going()
    alone.synced()
    assert not alone.after(days=1).synced(offline=True)
    alone.let_go(going)
    assert alone.intake.asked == [""]


def test_whoever_stops_the_sending_waits_for_no_sync() -> None:
    alone = Alone()
    going = alone.intake.going = Going()
    alone.stopped.set()
    alone.synced()
    alone.let_go(going)
    assert alone.intake.asked == [""]


def test_it_is_waited_for_until_the_sending_stops() -> None:
    alone = Alone()
    going = alone.intake.going = Going()
    asked = iter([False, True])
    alone.syncing.before_sending(offline=False, stopped=lambda: next(asked))
    assert next(asked, None) is None
    alone.let_go(going)
    assert alone.intake.asked == [""]


def test_whom_to_follow_is_asked_anew_each_time() -> None:
    alone = Alone()
    alone.intake.follow(b"{}", "", "deu")
    assert not alone.synced()
    alone.intake.follow(b"{}", FOLLOWED.address, "deu")
    assert alone.synced()
