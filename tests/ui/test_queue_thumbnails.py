"""The headers of the queue show the first picture of their post."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from embassy_assistant.ui.views.queue_thumbnails import SIDE, Thumbnails
from tests.helpers.memory import Bench, memory_desk
from tests.helpers.pictures import flag
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.post import Post
    from tests.helpers.stage import Stage


class Made:
    """Thumbnails over a desk, and how often one arrived."""

    def __init__(self, qtbot: QtBot, bench: Bench, stage_: Stage) -> None:
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.stage = stage_
        self.bench = bench
        self.arrivals = 0
        self.thumbnails = Thumbnails(stage_.context, self.window)
        self.thumbnails.arrived.connect(self.count)

    def count(self) -> None:
        self.arrivals += 1


@pytest.fixture
def made(qtbot: QtBot, stage: Callable[..., Stage]) -> Made:
    bench = memory_desk()
    return Made(qtbot, bench, stage(bench.desk))


def pictured(bench: Bench, width: int = 60) -> Post:
    picture = bench.desk.drafting.attach(flag(width, 20), f"flag-{width}.png")
    return replace(bench.desk.drafting.new(()), media=(picture,))


def test_a_picture_is_made_aside_and_is_a_square(made: Made) -> None:
    post = pictured(made.bench)
    assert made.thumbnails.of(post) is None
    made.stage.settle()
    assert made.arrivals == 1
    shown = made.thumbnails.of(post)
    assert shown is not None
    assert shown.deviceIndependentSize().toTuple() == (SIDE, SIDE)
    made.stage.settle()
    assert made.arrivals == 1


def test_a_post_without_pictures_asks_for_nothing(made: Made) -> None:
    assert made.thumbnails.of(made.bench.desk.drafting.new(())) is None
    made.stage.settle()
    assert made.arrivals == 0


@pytest.mark.parametrize("data", [None, b"no picture"])
def test_a_picture_that_is_gone_or_damaged_leaves_its_place_empty(made: Made, data: bytes | None) -> None:
    post = pictured(made.bench)
    digest = post.media[0].hash
    if data is None:
        del made.bench.store.media.kept[digest]
    else:
        made.bench.store.media.kept[digest] = data
    assert made.thumbnails.of(post) is None
    made.stage.settle()
    assert made.thumbnails.of(post) is None
    assert made.arrivals == 0


def test_only_so_many_are_kept(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("embassy_assistant.ui.views.queue_thumbnails._KEPT", 2)
    posts = [pictured(made.bench, 60 + number) for number in range(3)]
    for post in posts:
        made.thumbnails.of(post)
        made.stage.settle()
    assert made.thumbnails.of(posts[2]) is not None
    assert made.thumbnails.of(posts[0]) is None
