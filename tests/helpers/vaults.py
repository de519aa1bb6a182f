"""Keyrings for tests: one in memory that can be closed, emptied and broken, behind the port and behind `keyring`."""

from __future__ import annotations

import threading

from embassy_assistant.domain.errors import KeyringUnavailable
from embassy_assistant.domain.ports import VaultState


class MemoryVault:
    """A keyring that lives as long as the object, for whoever needs only the port."""

    def __init__(self) -> None:
        self.state: VaultState = VaultState.READY
        self.entries: dict[str, str] = {}

    def get(self, name: str) -> str | None:
        self._open()
        return self.entries.get(name)

    def set(self, name: str, value: str) -> None:
        self._open()
        self.entries[name] = value

    def delete(self, name: str) -> None:
        self._open()
        self.entries.pop(name, None)

    def _open(self) -> None:
        if self.state is not VaultState.READY:
            raise KeyringUnavailable(self.state.value)


class Backend:
    """What the `keyring` package calls a backend: keeps entries, asks a person when told to, fails when told to.

    Attributes:
        dialog: while set aside (not set), a call blocks as it does behind an open dialog.
        failure: raised by every call instead of an answer.
        calls: what was asked, in order, such as `get store-key`.
    """

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.dialog = threading.Event()
        self.dialog.set()
        self.entered = threading.Event()
        self.failure: Exception | None = None
        self.calls: list[str] = []

    @property
    def writes(self) -> list[str]:
        """What was asked except for reading."""
        return [call for call in self.calls if not call.startswith("get ")]

    def get_password(self, service: str, username: str) -> str | None:
        self._enter(f"get {username}")
        self._leave()
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._enter(f"set {username}")
        if (service, username) in self.entries:
            raise AssertionError("KeePassXC would block for ever on overwriting an entry")
        self.entries[service, username] = password
        self._leave()

    def delete_password(self, service: str, username: str) -> None:
        self._enter(f"delete {username}")
        del self.entries[service, username]
        self._leave()

    def _enter(self, call: str) -> None:
        self.calls.append(call)
        self.entered.set()
        if not self.dialog.wait(timeout=60):
            raise AssertionError("nobody answered the dialog")
        if self.failure is not None:
            raise self.failure

    def _leave(self) -> None:
        """Do nothing; a keyring that dies late does it here."""
