"""The practice network as a process of its own: one for each folder, found through a file, started when needed.

`server.json` in the folder names the address. A lock that the process holds for its lifetime, and that dies with it,
says whether it runs: a process id alone may have been given to another program since.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from embassy_assistant.domain.errors import RequestFailed
from embassy_assistant.net import Client, Limits, Request

_START_SECONDS: Final = 20.0
# Whoever needs it after that starts it again, where it was; a training may have set it aside over night.
_UNUSED_HOURS: Final = 24
_LOOK_MILLISECONDS: Final = 1_000
_STARTING: Final = threading.Lock()
_QUICK: Final = Limits(connect=2, read=5, total=8)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a practice network answers.

    Attributes:
        secret: what a request to change its conditions carries.
    """

    url: str
    pid: int
    secret: str

    def write(self, home: Path) -> None:
        """Put it where clients look, all at once and for the owner only."""
        draft = private_file(home / f"server.json.{os.getpid()}")
        draft.write_text(json.dumps(asdict(self)), encoding="utf-8")
        draft.replace(home / "server.json")


def private_file(file: Path) -> Path:
    """Make a file, and the folder that holds it, for the owner only, before anything is written; return its path."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.chmod(0o600)
    return file


def read_address(home: Path) -> Address | None:
    """Return the address of the last practice network in `home`, whether or not it still answers there."""
    return _read(home / "server.json")


def last_address(home: Path) -> Address | None:
    """Return the address of the server before this one."""
    return _read(home / "last.json")


def _withdraw_address(home: Path) -> None:
    with suppress(FileNotFoundError):
        (home / "server.json").replace(home / "last.json")


def _read(file: Path) -> Address | None:
    try:
        return Address(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


class Running:
    """The lock that says a practice network runs in this folder."""

    def __init__(self, home: Path) -> None:
        """Look in `home`, which is made when it is not there."""
        self._home = home
        self._db = sqlite3.connect(
            private_file(home / "running.lock"), timeout=0, isolation_level=None, check_same_thread=False
        )

    def acquire(self) -> bool:
        """Take the lock if no process holds it; those who only look are waited for.

        The last server's address is put aside first: whoever sees the lock taken must not find an address that is dead.
        """
        if self.taken():
            return False
        self._db.execute(f"PRAGMA busy_timeout = {_LOOK_MILLISECONDS}")
        try:
            # Keeps others from acquiring, while those who look still find it free.
            self._db.execute("BEGIN IMMEDIATE")
            _withdraw_address(self._home)
            self._db.execute("ROLLBACK")
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return False
        return True

    def taken(self) -> bool:
        """Look whether a process holds it; many may look at once without being taken for one."""
        self._db.execute("PRAGMA busy_timeout = 0")
        try:
            self._db.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            return True
        return False

    def close(self) -> None:
        """Let it go."""
        self._db.close()


def is_running(home: Path) -> bool:
    """Whether a practice network runs in this folder."""
    if not home.is_dir():
        return False
    with closing(Running(home)) as running:
        return running.taken()


def ensure_running(home: Path) -> str:
    """Return the address of the practice network in `home`, started first when it does not run.

    It is a process of its own, which goes on when this one ends or is killed.

    Raises:
        RequestFailed: it did not start (`network.practice-not-started`); nothing was sent.
    """
    with _STARTING:
        if not is_running(home):
            _start(home)
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            address = read_address(home)
            if address is not None and is_running(home):
                return address.url
            time.sleep(0.05)
    raise RequestFailed("network.practice-not-started", left_the_machine=False)


def set_conditions(home: Path, *, mode: str = "on", answer_delay: float = 0.0, posts_a_minute: int = 60) -> None:
    """Change how the practice network in `home` behaves, for training and for the demo.

    Args:
        home: its folder.
        mode: `on`; `off` (every connection is dropped unanswered); `breaks` (dropped once a post is stored).
        answer_delay: seconds between storing a post and answering.
        posts_a_minute: what one account may publish before it is told to wait.
    """
    _tell(home, "/conditions", {"mode": mode, "answer_delay": answer_delay, "posts_a_minute": posts_a_minute})


def stop(home: Path) -> None:
    """Ask the practice network in `home` to end, and wait until it has; nothing happens where none runs."""
    if not is_running(home):
        return
    _tell(home, "/stop", {})
    deadline = time.monotonic() + _START_SECONDS
    while is_running(home) and time.monotonic() < deadline:
        time.sleep(0.05)


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as the practice network's public sees it.

    Attributes:
        alts: descriptions of its pictures, in order.
    """

    url: str
    handle: str
    key: str
    text: str
    languages: tuple[str, ...]
    alts: tuple[str, ...]


def timeline(home: Path) -> list[Seen]:
    """Return every post of the practice network in `home`, newest first.

    Raises:
        RequestFailed: it does not answer.
    """
    reply = Client().exchange(Request("GET", f"{_known(home).url}/posts", limits=_QUICK))
    return [
        Seen(
            post["url"],
            post["id"].partition("/")[0],
            post["key"],
            post["text"],
            tuple(post["languages"]),
            tuple(picture["alt"] for picture in post["pictures"]),
        )
        for post in reply.json()["posts"]
    ]


def _known(home: Path) -> Address:
    address = read_address(home)
    if address is None:
        raise RequestFailed("network.practice-not-started", left_the_machine=False)
    return address


def _tell(home: Path, path: str, words: dict[str, str | float]) -> None:
    """Tell the server something that only this workspace may."""
    address = _known(home)
    headers = {"X-Practice-Secret": address.secret}
    body = json.dumps(words).encode()
    Client().exchange(Request("POST", address.url + path, headers, body, _QUICK)).json()


def _start(home: Path) -> None:
    """Start the server detached from this process, its terminal and its window."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "embassy_assistant"]
    quiet = subprocess.DEVNULL
    detached = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    environment = dict(os.environ)
    if not getattr(sys, "frozen", False):
        # The child finds the package wherever this process found it.
        roots = [str(Path(__file__).resolve().parents[3]), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(root for root in roots if root)
    child = subprocess.Popen(  # noqa: S603 - our own program
        [*program, "practice", "serve", "--directory", str(home.absolute()), "--unused-for", str(_UNUSED_HOURS)],
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        start_new_session=True,
        creationflags=detached,
        env=environment,
        cwd=home,
    )
    # It is not waited for: it outlives this process on purpose, and Python would warn of that.
    child.returncode = 0
