"""The operating system's keyring.

A call to a keyring can block until somebody answers a dialog, which may be never. All calls are therefore made on one
daemon thread; whoever asks waits for a time, and is then told that a dialog is open. Nothing piles up behind such a
call: what had not begun when its caller gave up is never done.

A value is replaced through a second entry, since KeePassXC asks a person, and blocks, when an entry is overwritten: the
new value is written beside the old one, the old one is deleted, the new one takes its name, and the second entry goes.
While there is a second entry it is the newest, so that a program or a keyring that dies at any point loses neither: but
for an empty one, which a keyring leaves that dies while it makes an entry.
"""

from __future__ import annotations

import contextlib
import os
import platform
import queue
import re
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

from embassy_assistant.domain.errors import KeyringUnavailable
from embassy_assistant.domain.events import VaultChanged
from embassy_assistant.domain.ports import VaultState

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.events import Events

T = TypeVar("T")

# Windows takes no more (CRED_MAX_CREDENTIAL_BLOB_SIZE, wincred.h), and counts UTF-16.
LONGEST_VALUE: Final = 2_560
DEFAULT_PATIENCE: Final = 20.0
# A keyring that is open answers within milliseconds; after this long it is probably asking a person. Nobody can read
# and close a dialog faster: a refusal before anybody was told to wait means that none was shown.
_PROMPT_AFTER: Final = 0.5
_INSECURE: Final = re.compile(r"plain|null|keyrings\.alt\.", re.IGNORECASE)
_NO_KEYRING: Final = re.compile(r"\.fail\.")
# Stands for what is no secret of ours, be it empty or no text; no secret has this character.
_UNREADABLE: Final = "\0"
# Of the second entry's name; a person may see it in the system's own list of secrets.
_NEW: Final = " (new)"


@dataclass(slots=True)
class _Call:
    work: Callable[[Any], Any]
    future: Future[Any] = field(default_factory=Future)


