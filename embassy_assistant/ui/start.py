"""Starts the window on a desk, and the sending beside it."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication

from embassy_assistant.ui.bridge import Bridge
from embassy_assistant.ui.collector import Collector
from embassy_assistant.ui.daily import Daily
from embassy_assistant.ui.i18n import Languages
from embassy_assistant.ui.interrupts import Interrupts
from embassy_assistant.ui.locking import Locking
from embassy_assistant.ui.main_window import MainWindow
from embassy_assistant.ui.theme import Theme
from embassy_assistant.ui.workers import Workers

if TYPE_CHECKING:
    from embassy_assistant.domain.events import Event
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.ui.theme import Scheme

_SENDER_ENDS: Final = 10.0
_TURN: Final = 0.0005
_LISTENS_AFTER: Final = 2_000


class Sending:
    """The sender's thread, while the window is open."""

    def __init__(self, desk: Desk) -> None:
        """Start nothing yet."""
        self._desk = desk
        self._stop, self._wake = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._end = desk.events.subscribe(self._happened)

    def start(self) -> None:
        """Begin to send; a second call does nothing."""
        if self._thread is None:
            self._stop.clear()
            self._thread = threading.Thread(
                target=self._desk.sender.run, args=(self._stop, self._wake), name="sender", daemon=True
            )
            self._thread.start()

    def rest(self) -> None:
        """Send nothing more until `start`; blocks until what is under way has ended."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def stop(self) -> None:
        """Send nothing more; a request on its way is given a moment to end."""
        self._end()
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(_SENDER_ENDS)

    def _happened(self, event: Event) -> None:
        # What the sender itself has moved is no reason to wake it.
        if threading.current_thread() is not self._thread:
            self._wake.set()


def make_application() -> QApplication:
    """Return the running application, or a new one with the program's name."""
    # Qt lets go of the interpreter at each call that paints; to get it back from a thread that computes takes a turn,
    # five milliseconds by default, and one painting has some dozen such calls.
    sys.setswitchinterval(_TURN)
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    application = QApplication(sys.argv[:1])
    application.setApplicationName("embassy-assistant")
    application.setDesktopFileName("embassy-assistant")
    return application


def make_window(desk: Desk, application: QApplication, *, language: str = "", theme: str = "") -> MainWindow:
    """Return the window over `desk`, not shown yet.

    Args:
        desk: the services.
        application: the running application.
        language: `uk` or `en`; empty for what was chosen before, else the system's.
        theme: `light` or `dark`; empty for what was chosen before, else the system's.
    """
    preferences = desk.preferences
    chosen = theme or preferences.theme
    scheme: Scheme | None = "light" if chosen == "light" else "dark" if chosen == "dark" else None
    languages = Languages(application, language or preferences.language)
    look = Theme(application, practice=preferences.practice, scheme=scheme)
    return MainWindow(desk, Workers(application), Bridge(desk.events, application), languages, look)


def close_window(window: MainWindow) -> None:
    """End what runs beside the window; the desk stays as it is."""
    window.context.bridge.close()
    window.context.workers.stop()
    window.context.languages.close()
    window.context.theme.deleteLater()
    window.context.bridge.deleteLater()
    # Now, and here: left to the garbage collector, it might be taken apart on a lane's thread.
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)


def run_window(desk: Desk, *, language: str = "", theme: str = "") -> int:
    """Show the window until it is closed.

    Args:
        desk: the services; the workspace is opened in the background if it is not open.
        language: `uk` or `en`; empty for what was chosen before, else the system's.
        theme: `light` or `dark`; empty for what was chosen before, else the system's.

    Returns:
        The program's exit code.

    Raises:
        KeyboardInterrupt: ^C closed the window; all is saved and closed.
    """
    application = make_application()
    collector = Collector(application)
    collector.start()
    interrupts = Interrupts(application)
    sending = Sending(desk)

    def another(before: MainWindow | None) -> MainWindow:
        if before is None:
            window = make_window(desk, application, language=language, theme=theme)
        else:
            context = before.context
            window = make_window(desk, application, language=context.languages.language, theme=context.theme.scheme)
        window.opened.connect(sending.start)
        window.opened.connect(Daily(window.context, window).soon)
        return window

    locking = Locking(another, close_window, sending.rest, application)
    locking.window.show()
    locking.window.start()
    QTimer.singleShot(_LISTENS_AFTER, locking, lambda: _listen(locking))
    code = application.exec()
    sending.stop()
    close_window(locking.window)
    collector.stop()
    desk.workspace.close()
    interrupts.stop()
    if interrupts.pressed:
        raise KeyboardInterrupt
    return code


def _listen(locking: Locking) -> None:
    """Lock with the screen and before sleep, where the system says so over D-Bus."""
    if sys.platform == "linux":
        # Nobody leaves in the first seconds: imported now, it costs the start nothing.
        from PySide6.QtDBus import QDBusConnection

        from embassy_assistant.ui.standby import Standby

        locking.heed(Standby(QDBusConnection.sessionBus(), QDBusConnection.systemBus(), locking))
