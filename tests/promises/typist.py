"""Types into the real window, 20 keys a second, and says when each key was pressed; the test kills it in mid-word.

Run as `python -m tests.promises.typist WORKSPACE SECONDS`. Each line of its output is the number of keys pressed so
far and the time (`time.monotonic`, which all processes of a machine share).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from embassy_assistant.ui.start import make_application, make_window
from tests.helpers.workbench import open_bench

TEXT: Final = "Сьогодні в Києві говоримо про мир, який тримається на праві. "
KEYS_A_SECOND: Final = 20


def typed(keys: int) -> str:
    """Return the text after that many keys."""
    return (TEXT * (keys // len(TEXT) + 1))[:keys]


def main(workspace: Path, seconds: float) -> None:
    """Type."""
    application = make_application()
    bench = open_bench(workspace)
    window = make_window(bench.desk, application, language="uk")
    window.show()
    window.start()
    editor = window.write.halves["uk"].editor
    pressed = 0

    def press() -> None:
        nonlocal pressed
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, TEXT[pressed % len(TEXT)])
            QApplication.sendEvent(editor, event)
        pressed += 1
        os.write(1, f"{pressed} {time.monotonic()}\n".encode())

    keys = QTimer()
    keys.timeout.connect(press)
    window.opened.connect(lambda: keys.start(1000 // KEYS_A_SECOND))
    QTimer.singleShot(int(seconds * 1000), application.quit)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]))
