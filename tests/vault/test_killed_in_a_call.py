"""A real gnome-keyring that hangs and is killed while it is asked: nothing is lost, and everybody goes on."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from keyring.backends.SecretService import Keyring
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QApplication

from embassy_assistant.app.session import Exit
from embassy_assistant.app.wiring import open_desk
from embassy_assistant.domain.errors import KeyringUnavailable
from embassy_assistant.domain.events import Events, VaultChanged
from embassy_assistant.messages import Messages
from embassy_assistant.ui.locking import Locking
from embassy_assistant.ui.snapshots import settle
from embassy_assistant.ui.start import close_window, make_window
from embassy_assistant.vault import KeyringVault
from tests.helpers.secret_service import Session
from tests.helpers.window import typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.events import Event
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.ui.main_window import MainWindow

pytestmark = [
    pytest.mark.real,
    # The `keyring` package leaves the connection of a call that failed to the garbage collector.
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]

# What replacing one value asks of the backend, call by call; a test holds it to that.
CALLS: Final = 10
STALL: Final = 10_000
"""Milliseconds, more than a busy machine takes: what a call blocks, it blocks until the keyring is killed."""
ROOT: Final = Path(__file__).parents[2]


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    """An unlocked keyring that this process uses, too; a socket's path must be short."""
    with tempfile.TemporaryDirectory(prefix="ring") as directory:
        made = Session(Path(directory), activates=False)
        for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
            monkeypatch.setenv(name, made.environment[name])
        monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
        made.unlock()
        yield made
        made.close()
        # Here, where the warning named above is expected, and not in whatever test comes next.
        gc.collect()


class Stepped:
    """The real backend; before its n-th call it does what the test wants."""

    def __init__(self) -> None:
        self.calls = 0
        self.at = -1
        self.act: Callable[[], object] = lambda: None
        self._real = Keyring()  # type: ignore[no-untyped-call]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the backend has
        method = getattr(self._real, name)

        def step(*arguments: str) -> Any:  # noqa: ANN401 - whatever the backend returns
            if self.calls == self.at:
                self.act()
            self.calls += 1
            return method(*arguments)

        return step


class Kept:
    """A vault on the real keyring, and what it says of itself."""

    def __init__(self, patience: float = 30.0, backend: object | None = None) -> None:
        self._states: list[str] = []
        self._said = threading.Condition()
        events = Events()
        events.subscribe(self._hear)
        self.vault = KeyringVault("test", events, patience=patience, find_backend=lambda: backend or Keyring())  # type: ignore[no-untyped-call]

    def until(self, state: str) -> None:
        with self._said:
            assert self._said.wait_for(lambda: state in self._states, 30), self._states
            # What it said before is over.
            del self._states[: self._states.index(state) + 1]

    def _hear(self, event: Event) -> None:
        assert isinstance(event, VaultChanged)
        with self._said:
            self._states.append(event.state)
            self._said.notify_all()


@contextmanager
def asking(work: Callable[[], object]) -> Iterator[list[object]]:
    """Ask on a thread of its own; afterwards the list has the answer, or the id of the error."""
    answers: list[object] = []

    def ask() -> None:
        try:
            answers.append(work())
        except KeyringUnavailable as error:
            answers.append(error.id)

    thread = threading.Thread(target=ask)
    thread.start()
    yield answers
    thread.join(30)
    assert not thread.is_alive()


def stop(session: Session) -> None:
    os.kill(session.keyring_pid(), signal.SIGSTOP)


def test_what_replacing_a_value_asks_is_counted_right(session: Session) -> None:
    backend = Stepped()
    kept = Kept(backend=backend)
    kept.vault.set("token", "old")
    backend.calls = 0
    kept.vault.set("token", "new")
    assert backend.calls == CALLS


@pytest.mark.parametrize("at", range(CALLS))
def test_killed_while_a_value_is_being_replaced_it_has_the_old_one_or_the_new_one(session: Session, at: int) -> None:
    backend = Stepped()
    kept = Kept(backend=backend)
    kept.vault.set("token", "old")
    kept.until("ready")
    pid = session.keyring_pid()
    backend.calls, backend.at, backend.act = 0, at, lambda: os.kill(pid, signal.SIGSTOP)
    with asking(lambda: kept.vault.set("token", "new")) as answers:
        kept.until("waiting")
        session.kill_keyring()
    assert answers == ["keyring.gone"]
    session.unlock()
    after = Kept()
    assert after.vault.get("token") in {"old", "new"}
    # Who is told that it was not kept hands it in again; nothing of the interrupted attempt stays.
    kept.vault.set("token", "newest")
    assert after.vault.get("token") == "newest"
    assert Keyring().get_password("Embassy Assistant/test", "token (new)") is None  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("moment", range(0, 60, 6))
def test_killed_at_any_moment_of_a_replacement_it_has_the_old_one_or_the_new_one(session: Session, moment: int) -> None:
    kept = Kept()
    kept.vault.set("token", "old")
    pid = session.keyring_pid()
    killer = threading.Timer(moment / 1000, os.kill, (pid, signal.SIGKILL))
    killer.start()
    with asking(lambda: kept.vault.set("token", "new")) as answers:
        killer.join()
    session.until_gone()
    session.unlock()
    kept_now = Kept().vault.get("token")
    assert kept_now == "new" if answers == [None] else kept_now in {"old", "new"}


