"""What the desktop says of sleep and of the screen is heard on a real bus, from doubles of logind and screen savers."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusPendingCallWatcher

from embassy_assistant.app.wiring import open_desk
from embassy_assistant.ui.standby import SCREEN_SAVERS, Standby
from tests.helpers.logind import OTHER, Logind
from tests.helpers.secret_service import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.real
ROOT = Path(__file__).parents[2]


@pytest.fixture
def session() -> Iterator[Session]:
    """A bus; a socket's path must be short, so not below pytest's own directory."""
    with tempfile.TemporaryDirectory(prefix="bus") as directory:
        made = Session(Path(directory), activates=False)
        yield made
        made.close()


@pytest.fixture
def address(session: Session) -> str:
    return session.environment["DBUS_SESSION_BUS_ADDRESS"]


@pytest.fixture
def bus(address: str) -> Iterator[QDBusConnection]:
    yield QDBusConnection.connectToBus(address, "test")
    QDBusConnection.disconnectFromBus("test")


@pytest.fixture
def listen(qtbot: QtBot, bus: QDBusConnection, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Standby]]:
    monkeypatch.delenv("XDG_SESSION_ID", raising=False)
    made: list[Standby] = []

    def one() -> Standby:
        made.append(Standby(bus, bus))
        return made[-1]

    yield one
    for each in made:
        each.deleteLater()


def opens(pid: int, name: str) -> bool:
    """Whether a process has a file open."""
    for descriptor in Path(f"/proc/{pid}/fd").iterdir():
        # Those of a running process come and go.
        with contextlib.suppress(FileNotFoundError):
            if descriptor.readlink().name == name:
                return True
    return False


def test_the_computer_is_kept_awake_until_the_drafts_are_shut(
    listen: Callable[[], Standby], address: str, qtbot: QtBot
) -> None:
    with Logind(address) as logind:
        standby = listen()
        qtbot.waitUntil(logind.delayed)
        with qtbot.waitSignal(standby.falling_asleep):
            logind.sleep(True)
        assert logind.delayed()
        standby.let_sleep()
        qtbot.waitUntil(lambda: not logind.delayed())
        logind.sleep(False)
        qtbot.waitUntil(logind.delayed)
        asked = [call for call in logind.asked if call[0] == "Inhibit"]
        assert [(what, mode) for _, what, _who, _why, mode in asked] == [("sleep", "delay")] * 2


def test_the_lock_of_this_session_is_heard_and_of_no_other(
    listen: Callable[[], Standby], address: str, qtbot: QtBot
) -> None:
    with Logind(address) as logind:
        standby = listen()
        heard: list[str] = []
        standby.screen_locked.connect(lambda: heard.append("locked"))
        qtbot.waitUntil(logind.delayed)
        standby.screen_unlocked.connect(lambda: heard.append("unlocked"))

        def unlocked() -> bool:
            # Said until it is heard: the bus may learn after this that somebody listens.
            logind.session("Lock", OTHER)
            logind.session("Unlock")
            return bool(heard)

        qtbot.waitUntil(unlocked)
        assert set(heard) == {"unlocked"}
        with qtbot.waitSignal(standby.screen_locked):
            logind.session("Lock")
    assert ("GetSession", "auto") in logind.asked


def test_the_session_that_the_desktop_names_is_asked_for(
    bus: QDBusConnection, address: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Logind(address) as logind:
        monkeypatch.setenv("XDG_SESSION_ID", "c7")
        standby = Standby(bus, bus)
        qtbot.waitUntil(logind.delayed)
        assert ("GetSession", "c7") in logind.asked
        standby.deleteLater()


@pytest.mark.parametrize("screen_saver", SCREEN_SAVERS)
def test_every_desktops_screen_saver_is_heard(
    listen: Callable[[], Standby], address: str, qtbot: QtBot, screen_saver: str
) -> None:
    # A program outside any session, as some are that the desktop has started, is told by the screen saver alone.
    with Logind(address, sessions=False) as logind:
        standby = listen()
        qtbot.waitUntil(logind.delayed)
        with qtbot.waitSignal(standby.screen_locked):
            logind.screen(True, screen_saver)
        with qtbot.waitSignal(standby.screen_unlocked):
            logind.screen(False, screen_saver)


def test_the_program_itself_shuts_the_drafts_before_the_computer_sleeps(
    session: Session, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    session.unlock()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.SecretService.Keyring")
    desk = open_desk(tmp_path / "workspace", practice=True)
    desk.workspace.create()
    desk.preferences.recovery_pending = ""
    desk.workspace.close()
    command = [sys.executable, "-m", "embassy_assistant", "window", "--workspace", str(tmp_path / "workspace")]
    buses = {"DBUS_SYSTEM_BUS_ADDRESS": address, "QT_QPA_PLATFORM": "offscreen"}
    with Logind(address) as logind, subprocess.Popen(command, env=session.environment | buses, cwd=ROOT) as window:
        try:
            qtbot.waitUntil(logind.delayed, timeout=60_000)
            qtbot.waitUntil(lambda: opens(window.pid, "media.db"), timeout=60_000)
            logind.sleep(True)
            qtbot.waitUntil(lambda: not logind.delayed(), timeout=60_000)
            assert not opens(window.pid, "media.db")
        finally:
            window.terminate()


@pytest.mark.parametrize("there", [pytest.param(True, id="no logind"), pytest.param(False, id="no bus")])
def test_without_logind_nothing_is_heard_and_nothing_breaks(bus: QDBusConnection, qtbot: QtBot, there: bool) -> None:
    system = bus if there else QDBusConnection("nowhere")
    assert system.isConnected() is there
    standby = Standby(system, system)
    qtbot.waitUntil(lambda: not standby.findChildren(QDBusPendingCallWatcher))
    standby.let_sleep()
    standby.deleteLater()
