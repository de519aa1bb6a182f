"""F6 in Write: from one part of the view to the next, as they stand on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from embassy_assistant.ui.views.writing.arrangement import REVIEW, TEXT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.writing.arrangement import Arrangement
    from embassy_assistant.ui.views.writing.header import Header
    from embassy_assistant.ui.views.writing.panel import ReviewPanel


class Writing(Protocol):
    """What F6 needs of the Write view."""

    context: Context
    header: Header
    panel: ReviewPanel
    arrangement: Arrangement

    def isVisible(self) -> bool:  # noqa: N802 - Qt's own name
        """Whether it is on the screen."""
        ...


def next_pane(view: Writing) -> None:
    """Put the keyboard in the next of topic, halves, findings and Queue.

    Args:
        view: the Write view; brought to the screen where it is not.
    """
    if not view.isVisible():
        view.context.shell.show_view("write")
    cards, arrangement = view.panel.findings, view.arrangement
    panes: list[QWidget] = [view.header.topic, *(half.editor for half in arrangement.halves), cards, view.panel]
    now = QApplication.focusWidget()
    at = next((number for number, pane in enumerate(panes) if now and (pane is now or pane.isAncestorOf(now))), -1)
    for step in range(1, len(panes) + 1):
        pane = panes[(at + step) % len(panes)]
        arrangement.show_tab(REVIEW if pane in {cards, view.panel} else TEXT)
        aim = cards.first_button if pane is cards else view.panel.queue if pane is view.panel else pane
        if aim is not None and aim.isVisible():
            aim.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
