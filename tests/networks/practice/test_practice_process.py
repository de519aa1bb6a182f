"""The practice network's own process: one for each folder, found again, outliving who started it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from embassy_assistant.domain.delivery import FrozenSegment
from embassy_assistant.domain.errors import RequestFailed
from embassy_assistant.domain.network import Sight, SignedIn
from embassy_assistant.net import Client
from embassy_assistant.networks.practice import (
    PracticeNetwork,
    ensure_running,
    is_running,
    read_address,
    serve,
    stop,
    timeline,
)
from embassy_assistant.networks.practice.process import Address, Running, last_address, set_conditions
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import new_account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANARY = "Речення, якого немає ніде у відкритому вигляді"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A folder whose server is stopped in the end."""
    folder = tmp_path / "workspace" / "practice"
    yield folder
    kill(folder)


def kill(home: Path) -> None:
    """Kill the server of a folder and wait until its lock is free."""
    address = read_address(home)
    if address is None or not is_running(home):
        return
    os.kill(address.pid, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while is_running(home):
        assert time.monotonic() < deadline


def publish(home: Path) -> tuple[PracticeNetwork, SignedIn, str]:
    network = PracticeNetwork(NetworkSetup(Client, home))
    account = new_account(network, "embassy", network.default_server)
    network.sign_in(account, "a canary password")
    ready = network.prepare(FrozenSegment(CANARY, ("uk",)), account, {"": b""}.__getitem__, None)
    url = network.publish(ready, account).url
    assert network.find(ready, account).sight is Sight.ONE
    return network, account, url


@pytest.mark.slow
def test_signing_in_starts_it_and_its_memory_survives_its_death(home: Path) -> None:
    network, account, url = publish(home)
    before = read_address(home)
    assert before is not None
    kill(home)
    assert not is_running(home)
    assert network.online(account.account)
    after = read_address(home)
    assert after is not None
    assert (after.url, after.secret) == (before.url, before.secret)
    assert after.pid != before.pid
    assert network.test(account).handle == "embassy"
    assert url.startswith(after.url)


@pytest.mark.slow
def test_it_outlives_who_started_it(home: Path) -> None:
    code = (
        "import sys, os, signal, pathlib\n"
        "from embassy_assistant.networks.practice import ensure_running\n"
        "print(ensure_running(pathlib.Path(sys.argv[1])), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    started = subprocess.run([sys.executable, "-c", code, str(home)], capture_output=True, text=True, check=False)
    assert started.returncode == -signal.SIGKILL
    assert is_running(home)
    assert ensure_running(home) == started.stdout.strip()


@pytest.mark.slow
def test_a_port_that_was_taken_meanwhile_is_given_up(home: Path) -> None:
    ensure_running(home)
    before = read_address(home)
    assert before is not None
    kill(home)
    with socket.create_server(("127.0.0.1", urlsplit(before.url).port or 0)):
        after = ensure_running(home)
    assert after != before.url
    assert timeline(home) == []


@pytest.mark.slow
def test_many_that_need_it_at_once_start_one(home: Path) -> None:
    with ThreadPoolExecutor(4) as several:
        assert len(set(several.map(ensure_running, [home] * 4))) == 1


def test_who_sees_it_running_finds_no_address_of_the_last_one(tmp_path: Path) -> None:
    last = Address("http://127.0.0.1:9", 1, "secret")
    last.write(tmp_path)
    with closing(Running(tmp_path)) as running:
        assert running.acquire()
        assert is_running(tmp_path)
        assert read_address(tmp_path) is None
        assert last_address(tmp_path) == last


def test_looking_does_not_pass_for_running(tmp_path: Path) -> None:
    with closing(Running(tmp_path)) as one, closing(Running(tmp_path)) as other:
        assert not one.taken()
        assert not other.taken()
        assert one.acquire()
        assert other.taken()
        assert not other.acquire()


@pytest.mark.slow
def test_a_folder_has_one_server(home: Path) -> None:
    ensure_running(home)
    assert serve(home) is False


@pytest.mark.slow
def test_neither_texts_nor_passwords_lie_open_in_its_folder(home: Path) -> None:
    publish(home)
    files = [path for path in home.rglob("*") if path.is_file()]
    assert files
    for path in files:
        content = path.read_bytes()
        assert CANARY.encode() not in content
        assert CANARY.encode("unicode_escape") not in content
        assert b"canary password" not in content
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_what_the_public_sees_can_be_read_and_it_ends_when_told_to(home: Path) -> None:
    _, _, url = publish(home)
    assert [(post.url, post.handle, post.text) for post in timeline(home)] == [(url, "embassy", CANARY)]
    stop(home)
    assert not is_running(home)
    stop(home)
    with pytest.raises(RequestFailed):
        timeline(home)


def test_a_folder_that_is_not_there_runs_nothing(tmp_path: Path) -> None:
    assert not is_running(tmp_path / "none")
    assert read_address(tmp_path / "none") is None


def test_conditions_of_a_server_that_never_ran_cannot_be_set(tmp_path: Path) -> None:
    with pytest.raises(RequestFailed):
        set_conditions(tmp_path)


def test_a_network_that_may_not_start_it_says_that_it_does_not_run(tmp_path: Path) -> None:
    network = PracticeNetwork(NetworkSetup(Client, tmp_path, starts_practice=False))
    account = new_account(network, "embassy", network.default_server)
    with pytest.raises(RequestFailed) as caught:
        network.sign_in(account, "a password")
    assert caught.value.id == "network.practice-not-started"
    assert not caught.value.left_the_machine
    assert not network.online(account.account)


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json", '{"url": 1}'])
def test_an_address_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "server.json").write_text(content, encoding="utf-8")
    assert read_address(tmp_path) is None
