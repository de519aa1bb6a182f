"""The workspace opens once, however it is opened, and closes once."""

from __future__ import annotations

from embassy_assistant.domain.events import Event, WorkspaceChanged
from embassy_assistant.services.workspace import Access
from tests.helpers.memory import RECOVERY_CODE, Bench, memory_desk


def heard(bench: Bench) -> list[Event]:
    events: list[Event] = []
    bench.desk.events.subscribe(events.append)
    return events


def test_what_is_open_is_not_opened_again() -> None:
    bench = memory_desk()
    events = heard(bench)
    bench.desk.workspace.open()
    bench.desk.workspace.open_with_code(RECOVERY_CODE)
    assert events == []


def test_closing_twice_closes_once() -> None:
    bench = memory_desk()
    events = heard(bench)
    bench.desk.workspace.close()
    bench.desk.workspace.close()
    assert bench.store.closed
    assert events == [WorkspaceChanged(Access.LOCKED.value)]


def test_a_recovery_code_is_kept_until_it_is_written_down() -> None:
    bench = memory_desk(opened=False)
    bench.desk.workspace.create()
    assert bench.desk.preferences.recovery_pending == RECOVERY_CODE
    bench.desk.preferences.recovery_pending = ""
    assert bench.desk.preferences.recovery_pending == ""
