"""Events of any thread become signals on the GUI thread."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from embassy_assistant.domain.events import Events, HoldChanged, PostSaved
from embassy_assistant.ui.bridge import Bridge

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_an_event_of_another_thread_arrives_on_this_one(qtbot: QtBot) -> None:
    source = Events()
    bridge = Bridge(source)
    seen: list[tuple[object, threading.Thread]] = []
    bridge.hold_changed.connect(lambda event: seen.append((event, threading.current_thread())))
    thread = threading.Thread(target=lambda: source.publish(HoldChanged(held=True)))
    with qtbot.waitSignal(bridge.hold_changed):
        thread.start()
    thread.join()
    assert seen == [(HoldChanged(held=True), threading.main_thread())]
    bridge.close()


def test_an_event_that_no_view_asks_for_does_no_harm(qtbot: QtBot) -> None:
    source = Events()
    bridge = Bridge(source)
    with qtbot.waitSignal(bridge.hold_changed):
        source.publish(PostSaved("p", 1))
        source.publish(HoldChanged(held=False))
    bridge.close()


def test_a_closed_bridge_listens_no_longer(qtbot: QtBot) -> None:
    source = Events()
    bridge = Bridge(source)
    bridge.close()
    with qtbot.assertNotEmitted(bridge.hold_changed, wait=20):
        source.publish(HoldChanged(held=True))
