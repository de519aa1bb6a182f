"""What the soak run judges by is itself tested: who held the window up, what it weighs, and how it ended."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.soak.__main__ import judge_defects, judge_memory, judge_stalls, obituary
from tests.soak.watching import STALL, Clocks, Moment, Stall, Watchdog, between, loudly, weigh

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.long


@pytest.fixture
def dog(qtbot: QtBot) -> Iterator[Watchdog]:
    from PySide6.QtCore import QCoreApplication

    application = QCoreApplication.instance()
    assert application is not None
    watching = Watchdog(application)
    qtbot.waitUntil(lambda: watching.worst != 0)
    yield watching
    watching.close()


def seen_while(act: Callable[[], object], dog: Watchdog, qtbot: QtBot, *, at: str) -> Stall:
    """Hold the GUI thread up until it was seen at a place: on a busy machine the one who looks may come too late."""
    for _ in range(50):
        dog.stalls.clear()
        act()
        qtbot.waitUntil(lambda: bool(dog.stalls))
        stall = max(dog.stalls, key=lambda one: one.ours)
        if any(at in place for place in stall.stack):
            return stall
    raise AssertionError(dog.stalls)


def compute(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_time_that_the_gui_thread_computes_is_the_program_s_and_its_place_is_known(dog: Watchdog, qtbot: QtBot) -> None:
    stall = seen_while(lambda: compute(0.15), dog, qtbot, at=" compute")
    assert stall.ours > STALL
    assert stall.own >= 0.14
    assert "compute" in stall.stack[0]


def test_waiting_for_another_thread_of_the_program_is_the_program_s(dog: Watchdog, qtbot: QtBot) -> None:
    stall = seen_while(lambda: threading.Event().wait(0.15), dog, qtbot, at="threading:")
    assert stall.ours > STALL
    assert stall.own < STALL
    assert any("wait" in place for place in stall.stack)


def test_a_thread_that_keeps_the_interpreter_is_pointed_at(dog: Watchdog, qtbot: QtBot) -> None:
    numbers = [number * 7919 % 1_000_003 for number in range(2_000_000)]
    seen = threading.Event()

    def keeps() -> None:
        until = time.monotonic() + 60
        while not seen.is_set() and time.monotonic() < until:
            sorted(numbers)

    def pointed_at() -> bool:
        return any("keeps" in place for _, places in dog.kept for place in places)

    thread = threading.Thread(target=keeps)
    thread.start()
    try:
        qtbot.waitUntil(pointed_at, timeout=60_000)
    finally:
        seen.set()
        thread.join()


def test_collecting_garbage_is_told_apart(dog: Watchdog, qtbot: QtBot) -> None:
    heap: list[list[Any]] = [[] for _ in range(1_500_000)]
    dog.stalls.clear()
    gc.collect()
    qtbot.waitUntil(lambda: any(stall.collecting > STALL / 2 for stall in dog.stalls))
    assert heap


def test_a_thread_that_others_keep_from_a_processor_is_seen_to_queue() -> None:
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processors() + 1)]
    try:
        clocks = Clocks()
        stall = Stall(0.0, 0.0, 0.0, 0.0, ())
        # The others may be slow to start.
        for _ in range(50):
            before = clocks.read()
            compute(0.3)
            stall = between(before, clocks.read(), 0.0, ())
            if stall.others > 0:
                break
        clocks.close()
    finally:
        for other in others:
            other.kill()
            other.wait()
    assert stall.others > 0
    assert stall.ours < stall.late
    assert stall.ours >= stall.own - 0.02


def processors() -> int:
    return len(os.sched_getaffinity(0))


def test_only_what_others_took_is_excused() -> None:
    def stall(program: float, queued: float) -> Stall:
        return between(Moment(0, 0, 0, 0), Moment(0.21, 0.02, program, queued), 0.0, ())

    assert stall(0.02, 0.18).ours == pytest.approx(0.02)
    assert stall(0.12, 0.18).ours == pytest.approx(0.12), "ten hundredths were taken by a thread of the program"
    assert stall(0.02, 0.0).ours == pytest.approx(0.2), "it waited for something else than a processor"
    assert stall(0.32, 0.1).ours == pytest.approx(0.2), "what its own threads took excuses nothing"


def test_stalls_of_the_machine_are_told_and_not_held_against_the_program() -> None:
    ours, theirs = Stall(0.2, 0.1, 0.0, 0.0, ("a:1 b",)), Stall(0.2, 0.01, 0.19, 0.0, ())
    (what, good), *_ = judge_stalls([theirs]).items()
    assert good
    assert "0 times by the program, 1 by others" in what
    (what, good), *_ = judge_stalls([theirs, ours]).items()
    assert not good
    assert "a:1 b" in what


def test_each_way_of_weighing_is_judged_by_itself() -> None:
    told: list[dict[str, Any]] = [{"resident": 100.0, "own": 90.0, "private": 80.0} for _ in range(60)]
    assert all(judge_memory(told).values())
    told[-1]["private"] = told[-2]["private"] = 85.0
    judged = judge_memory(told)
    assert [good for what, good in judged.items() if "private" in what] == [False]
    assert sum(judged.values()) == 2


def test_a_process_weighs_more_when_it_holds_more() -> None:
    before = weigh()
    held = bytearray(b"x" * 30_000_000)
    after = weigh()
    assert all(late - early > 20 for early, late in zip(before, after, strict=True))
    assert after.resident >= after.own, "what others map too counts only in part"
    assert held


def test_an_exception_that_a_thread_dies_of_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    lines: list[str] = []
    loudly(lines.append)

    def dies() -> None:
        message = "of this"
        raise LookupError(message)

    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    sys.excepthook(ValueError, ValueError("in a slot"), None)
    assert lines == ["LookupError: of this", "ValueError: in a slot"]
    assert not any(judge_defects(lines).values())
    assert "LookupError: of this" in capsys.readouterr().err


def test_an_early_end_says_how_and_after_what() -> None:
    said = obituary(-9, 61.2, [{"uncaught": "ValueError: x"}, {"resident": 150.0}])
    assert all(part in said for part in ("SIGKILL", "61 s", "ValueError: x", "150.0"))
    assert "code 0" in obituary(0, 1, [])
