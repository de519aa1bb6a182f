"""The window that a soak run watches: `python -m tests.soak.child WORKSPACE POSTS SECONDS`.

It shows its queue, sends, and queues the posts evenly meanwhile, as an Officer would. Each few seconds it tells what it
weighs, as one JSON object a line; when its input ends it lets the clock run faster until everything is sent, and tells
how that went. It never ends without a word: its last line says so, and each exception that nobody caught has a line.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QTimer

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.net import Client
from embassy_assistant.ui.collector import Collector
from embassy_assistant.ui.start import Sending, close_window, make_application, make_window
from tests.helpers.memory import OFFICER
from tests.helpers.pictures import flag
from tests.helpers.workbench import open_bench
from tests.soak.watching import Watchdog, loudly, weigh

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.helpers.workbench import Workbench

_SETTLED: Final = 5_000
_SAMPLE: Final = 2.0
_HURRY: Final = 120
_DRAINED_WITHIN: Final = 300


def say(**what: Any) -> None:  # noqa: ANN401 - any figure
    """Tell the parent."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class ClockThread(threading.Thread):
    """Lets the bench's clock run, from `hurry` on faster than the day."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(daemon=True)
        self._bench = bench
        self._hurry = threading.Event()
        self.over = threading.Event()

    def run(self) -> None:
        last = time.monotonic()
        while not self.over.wait(0.05):
            passed, last = time.monotonic() - last, time.monotonic()
            self._bench.clock.forward(seconds=passed * (_HURRY if self._hurry.is_set() else 1))

    def hurry(self) -> None:
        """Let pauses between two attempts pass quickly."""
        self._hurry.set()


def write(bench: Workbench, number: int) -> None:
    """Write and queue the post of a number: one in three has a picture, one in five is a thread."""
    desk = bench.desk
    post = desk.drafting.new(tuple(account.id for account in desk.accounts.all()))
    words = range(60 if number % 5 == 0 else 4)
    post = post.with_text("uk", " ".join(f"Слово {word} допису {number}." for word in words))
    post = post.with_text("en", " ".join(f"Word {word} of post {number}." for word in words))
    if number % 3 == 0:
        media = desk.drafting.attach(flag(), "flag.png").with_alt("uk", "Прапор").with_alt("en", "A flag")
        post = replace(post, media=(media,))
    post = desk.drafting.confirm(replace(post, as_thread=number % 5 == 0), OFFICER)
    desk.drafting.save(post)
    desk.outbox.queue(post, OFFICER)


def write_all(bench: Workbench, posts: int, seconds: float, written: threading.Event) -> None:
    """Queue `posts` posts evenly over `seconds`."""
    started = time.monotonic()
    for number in range(posts):
        threading.Event().wait(max(0.0, started + seconds * number / posts - time.monotonic()))
        write(bench, number)
    written.set()


def wait_until_sent(bench: Workbench, written: threading.Event) -> bool:
    """Return whether everything is written and sent within ten minutes."""
    if not written.wait(_DRAINED_WITHIN):
        return False
    until = time.monotonic() + _DRAINED_WITHIN
    while time.monotonic() < until:
        with suppress(AssistantError):
            if not bench.desk.outbox.open():
                return True
        threading.Event().wait(0.5)
    return False


class Soak:
    """What goes on while the window is open."""

    def __init__(self, bench: Workbench, application: QApplication, posts: int, seconds: float) -> None:
        self._bench = bench
        self._application = application
        self._posts = posts
        self._seconds = seconds
        self._written, self._over = threading.Event(), threading.Event()
        self._clock, self._sending = ClockThread(bench), Sending(bench.desk)
        self.drained: bool | None = None
        self.dog: Watchdog | None = None

    def begin(self) -> None:
        # What is imported and built for the first view is start-up, which the benchmark measures.
        self.dog = Watchdog(self._application)
        self._clock.start()
        self._sending.start()
        for work in (self._sample, self._write, self._end):
            threading.Thread(target=work, daemon=True).start()

    def stop(self) -> None:
        self._over.set()
        self._sending.stop()
        self._clock.over.set()
        if self.dog is not None:
            self.dog.close()

    def _sample(self) -> None:
        while not self._over.wait(_SAMPLE):
            say(**weigh()._asdict())

    def _write(self) -> None:
        write_all(self._bench, self._posts, self._seconds, self._written)

    def _end(self) -> None:
        try:
            sys.stdin.read()
            self._clock.hurry()
            self.drained = wait_until_sent(self._bench, self._written)
        finally:
            QTimer.singleShot(0, self._application, self._application.quit)


def main(workspace: str, posts: str, seconds: str) -> None:
    """Run until the input ends and everything is sent."""
    loudly(lambda line: say(uncaught=line))
    client = Client()
    bench = open_bench(Path(workspace), clock=datetime.now(UTC), client=lambda: client)
    bench.desk.workspace.open()
    application = make_application()
    collector = Collector(application)
    collector.start()
    window = make_window(bench.desk, application, language="en", theme="light")
    window.resize(1280, 720)
    window.show()
    window.start()
    window.show_view("queue")
    soak = Soak(bench, application, int(posts), float(seconds))
    QTimer.singleShot(_SETTLED, application, soak.begin)
    code = application.exec()
    soak.stop()
    close_window(window)
    collector.stop()
    bench.desk.workspace.close()
    stalls, kept = (soak.dog.stalls, soak.dog.kept) if soak.dog is not None else ([], [])
    say(drained=soak.drained, code=code, stalls=[asdict(stall) for stall in stalls], kept=kept)


if __name__ == "__main__":
    main(*sys.argv[1:])
