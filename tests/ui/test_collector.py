"""Garbage is collected on the GUI thread, whichever thread makes it."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.ui.collector import Collector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class Knot:
    """Holds itself, and tells on which thread it was taken apart."""

    def __init__(self, ends: list[int]) -> None:
        vars(self)["itself"] = self
        self.ends = ends

    def __del__(self) -> None:
        self.ends.append(threading.get_ident())


@pytest.fixture
def collector(qtbot: QtBot) -> Iterator[Collector]:
    made = Collector()
    made.start()
    yield made
    made.stop()


def test_no_other_thread_takes_anything_apart(collector: Collector) -> None:
    gc.collect()
    ends: list[int] = []
    Knot(ends)
    held: list[list[int]] = []
    thread = threading.Thread(target=lambda: held.extend([] for _ in range(100_000)))
    thread.start()
    thread.join()
    assert not ends
    collector.collect()
    assert ends == [threading.get_ident()]


def test_python_collects_again_once_it_has_stopped(collector: Collector) -> None:
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()


def test_what_was_there_before_is_not_looked_through_again(collector: Collector) -> None:
    assert gc.get_freeze_count() > 0
    collector.stop()
    assert gc.get_freeze_count() == 0