def test_killed_while_a_value_is_read_it_is_gone_and_then_has_it(session: Session) -> None:
    kept = Kept()
    kept.vault.set("token", "old")
    stop(session)
    with asking(lambda: kept.vault.get("token")) as answers:
        kept.until("waiting")
        session.kill_keyring()
    assert answers == ["keyring.gone"]
    session.unlock()
    assert kept.vault.get("token") == "old"


class Shown:
    """The window over a workspace whose key the real keyring has.

    Attributes:
        longest: how long it did not answer, in milliseconds.
        askers: the threads that asked the keyring.
    """

    def __init__(self, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.askers: set[threading.Thread] = set()
        for name in ("get", "set", "delete"):
            monkeypatch.setattr(KeyringVault, name, self._noted(getattr(KeyringVault, name)))
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._qtbot = qtbot
        self.locking = Locking(
            lambda _before: make_window(desk, application, language="en", theme="light"),
            close_window,
            lambda: None,
            application,
        )
        self.longest = 0
        self._since = QElapsedTimer()
        self._since.start()
        self._beat = QTimer(interval=20)
        self._beat.timeout.connect(self._count)
        self._beat.start()
        self.window.show()
        self.window.start()

    @property
    def window(self) -> MainWindow:
        return self.locking.window

    def until(self, reached: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(reached, timeout=30_000)

    def says(self, message_id: str) -> None:
        sentence = Messages("en").text(message_id)
        self.until(lambda: sentence in self.window.banner.text and not self.window.banner.isHidden())

    def type(self, text: str) -> None:
        typed(self.window.write.halves["uk"].editor, text)
        self.window.write.session.flush()
        settle(self.window)

    def _noted(self, ask: Callable[..., object]) -> Callable[..., object]:
        def noted(*question: object) -> object:
            self.askers.add(threading.current_thread())
            return ask(*question)

        return noted

    def never_waited(self) -> None:
        """Say that no call to the keyring held the window up."""
        assert self.askers
        assert threading.main_thread() not in self.askers
        assert self.longest < STALL

    def close(self) -> None:
        self._beat.stop()
        self.window.close()
        close_window(self.window)
        self.locking.deleteLater()

    def _count(self) -> None:
        self.longest = max(self.longest, self._since.restart())


@pytest.fixture
def desk(tmp_path: Path, session: Session, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of a workspace that was made and closed; its vault waits half a second for a dialog."""
    made = open_desk(tmp_path / "workspace", practice=True)
    made.workspace.create()
    made.preferences.recovery_pending = ""
    made.workspace.close()
    again = open_desk(tmp_path / "workspace")
    monkeypatch.setattr(again.vault, "patience", 0.7)
    return again


@pytest.fixture
def shown(desk: Desk, session: Session, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shown]:
    """The window, started while the keyring hangs."""
    stop(session)
    made = Shown(desk, qtbot, monkeypatch)
    yield made
    made.close()
    desk.workspace.close()


def test_the_window_takes_typing_while_the_keyring_hangs_says_that_it_died_and_opens_when_it_is_back(
    shown: Shown, desk: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.says("keyring.waiting")
    shown.type("Візит")
    session.kill_keyring()
    shown.says("keyring.gone")
    shown.type(" міністра")
    session.unlock()
    monkeypatch.setattr(desk.vault, "patience", 30.0)
    shown.window.opening.ask_keyring()
    shown.until(lambda: desk.workspace.access.value == "open")
    settle(shown.window)
    post = desk.drafting.get(shown.window.write.session.post.id)
    assert post is not None
    assert post.text("uk") == "Візит міністра"
    assert shown.window.banner.isHidden()
    shown.never_waited()


def test_a_dialog_left_open_for_an_hour_is_still_waited_for_and_once_answered_the_drafts_open_by_themselves(
    shown: Shown, desk: Desk, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown.says("keyring.waiting")
    hour = desk.clock.evidence()
    later = replace(hour, wall=hour.wall + timedelta(hours=1), since_boot=(hour.since_boot or 0) + 3600)
    monkeypatch.setattr(type(desk.clock), "evidence", lambda _clock: later)
    shown.locking.look()
    shown.type("Слово")
    shown.says("keyring.waiting")
    os.kill(session.keyring_pid(), signal.SIGCONT)
    shown.until(lambda: desk.workspace.access.value == "open")
    settle(shown.window)
    assert shown.window.write.halves["uk"].editor.text == "Слово"
    assert shown.window.banner.isHidden()
    shown.never_waited()


def test_the_command_line_says_what_it_waits_for_ends_when_the_keyring_dies_and_works_when_it_is_back(
    tmp_path: Path, desk: Desk, session: Session
) -> None:
    command = [sys.executable, "-m", "embassy_assistant", "posts", "list", "--workspace", str(tmp_path / "workspace")]
    stop(session)
    waiting = subprocess.Popen(
        [*command, "--language", "en"], env=session.environment, cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    with waiting:
        assert waiting.stderr is not None
        sentence = Messages("en").text("cli.opening")
        assert waiting.stderr.read(len(sentence)) == sentence
        session.kill_keyring()
        assert Messages("en").text("keyring.gone") in waiting.stderr.read()
    assert waiting.returncode == Exit.KEYRING
    session.unlock()
    assert subprocess.run(command, env=session.environment, cwd=ROOT, check=False, timeout=60).returncode == Exit.DONE
