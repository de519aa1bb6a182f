"""Follows a runbook: takes the commands from its code blocks, and types them in a scratch folder as people would."""

from __future__ import annotations

import hashlib
import io
import re
import shlex
import shutil
import sys
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

import pytest

from embassy_assistant.app import publishing, unit, wiring
from embassy_assistant.app.cli import cli
from embassy_assistant.app.selftest import KeyInMemory
from embassy_assistant.app.session import Exit
from embassy_assistant.domain.events import Events
from embassy_assistant.guidelines import intake, keyfile, publisher
from embassy_assistant.vault import KeyringVault
from tests.helpers.vaults import Backend
from tests.helpers.web import web

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from embassy_assistant.services.desk import Desk

PHRASE: Final = "п’ять випадкових слів"
_BLOCK: Final = re.compile(r"^( *)```console\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)


def sections(text: str) -> dict[str, list[list[str]]]:
    """Return the commands of a page, each as its words, by the heading above them; without a prompt, in their order."""
    found = {}
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        lines = "\n".join(match[2] for match in _BLOCK.finditer(body)).replace("\\\n", " ").splitlines()
        if lines:
            found[heading] = [shlex.split(line) for line in lines if line.strip()]
    return found


class Time:
    """The clock of all machines."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Run with the machine's, until somebody moves it."""
        time = self

        class Moved(datetime):
            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                return datetime.now(UTC) + time.ahead

        self.ahead = timedelta()
        for module in (publisher, intake, wiring, publishing):
            monkeypatch.setattr(module, "datetime", Moved)
        moved = SimpleNamespace(datetime=Moved, timezone=SimpleNamespace(utc=UTC))
        monkeypatch.setattr("tuf.ngclient._internal.trusted_metadata_set.datetime", moved)

    def passes(self, **time: float) -> None:
        """Move it on."""
        self.ahead += timedelta(**time)


class Unit:
    """The unit with its sticks, its server and a mission, in one folder.

    Attributes:
        instead: what stands in the page as an example, and what it is here.
        said: what each command printed.
    """

    def __init__(self, folder: Path, text: str, monkeypatch: pytest.MonkeyPatch, served: Served) -> None:
        """Begin with empty sticks."""
        self.folder = folder
        self.sections = sections(text)
        self.time = Time(monkeypatch)
        self.instead: dict[str, str] = {"https://guidelines.example/": served.base}
        self.said: list[str] = []
        self._served = served
        self._patch = monkeypatch
        backend, mission = Backend(), KeyInMemory()
        real = wiring.open_desk

        def open_desk(directory: Path, *, practice: bool | None = None) -> Desk:
            return real(directory, practice=practice, keyring=mission)

        monkeypatch.setattr(wiring, "open_desk", open_desk)
        monkeypatch.setattr(unit, "keyring", lambda: KeyringVault("x", Events(), find_backend=lambda: backend))
        for name in ("anna", "bohdan", "vira", "halyna", "targets", "online", "unit", "usa", "second-safe"):
            (folder / "media" / name).mkdir(parents=True)

    def __getitem__(self, name: str) -> Path:
        """Return where something lies that the page calls `/media/…` or `/srv/…`."""
        return self.folder / name.lstrip("/")

    def follow(self, heading: str, *, first: int = 0, last: int | None = None, fails: bool = False) -> None:
        """Type the commands below a heading.

        Args:
            heading: Of the page.
            first: Number of the first one to type.
            last: Number of the first one not to type.
            fails: Whether the last one that is typed is to be refused.
        """
        commands = self.sections[heading][first:last]
        for number, command in enumerate(commands, 1):
            if command[0] == "rsync":
                self._rsync(command[1:])
                continue
            assert command[0] == "embassy-assistant", command
            code, said = self.type(*command[1:])
            assert (code != Exit.DONE) is (fails and number == len(commands)), (command, said)

    def type(self, *words: str) -> tuple[int, str]:
        """Type a command, and the same passphrase wherever one is asked for; returns the exit code and what it said."""
        typed = io.TextIOWrapper(io.BytesIO(f"{PHRASE}\n".encode() * 9), encoding="utf-8")
        out, error = io.StringIO(), io.StringIO()
        with self._patch.context() as patch:
            for name, stream in (("stdin", typed), ("stdout", out), ("stderr", error)):
                patch.setattr(sys, name, stream)
            with pytest.raises(SystemExit) as ended:
                cli([*map(self._word, words), "--workspace", str(self["mission"]), "--language", "en"])
        said = out.getvalue() + error.getvalue()
        self.said.append(said)
        return int(ended.value.code or 0), said

    def id(self, key: str) -> str:
        """Return the first letters of the id of a key in a file."""
        return keyfile.public_key(self[f"/media/{key}.key"].read_bytes()).keyid[:6]

    def _word(self, word: str) -> str:
        if "…" in word:
            # The fingerprint, as it was read out.
            root = self[f"/media/unit/{self.instead[word]}/metadata/1.root.json"]
            return hashlib.sha256(root.read_bytes()).hexdigest()
        word = self.instead.get(word, word)
        return str(self[word]) if word.startswith(("/media/", "/srv/")) else word

    def _rsync(self, words: list[str]) -> None:
        """Do what `rsync -a` does with these words."""
        assert words[0] == "-a"
        source, target = (self[word] for word in words[-2:])
        assert all(word.endswith("/") for word in words[-2:])
        without = {words[at + 1] for at, word in enumerate(words) if word == "--exclude"}
        for path in sorted(source.rglob("*")):
            relative = path.relative_to(source)
            there = target / relative
            if path.is_dir() or without & set(relative.parts) or ("--ignore-existing" in words and there.exists()):
                continue
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, there)
        self._served.show(self["/srv/guidelines"])


class Served:
    """The web server."""

    def __init__(self, base: str, files: dict[str, bytes]) -> None:
        """Serve nothing yet."""
        self.base, self._files = base, files

    def show(self, folder: Path) -> None:
        """Serve what is in a folder now."""
        self._files.clear()
        paths = (path for path in folder.rglob("*") if path.is_file())
        self._files.update({path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})


def serve() -> Iterator[Served]:
    """Run the web server."""
    files: dict[str, bytes] = {}
    shown: Mapping[str, bytes] = files
    with web(shown) as server:
        yield Served(server.base, files)
