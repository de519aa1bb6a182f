from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import TYPE_CHECKING, Any

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import InitError, KeyringLocked, NoKeyringError
from typing_extensions import override

import embassy_assistant.vault as vault_module
from embassy_assistant.domain.errors import KeyringUnavailable
from embassy_assistant.domain.events import Event, Events, VaultChanged
from embassy_assistant.domain.ports import VaultState
from embassy_assistant.vault import LONGEST_VALUE, KeyringVault
from tests.helpers.vaults import Backend

if TYPE_CHECKING:
    from collections.abc import Callable


class Heard:
    """The states that were announced."""

    def __init__(self, events: Events) -> None:
        self.states: list[str] = []
        self._news = threading.Condition()
        events.subscribe(self._hear)

    def _hear(self, event: Event) -> None:
        assert isinstance(event, VaultChanged)
        with self._news:
            self.states.append(event.state)
            self._news.notify_all()

    def until(self, state: str) -> list[str]:
        """Wait for a state, which is announced after the answer; returns all that were announced."""
        with self._news:
            assert self._news.wait_for(lambda: state in self.states, timeout=30), self.states
            return list(self.states)


@pytest.fixture(autouse=True)
def prompt_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let no call that a busy machine delays pass for one that waits for a person; returns what sets the seconds."""

    def use(seconds: float) -> None:
        monkeypatch.setattr(vault_module, "_PROMPT_AFTER", seconds)

    use(60.0)
    return use


# What one question for the store's key is to the keyring.
ASKED = ["get store-key (new)", "get store-key"]


def vault_on(find: Callable[[], Any], *, patience: float = 30.0) -> tuple[KeyringVault, Heard]:
    events = Events()
    heard = Heard(events)
    return KeyringVault("w1", events, patience=patience, find_backend=find), heard


def ask_until_the_dialog_is_open(backend: Backend, ask: Callable[[], object]) -> None:
    """Have callers give up; on a busy machine the first ones may do so before their call has begun."""
    while not backend.entered.is_set():
        with pytest.raises(KeyringUnavailable, match=r"keyring\.waiting"):
            ask()


def test_a_secret_is_kept_under_the_workspace_and_found_again() -> None:
    backend = Backend()
    vault, heard = vault_on(lambda: backend)
    assert vault.state is VaultState.UNKNOWN
    assert vault.get("store-key") is None
    vault.set("store-key", "secret")
    assert vault.get("store-key") == "secret"
    assert backend.entries == {("Embassy Assistant/w1", "store-key"): "secret"}
    assert heard.until(VaultState.READY) == ["ready"]


def test_an_entry_is_deleted_before_it_is_set_anew_because_keepassxc_asks_on_overwriting() -> None:
    backend = Backend()
    vault, _ = vault_on(lambda: backend)
    vault.set("a", "1")
    vault.set("a", "2")
    assert vault.get("a") == "2"
    assert backend.writes == ["set a", "set a (new)", "delete a", "set a", "delete a (new)"]
    assert backend.entries == {("Embassy Assistant/w1", "a"): "2"}


def test_the_same_value_again_touches_nothing() -> None:
    backend = Backend()
    vault, _ = vault_on(lambda: backend)
    vault.set("a", "1")
    vault.set("a", "1")
    assert backend.writes == ["set a"]


def test_deleting_what_is_not_there_is_no_error() -> None:
    backend = Backend()
    vault, _ = vault_on(lambda: backend)
    vault.delete("a")
    vault.set("a", "1")
    vault.delete("a")
    assert backend.entries == {}


class DiedError(Exception):
    """The keyring's daemon is gone, or the whole program is; the next program starts anew."""


class Done(Enum):
    """How far a keyring comes with the call that it dies in."""

    NO = "not at all"
    BEGUN = "an entry that it makes has no secret yet"
    YES = "all of it"


