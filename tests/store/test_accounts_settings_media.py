from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import connect
from tests.helpers.drafts import account

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.store.workspace import SqliteStore


def test_accounts_are_kept_in_the_order_they_were_added(store: SqliteStore) -> None:
    first, second = account("bluesky:b.example"), account("bluesky:a.example")
    store.accounts.save(first)
    store.accounts.save(second)
    store.accounts.save(replace(first, paused=True))
    assert store.accounts.all() == [replace(first, paused=True), second]
    assert store.accounts.get(second.id) == second


def test_a_removed_account_is_gone(store: SqliteStore) -> None:
    store.accounts.save(account())
    store.accounts.remove(account().id)
    assert store.accounts.all() == []
    assert store.accounts.get(account().id) is None


def test_a_setting_is_kept_and_changed(store: SqliteStore) -> None:
    assert store.settings.get("mission") is None
    store.settings.set("mission", '{"name":"Берлін"}')
    store.settings.set("mission", '{"name":"Варшава"}')
    assert store.settings.get("mission") == '{"name":"Варшава"}'


def test_a_picture_is_kept_once_under_the_hash_of_its_bytes(store: SqliteStore) -> None:
    data = b"\x89PNG" + bytes(100_000)
    first = store.media.add(data, name="a.png", mime="image/png")
    second = store.media.add(data, name="b.png", mime="image/png")
    assert first.hash == second.hash == hashlib.sha256(data).hexdigest()
    assert (second.name, second.mime, second.size) == ("b.png", "image/png", len(data))
    assert store.media.read(first.hash) == data


def test_a_picture_that_is_not_there_is_damage(store: SqliteStore) -> None:
    with pytest.raises(Damaged) as refused:
        store.media.read("ab" * 32)
    assert refused.value.id == "media.damaged"


def test_a_picture_whose_bytes_no_longer_fit_is_damage(store: SqliteStore, workspace: Path) -> None:
    media = store.media.add(b"picture", name="a.png", mime="image/png")
    database = connect(workspace / "media.db", derive(bytes(range(32)), b"pictures"))
    database.execute("UPDATE pictures SET data = ?", (b"another",))
    database.close()
    with pytest.raises(Damaged):
        store.media.read(media.hash)
