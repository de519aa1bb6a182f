"""The vault on a Secret Service that does on command what real ones do on their worst day."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.secret_service import Session
from tests.helpers.secrets_double import daemon

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.real


@pytest.fixture
def session() -> Iterator[Session]:
    """A bus; a socket's path must be short, so not below pytest's own directory."""
    with tempfile.TemporaryDirectory(prefix="ring") as directory:
        made = Session(Path(directory), activates=False)
        # Nobody sees a dialog without one; the double shows none.
        made.environment["DISPLAY"] = ":none"
        yield made
        made.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "entries.json"


def kept(file: Path) -> dict[str, str]:
    """What the keyring has, by name."""
    entries = json.loads(file.read_text())
    return {attributes["username"]: bytes.fromhex(secret).decode() for attributes, secret in entries.values()}


def test_a_dialog_left_open_holds_nobody_up_and_once_answered_everything_goes_on(session: Session, file: Path) -> None:
    with daemon(session, file) as keyring, session.program() as program:
        assert program.ask("set", "store-key", "secret") is None
        program.until("ready")
        keyring.tell("locked")
        program.wait_at_most(0.7)
        # However long it stands there: each caller is told, and none waits for those before it.
        asked = 0
        while asked < 3 or "Prompt" not in keyring.tell("nothing"):
            assert program.ask("get", "store-key") == {"error": "keyring.waiting"}
            asked += 1
        program.until("waiting")
        program.wait_at_most(30)
        assert keyring.tell("answer").count("Prompt") == 1, "one dialog, however many ask"
        program.until("ready")
        assert program.ask("get", "store-key") == "secret"


def test_a_dialog_that_is_dismissed_is_told_from_a_lock(session: Session, file: Path) -> None:
    with daemon(session, file) as keyring, session.program() as program:
        assert program.ask("set", "store-key", "secret") is None
        program.until("ready")
        keyring.tell("locked")
        program.begin("get", "store-key")
        program.until("waiting")
        keyring.tell("dismiss")
        assert program.answer() == {"error": "keyring.dismissed"}
        program.begin("get", "store-key")
        program.until("waiting")
        keyring.tell("answer")
        assert program.answer() == "secret"


def test_one_that_asks_before_overwriting_is_never_made_to_ask(session: Session, file: Path) -> None:
    with daemon(session, file) as keyring, session.program() as program:
        keyring.tell("asks")
        for value in ("1", "2", "3"):
            assert program.ask("set", "refresh", value) is None
        assert program.ask("get", "refresh") == "3"
        assert kept(file) == {"refresh": "3"}
        assert "Prompt" not in keyring.tell("asks")


@pytest.mark.parametrize("method", ["OpenSession", "SearchItems", "GetSecret", "CreateItem", "Delete"])
def test_one_that_is_killed_in_a_call_is_gone_and_no_value_is_lost(session: Session, file: Path, method: str) -> None:
    with session.program() as program:
        with daemon(session, file) as keyring:
            assert program.ask("set", "refresh", "1") is None
            keyring.tell(f"die {method}")
            assert program.ask("set", "refresh", "2") == {"error": "keyring.gone"}
            assert keyring.process.wait(30) == -signal.SIGKILL
        with daemon(session, file):
            assert program.ask("get", "refresh") in {"1", "2"}
            assert program.ask("set", "refresh", "3") is None
            assert kept(file) == {"refresh": "3"}


def test_one_that_hangs_is_waited_for_and_goes_on_when_it_wakes(session: Session, file: Path) -> None:
    with daemon(session, file) as keyring, session.program() as program:
        assert program.ask("set", "store-key", "secret") is None
        program.until("ready")
        os.kill(keyring.process.pid, signal.SIGSTOP)
        program.wait_at_most(2)
        assert program.ask("get", "store-key") == {"error": "keyring.waiting"}
        program.wait_at_most(0.7)
        assert program.ask("get", "other") == {"error": "keyring.waiting"}
        program.until("waiting")
        program.wait_at_most(30)
        os.kill(keyring.process.pid, signal.SIGCONT)
        program.until("ready")
        assert program.ask("get", "store-key") == "secret"


def test_another_daemon_in_its_place_has_what_it_has(session: Session, file: Path, tmp_path: Path) -> None:
    with session.program() as program:
        with daemon(session, file):
            assert program.ask("set", "store-key", "secret") is None
        with daemon(session, tmp_path / "another.json"):
            assert program.ask("get", "store-key") is None
        with daemon(session, file):
            assert program.ask("get", "store-key") == "secret"


@pytest.mark.parametrize(("edited", "answer"), [(b"garb\xff\xfe", None), (b"", None), ("обрізан".encode(), "обрізан")])
def test_an_entry_that_was_edited_by_hand_is_read_as_it_is_or_not_at_all_and_can_be_replaced(
    session: Session, file: Path, edited: bytes, answer: str | None
) -> None:
    with session.program() as program:
        with daemon(session, file):
            assert program.ask("set", "token", "whole") is None
        entries = json.loads(file.read_text())
        entries["1"][1] = edited.hex()
        file.write_text(json.dumps(entries))
        with daemon(session, file) as keyring:
            keyring.tell("asks")
            assert program.ask("get", "token") == answer
            assert program.ask("set", "token", "new") is None
            assert kept(file) == {"token": "new"}
            assert program.ask("delete", "token") is None
            assert kept(file) == {}
