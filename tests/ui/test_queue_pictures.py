"""Rows of the queue are copied while they say the same, painted anew when they do not, and few are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QListView

from embassy_assistant.ui.views.queue import QueueView
from embassy_assistant.ui.views.queue_pictures import RowPictures
from tests.helpers.queue_desk import busy_queue
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage, QPainter
    from pytestqt.qtbot import QtBot

    from tests.helpers.stage import Stage

SIZE = QSize(40, 10)


class Painter:
    """Paints a colour, and counts."""

    def __init__(self) -> None:
        self.colour = Qt.GlobalColor.red
        self.painted: list[QRect] = []

    def __call__(self, painter: QPainter, rect: QRect) -> None:
        self.painted.append(rect)
        painter.fillRect(rect, self.colour)


@pytest.mark.usefixtures("qapp")
def test_a_row_that_says_the_same_is_painted_once() -> None:
    pictures, draw = RowPictures(), Painter()
    for _ in range(3):
        pictures.of("row", "waiting", SIZE, 1.0, draw)
    assert draw.painted == [QRect(0, 0, 40, 10)]


@pytest.mark.usefixtures("qapp")
def test_other_words_another_size_and_a_sharper_screen_are_painted_anew() -> None:
    pictures, draw = RowPictures(), Painter()
    pictures.of("row", "waiting", SIZE, 1.0, draw)
    draw.colour = Qt.GlobalColor.green
    assert pictures.of("row", "sent", SIZE, 1.0, draw).toImage().pixelColor(0, 0) == Qt.GlobalColor.green
    pictures.of("row", "sent", QSize(41, 10), 1.0, draw)
    assert pictures.of("row", "sent", SIZE, 2.0, draw).size() == SIZE * 2
    assert len(draw.painted) == 4


@pytest.mark.usefixtures("qapp")
def test_only_so_many_rows_are_kept_and_those_that_were_seen_last() -> None:
    pictures, draw = RowPictures(), Painter()
    for number in range(200):
        pictures.of(f"row {number}", "", SIZE, 1.0, draw)
        pictures.of("row 0", "", SIZE, 1.0, draw)
    assert len(draw.painted) == 200
    pictures.of("row 1", "", SIZE, 1.0, draw)
    assert len(draw.painted) == 201


def test_a_copied_row_is_like_a_painted_one_to_the_last_point(
    qtbot: QtBot, stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = busy_queue()
    made = stage(bench.desk)
    view = QueueView(made.context)
    qtbot.addWidget(view)
    view.resize(1184, 1400)
    view.show()
    made.settle()

    def picture() -> QImage:
        return view.grab().toImage()

    kept = picture()
    assert picture() == kept

    # Between two points of the screen nothing is copied: each row is painted where it stands.
    monkeypatch.setattr(QListView, "devicePixelRatioF", lambda _view: 1.25)
    assert picture() == kept
