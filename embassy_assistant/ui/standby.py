"""Hears that the computer is about to sleep, or that its screen was locked: on Linux, over D-Bus.

The desktop says it in two places: `systemd-logind` on the system's bus (sleep; Lock and Unlock of the session), and the
screen saver on the session's bus. A computer falls asleep within moments, so that a delay is asked of logind in
advance, and let go once the drafts are shut. Where one of them is not there, the others are still heard.

Imported once the window stands: QtDBus is no part of the start.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import SLOT, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

if TYPE_CHECKING:
    from collections.abc import Callable

LOGIND: Final = "org.freedesktop.login1"
MANAGER: Final = "org.freedesktop.login1.Manager"
SESSION: Final = "org.freedesktop.login1.Session"
ROOT: Final = "/org/freedesktop/login1"
# The first one is KDE's; the others have the same signal under names of their own.
SCREEN_SAVERS: Final = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
)


class Standby(QObject):
    """What the desktop says of the person at it.

    Signals:
        falling_asleep: the computer sleeps as soon as `let_sleep` is called, or logind's patience (5 s) ends.
        screen_locked, screen_unlocked: as it says.
    """

    falling_asleep = Signal()
    screen_locked = Signal()
    screen_unlocked = Signal()

    def __init__(self, session: QDBusConnection, system: QDBusConnection, parent: QObject | None = None) -> None:
        """Listen on both buses; one that is not there says nothing."""
        super().__init__(parent)
        self._system = system
        # logind waits for as long as the answer, which holds a file descriptor, is alive.
        self._held: list[QDBusMessage] = []
        for name in SCREEN_SAVERS:
            session.connect("", "", name, "ActiveChanged", self, _slot("screen_changed(bool)"))
        system.connect(LOGIND, ROOT, MANAGER, "PrepareForSleep", self, _slot("sleep_changed(bool)"))
        self._ask("GetSession", [os.environ.get("XDG_SESSION_ID") or "auto"], self._follow)
        self._hold()

    def let_sleep(self) -> None:
        """Keep the computer awake no longer."""
        self._held.clear()

    @Slot(bool)
    def sleep_changed(self, falls_asleep: bool) -> None:
        """Hear logind."""
        if falls_asleep:
            self.falling_asleep.emit()
        else:
            self._hold()

    @Slot(bool)
    def screen_changed(self, active: bool) -> None:
        """Hear a screen saver."""
        (self.screen_locked if active else self.screen_unlocked).emit()

    @Slot()
    def session_locked(self) -> None:
        """Hear logind speak of this session."""
        self.screen_locked.emit()

    @Slot()
    def session_unlocked(self) -> None:
        """Hear logind speak of this session."""
        self.screen_unlocked.emit()

    def _hold(self) -> None:
        def held(answer: QDBusMessage) -> None:
            self._held[:] = [answer]

        self._ask("Inhibit", ["sleep", self.tr("Embassy Assistant"), self.tr("Locks the drafts"), "delay"], held)

    def _follow(self, answer: QDBusMessage) -> None:
        path = answer.arguments()[0].path()
        for signal, slot in (("Lock", "session_locked()"), ("Unlock", "session_unlocked()")):
            self._system.connect(LOGIND, path, SESSION, signal, self, _slot(slot))

    def _ask(self, method: str, arguments: list[str], then: Callable[[QDBusMessage], None]) -> None:
        """Call a method of logind; nothing happens where there is none, or where it refuses."""
        if not self._system.isConnected():
            return
        message = QDBusMessage.createMethodCall(LOGIND, ROOT, MANAGER, method)
        message.setArguments(arguments)
        watcher = QDBusPendingCallWatcher(self._system.asyncCall(message), self)

        def answered() -> None:
            answer = watcher.reply()
            watcher.deleteLater()
            if answer.type() == QDBusMessage.MessageType.ReplyMessage:
                then(answer)

        watcher.finished.connect(answered)


def _slot(name: str) -> Any:  # noqa: ANN401 - the stub asks for bytes, which `connect` refuses
    return SLOT(name)
