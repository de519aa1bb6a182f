"""Guidelines that come while somebody works: the open draft, the queue and the counts say at once what they change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from embassy_assistant.ui.views.queue import QueueView
from tests.helpers.crisis import a_freeze, crisis, lines, take
from tests.helpers.packs import a_rule_of
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]

SCHOOL = a_rule_of("term", id="no.school", severity="block", language="en", terms=[{"text": "school"}])


def written(shown: Desktop) -> set[str]:
    """Return the rules that object to what is being written."""
    result = shown.window.write.session.result
    assert result is not None
    return {finding.rule for finding in result.findings}


def write(shown: Desktop) -> None:
    shown.window.show_view("write")
    shown.window.write.new_post()
    shown.type("uk", "Посол відвідав школу.")
    shown.type("en", "The ambassador visited a school.")


def test_the_draft_that_is_open_is_judged_by_what_was_taken_in(desktop: Show) -> None:
    bench = crisis(*lines())
    shown = desktop(bench)
    write(shown)
    assert not written(shown) & {"no.school", "freeze.crisis"}
    take(bench, *lines(), SCHOOL)
    shown.settle()
    assert "no.school" in written(shown)
    take(bench, *lines())
    shown.settle()
    assert "no.school" not in written(shown)


def test_the_draft_that_is_open_is_judged_anew_when_a_freeze_begins_by_the_clock(desktop: Show) -> None:
    bench = crisis(*lines(), a_freeze(since="2026-11-30T09:00Z"))
    shown = desktop(bench)
    write(shown)
    assert "freeze.crisis" not in written(shown)
    bench.clock.time = datetime(2026, 11, 30, 10, tzinfo=UTC)
    shown.window.freezes.look()
    shown.settle()
    assert "freeze.crisis" in written(shown)


def test_the_queue_says_at_once_what_is_held(desktop: Show, qtbot: QtBot) -> None:
    bench = crisis(*lines())
    shown = desktop(bench)
    shown.window.show_view("queue")
    shown.settle()
    queue = shown.window.view("queue")
    assert isinstance(queue, QueueView)

    def rows() -> str:
        return "\n".join(str(queue.model.index(row).data()) for row in range(queue.model.rowCount()))

    assert "Held" not in rows()
    visit = a_rule_of("term", id="no.visit", severity="block", language="en", terms=[{"text": "visit"}])
    take(bench, *lines(), visit)
    qtbot.waitUntil(lambda: "Held" in rows())
    qtbot.waitUntil(lambda: shown.window.status.needs.isVisible())
