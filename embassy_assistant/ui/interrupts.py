"""^C in the terminal that the window was opened from: the window closes as by its own button, and saves first.

While nothing happens Qt runs no Python, which would notice the key only in the middle of whatever comes next. So the
signal's number, on a socket, wakes Qt.
"""

from __future__ import annotations

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication


class Interrupts(QObject):
    """Closes all windows at ^C.

    Attributes:
        pressed: whether ^C was.
    """

    def __init__(self, parent: QObject) -> None:
        """Heed ^C until `stop`. On the main thread only."""
        super().__init__(parent)
        self.pressed = False
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        self._fd_before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        self._handler_before = signal.signal(signal.SIGINT, lambda *_: None)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)

    def stop(self) -> None:
        """Leave ^C to whoever had it before."""
        signal.signal(signal.SIGINT, self._handler_before)
        signal.set_wakeup_fd(self._fd_before)
        self._notifier.setEnabled(False)
        self._reader.close()
        self._writer.close()

    def _woken(self) -> None:
        if signal.SIGINT in self._reader.recv(64):
            self.pressed = True
            QApplication.closeAllWindows()
