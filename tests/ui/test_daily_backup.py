"""The window has a backup made once a day, beside what a person does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QTimer

from embassy_assistant.domain.errors import DiskFull
from embassy_assistant.ui.daily import EVERY, SOON, Daily
from tests.helpers.memory import memory_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.stage import Stage


pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def parent() -> QObject:
    return QObject()


def test_today_has_one_backup_however_often_the_window_asks(stage: Callable[..., Stage], parent: QObject) -> None:
    bench = memory_desk()
    there = stage(bench.desk)
    daily = Daily(there.context, parent)
    for _ in range(2):
        daily.look()
        there.settle()
        assert len(bench.desk.keeping.backups()) == 1
    bench.clock.forward(hours=24)
    daily.look()
    there.settle()
    assert len(bench.desk.keeping.backups()) == 2


def test_it_begins_soon_after_the_store_has_opened_and_then_asks_once_an_hour(
    stage: Callable[..., Stage], parent: QObject
) -> None:
    there = stage(memory_desk().desk)
    daily = Daily(there.context, parent)
    timer = daily.findChild(QTimer)
    assert timer is not None
    assert not timer.isActive()
    daily.soon()
    assert timer.interval() == SOON
    daily.look()
    there.settle()
    assert timer.interval() == EVERY


def test_a_backup_that_fails_is_said(
    stage: Callable[..., Stage], parent: QObject, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = memory_desk().desk
    there = stage(desk)
    troubles: list[str] = []
    there.context.workers.troubled.connect(lambda error: troubles.append(error.id))

    def full(*_arguments: object) -> None:
        raise DiskFull(path="backups")

    monkeypatch.setattr(type(desk.keeping), "backup", full)
    Daily(there.context, parent).look()
    there.settle()
    assert troubles == ["disk.full"]
