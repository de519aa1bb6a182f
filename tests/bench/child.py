"""What a measured process runs: `python -m tests.bench.child bare|program|typing|queue ...`.

It says on standard output when it has got somewhere, as one JSON object a line, and ends when its input ends.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.ui.main_window import MainWindow

ROUNDS = 40
_UNTIL_PAINTED = 50
"""Milliseconds from the moment that the findings arrive until they are painted and the snapshot is said to be saved."""
_REST = 400


def say(**what: Any) -> None:  # noqa: ANN401 - any figure
    """Tell the parent."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def press(editor: Any, character: str) -> None:  # noqa: ANN401 - any editor of Qt
    """Press and release a key."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, character)
        QApplication.sendEvent(editor, event)


def wait(milliseconds: int) -> None:
    """Let Qt work, asleep where it has nothing to do."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def say_when_typed(editor: Any) -> None:  # noqa: ANN401 - any editor of Qt
    """Press a key as soon as the window is shown, and tell the parent that it arrived."""

    def typed() -> None:
        press(editor, "ї")
        if editor.toPlainText().endswith("ї"):
            say(ready=True)

    QTimer.singleShot(0, typed)


def bare() -> None:
    """Show an empty window, with an editor for the key to land in."""
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    editor = QPlainTextEdit()
    window.setCentralWidget(editor)
    window.resize(1280, 800)
    window.show()
    say_when_typed(editor)
    QTimer.singleShot(1500, lambda: say(settled=True))
    application.exec()


def program(workspace: str) -> None:
    """Run the program as `embassy-assistant window` does, and write a post in it."""
    from embassy_assistant.__main__ import main
    from embassy_assistant.ui import main_window
    from tests.bench.texts import ENGLISH, UKRAINIAN

    start = main_window.MainWindow.start

    def started(self: MainWindow) -> None:
        start(self)
        say_when_typed(self.write.halves["uk"].editor)

        def fill() -> None:
            self.write.halves["uk"].editor.setPlainText(UKRAINIAN)
            self.write.halves["en"].editor.setPlainText(ENGLISH)
            QTimer.singleShot(3000, lambda: say(settled=True))

        QTimer.singleShot(1000, fill)

    main_window.MainWindow.start = started  # type: ignore[method-assign]
    sys.argv = ["embassy-assistant", "window", "--workspace", workspace]
    main()


def _open_window(workspace: str) -> MainWindow:
    from embassy_assistant.ui.collector import Collector
    from embassy_assistant.ui.start import make_application, make_window
    from tests.helpers.workbench import open_bench

    desk = open_bench(Path(workspace)).desk
    desk.workspace.open()
    application = make_application()
    Collector(application).start()
    window = make_window(desk, application, language="en", theme="light")
    window.resize(1280, 720)
    window.show()
    window.start()
    wait(1500)
    return window


def wait_for_findings(window: MainWindow) -> None:
    """Let Qt work until the checks have spoken of the newest snapshot, and what they said is painted."""
    loop = QEventLoop()
    reviewed = window.write.session.reviewed.connect(lambda: QTimer.singleShot(_UNTIL_PAINTED, loop.quit))
    loop.exec()
    window.write.session.reviewed.disconnect(reviewed)


def typing(workspace: str) -> None:
    """Press keys in a post of 2 × 500 characters; tell the CPU time that each cost, to the last pixel."""
    from tests.bench.texts import ENGLISH, UKRAINIAN

    window = _open_window(workspace)
    for language, text in (("uk", UKRAINIAN[:-ROUNDS]), ("en", ENGLISH)):
        window.write.halves[language].editor.setPlainText(text)
    wait(2000)
    editor = window.write.halves["uk"].editor

    def cost() -> tuple[float, float]:
        gui, whole = time.thread_time(), time.process_time()
        press(editor, "а")
        wait_for_findings(window)
        gui, whole = time.thread_time() - gui, time.process_time() - whole
        # A person rests between keys, and so does the processor: each key press finds it asleep.
        wait(_REST)
        return gui * 1000, (whole - gui) * 1000

    # Nothing is taken off for the cursor that blinks and the clock that is watched meanwhile.
    gui, off = zip(*(cost() for _ in range(ROUNDS)), strict=True)
    say(on_gui=statistics.median(gui), off_gui=statistics.median(off), slowest=max(gui))


def queue(workspace: str) -> None:
    """Show the queue for the first time; tell how long it took until its first rows were painted."""
    from embassy_assistant.ui.views.queue import QueueView

    window = _open_window(workspace)
    start = time.perf_counter()
    window.show_view("queue")
    view = window.view("queue")
    if not isinstance(view, QueueView):
        raise TypeError(view)
    while view.model.rowCount() == 0:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    view.repaint()
    painted = (time.perf_counter() - start) * 1000
    desk = window.context.desk
    searches = []
    for words in ("візит", "зустріч гром", "концерт прапор", "безп", "пам'ять освіта", "123") * 5:
        start = time.perf_counter()
        desk.outbox.post_ids(words)
        searches.append((time.perf_counter() - start) * 1000)
    say(
        painted=painted,
        search=statistics.median(searches),
        slowest=max(searches),
        posts=len(desk.outbox.post_ids()),
    )


ROLES: dict[str, Callable[..., None]] = {"bare": bare, "program": program, "typing": typing, "queue": queue}

if __name__ == "__main__":
    ROLES[sys.argv[1]](*sys.argv[2:])
