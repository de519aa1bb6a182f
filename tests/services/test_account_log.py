"""The log of one account: everything that happened there, newest first, and nothing of another account."""

from __future__ import annotations

from embassy_assistant.domain.delivery import State
from embassy_assistant.services.account_log import account_log
from tests.helpers.memory import OFFICER, memory_desk


def test_what_happened_at_an_account_is_told_newest_first() -> None:
    bench = memory_desk()
    first, _other = bench.account("uk", "uk"), bench.account("en", "en")
    bench.desk.outbox.queue(bench.post(), OFFICER)
    bench.clock.forward(minutes=1)
    bench.desk.sender.drain()
    log = account_log(bench.desk.outbox, first.id, 10)
    told = [(entry.step.target if entry.step else None) for entry in log.entries]
    assert told == [State.SENT, State.ARMED, State.PREPARED, None]
    assert {entry.row.account_id for entry in log.entries} == {first.id}
    assert {entry.title for entry in log.entries} == {"Слава Україні!"}
    assert log.whole


def test_a_long_log_says_that_it_is_not_all() -> None:
    bench = memory_desk()
    account = bench.account("uk", "uk")
    bench.account("en", "en")
    for number in range(3):
        bench.desk.outbox.queue(bench.post(f"Допис {number}", f"Post {number}"), OFFICER)
    log = account_log(bench.desk.outbox, account.id, 2)
    assert len(log.entries) == 2
    assert not log.whole
    assert account_log(bench.desk.outbox, account.id, 3).whole
