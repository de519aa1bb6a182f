"""The networks that fault runs play on: a server that really runs, and what its public sees."""

from __future__ import annotations

import os
import time
from abc import ABC, abstractmethod
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self
from urllib.parse import urlsplit

import requests

from embassy_assistant.domain.network import Ability
from embassy_assistant.net import Client
from embassy_assistant.networks.mastodon import MastodonNetwork
from embassy_assistant.networks.practice import book
from embassy_assistant.networks.practice.process import Address, read_address, set_conditions
from embassy_assistant.networks.practice.serving import serve
from embassy_assistant.networks.setup import NetworkSetup
from tests.contracts.network_contract import new_account
from tests.faults.worker import started
from tests.helpers.mastodon_mock import DOMAIN, run_mastodon_mock, token_of
from tests.helpers.pds import run_pds
from tests.helpers.snac import run_snac

if TYPE_CHECKING:
    from collections.abc import Mapping

    from embassy_assistant.domain.network import SignedIn
    from tests.helpers.pds import RealAccount
    from tests.helpers.workbench import FileVault


@dataclass(frozen=True, slots=True)
class Copy:
    """What the public sees of one post; `parent` is the id of what it replies to."""

    id: str
    text: str
    pictures: int
    parent: str


class Stage(ABC):
    """A server of one network.

    Attributes:
        name: as on the runner's command line.
        network: as in `networks.NETWORKS`.
        practice: whether it belongs in a practice workspace.
        can: what it can do besides publishing, as far as runs are made of it.
        run: the name of the run that is on; its accounts are its own.
    """

    name: ClassVar[str]
    network: ClassVar[str]
    practice: ClassVar[bool]
    can: ClassVar[frozenset[Ability]]

    def __init__(self, directory: Path) -> None:
        """Keep the server's files in `directory`."""
        self.directory = directory
        self.run = ""

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        return parts.hostname or "", parts.port or 0

    @property
    @abstractmethod
    def url(self) -> str:
        """The server's own address."""

    def lead_through(self, workspace: Path, proxy: str) -> None:
        """Make a workspace speak to the server through `proxy`, where its accounts do not name their server."""
        del workspace, proxy

    def begin(self, run: str) -> None:
        """Make ready for a run, whose name is unlike any other's."""
        self.run = run

    def pass_time(self, minutes: int) -> None:
        """Let so many minutes have passed since the beginning, where the server goes by its own clock."""
        del minutes

    def end_sessions(self, vault: FileVault) -> None:
        """Let so much time pass that sessions have ended, where the network has any."""
        del vault

    @abstractmethod
    def handle(self, language: str) -> str:
        """Return the handle of the account for `language`."""

    @abstractmethod
    def password(self, language: str) -> str:
        """Return what an Officer types to sign in to the account for `language`."""

    @abstractmethod
    def copies(self, language: str) -> list[Copy]:
        """Return what is out on the account for `language`, oldest first."""

    @abstractmethod
    def __enter__(self) -> Self:
        """Start the server."""

    @abstractmethod
    def __exit__(self, *_: object) -> None:
        """Stop it."""


class PracticeStage(Stage):
    """The practice network, as a process of its own."""

    name = "practice"
    network = "practice"
    practice = True
    can = frozenset({Ability.EDIT, Ability.DELETE, Ability.PARK})

    def begin(self, run: str) -> None:
        super().begin(run)
        self.pass_time(0)

    def pass_time(self, minutes: int) -> None:
        (self.directory / "ahead").write_text(str(minutes), encoding="utf-8")

    def password(self, language: str) -> str:
        return f"any for {language}"

    @property
    def url(self) -> str:
        return self._there().url

    def _there(self) -> Address:
        address = read_address(self.directory / "server")
        assert address is not None
        return address

    def __enter__(self) -> Self:
        home = self.directory / "server"
        home.mkdir()
        self.pass_time(0)
        self._process = started(_serve_practice, home, self.directory / "ahead")
        until = time.monotonic() + 30
        while read_address(home) is None:
            assert self._process.is_alive()
            assert time.monotonic() < until
            time.sleep(0.02)
        set_conditions(home, posts_a_minute=100_000)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.join()

    def lead_through(self, workspace: Path, proxy: str) -> None:
        (workspace / "practice").mkdir(parents=True, exist_ok=True)
        Address(proxy, self._there().pid, self._there().secret).write(workspace / "practice")

    def handle(self, language: str) -> str:
        return f"{language}-{self.run}"

    def copies(self, language: str) -> list[Copy]:
        handle = self.handle(language)
        posts = requests.get(f"{self.url}/accounts/{handle}/posts", timeout=10).json()["posts"]
        return [
            Copy(f"{handle}/{post['key']}", post["text"], len(post["pictures"]), post["reply_to"])
            for post in reversed(posts)
        ]


def _serve_practice(home: Path, ahead: Path) -> None:
    """Be the practice server, with a clock that is as many minutes ahead as the file `ahead` says."""

    class _Moved:
        @staticmethod
        def time() -> float:
            return time.time() + 60 * int(ahead.read_text(encoding="utf-8"))

    vars(book)["time"] = _Moved
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        serve(home)  # Each connection that is cut is told there.


