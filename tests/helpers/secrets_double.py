"""A Secret Service that does on command what real ones do on their worst day.

It follows the freedesktop Secret Service specification as far as libsecret's users need it, strictly: what a caller may
not ask is an error, not a guess. Its entries are in a file, so that another one can be started in its place.

Run as `python -m tests.helpers.secrets_double FILE`; told what to do through `tell`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jeepney import DBusAddress, HeaderFields, MessageType, new_error, new_method_call, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jeepney import Message

    from tests.helpers.secret_service import Session

NAME: Final = "org.freedesktop.secrets"
ROOT: Final = "/org/freedesktop/secrets"
DEFAULT: Final = f"{ROOT}/aliases/default"
_SECRET: Final = "org.freedesktop.Secret"
_CONTROL: Final = DBusAddress("/control", NAME, "test.Control")


class DBusError(Exception):
    """What the caller is answered instead."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Double:
    """One daemon.

    Attributes:
        entries: by number, the attributes and the secret's bytes as hexadecimal.
        commands: `locked`, `asks` (before overwriting, as KeePassXC), `die` (at the named method).
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self.entries: dict[str, tuple[dict[str, str], str]] = json.loads(file.read_text()) if file.exists() else {}
        self.commands: dict[str, str] = {}
        self._ending = ""
        self._calls: list[str] = []
        self._waiting: dict[str, Callable[[], tuple[str, Any]]] = {}
        self._shown: list[str] = []
        self._methods: dict[str, Callable[..., tuple[str, tuple[Any, ...]]]] = {
            "OpenSession": self._open_session,
            "SearchItems": self._search_items,
            "GetSecret": self._get_secret,
            "CreateItem": self._create_item,
            "Delete": self._delete,
            "Unlock": self._unlock,
            "Prompt": self._show_prompt,
        }
        self._connection = open_dbus_connection(os.environ["DBUS_SESSION_BUS_ADDRESS"])

    def serve(self) -> None:
        """Answer until killed."""
        reply = self._connection.send_and_get_reply(message_bus.RequestName(NAME, 4))
        assert reply.body[0] == 1
        print("ready", flush=True)  # noqa: T201 - whoever started this process waits for the line
        while True:
            message = self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            try:
                signature, body = self._answer(message)
            except DBusError as error:
                self._connection.send(new_error(message, error.name))
                continue
            self._connection.send(new_method_return(message, signature, body))
            if message.header.fields[HeaderFields.member] == "Do":
                self._act(message.body[0])
            self._end_dialogs()

    def _answer(self, message: Message) -> tuple[str, tuple[Any, ...]]:
        fields = message.header.fields
        path, interface, member = (
            str(fields[key]) for key in (HeaderFields.path, HeaderFields.interface, HeaderFields.member)
        )
        if interface == "test.Control":
            return "s", (json.dumps(self._calls),)
        self._calls.append(member)
        if self.commands.get("die") == member:
            os.kill(os.getpid(), 9)
        if member == "Get":
            return "v", (self._property(path, message.body[1]),)
        method = self._methods.get(member)
        if method is None or not interface.startswith(_SECRET):
            raise DBusError("org.freedesktop.DBus.Error.UnknownMethod")
        return method(path, *message.body)

    def _property(self, path: str, name: str) -> tuple[str, Any]:
        if path != DEFAULT:
            self._entry(path)
        return {"Label": ("s", "test"), "Locked": ("b", "locked" in self.commands)}[name]

    def _open_session(self, _path: str, algorithm: str, _given: object) -> tuple[str, tuple[Any, ...]]:
        if algorithm != "plain":
            raise DBusError("org.freedesktop.DBus.Error.NotSupported")
        return "vo", (("s", ""), f"{ROOT}/session/1")

    def _search_items(self, _path: str, wanted: dict[str, str]) -> tuple[str, tuple[Any, ...]]:
        found = [at for at, (attributes, _) in self.entries.items() if wanted.items() <= attributes.items()]
        return "ao", ([f"{DEFAULT}/{at}" for at in found],)

    def _get_secret(self, path: str, session: str) -> tuple[str, tuple[Any, ...]]:
        self._unlocked()
        return "(oayays)", ((session, b"", bytes.fromhex(self._entry(path)[1]), "text/plain"),)

    def _create_item(
        self, _path: str, properties: dict[str, Any], secret: tuple[str, bytes, bytes, str], replace: bool
    ) -> tuple[str, tuple[Any, ...]]:
        self._unlocked()
        attributes = properties[f"{_SECRET}.Item.Attributes"][1]
        same = [at for at, (known, _) in self.entries.items() if known == attributes]

        def keep() -> tuple[str, Any]:
            at = same[0] if same and replace else str(max(map(int, self.entries), default=0) + 1)
            self.entries[at] = (attributes, bytes(secret[2]).hex())
            self._store()
            return "o", f"{DEFAULT}/{at}"

        if same and "asks" in self.commands:
            return "oo", ("/", self._prompt(keep))
        return "oo", (keep()[1], "/")

    def _delete(self, path: str) -> tuple[str, tuple[Any, ...]]:
        self._unlocked()
        self._entry(path)
        del self.entries[path.rpartition("/")[2]]
        self._store()
        return "o", ("/",)

    def _unlock(self, _path: str, paths: list[str]) -> tuple[str, tuple[Any, ...]]:
        if "locked" not in self.commands:
            return "aoo", (paths, "/")

        def unlock() -> tuple[str, Any]:
            self.commands.pop("locked", None)
            return "ao", paths

        return "aoo", ([], self._prompt(unlock))

    def _show_prompt(self, path: str, _window: str) -> tuple[str, tuple[Any, ...]]:
        if path not in self._waiting:
            raise DBusError("org.freedesktop.DBus.Error.UnknownObject")
        self._shown.append(path)
        return "", ()

    def _prompt(self, act: Callable[[], tuple[str, Any]]) -> str:
        path = f"{ROOT}/prompt/{len(self._calls)}"
        self._waiting[path] = act
        return path

    def _act(self, command: str) -> None:
        """Remember what the test said."""
        if command in {"answer", "dismiss"}:
            self._ending = command
            return
        word, _, value = command.partition(" ")
        self.commands[word] = value

    def _end_dialogs(self) -> None:
        """Answer or dismiss the dialogs that are shown; what the test said too early is for the one that comes."""
        if not self._ending or not self._shown:
            return
        for path in self._shown:
            act = self._waiting.pop(path)
            done = act() if self._ending == "answer" else ("s", "")
            emitter = DBusAddress(path, interface=f"{_SECRET}.Prompt")
            self._connection.send(new_signal(emitter, "Completed", "bv", (self._ending == "dismiss", done)))
        self._shown.clear()
        self._ending = ""

    def _unlocked(self) -> None:
        if "locked" in self.commands:
            raise DBusError(f"{_SECRET}.Error.IsLocked")

    def _entry(self, path: str) -> tuple[dict[str, str], str]:
        try:
            return self.entries[path.rpartition("/")[2]]
        except KeyError:
            raise DBusError(f"{_SECRET}.Error.NoSuchObject") from None

    def _store(self) -> None:
        self._file.write_text(json.dumps(self.entries))


class Daemon:
    """The double as a process of its own, on the bus of a session."""

    def __init__(self, session: Session, process: subprocess.Popen[str]) -> None:
        self._address = session.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.process = process

    def tell(self, command: str) -> list[str]:
        """Tell it what to do; returns the methods it was asked until now."""
        with open_dbus_connection(self._address) as connection:
            reply = connection.send_and_get_reply(new_method_call(_CONTROL, "Do", "s", (command,)))
        calls: list[str] = json.loads(reply.body[0])
        return calls


@contextmanager
def daemon(session: Session, file: Path) -> Iterator[Daemon]:
    """Run a double whose entries are in `file`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.helpers.secrets_double", str(file)],
        env=session.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n"
            yield Daemon(session, process)
        finally:
            process.kill()


if __name__ == "__main__":
    Double(Path(sys.argv[1])).serve()
