"""Work off the GUI thread: results and errors arrive on it, and the newest wins."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QThread
from shiboken6 import delete

from embassy_assistant.domain.errors import DiskFull
from embassy_assistant.ui.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def workers(qtbot: QtBot) -> Iterator[Workers]:
    made = Workers()
    yield made
    made.stop()


def finish(workers: Workers) -> None:
    """Let everything that was asked for arrive."""
    for lane in ("reads", "writes", "review", "slow"):
        assert workers.idle(lane, 30)
    workers.settle()


def test_work_is_done_elsewhere_and_its_result_arrives_here(workers: Workers) -> None:
    seen: list[tuple[threading.Thread, threading.Thread]] = []
    workers.run(threading.current_thread, lambda where: seen.append((where, threading.current_thread())))
    finish(workers)
    ((where, here),) = seen
    assert where is not threading.main_thread()
    assert here is threading.main_thread()


def test_an_error_reaches_whoever_asked(workers: Workers) -> None:
    seen: list[str] = []

    def fail() -> None:
        raise DiskFull

    workers.run(fail, failed=lambda error: seen.append(error.id))
    finish(workers)
    assert seen == ["disk.full"]


def test_an_error_that_nobody_asked_for_is_not_lost(workers: Workers, qtbot: QtBot) -> None:
    def fail() -> None:
        raise DiskFull

    with qtbot.waitSignal(workers.troubled) as caught:
        workers.run(fail)
    assert caught.args is not None
    assert caught.args[0].id == "disk.full"


def test_the_newest_of_one_name_wins(workers: Workers) -> None:
    gate = threading.Event()
    seen: list[str] = []
    ran: list[str] = []

    def work(name: str) -> str:
        gate.wait(30)
        ran.append(name)
        return name

    for name in ("running", "waiting", "newest"):
        workers.run(lambda name=name: work(name), seen.append, newest="check")  # type: ignore[misc]
    gate.set()
    finish(workers)
    assert seen == ["newest"]
    assert "waiting" not in ran


def test_nothing_is_delivered_to_what_is_gone(workers: Workers) -> None:
    seen: list[int] = []
    owner = QObject()
    gate = threading.Event()
    workers.run(lambda: gate.wait(30), lambda _done: seen.append(1), owner=owner)
    delete(owner)
    gate.set()
    finish(workers)
    assert not seen


def test_a_job_that_waits_for_ever_keeps_no_other_lane_waiting(workers: Workers) -> None:
    gate = threading.Event()
    seen: list[str] = []
    workers.run(lambda: gate.wait(30), lane="slow")
    workers.run(lambda: "saved", seen.append, lane="writes")
    assert workers.idle("writes", 30)
    workers.settle()
    assert seen == ["saved"]
    gate.set()


def test_a_lane_that_is_busy_says_so(workers: Workers) -> None:
    gate = threading.Event()
    workers.run(lambda: gate.wait(30))
    assert not workers.idle("reads", 0.01)
    gate.set()
    assert QThread.currentThread() is workers.thread()
