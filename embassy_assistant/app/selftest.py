"""Proves that an installation works: every part does its job once, in a folder that is gone afterwards.

Nothing of the computer is needed but its disk: the key lies in memory, the window is drawn off screen, and the network
is the practice network.
"""

from __future__ import annotations

import secrets
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.app import offscreen
from embassy_assistant.app.wiring import open_desk
from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.domain.officer import Officer
from embassy_assistant.domain.ports import VaultState
from embassy_assistant.guidelines.compiler import compile_source
from embassy_assistant.guidelines.keyfile import KeySigner
from embassy_assistant.guidelines.publisher import Publisher
from embassy_assistant.guidelines.source import read_source
from embassy_assistant.language.identify import identify
from embassy_assistant.locations import data_dir
from embassy_assistant.messages import LANGUAGES, Messages
from embassy_assistant.networks.practice import stop, timeline
from embassy_assistant.store.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embassy_assistant.domain.network import Secrets
    from embassy_assistant.domain.post import Post
    from embassy_assistant.services.desk import Desk

_OFFICER: Final = Officer("Self Test", "ST")
_UKRAINIAN: Final = "Посольство запрошує всіх на відкриття виставки в суботу о шостій вечора."
_ENGLISH: Final = "The Embassy invites everybody to the opening of the exhibition on Saturday at six."
_OBJECTED: Final = "We speak about the Ukraine."
_COMPILED: Final = "word.kiev"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one part did.

    Attributes:
        part: the last part of its sentence's id.
        problem: what went wrong, by its type or id; empty when nothing did.
        seconds: how long it took.
    """

    part: str
    problem: str
    seconds: float


class Failed(Exception):  # noqa: N818
    """A part did something else than it should."""


class KeyInMemory:
    """A keyring that is gone with the process; for this test only."""

    def __init__(self) -> None:
        """Start empty."""
        self.state = VaultState.READY
        self._entries: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        """Return an entry."""
        return self._entries.get(name)

    def set(self, name: str, value: str) -> None:
        """Keep an entry."""
        self._entries[name] = value

    def delete(self, name: str) -> None:
        """Forget an entry."""
        self._entries.pop(name, None)

    def secrets_for(self, account_id: str) -> Secrets:
        """Return the secrets of one Account."""
        return _AccountSecrets(self, account_id)


@dataclass(frozen=True, slots=True)
class _AccountSecrets:
    vault: KeyInMemory
    account: str

    def get(self, name: str) -> str | None:
        return self.vault.get(f"{self.account}/{name}")

    def set(self, name: str, value: str) -> None:
        self.vault.set(f"{self.account}/{name}", value)

    def delete(self, name: str) -> None:
        self.vault.delete(f"{self.account}/{name}")


@dataclass(slots=True)
class SelfTest:
    """One run in one folder."""

    folder: Path
    _desk: Desk | None = field(default=None)
    _post: Post | None = field(default=None)

    def run(self) -> Iterator[Outcome]:
        """Yield each part's outcome; a part that others need ends the run."""
        parts: tuple[tuple[str, Callable[[], None]], ...] = (
            ("files", self._files),
            ("languages", self._languages),
            ("drafts", self._drafts),
            ("encryption", self._encryption),
            ("checks", self._checks),
            ("guidelines", self._guidelines),
            ("practice", self._practice),
            ("window", self._window),
        )
        try:
            for name, part in parts:
                began = time.monotonic()
                problem = _problem_of(part)
                yield Outcome(name, problem, time.monotonic() - began)
        finally:
            if self._desk is not None:
                self._desk.workspace.close()
            stop(self._home)

    def _files(self) -> None:
        for language in LANGUAGES:
            _demand(Messages(language).knows("selftest.files"), f"catalogue {language}")
        _demand(any((data_dir("resources") / "demo").glob("*.toml")), "resources")

    def _languages(self) -> None:
        for text, language in ((_UKRAINIAN, "uk"), (_ENGLISH, "en")):
            verdict = identify(text)
            _demand(verdict.language == language and verdict.certain, f"{language}: {verdict.language}")

    def _drafts(self) -> None:
        desk = open_desk(self.folder / "workspace", practice=True, keyring=KeyInMemory())
        desk.workspace.create()
        self._desk = desk
        desk.preferences.officer = _OFFICER
        post = desk.drafting.new(("practice:selftest",)).with_text("uk", _UKRAINIAN).with_text("en", _ENGLISH)
        post = desk.drafting.confirm(post, _OFFICER)
        _demand(desk.drafting.save(post), "sealed")
        read_back = desk.drafting.get(post.id)
        _demand(read_back is not None and read_back.text("uk") == _UKRAINIAN, "read back")
        _demand(list(desk.drafting.ids("виставк")) == [post.id], "search")
        self._post = post

    def _encryption(self) -> None:
        needles = [text.encode() for text in (_UKRAINIAN, _ENGLISH)]
        for path in (self.folder / "workspace").rglob("*"):
            if path.is_file():
                data = path.read_bytes()
                _demand(not any(needle in data for needle in needles), path.name)

    def _checks(self) -> None:
        desk, post = self._opened()
        findings = desk.review.check(post.with_text("en", _OBJECTED)).findings
        _demand(any(finding.rule == "name.ukraine-article" for finding in findings), "name.ukraine-article")
        _demand(desk.review.check(post).sendable, "clean post")

    def _guidelines(self) -> None:
        """Compile a pack, sign it with new keys, publish it and take it in as another mission would."""
        data = compile_source(read_source(data_dir("resources") / "guidelines" / "new"))
        anna, bohdan, vira, targets, online = (KeySigner(secrets.token_bytes(32)) for _ in range(5))
        publisher = Publisher(self.folder / "unit", write_whole)
        root = publisher.begin([one.public_key for one in (anna, bohdan, vira)], [anna, bohdan], targets, online)
        publisher.sign(data, targets)
        publisher.publish(online)
        desk = open_desk(self.folder / "mission", practice=True, keyring=KeyInMemory())
        desk.guidelines.follow(root)
        taken = desk.guidelines.take_in(str(self.folder / "unit"))
        _demand(taken.changed and desk.review.pack.rule(_COMPILED) is not None, _COMPILED)

    def _practice(self) -> None:
        desk, post = self._opened()
        desk.accounts.add("practice", "selftest", "practice", LanguagePolicy(("uk", "en")))
        for row in desk.outbox.queue(post, _OFFICER):
            desk.outbox.act(row.id, Action.SEND_NOW, _OFFICER)
        try:
            desk.sender.drain()
        finally:
            desk.sender.stop()
        group = desk.outbox.group(post.id)
        rows = group.rows if group else ()
        _demand(len(rows) == 2 and all(row.state is State.SENT for row in rows), "sent")
        seen = sorted(one.text for one in timeline(self._home))
        _demand(seen == sorted((_UKRAINIAN, _ENGLISH)), "timeline")

    def _window(self) -> None:
        desk, post = self._opened()
        path = self.folder / "window.png"
        offscreen.picture(desk, path, view="write", post_id=post.id, language="uk")
        _demand(path.stat().st_size > 0, "picture")

    def _opened(self) -> tuple[Desk, Post]:
        if self._desk is None or self._post is None:
            raise Failed("drafts")
        return self._desk, self._post

    @property
    def _home(self) -> Path:
        return self.folder / "workspace" / "practice"


def run() -> Iterator[Outcome]:
    """Run every part in a temporary folder and yield how each did."""
    with tempfile.TemporaryDirectory(prefix="embassy-assistant-selftest-", ignore_cleanup_errors=True) as folder:
        yield from SelfTest(Path(folder)).run()


def _demand(condition: bool, what: str) -> None:
    if not condition:
        raise Failed(what)


def _problem_of(part: Callable[[], None]) -> str:
    """Run a part and return what it says went wrong, empty when nothing did."""
    try:
        part()
    except AssistantError as error:
        return error.id
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""
