"""F6 goes through the panes in the order they stand in; Hold says from the first moment what it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication

from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.ui.widgets.toast import Toast
from tests.helpers.memory import memory_desk
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]


def panes(shown: Desktop, count: int) -> list[str]:
    names = []
    for _ in range(count):
        shown.window.menus.action("pane").trigger()
        shown.settle()
        focus = QApplication.focusWidget()
        assert focus is not None
        names.append(focus.objectName())
    return names


def test_the_panes_are_walked_from_left_to_right(desktop: Show) -> None:
    bench = memory_desk(guidelines=ShippedGuidelines())
    bench.account("embassy-en", "en")
    shown = desktop(bench)
    shown.type("en", "We met in Kiev.")
    shown.window.write.header.topic.setFocus()
    assert panes(shown, 4) == ["editor-uk", "editor-en", "promise", "queue-button"]
    shown.window.write.arrangement.swap_sides()
    assert panes(shown, 3) == ["topic", "editor-en", "editor-uk"]


def test_the_panes_are_walked_where_the_review_is_a_tab_and_from_another_view(desktop: Show) -> None:
    bench = memory_desk(guidelines=ShippedGuidelines())
    bench.account("embassy-en", "en")
    shown = desktop(bench, size=(1000, 700))
    shown.type("en", "We met in Kiev.")
    shown.window.write.halves["en"].editor.setFocus()
    assert panes(shown, 3) == ["promise", "queue-button", "topic"]
    shown.window.show_view("settings")
    panes(shown, 1)
    assert shown.window.write.isVisible()


def test_what_was_held_before_the_window_opened_can_be_let_go_from_it(desktop: Show) -> None:
    bench = memory_desk(guidelines=ShippedGuidelines())
    bench.desk.outbox.hold()
    shown = desktop(bench)
    action = shown.window.menus.action("hold")
    assert action.text() == "Let the queue go on"
    action.trigger()
    assert shown.window.context.workers.idle("slow", 30)
    shown.settle()
    assert not bench.desk.outbox.held
    assert action.text() == "Hold everything"


def test_a_toast_leaves_the_rail_in_reach(desktop: Show) -> None:
    shown = desktop(memory_desk(guidelines=ShippedGuidelines()))
    shown.window.toast("The draft is discarded.")
    toast = shown.window.findChild(Toast)
    assert toast is not None
    assert toast.isVisible()
    settings = shown.window.rail.buttons["settings"]
    place = QRect(settings.mapTo(shown.window, QPoint(0, 0)), settings.size())
    assert not toast.geometry().intersects(place)
    assert toast.geometry().bottom() < shown.window.status.geometry().top()