class BlueskyStage(Stage):
    """A real Bluesky server, with accounts of its own for each run, made when they are first asked for."""

    name = "bluesky"
    network = "bluesky"
    practice = False
    can = frozenset({Ability.DELETE})

    def __enter__(self) -> Self:
        folder = self.directory / "pds"
        folder.mkdir()
        self._running = contextmanager(run_pds)(folder)
        self._server = self._running.__enter__()
        self._accounts: dict[str, RealAccount] = {}
        return self

    def __exit__(self, *_: object) -> None:
        self._running.__exit__(None, None, None)

    @property
    def url(self) -> str:
        return self._server.url

    def begin(self, run: str) -> None:
        super().begin(run)
        self._accounts = {}

    def end_sessions(self, vault: FileVault) -> None:
        for account in self._accounts.values():
            vault.delete(f"bluesky:{account.handle}/access")

    def _account(self, language: str) -> RealAccount:
        if language not in self._accounts:
            self._accounts[language] = self._server.create_account(f"{language}-{self.run}")
        return self._accounts[language]

    def handle(self, language: str) -> str:
        return self._account(language).handle

    def password(self, language: str) -> str:
        return self._account(language).app_password

    def copies(self, language: str) -> list[Copy]:
        return [
            Copy(
                record["uri"],
                record["value"]["text"],
                len(record["value"].get("embed", {}).get("images", ())),
                record["value"].get("reply", {}).get("parent", {}).get("uri", ""),
            )
            for record in reversed(self._server.posts(self._account(language).did))
        ]


class SnacStage(Stage):
    """A real fediverse server with Mastodon's interface that knows no keys, with accounts of its own for each run."""

    name = "snac"
    network = "mastodon"
    practice = False
    can = frozenset({Ability.EDIT})

    def __enter__(self) -> Self:
        self._running = contextmanager(run_snac)()
        self._server = self._running.__enter__()
        self._accounts: dict[str, SignedIn] = {}
        self._client = Client()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.__exit__(None, None, None)

    @property
    def url(self) -> str:
        return self._server.url

    def begin(self, run: str) -> None:
        super().begin(run)
        self._accounts = {}

    def _account(self, language: str) -> SignedIn:
        if language not in self._accounts:
            self._accounts[language] = self._sign_up(f"{language}{self.run.replace('-', '')}")
        return self._accounts[language]

    def _sign_up(self, name: str) -> SignedIn:
        password = self._server.add_user(name)
        network = MastodonNetwork(NetworkSetup(lambda: self._client, self.directory))
        account = new_account(network, "", self.url)
        begun = network.begin_sign_in(account, "http://127.0.0.1:1/signed-in")
        profile = network.finish_sign_in(account, begun, self._server.allow(begun.url, name, password)["code"])
        return replace(account, account=replace(account.account, handle=profile.handle, remote_id=profile.remote_id))

    def handle(self, language: str) -> str:
        return self._account(language).account.handle

    def password(self, language: str) -> str:
        return self._account(language).secrets.get("access") or ""

    def copies(self, language: str) -> list[Copy]:
        owner = self._account(language).account.remote_id
        return _statuses(self._server.statuses(owner, self.password(language)))


class MastodonMockStage(Stage):
    """A double of Mastodon: it honours keys, but not for what it keeps for later, which it publishes when it is due."""

    name = "mastodon-mock"
    network = "mastodon"
    practice = False
    can = frozenset({Ability.EDIT, Ability.DELETE, Ability.PARK})

    def __enter__(self) -> Self:
        self._running = run_mastodon_mock(("uk", "en"))
        self._server = self._running.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.__exit__(None, None, None)

    @property
    def url(self) -> str:
        return self._server.url

    def begin(self, run: str) -> None:
        super().begin(run)
        self._server.set_clock(0)
        self._server.reset()

    def pass_time(self, minutes: int) -> None:
        self._server.set_clock(minutes)
        for language in ("uk", "en"):
            # It publishes what is due when it is asked what it keeps.
            assert self._server.scheduled(token_of(language)) == []

    def handle(self, language: str) -> str:
        return f"{language}@{DOMAIN}"

    def password(self, language: str) -> str:
        return token_of(language)

    def copies(self, language: str) -> list[Copy]:
        owner = self._server.owner(token_of(language))
        told = self._server.statuses(owner)
        return _statuses([{**status, "text": self._server.source(status["id"])} for status in told])


def _statuses(newest_first: list[dict[str, Any]]) -> list[Copy]:
    return [
        Copy(status["id"], status["text"], len(status["media_attachments"]), status["in_reply_to_id"] or "")
        for status in reversed(newest_first)
    ]


STAGES: Final[Mapping[str, type[Stage]]] = {
    stage.name: stage for stage in (PracticeStage, BlueskyStage, SnacStage, MastodonMockStage)
}
