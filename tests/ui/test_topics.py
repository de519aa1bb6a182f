"""Topics of the guidelines: what an officer chooses in the header is what rules by topic go by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from embassy_assistant.guidelines.library import ShippedGuidelines
from tests.helpers.memory import memory_desk
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]


def opened(desktop: Show, **how: object) -> Desktop:
    bench = memory_desk(guidelines=ShippedGuidelines())
    bench.account("embassy-en", "en")
    shown = desktop(bench, **how)
    shown.type("en", "The embassy is open.")
    shown.settle()
    return shown


def choose(shown: Desktop, title: str) -> None:
    menu = shown.window.write.header.topic.menu()
    next(action for action in menu.actions() if action.text() == title).trigger()
    shown.settle()


def checked(shown: Desktop) -> list[str]:
    return [action.text() for action in shown.window.write.header.topic.menu().actions() if action.isChecked()]


@pytest.mark.parametrize(("language", "title"), [("uk", "Надзвичайна ситуація"), ("en", "Emergency")])
def test_a_topic_is_written_behind_what_stands_there_taken_out_and_undone(
    desktop: Show, language: str, title: str
) -> None:
    shown = opened(desktop, language=language)
    topic = shown.window.write.header.topic
    QTest.keyClicks(topic, "Drone debris")
    assert checked(shown) == []
    choose(shown, title)
    assert (topic.text(), shown.window.write.session.post.topic) == (f"Drone debris, {title}",) * 2
    assert checked(shown) == [title]
    choose(shown, title)
    assert shown.window.write.session.post.topic == "Drone debris"
    topic.undo()
    shown.settle()
    assert shown.window.write.session.post.topic == f"Drone debris, {title}"


def test_what_was_typed_in_the_other_language_is_checked_too(desktop: Show) -> None:
    shown = opened(desktop, language="en")
    shown.window.write.header.topic.insert("надзвичайна ситуація: Київ")
    assert checked(shown) == ["Emergency"]


def test_down_opens_the_topics_and_enter_takes_one(desktop: Show) -> None:
    shown = opened(desktop, language="en")
    topic = shown.window.write.header.topic

    def press() -> None:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        QTest.keyClick(menu, Qt.Key.Key_Down)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    QTimer.singleShot(0, press)
    topic.setFocus()
    QTest.keyClick(topic, Qt.Key.Key_Down)
    assert topic.text() == "Condolences"


def test_guidelines_without_topics_offer_none(desktop: Show) -> None:
    shown = desktop(memory_desk())
    topic = shown.window.write.header.topic
    shown.type("en", "So.")
    shown.settle()
    assert not topic.choose.isVisible()
    QTest.keyClick(topic, Qt.Key.Key_Down)
    assert not topic.menu().actions()
