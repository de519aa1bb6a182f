"""The tray: what needs a person, the loudest first, counted in full and read no further than asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.delivery import State
from embassy_assistant.services.tray import Needs, decisions, read_needs
from tests.helpers.queue_desk import queued
from tests.helpers.tray_desk import EN, UK, accounts, both_out, expiring, half_out, in_doubt, overdue, tray_desk


def test_what_needs_a_person_is_found_behind_a_hundred_posts_that_need_nobody() -> None:
    bench = tray_desk()
    for _ in range(100):
        queued(bench, "Waits", UK, EN, accounts(bench), (State.WAITING, State.WAITING), None)
    asks = half_out(bench, State.MISSED)
    needs = read_needs(bench.desk, accounts(bench), 12)
    assert [group.post.id for group in needs.groups] == [asks.id]
    assert needs.count == decisions(bench.desk) == 1


def test_all_are_counted_however_few_are_read() -> None:
    bench = tray_desk()
    for _ in range(5):
        queued(bench, "Missed", UK, EN, accounts(bench), (State.MISSED, State.MISSED), None)
    needs = read_needs(bench.desk, accounts(bench), 2)
    assert (len(needs.groups), needs.count) == (2, 10)


def test_a_half_that_waits_for_a_sign_in_is_louder_than_what_was_missed() -> None:
    bench = tray_desk()
    queued(bench, "Missed", UK, EN, accounts(bench), (State.MISSED, State.MISSED), None)
    doubtful = in_doubt(bench)
    waits = half_out(bench, State.WAITING)
    bench.store.accounts.save(replace(accounts(bench)[1], credential=Credential.REFUSED))
    needs = read_needs(bench.desk, accounts(bench), 12)
    assert {group.post.id for group in needs.groups[:2]} == {doubtful.post_id, waits.id}
    assert needs.groups[2].post.topic == "Missed"
    # In doubt, two missed, the half, the account.
    assert needs.count == 5
    assert waits.id in needs.loudest


def test_a_half_that_goes_out_by_itself_asks_nobody() -> None:
    bench = tray_desk()
    half_out(bench, State.WAITING)
    both_out(bench)
    assert read_needs(bench.desk, accounts(bench), 12) == Needs()


def test_credentials_that_stop_something_come_first_and_those_that_last_not_at_all() -> None:
    bench = tray_desk()
    expiring(bench, 5)
    uk, en = accounts(bench)
    bench.store.accounts.save(replace(uk, credential_until=bench.clock.now() + timedelta(days=13)))
    overdue(bench)
    needs = read_needs(bench.desk, accounts(bench), 12)
    assert [(key.account.id, key.count) for key in needs.keys] == [(en.id, 1), (uk.id, 0)]
    assert needs.keys[0].until == accounts(bench)[1].credential_until
    assert needs.count == 3
    bench.store.accounts.save(replace(uk, credential=Credential.MISSING))
    first, _ = read_needs(bench.desk, accounts(bench), 12).keys
    assert (first.account.id, first.until, [stop.title for stop in first.stops]) == (uk.id, None, ["Visit"])
