"""How the window tells what happened: a toast, the banner of what went wrong, and words for a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from embassy_assistant.ui.widgets.announcer import Announcer
from embassy_assistant.ui.widgets.banner import Banner
from embassy_assistant.ui.widgets.toast import Toast

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.review import ReviewResult


class Telling(QObject):
    """Tells, in the window's language.

    Attributes:
        banner: of what went wrong; it stays until it is read.
    """

    def __init__(self, window: QWidget, rail: QWidget) -> None:
        """Tell in `window`, whose views `rail` leads to."""
        super().__init__(window)
        self.banner = Banner()
        self.banner.setObjectName("trouble")
        self._toast = Toast(window, rail)
        self._announcer = Announcer(window)

    def toast(self, text: str, undo: Callable[[], object] | None, undo_text: str) -> None:
        """Say what was done, with a way back."""
        self._toast.say(text, undo, undo_text or self.tr("Undo"))
        self._announcer.say(text)

    def warn(self, sentence: str) -> None:
        """Say what went wrong, until it is read."""
        close = self.tr("Close"), lambda: self.banner.say("")
        self.banner.say(sentence, close, icon_name="alert-octagon", tone="block")
        self._announcer.say(sentence)

    def reviewed(self, result: ReviewResult | None) -> None:
        """Tell a screen reader how much is left to do."""
        if result is not None:
            count = len(result.obstacles)
            self._announcer.say(self.tr("%n thing(s) between this post and the queue", "", count))

    def hush(self) -> None:
        """Take back what is said of a post: nobody is to read it any more."""
        self.banner.say("")
        self._toast.hide()

    def settle(self) -> None:
        """Follow a window of another size."""
        self._toast.settle()
