"""Posts that are out with a line that was withdrawn since: told until they are corrected, deleted or put away."""

from __future__ import annotations

from embassy_assistant.services.tray import read_needs
from tests.helpers.crisis import HOURS, OLD, a_freeze, crisis, lines, take
from tests.helpers.memory import OFFICER


def test_each_post_is_told_once_and_a_queued_one_is_not_among_them() -> None:
    bench = crisis(a_freeze(until="2026-11-22T09:41Z"))
    ids = []
    for text in (OLD, OLD, HOURS):
        post = bench.post(text["uk"], text["en"])
        bench.desk.outbox.queue(post, OFFICER)
        ids.append(post.id)
        bench.clock.forward(minutes=1)
        bench.desk.sender.drain()
    bench.desk.outbox.queue(bench.post(OLD["uk"], OLD["en"]), OFFICER)
    assert bench.desk.lines.still_out() == ()
    take(bench, *lines())
    ((rule, uses),) = bench.desk.lines.still_out()
    assert rule.id == "line.closed"
    assert sorted(use.post_id for use in uses) == sorted(ids[:2])
    assert {use.out for use in uses} == {True}
    before = read_needs(bench.desk, (), 5).loudest
    bench.desk.lines.put_away(rule.id, [ids[0]])
    assert [use.post_id for use in bench.desk.lines.still_out()[0][1]] == [ids[1]]
    assert set(read_needs(bench.desk, (), 5).loudest) < set(before)
    bench.desk.lines.put_away(rule.id, [ids[1]])
    assert bench.desk.lines.still_out() == ()