class KeyringVault:
    """See `domain.ports.Vault`: the entries of one workspace. Safe to use from any thread but the window's own."""

    def __init__(
        self,
        workspace_id: str,
        events: Events,
        *,
        patience: float = DEFAULT_PATIENCE,
        find_backend: Callable[[], Any] | None = None,
    ) -> None:
        """Ask nothing yet.

        Args:
            workspace_id: tells these entries from those of other workspaces.
            events: hears `VaultChanged`, on the thread that found out.
            patience: seconds to wait for a dialog before giving up.
            find_backend: returns a backend of the `keyring` package; by default the one that is configured or best.
        """
        self._service = f"Embassy Assistant/{workspace_id}"
        self._events = events
        self._patience = patience
        self._find_backend = find_backend or _configured_backend
        self._backend: Any = None
        self._calls: queue.SimpleQueue[_Call] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.state: VaultState = VaultState.UNKNOWN

    def get(self, name: str) -> str | None:
        """Return a secret, None where the keyring has no such entry.

        Raises:
            KeyringUnavailable: it cannot be asked now, or waits for a person.
        """

        def work(backend: Any) -> str | None:  # noqa: ANN401 - keyring's backends share no useful type
            return _Entry(backend, self._service, name).read()

        return self._ask(work)

    def set(self, name: str, value: str) -> None:
        """Keep a secret; when a dialog outlasts the caller's patience, it is kept once that is answered.

        Raises:
            KeyringUnavailable: it cannot be asked now, or waits for a person.
            ValueError: the value is longer than every system's keyring takes; a defect in the caller.
        """
        if max(len(value.encode()), len(value.encode("utf-16-le"))) > LONGEST_VALUE:
            msg = f"a secret has at most {LONGEST_VALUE} bytes"
            raise ValueError(msg)

        def work(backend: Any) -> None:  # noqa: ANN401 - keyring's backends share no useful type
            entry = _Entry(backend, self._service, name)
            # An empty secret is none, and an empty entry one that was never finished.
            if value:
                entry.write(value)
            else:
                entry.forget()

        self._ask(work)

    def delete(self, name: str) -> None:
        """Forget a secret; nothing happens where there is none.

        Raises:
            KeyringUnavailable: it cannot be asked now, or waits for a person.
        """

        def work(backend: Any) -> None:  # noqa: ANN401 - keyring's backends share no useful type
            _Entry(backend, self._service, name).forget()

        self._ask(work)

    def secrets_for(self, account_id: str) -> AccountSecrets:
        """Return the secrets of one Account: one entry per token."""
        return AccountSecrets(self, account_id)

    def _ask(self, work: Callable[[Any], T]) -> T:
        call = _Call(work)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="vault", daemon=True)
                self._thread.start()
        self._calls.put(call)
        deadline = time.monotonic() + self._patience
        try:
            result: T = call.future.result(timeout=min(_PROMPT_AFTER, self._patience))
            return result
        except TimeoutError:
            self._become(VaultState.WAITING, unless=call.future)
        try:
            result = call.future.result(timeout=max(0.0, deadline - time.monotonic()))
            return result
        except TimeoutError:
            # False when it has begun: then it goes on, and whoever asks again finds the dialog answered.
            call.future.cancel()
            raise KeyringUnavailable(VaultState.WAITING.value) from None

    def _run(self) -> None:
        while True:
            # Nothing of a call is held while the next one is waited for: its answer is a secret.
            self._answer(self._calls.get())

    def _answer(self, call: _Call) -> None:
        if not call.future.set_running_or_notify_cancel():
            return
        try:
            result = call.work(self._ready_backend())
        except Exception as error:
            state = _state_of(error, waited=self.state is VaultState.WAITING)
            backend = error.backend if isinstance(error, _RefusedBackend) else _name(self._backend)
            problem = KeyringUnavailable(state.value, backend=backend, reason=type(error).__name__)
            if state in {VaultState.NO_BACKEND, VaultState.GONE}:
                # Look anew next time: a daemon may have been started or installed meanwhile.
                self._backend = None
            self._finish(call, state, problem=problem)
        else:
            self._finish(call, VaultState.READY, result=result)

    def _ready_backend(self) -> Any:  # noqa: ANN401 - keyring's backends share no useful type
        if self._backend is None:
            backend = self._find_backend()
            _refuse_insecure(backend)
            self._backend = backend
        return self._backend

    def _finish(
        self, call: _Call, state: VaultState, *, result: object = None, problem: KeyringUnavailable | None = None
    ) -> None:
        # The state first: whoever has the answer must not see an older state. The answer before the event, so that
        # a listener that asks again on another thread is not kept waiting by this one.
        with self._lock:
            changed = self.state is not state
            self.state = state
            if problem is None:
                call.future.set_result(result)
            else:
                call.future.set_exception(problem)
        if changed:
            self._events.publish(VaultChanged(state.value))

    def _become(self, state: VaultState, unless: Future[Any]) -> None:
        with self._lock:
            if unless.done() or self.state is state:
                return
            self.state = state
        self._events.publish(VaultChanged(state.value))


class _Entry:
    """One secret in a backend: an entry under its name and, while it is being replaced, a second one."""

    def __init__(self, backend: Any, service: str, name: str) -> None:  # noqa: ANN401 - see `KeyringVault`
        self._backend = backend
        self._service = service
        self._name = name
        self._new = name + _NEW

    def read(self) -> str | None:
        newest = self._get(self._new)
        found = self._get(self._name) if newest in {None, _UNREADABLE} else newest
        return None if found == _UNREADABLE else found

    def write(self, value: str) -> None:
        self._settle()
        present = self._get(self._name)
        if present is None:
            self._set(self._name, value)
        elif present != value:
            self._set(self._new, value)
            self._settle()

    def forget(self) -> None:
        # In this order: the other one would bring an older value back, were it interrupted.
        self._delete(self._name)
        self._delete(self._new)

    def _settle(self) -> None:
        """Finish a replacement, whoever began it."""
        newest = self._get(self._new)
        if newest is None:
            return
        if newest == _UNREADABLE:
            self._delete(self._new)
            return
        if self._get(self._name) != newest:
            self._delete(self._name)
            self._set(self._name, newest)
        self._delete(self._new)

    def _get(self, name: str) -> str | None:
        try:
            value: str | None = self._backend.get_password(self._service, name)
        except UnicodeDecodeError:
            # Somebody has edited it by hand. It is there, and must not be overwritten, but it is nothing of ours.
            return _UNREADABLE
        # GNOME Keyring writes a new entry to disk before its secret: killed in between, it keeps an empty one.
        return _UNREADABLE if value == "" else value

    def _set(self, name: str, value: str) -> None:
        self._backend.set_password(self._service, name, value)

    def _delete(self, name: str) -> None:
        if self._get(name) is not None:
            self._backend.delete_password(self._service, name)


