"""Guidelines that come while somebody works: the open draft, the queue and the counts say at once what they change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

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


def test_of_a_queued_post_that_a_rule_holds_nobody_reads_that_it_is_sent_as_it_was(desktop: Show) -> None:
    bench = crisis(*lines())
    shown = desktop(bench)
    shown.window.open_post(bench.desk.outbox.post_ids()[0])
    shown.settle()
    notice = shown.window.write.notice
    assert notice.text.startswith("This post waits in the queue.")
    take(bench, *lines(), a_rule_of("term", id="no.visit", severity="block", language="en", terms=[{"text": "visit"}]))
    shown.settle()
    assert notice.text == "The guidelines hold this post in the queue. Mend it here, then queue it again."
    shown.type("en", "More. ")
    said = "The queue still has this post as it was, and the guidelines hold it. Queue the changes."
    assert notice.text == said
    take(bench, *lines())
    shown.settle()
    assert "sends it that way" in notice.text


def test_nobody_is_told_to_mend_what_a_freeze_holds(desktop: Show) -> None:
    bench = crisis()
    shown = desktop(bench)
    shown.window.open_post(bench.desk.outbox.post_ids()[0])
    shown.settle()
    said = "A freeze holds this post in the queue. Once it is lifted, the post waits for your look."
    assert shown.window.write.notice.text == said


def test_a_freeze_is_named_in_the_checklist_and_no_word_of_the_text_is_blamed(desktop: Show) -> None:
    shown = desktop(crisis())
    write(shown)
    said = [each.text() for each in shown.window.write.panel.findChildren(QLabel)]
    assert "A freeze is in force" in said
    assert not [each for each in said if "“The”" in each]


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
