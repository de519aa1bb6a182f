"""Says what changed to a screen reader, politely and not more than once in two seconds."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

EVERY: Final = 2000


class Announcer(QObject):
    """Announces the newest sentence; those between are dropped."""

    def __init__(self, about: QObject) -> None:
        """Announce things about `about`, a widget."""
        super().__init__(about)
        self._about = about
        self._waiting = ""
        self._said = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._speak)

    def say(self, sentence: str) -> None:
        """Announce `sentence` unless it was the last one."""
        if sentence == self._said:
            self._waiting = ""
            return
        self._waiting = sentence
        if not self._timer.isActive():
            self._speak()

    def alarm(self, sentence: str) -> None:
        """Announce `sentence` at once, over whatever is being read."""
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._about, sentence)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
            QAccessible.updateAccessibility(event)

    def _speak(self) -> None:
        if not self._waiting:
            return
        self._said, self._waiting = self._waiting, ""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._about, self._said))
        self._timer.start()