class Mortal(Backend):
    """Dies at one of its calls."""

    def __init__(self, entries: dict[tuple[str, str], str], last: int, *, done: Done) -> None:
        super().__init__()
        self.entries = entries
        self._last = last
        self._done = done

    @override
    def set_password(self, service: str, username: str, password: str) -> None:
        if self._done is Done.BEGUN and len(self.calls) == self._last - 1:
            self.entries[service, username] = ""
        super().set_password(service, username, password)

    def _enter(self, call: str) -> None:
        super()._enter(call)
        if len(self.calls) > self._last or (len(self.calls) == self._last and self._done is not Done.YES):
            raise DiedError

    def _leave(self) -> None:
        if len(self.calls) == self._last:
            raise DiedError


def dies_in(entries: dict[tuple[str, str], str], last: int, act: Callable[[KeyringVault], None], *, done: Done) -> bool:
    vault, _ = vault_on(lambda: Mortal(entries, last, done=done))
    try:
        act(vault)
    except KeyringUnavailable:
        return True
    return False


def with_a_token() -> tuple[Backend, KeyringVault]:
    backend = Backend()
    vault, _ = vault_on(lambda: backend)
    vault.set("refresh", "1")
    return backend, vault


MOST_CALLS = 15


@pytest.mark.parametrize("done", [Done.NO, Done.BEGUN, Done.YES])
def test_a_keyring_that_dies_at_any_call_has_the_old_value_or_the_new_one(done: Done) -> None:
    deaths = 0
    for first in range(1, MOST_CALLS):
        for second in range(1, MOST_CALLS):
            backend, vault = with_a_token()
            deaths += dies_in(backend.entries, first, lambda dying: dying.set("refresh", "2"), done=done)
            before = vault.get("refresh")
            assert before in {"1", "2"}
            # The next program's write dies too, in the middle of mending what the first one left.
            dies_in(backend.entries, second, lambda dying: dying.set("refresh", "3"), done=done)
            assert vault.get("refresh") in {before, "3"}
            vault.set("refresh", "4")
            assert backend.entries == {("Embassy Assistant/w1", "refresh"): "4"}
    assert deaths > MOST_CALLS


@pytest.mark.parametrize("done", [Done.NO, Done.BEGUN, Done.YES])
def test_a_keyring_that_dies_while_it_forgets_never_brings_an_older_value_back(done: Done) -> None:
    kept = set()
    for first in range(1, MOST_CALLS):
        for second in range(1, MOST_CALLS):
            backend, vault = with_a_token()
            dies_in(backend.entries, first, lambda dying: dying.set("refresh", "2"), done=done)
            before = vault.get("refresh")
            dies_in(backend.entries, second, lambda dying: dying.delete("refresh"), done=done)
            kept.add(vault.get("refresh"))
            assert vault.get("refresh") in {before, None}
            vault.delete("refresh")
            assert backend.entries == {}
    assert kept == {"1", "2", None}


