"""Promised halves: those whose time has passed are found, the longest overdue first."""

from __future__ import annotations

from datetime import timedelta

from tests.helpers.memory import OFFICER, memory_desk


def test_what_is_overdue_is_found_the_longest_first() -> None:
    bench = memory_desk()
    drafting, now = bench.desk.drafting, bench.clock.now()
    for title, hours in (("an hour", 1), ("a day", 24), ("not yet", -1)):
        post = drafting.new().with_text("uk", title)
        drafting.save(drafting.promise(post, OFFICER, "soon", now - timedelta(hours=hours)))
    assert [post.title for post in drafting.overdue()] == ["a day", "an hour"]


def test_a_half_that_was_written_since_is_not_overdue() -> None:
    bench = memory_desk()
    drafting = bench.desk.drafting
    post = drafting.promise(drafting.new().with_text("uk", "Так"), OFFICER, "soon", bench.clock.now())
    drafting.save(post)
    assert drafting.overdue()
    drafting.save(post.with_text("en", "Yes"))
    assert not drafting.overdue()
