"""The vault on a real gnome-keyring, in every state that a press officer's laptop can show."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.secret_service import PASSWORD, Session, display

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.real


@pytest.fixture
def start() -> Iterator[Callable[..., Session]]:
    """Start sessions that end with the test; a socket's path must be short, so not below pytest's own directory."""
    sessions: list[Session] = []
    with tempfile.TemporaryDirectory(prefix="ring") as directory:

        def start_one(*, activates: bool = True, screen: str = "") -> Session:
            place = Path(directory) / str(len(sessions))
            place.mkdir()
            sessions.append(Session(place, activates=activates, display=screen))
            return sessions[-1]

        yield start_one
        for session in sessions:
            session.close()


def test_an_unlocked_keyring_keeps_overwrites_and_forgets(start: Callable[..., Session]) -> None:
    session = start()
    session.unlock()
    with session.program() as program:
        assert program.ask("get", "store-key") is None
        assert program.ask("set", "store-key", "перше") is None
        assert program.ask("set", "store-key", "друге") is None
        assert program.ask("get", "store-key") == "друге"
        assert program.ask("set", "token", "x" * 1_280) is None
        assert program.ask("delete", "store-key") is None
        assert program.ask("delete", "store-key") is None
        assert program.ask("get", "store-key") is None
        program.until("ready")
    with session.program() as another:
        assert another.ask("get", "token") == "x" * 1_280


def test_a_locked_keyring_without_a_display_says_so_at_once(start: Callable[..., Session]) -> None:
    session = start()
    session.unlock()
    with session.program() as program:
        assert program.ask("set", "store-key", "secret") is None
        session.lock()
        assert program.ask("get", "store-key") == {"error": "keyring.locked"}
        assert program.ask("set", "token", "t") == {"error": "keyring.locked"}
        program.until("locked")


def test_a_killed_keyring_that_the_bus_starts_again_is_locked(start: Callable[..., Session]) -> None:
    session = start()
    session.unlock()
    with session.program() as program:
        assert program.ask("set", "store-key", "secret") is None
        session.kill_keyring()
        assert program.ask("get", "store-key") == {"error": "keyring.locked"}


def test_a_killed_keyring_is_gone_and_found_when_it_is_back(start: Callable[..., Session]) -> None:
    session = start(activates=False)
    session.unlock()
    with session.program() as program:
        assert program.ask("set", "store-key", "secret") is None
        session.kill_keyring()
        program.until("ready")
        assert program.ask("get", "store-key") == {"error": "keyring.gone"}
        program.until("gone")
        session.unlock()
        assert program.ask("get", "store-key") == "secret"
        program.until("ready")


def test_a_keyring_that_is_installed_while_the_program_runs_is_found(start: Callable[..., Session]) -> None:
    session = start(activates=False)
    with session.program() as program:
        assert program.ask("get", "store-key") == {"error": "keyring.no-backend"}
        session.unlock()
        assert program.ask("get", "store-key") is None


def test_when_the_bus_is_gone_so_is_the_keyring(start: Callable[..., Session]) -> None:
    session = start()
    session.unlock()
    with session.program() as program:
        assert program.ask("set", "store-key", "secret") is None
        session.kill_bus()
        assert program.ask("get", "store-key") == {"error": "keyring.gone"}


def test_without_a_bus_there_is_no_keyring(start: Callable[..., Session]) -> None:
    session = start()
    del session.environment["DBUS_SESSION_BUS_ADDRESS"]
    with session.program() as program:
        assert program.ask("set", "store-key", "secret") == {"error": "keyring.no-backend"}
        program.until("no-backend")


@pytest.mark.parametrize(
    ("keys", "answer", "state"),
    [
        pytest.param([["type", "--delay", "50", PASSWORD], ["key", "Return"]], "secret", "ready", id="answered"),
        pytest.param([["key", "Escape"]], {"error": "keyring.dismissed"}, "dismissed", id="dismissed"),
    ],
)
def test_while_the_dialog_is_open_the_vault_waits_until_a_person_acts(
    start: Callable[..., Session], tmp_path: Path, keys: list[list[str]], answer: object, state: str
) -> None:
    with display(tmp_path) as screen:
        session = start(screen=screen)
        session.unlock()
        with session.program(patience=60) as program:
            assert program.ask("set", "store-key", "secret") is None
            program.until("ready")
            session.lock()
            program.begin("get", "store-key")
            program.until("waiting")
            find = ["xdotool", "search", "--sync", "--onlyvisible", "--name", "Unlock", "windowfocus", "--sync"]
            # Calls of their own: keys sent to a window that was searched for are synthetic, and ignored.
            for command in (find, *(["xdotool", *key] for key in keys)):
                subprocess.run(command, env=session.environment, check=True, timeout=30)
            assert program.answer() == answer
            program.until(state)
