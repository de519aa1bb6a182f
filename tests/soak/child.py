"""The window that a soak run watches: `python -m tests.soak.child WORKSPACE POSTS SECONDS`.

It shows its queue, sends, and queues the posts evenly meanwhile, as an Officer would. Each few seconds it tells what it
weighs, and how long its GUI thread was held up at worst, as one JSON object a line; when its input ends it lets the
clock run faster until everything is sent, and tells how that went.
"""

from __future__ import annotations

import json
import re
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, QTimer

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.net import Client
from embassy_assistant.ui.collector import Collector
from embassy_assistant.ui.start import Sending, close_window, make_application, make_window
from tests.helpers.memory import OFFICER
from tests.helpers.pictures import flag
from tests.helpers.workbench import open_bench

if TYPE_CHECKING:
    from tests.helpers.workbench import Workbench

STALL: Final = 0.05
_TICK: Final = 0.01
_SETTLED: Final = 5_000
_SAMPLE: Final = 2_000
_HURRY: Final = 120
_DRAINED_WITHIN: Final = 300


def say(**what: Any) -> None:  # noqa: ANN401 - any figure
    """Tell the parent."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


class Watchdog(QObject):
    """Looks every 10 ms whether the GUI thread still looks.

    Attributes:
        stalls: (seconds late, seconds of those that the GUI thread computed) of each time that it was held up.
        worst: the longest time late, in seconds.
    """

    def __init__(self, parent: QObject) -> None:
        """Watch from now on."""
        super().__init__(parent)
        self.stalls: list[tuple[float, float]] = []
        self.worst = 0.0
        self._last = time.perf_counter(), time.thread_time()
        self._timer = QTimer(self, interval=int(_TICK * 1000), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        now = time.perf_counter(), time.thread_time()
        late = now[0] - self._last[0] - _TICK
        self.worst = max(self.worst, late)
        if late > STALL:
            self.stalls.append((late, now[1] - self._last[1]))
        self._last = now


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


def megabytes() -> float:
    """Return what this process has in memory; unlike its share of it, this does not depend on who else runs."""
    found = re.search(r"^VmRSS:\s+(\d+)", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)
    assert found is not None
    return int(found[1]) / 1024


def wait_until_sent(bench: Workbench, written: threading.Event) -> bool:
    """Return whether everything is sent within five minutes."""
    written.wait(_DRAINED_WITHIN)
    until = time.monotonic() + _DRAINED_WITHIN
    while time.monotonic() < until:
        with suppress(AssistantError):
            if not bench.desk.outbox.open():
                return True
        threading.Event().wait(0.5)
    return False


def main(workspace: str, posts: str, seconds: str) -> None:
    """Run until the input ends and everything is sent."""
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
    clock, sending, written = ClockThread(bench), Sending(bench.desk), threading.Event()
    clock.start()
    dogs: list[Watchdog] = []

    def sample() -> None:
        say(megabytes=megabytes(), worst=max((dog.worst for dog in dogs), default=0.0))

    sampling = QTimer(application, interval=_SAMPLE)
    sampling.timeout.connect(sample)

    def begin() -> None:
        # What is imported and built for the first view is start-up, which the benchmark measures.
        dogs.append(Watchdog(application))
        sampling.start()
        sending.start()
        threading.Thread(target=write_all, args=(bench, int(posts), float(seconds), written), daemon=True).start()
        threading.Thread(target=end, daemon=True).start()

    def end() -> None:
        sys.stdin.read()
        clock.hurry()
        drained = wait_until_sent(bench, written)
        say(drained=drained, stalls=dogs[0].stalls, worst=dogs[0].worst)
        QTimer.singleShot(0, application, application.quit)

    QTimer.singleShot(_SETTLED, begin)
    application.exec()
    sending.stop()
    clock.over.set()
    close_window(window)
    collector.stop()
    bench.desk.workspace.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
