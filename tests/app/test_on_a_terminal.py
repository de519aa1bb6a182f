"""A person at a terminal: ^C, colours, a server that is not there."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING

import click
import pytest

from embassy_assistant.app.cli import cli
from embassy_assistant.app.session import Exit
from embassy_assistant.messages import LANGUAGES, messages
from embassy_assistant.networks.practice import set_conditions, timeline
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