class AccountSecrets:
    """See `domain.network.Secrets`: the entries of one Account."""

    def __init__(self, vault: KeyringVault, account_id: str) -> None:
        """Name entries after the Account."""
        self._vault = vault
        self._account_id = account_id

    def get(self, name: str) -> str | None:
        """Return the secret called `name`, None where the keyring has none."""
        return self._vault.get(self._entry(name))

    def set(self, name: str, value: str) -> None:
        """Keep `value` under `name`."""
        self._vault.set(self._entry(name), value)

    def delete(self, name: str) -> None:
        """Forget `name`; nothing happens where there is none."""
        self._vault.delete(self._entry(name))

    def _entry(self, name: str) -> str:
        return f"{self._account_id}/{name}"


class _RefusedBackend(Exception):  # noqa: N818
    """A backend that keeps nothing, or keeps it for everybody to read."""

    def __init__(self, state: VaultState, backend: str) -> None:
        super().__init__(state, backend)
        self.state = state
        self.backend = backend


def _configured_backend() -> Any:  # noqa: ANN401 - keyring's backends share no useful type
    # Imported here because it takes 70 ms, which the window must not wait for; this is the vault's own thread.
    import keyring.backend
    import keyring.core

    # keyring looks for backends once per process, and would never see a daemon that is started later.
    with contextlib.suppress(KeyError):
        keyring.backend.get_all_keyring.reset()
    keyring.core.init_backend()
    return keyring.core.get_keyring()


def _refuse_insecure(backend: Any) -> None:  # noqa: ANN401 - keyring's backends share no useful type
    name = _name(backend)
    if _NO_KEYRING.search(name):
        raise _RefusedBackend(VaultState.NO_BACKEND, name)
    # A chainer hands a secret to the first of its backends that takes it: none of them may be insecure.
    for candidate in (backend, *getattr(backend, "backends", ())):
        if _INSECURE.search(_name(candidate)) or (candidate is not backend and _NO_KEYRING.search(_name(candidate))):
            raise _RefusedBackend(VaultState.INSECURE, name)


def _name(backend: object) -> str:
    return "" if backend is None else f"{type(backend).__module__}.{type(backend).__qualname__}"


def _state_of(error: Exception, *, waited: bool) -> VaultState:
    if isinstance(error, _RefusedBackend):
        return error.state
    # By name, so that the libraries of other systems need not be here. InitError wraps what the Secret Service said.
    names = {type(known).__name__ for known in (error, error.__cause__) if known is not None}
    if "NoKeyringError" in names:
        return VaultState.NO_BACKEND
    if "PromptDismissedException" in names:
        return VaultState.DISMISSED
    # secretstorage asserts that a prompt which was dismissed still has a list as its result; not every keyring's has.
    if names & {"KeyringLocked", "LockedException", "AssertionError"}:
        return VaultState.DISMISSED if waited and _has_screen() else VaultState.LOCKED
    return VaultState.GONE


def _has_screen() -> bool:
    # Without one nobody has seen a dialog, however long a busy machine took to say that it cannot show it.
    return platform.system() != "Linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