def test_each_token_of_an_account_has_an_entry_of_its_own() -> None:
    backend = Backend()
    vault, _ = vault_on(lambda: backend)
    secrets = vault.secrets_for("bluesky:embassy.example")
    secrets.set("access", "a")
    secrets.set("refresh", "r")
    secrets.delete("access")
    assert secrets.get("refresh") == "r"
    assert backend.entries == {("Embassy Assistant/w1", "bluesky:embassy.example/refresh"): "r"}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("x" * (LONGEST_VALUE // 2 + 1), id="utf-16 as windows counts"),
        pytest.param("ї" * (LONGEST_VALUE // 2 + 1), id="cyrillic"),
        pytest.param("€" * (LONGEST_VALUE // 3 + 1), id="three bytes of utf-8"),
    ],
)
def test_a_value_that_some_system_would_refuse_is_refused_everywhere(value: str) -> None:
    backend = Backend()
    vault, _ = vault_on(lambda: backend)
    with pytest.raises(ValueError, match="2560 bytes"):
        vault.set("a", value)
    assert backend.calls == []


def test_an_empty_secret_is_none() -> None:
    backend, vault = with_a_token()
    vault.set("refresh", "")
    assert vault.get("refresh") is None
    assert backend.entries == {}


class PlaintextKeyring(Backend):
    """Named as the one in keyrings.alt is."""


# keyring's own have no types.
No: Callable[[], object] = FailKeyring
Null: Callable[[], object] = NullKeyring


class Chain(Backend):
    """A chainer hands a secret to whichever of its backends takes it first."""

    def __init__(self, *backends: object) -> None:
        super().__init__()
        self.backends = backends


@pytest.mark.parametrize(
    ("backend", "state"),
    [
        pytest.param(No(), VaultState.NO_BACKEND, id="fail"),
        pytest.param(Null(), VaultState.INSECURE, id="null"),
        pytest.param(PlaintextKeyring(), VaultState.INSECURE, id="plaintext"),
        pytest.param(Chain(Backend(), PlaintextKeyring()), VaultState.INSECURE, id="a chain with plaintext in it"),
        pytest.param(Chain(Backend(), Null()), VaultState.INSECURE, id="a chain with null in it"),
        pytest.param(Chain(Backend(), No()), VaultState.INSECURE, id="a chain with fail in it"),
    ],
)
def test_a_backend_that_keeps_nothing_or_in_clear_is_refused_by_name(backend: object, state: VaultState) -> None:
    vault, heard = vault_on(lambda: backend)
    with pytest.raises(KeyringUnavailable) as refused:
        vault.set("token", "canary")
    assert refused.value.state == state
    assert refused.value.id == f"keyring.{state}"
    assert refused.value.parameters["backend"] == f"{type(backend).__module__}.{type(backend).__qualname__}"
    assert heard.until(state) == [state]
    assert not isinstance(backend, Backend) or backend.entries == {}


def test_a_chain_of_secure_backends_is_used() -> None:
    vault, _ = vault_on(lambda: Chain(Backend(), Backend()))
    vault.set("a", "1")
    assert vault.get("a") == "1"


def test_keyrings_own_names_are_the_ones_that_are_refused() -> None:
    assert issubclass(ChainerBackend, KeyringBackend)
    assert (FailKeyring.__module__, NullKeyring.__module__) == ("keyring.backends.fail", "keyring.backends.null")


def test_what_is_configured_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with pytest.raises(KeyringUnavailable, match=r"keyring\.insecure"):
        KeyringVault("w1", Events()).get("a")


class PromptDismissedException(Exception):  # noqa: N818 - the name that secretstorage gave it
    pass


class LockedException(Exception):  # noqa: N818 - the name that secretstorage gave it
    pass


def _caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("failure", "state"),
    [
        pytest.param(NoKeyringError(), VaultState.NO_BACKEND, id="no backend"),
        pytest.param(KeyringLocked(), VaultState.LOCKED, id="locked, and no dialog could be shown"),
        pytest.param(LockedException(), VaultState.LOCKED, id="the item is locked"),
        pytest.param(AssertionError(), VaultState.LOCKED, id="a prompt whose result is none"),
        pytest.param(PromptDismissedException(), VaultState.DISMISSED, id="dismissed"),
        pytest.param(_caused(InitError(), PromptDismissedException()), VaultState.DISMISSED, id="dismissed at first"),
        pytest.param(ConnectionResetError(), VaultState.GONE, id="daemon gone"),
        pytest.param(InitError(), VaultState.GONE, id="no collection"),
    ],
)
def test_each_failure_of_the_keyring_has_a_state_of_its_own(failure: Exception, state: VaultState) -> None:
    backend = Backend()
    backend.failure = failure
    vault, heard = vault_on(lambda: backend)
    with pytest.raises(KeyringUnavailable) as refused:
        vault.get("a")
    assert refused.value.state == state
    assert refused.value.parameters["reason"] == type(failure).__name__
    assert heard.until(state) == [state]


def test_a_daemon_that_comes_back_is_found() -> None:
    backends = [Backend(), Backend()]
    backends[0].failure = BrokenPipeError()
    vault, heard = vault_on(lambda: backends.pop(0))
    with pytest.raises(KeyringUnavailable):
        vault.get("a")
    assert vault.get("a") is None
    assert heard.until(VaultState.READY) == ["gone", "ready"]


def test_while_a_dialog_waits_callers_are_told_and_nothing_piles_up(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = Backend()
    backend.dialog.clear()
    vault, heard = vault_on(lambda: backend, patience=0.05)
    ask_until_the_dialog_is_open(backend, lambda: vault.get("store-key"))
    for _ in range(2):
        with pytest.raises(KeyringUnavailable, match=r"keyring\.waiting"):
            vault.get("token")
    assert vault.state is VaultState.WAITING
    monkeypatch.setattr(vault, "patience", 30.0)
    backend.dialog.set()
    assert heard.until(VaultState.READY) == ["waiting", "ready"]
    assert vault.get("store-key") is None
    assert backend.calls == ASKED * 2, "what had not begun when its caller gave up was never asked"


def test_an_answer_within_the_callers_patience_is_returned(prompt_after: Callable[[float], None]) -> None:
    prompt_after(0.05)
    backend = Backend()
    backend.entries["Embassy Assistant/w1", "store-key"] = "secret"
    backend.dialog.clear()
    vault, heard = vault_on(lambda: backend)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(vault.get, "store-key")
        heard.until(VaultState.WAITING)
        backend.dialog.set()
        assert answer.result(timeout=30) == "secret"
    assert heard.until(VaultState.READY) == ["waiting", "ready"]


def test_a_secret_handed_in_behind_a_dialog_is_kept_once_it_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backend = Backend()
    backend.dialog.clear()
    vault, heard = vault_on(lambda: backend, patience=0.05)
    ask_until_the_dialog_is_open(backend, lambda: vault.set("store-key", "secret"))
    monkeypatch.setattr(vault, "patience", 30.0)
    backend.dialog.set()
    heard.until(VaultState.READY)
    assert vault.get("store-key") == "secret"


@pytest.mark.parametrize(
    ("screen", "state"), [("DISPLAY", "dismissed"), ("WAYLAND_DISPLAY", "dismissed"), ("", "locked")]
)
def test_a_dialog_that_a_person_closes_is_told_from_a_lock_that_took_long(
    monkeypatch: pytest.MonkeyPatch, prompt_after: Callable[[float], None], screen: str, state: str
) -> None:
    prompt_after(0.05)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if screen:
        monkeypatch.setenv(screen, ":0")
    backend = Backend()
    backend.failure = KeyringLocked()
    backend.dialog.clear()
    vault, heard = vault_on(lambda: backend)
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(vault.get, "store-key")
        heard.until(VaultState.WAITING)
        backend.dialog.set()
        with pytest.raises(KeyringUnavailable, match=rf"keyring\.{state}"):
            answer.result(timeout=30)
    assert heard.until(state) == ["waiting", state]


class Edited(Backend):
    """Has entries that somebody has edited by hand into something that is no text."""

    def __init__(self, *edited: str) -> None:
        super().__init__()
        self.entries = {("Embassy Assistant/w1", name): "\udcff" for name in edited}

    def get_password(self, service: str, username: str) -> str | None:
        found = super().get_password(service, username)
        if found == "\udcff":
            b"\xff".decode()
        return found


@pytest.mark.parametrize("edited", [("a",), ("a (new)",), ("a", "a (new)")])
def test_an_entry_that_is_no_text_is_none_and_can_be_replaced_and_forgotten(edited: tuple[str, ...]) -> None:
    backend = Edited(*edited)
    vault, _ = vault_on(lambda: backend)
    assert vault.get("a") is None
    assert vault.state is VaultState.READY
    vault.set("a", "1")
    assert backend.entries == {("Embassy Assistant/w1", "a"): "1"}
    backend = Edited(*edited)
    vault, _ = vault_on(lambda: backend)
    vault.delete("a")
    assert backend.entries == {}
