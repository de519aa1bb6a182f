"""The focus ring goes round whatever has the keyboard, and moves with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QPushButton, QVBoxLayout, QWidget

from embassy_assistant.ui.widgets.focus import FocusRing
from embassy_assistant.ui.widgets.parts import scrolled

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

EDGE = 4


def place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("kind", [QLineEdit, QComboBox, QDateEdit, QPushButton])
def test_every_kind_of_control_has_a_ring(qtbot: QtBot, kind: type[QWidget]) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    control, other = kind(), QPushButton()
    column.addWidget(control)
    column.addWidget(other)
    ring = FocusRing(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    control.setFocus()
    qtbot.waitUntil(ring.isVisible)
    assert ring.geometry() == place(control).adjusted(-EDGE, -EDGE, EDGE, EDGE)
    other.setFocus()
    assert ring.geometry() == place(other).adjusted(-EDGE, -EDGE, EDGE, EDGE)


def test_the_ring_scrolls_with_its_control_and_stays_inside_the_page(qtbot: QtBot) -> None:
    inside = QWidget()
    column = QVBoxLayout(inside)
    for _ in range(30):
        column.addWidget(QPushButton("…"))
    window = QWidget()
    qtbot.addWidget(window)
    area = scrolled(inside)
    QVBoxLayout(window).addWidget(area)
    ring = FocusRing(window)
    window.resize(200, 200)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    control = inside.findChildren(QPushButton)[2]
    control.setFocus()
    qtbot.waitUntil(ring.isVisible)
    area.verticalScrollBar().setValue(20)
    assert ring.geometry().top() == place(control).top() - EDGE
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert not ring.isVisible()
    area.verticalScrollBar().setValue(0)
    assert ring.isVisible()
