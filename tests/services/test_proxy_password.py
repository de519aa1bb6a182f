"""The password of a proxy is in the keyring, and nowhere else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from embassy_assistant.domain.errors import DraftsLocked, KeyringUnavailable, NeedsOfficer
from embassy_assistant.domain.events import WorkspaceChanged
from embassy_assistant.domain.ports import VaultState
from embassy_assistant.services.preferences import PROXY_ENTRY, Connection
from tests.helpers.memory import Bench, memory_desk

CANARY = "кан@рка:з/паролем"
TYPED = Connection(f"http://officer:{CANARY}@proxy.example:3128", "/etc/ca.pem")
KEPT = Connection("http://officer@proxy.example:3128", "/etc/ca.pem")
QUOTED = "%D0%BA%D0%B0%D0%BD%40%D1%80%D0%BA%D0%B0%3A%D0%B7%2F%D0%BF%D0%B0%D1%80%D0%BE%D0%BB%D0%B5%D0%BC"


@pytest.fixture
def bench() -> Bench:
    return memory_desk()


def lock(bench: Bench, patch: pytest.MonkeyPatch) -> None:
    def refuse(*_: str) -> None:
        raise KeyringUnavailable(VaultState.LOCKED.value)

    for call in ("get", "set", "delete"):
        patch.setattr(bench.vault, call, refuse)


def in_store(bench: Bench) -> str:
    return json.dumps(bench.store.settings.values, ensure_ascii=False) + json.dumps(bench.store.settings.values)


def opened_again(bench: Bench) -> None:
    bench.desk.events.publish(WorkspaceChanged("open"))


def test_the_password_goes_to_the_keyring_and_the_rest_to_the_store(bench: Bench) -> None:
    preferences = bench.desk.preferences
    preferences.connection = TYPED
    assert preferences.connection == KEPT
    assert preferences.way_out().proxy == f"http://officer:{QUOTED}@proxy.example:3128"
    assert "паролем" not in in_store(bench)
    assert bench.vault.entries[PROXY_ENTRY] == f"{KEPT.proxy}\n{CANARY}"


def test_a_password_that_an_earlier_version_kept_in_the_store_moves_when_it_is_opened(bench: Bench) -> None:
    bench.store.settings.set("connection", json.dumps({"proxy": TYPED.proxy, "authority": TYPED.authority}))
    opened_again(bench)
    assert bench.desk.preferences.connection == KEPT
    assert "паролем" not in in_store(bench)
    assert CANARY in bench.vault.entries[PROXY_ENTRY]


def test_it_works_until_the_keyring_can_take_it_and_moves_then(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.store.settings.set("connection", json.dumps({"proxy": TYPED.proxy, "authority": ""}))
    lock(bench, monkeypatch)
    opened_again(bench)
    assert bench.desk.preferences.way_out().proxy == TYPED.proxy
    monkeypatch.undo()
    opened_again(bench)
    assert "паролем" not in in_store(bench)


def test_the_keyring_is_asked_once_and_what_it_said_is_forgotten_with_the_store(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences = bench.desk.preferences
    preferences.connection = TYPED
    first = preferences.way_out()
    lock(bench, monkeypatch)
    assert preferences.way_out() == first
    bench.desk.workspace.close()
    with pytest.raises(DraftsLocked):
        preferences.way_out()
    bench.desk.workspace.open()
    with pytest.raises(KeyringUnavailable):
        preferences.way_out()


def test_what_a_slow_keyring_says_after_the_drafts_were_locked_or_the_password_changed_is_not_kept(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences = bench.desk.preferences
    preferences.connection = TYPED
    asked: list[str] = []
    newer = replace(TYPED, proxy=TYPED.proxy.replace(CANARY, "newer"))

    def get(name: str) -> str | None:
        said = bench.vault.entries.get(name)
        asked.append(name)
        if len(asked) == 1:
            preferences.connection = newer
        if len(asked) == 2:
            bench.desk.workspace.close()
            bench.desk.workspace.open()
        return said

    monkeypatch.setattr(bench.vault, "get", get)
    assert QUOTED in preferences.way_out().proxy
    assert [preferences.way_out().proxy for _ in range(3)] == [newer.proxy] * 3
    assert len(asked) == 3, "what was asked for before the drafts were locked is asked for again, and then kept"


@pytest.mark.parametrize("edited", ["", "nonsense", "{", f"{KEPT.proxy}"])
def test_an_entry_that_was_edited_by_hand_is_no_password(bench: Bench, edited: str) -> None:
    bench.desk.preferences.connection = TYPED
    bench.vault.entries[PROXY_ENTRY] = edited
    opened_again(bench)
    assert bench.desk.preferences.way_out() == KEPT


def test_saving_what_is_shown_keeps_the_password(bench: Bench) -> None:
    preferences = bench.desk.preferences
    preferences.connection = TYPED
    preferences.connection = Connection(KEPT.proxy, "/another.pem")
    assert QUOTED in preferences.way_out().proxy
    assert preferences.way_out().authority == "/another.pem"


@pytest.mark.parametrize("proxy", ["", "http://officer@elsewhere.example:3128", "http://proxy.example:3128"])
def test_another_proxy_is_never_given_the_password(bench: Bench, proxy: str) -> None:
    preferences = bench.desk.preferences
    preferences.connection = TYPED
    preferences.connection = Connection(proxy)
    assert preferences.way_out() == Connection(proxy)
    assert PROXY_ENTRY not in bench.vault.entries


def test_a_password_for_another_proxy_is_not_used_for_one_that_a_backup_brought_back(bench: Bench) -> None:
    preferences = bench.desk.preferences
    preferences.connection = TYPED
    bench.store.settings.set("connection", json.dumps({"proxy": "http://officer@old.example:1", "authority": ""}))
    assert preferences.way_out().proxy == "http://officer@old.example:1"


def test_a_keyring_that_cannot_be_used_changes_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    lock(bench, monkeypatch)
    with pytest.raises(KeyringUnavailable):
        bench.desk.preferences.connection = TYPED
    assert bench.desk.preferences.connection == Connection()


@pytest.mark.parametrize(
    "proxy",
    [f"officer:{CANARY}@proxy.example", "ftp://a:b@c", "http://", "http://a:b@c:port", f"http://a:{'x' * 600}@c"],
)
def test_what_can_be_no_proxy_is_not_kept(bench: Bench, proxy: str) -> None:
    with pytest.raises(NeedsOfficer, match=r"settings\.proxy-unusable"):
        bench.desk.preferences.connection = Connection(proxy)
    assert bench.desk.preferences.connection == Connection()
    assert PROXY_ENTRY not in bench.vault.entries
