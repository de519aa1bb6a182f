"""What sending costs the store: a full queue over six accounts."""

from __future__ import annotations

from embassy_assistant.domain.delivery import State
from tests.helpers.memory import OFFICER, memory_desk

POSTS, ACCOUNTS = 30, 6


def test_a_delivery_takes_five_commits_at_most_from_queueing_to_sent() -> None:
    bench = memory_desk()
    for number in range(ACCOUNTS // 2):
        bench.account(f"uk{number}", "uk")
        bench.account(f"en{number}", "en")
    for number in range(POSTS):
        bench.desk.outbox.queue(bench.post(f"Повідомлення {number}", f"Message {number}"), OFFICER)
    written = bench.store.settings.written
    bench.clock.forward(seconds=31)
    bench.desk.sender.drain()
    assert bench.desk.outbox.counts() == {State.SENT: POSTS * ACCOUNTS}
    commits = bench.store.deliveries.commits + bench.store.settings.written - written
    assert commits <= 5 * POSTS * ACCOUNTS
    # Three steps each, one for the queueing of a post, and one for the time of the pass.
    assert commits == 3 * POSTS * ACCOUNTS + POSTS + 1
