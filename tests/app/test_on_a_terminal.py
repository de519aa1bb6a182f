"""A person at a terminal: ^C, colours, a server that is not there."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from types import ModuleType
from typing import TYPE_CHECKING

import click
import nacl.pwhash.argon2id as argon2id
import pytest

from embassy_assistant.__main__ import main
from embassy_assistant.app.cli import cli
from embassy_assistant.app.session import Exit
from embassy_assistant.messages import LANGUAGES, messages
from embassy_assistant.networks.practice import set_conditions, timeline
from embassy_assistant.store import moving
from tests.app.test_workspace_commands import POST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

STOPPED = 130


class Terminal(io.StringIO):
    """Output that a person reads."""

    def isatty(self) -> bool:
        return True


def interrupt_when(ready: Callable[[], bool]) -> threading.Thread:
    """Press ^C as soon as `ready`, for two minutes at most."""

    def press() -> None:
        deadline = time.monotonic() + 120
        while not ready() and time.monotonic() < deadline:
            threading.Event().wait(0.02)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=press, daemon=True)
    thread.start()
    return thread


@pytest.fixture
def heeded() -> Iterator[None]:
    """Heed ^C, also where the tests run in the background: a shell has that ignored, and it is inherited."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded")
@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself ^C there")
def test_an_interrupt_in_mid_send_is_said_and_nothing_is_lost_or_sent_twice(run_in: Run, folder: Path) -> None:
    run_in("accounts", "add", "practice", "ukrinde", stdin="practice\n")
    post_id = run_in("posts", "add", "-", stdin=POST)[1].strip()
    run_in("queue", post_id, "--now")
    # The server keeps the post at once and answers in an hour: ^C comes between the two.
    set_conditions(folder / "practice", answer_delay=3600)
    presser = interrupt_when(lambda: bool(timeline(folder / "practice")))
    code, out, err = run_in("send")
    presser.join()
    assert (code, out) == (STOPPED, "")
    assert "Stopped. What was written is kept" in err
    assert "Traceback" not in err
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler

    set_conditions(folder / "practice")
    code, out, _ = run_in("send", "--until-idle")
    assert (code, out.splitlines()[-1]) == (Exit.DONE, "2 deliveries sent.")
    assert len(timeline(folder / "practice")) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_that_is_not_answered_ends_with_a_sentence(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def pressed(_file: str) -> str:
        raise click.Abort

    monkeypatch.setattr("embassy_assistant.app.commands.identify.read_text", pressed)
    with pytest.raises(SystemExit) as ended:
        cli(["--language", language, "identify", "-"])
    assert ended.value.code == STOPPED
    assert capsys.readouterr().err == f"\n{messages(language).text('cli.interrupted')}\n"


@pytest.mark.parametrize(("wish", "coloured"), [(None, True), ("", True), ("1", False)])
def test_no_color_is_honoured(wish: str | None, coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    def bold(_file: str) -> str:
        click.secho("loud", fg="red", bold=True)
        return "Київ"

    monkeypatch.setattr("embassy_assistant.app.commands.identify.read_text", bold)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if wish is not None:
        monkeypatch.setenv("NO_COLOR", wish)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    with pytest.raises(SystemExit):
        cli(["identify", "-"])
    said = terminal.getvalue()
    assert "loud" in said
    assert ("\x1b[" in said) is coloured


def test_a_server_that_is_not_there_is_not_said_to_be_tried_again(run_in: Run) -> None:
    code, _, err = run_in(
        "accounts", "add", "bluesky", "a.bsky.social", "--server", "https://127.0.0.1:9", "--password-stdin",
        stdin="secret\n",
    )  # fmt: skip
    assert code == Exit.NO_NETWORK
    assert "cannot be reached. Nothing was changed." in err
    assert "by itself" not in err
    assert run_in("accounts", "list")[1] == ""


def test_the_server_of_a_mastodon_account_is_in_its_name_also_where_a_token_is_handed_over(run_in: Run) -> None:
    code, _, err = run_in("accounts", "add", "mastodon", "mission@127.0.0.1:9", "--password-stdin", stdin="token\n")
    assert code == Exit.NO_NETWORK
    assert "127.0.0.1 cannot be reached. Nothing was changed." in err


@pytest.mark.parametrize(("again", "end"), [("four words or more", Exit.UNUSABLE), ("four words and more", Exit.DONE)])
def test_the_passphrase_of_a_packed_workspace_is_asked_for_twice(
    again: str,
    end: Exit,
    run_in: Run,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run_in("accounts", "add", "practice", "ukrinde", stdin="practice\n")
    answers = {"Passphrase": "four words and more", "Passphrase once more": again}
    asked: list[str] = []

    def answer(question: str, **_how: object) -> str:
        asked.append(question)
        return answers[question]

    monkeypatch.setattr(moving, "PASSES", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(moving, "MEMORY", argon2id.MEMLIMIT_MIN)
    monkeypatch.setattr(click, "prompt", answer)
    monkeypatch.setattr(sys, "stdin", Terminal())
    packed = tmp_path / "packed"
    with pytest.raises(SystemExit) as ended:
        cli(["move", "out", str(packed), "--workspace", str(folder), "--language", "en"])
    assert (ended.value.code, packed.exists()) == (end, end is Exit.DONE)
    assert asked == list(answers)
    assert ("The two passphrases differ" in capsys.readouterr().err) is (end is Exit.UNUSABLE)


def test_an_interrupt_while_the_program_is_still_loading_shows_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    class Loading(ModuleType):
        def __getattr__(self, _name: str) -> object:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "embassy_assistant.app.cli", Loading("embassy_assistant.app.cli"))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == STOPPED
