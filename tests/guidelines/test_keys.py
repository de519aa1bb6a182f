"""Keys in files and in the keyring: made, copied and opened, never written over, and each refusal in its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import KeyringUnavailable, Unusable
from embassy_assistant.domain.events import Events
from embassy_assistant.domain.ports import VaultState
from embassy_assistant.guidelines import keyfile
from embassy_assistant.guidelines.keys import Keys
from embassy_assistant.store.files import write_whole
from embassy_assistant.vault import KeyringVault
from tests.helpers.vaults import Backend, MemoryVault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

PHRASE = "п’ять випадкових слів"


def nobody() -> str:
    raise AssertionError("nobody is asked for a passphrase")


def says(phrase: str = PHRASE) -> Callable[[], str]:
    return lambda: phrase


@pytest.fixture
def backend() -> Backend:
    return Backend()


@pytest.fixture
def keys(backend: Backend) -> Keys:
    return Keys(KeyringVault("signing-keys", Events(), find_backend=lambda: backend), write_whole)


def test_a_key_in_the_keyring_signs_and_nobody_types_anything(keys: Keys, backend: Backend) -> None:
    made = keys.make("keyring:online", nobody)
    signature = keys.open("keyring:online", nobody).sign(b"a pack")
    made.verify_signature(signature, b"a pack")
    assert keys.public("keyring:online") == made
    assert list(backend.entries) == [("Embassy Assistant/signing-keys", "online")]


def test_a_key_in_a_file_is_opened_by_its_passphrase_and_the_keyring_is_not_asked(
    keys: Keys, backend: Backend, tmp_path: Path
) -> None:
    place = str(tmp_path / "a.key")
    made = keys.make(place, says())
    assert keys.open(place, says()).public_key == keys.public(place) == made
    assert backend.calls == []


def test_a_key_has_copies_where_somebody_puts_them(keys: Keys, tmp_path: Path) -> None:
    made = keys.make("keyring:online", nobody)
    safe = str(tmp_path / "safe.key")
    assert keys.copy("keyring:online", safe, nobody, says()) == made
    assert keys.copy(safe, "keyring:second", says(), nobody) == made
    assert keys.copy(safe, str(tmp_path / "other.key"), says(), says("another phrase by far")) == made
    assert keys.open(str(tmp_path / "other.key"), says("another phrase by far")).public_key == made


@pytest.mark.parametrize("place", ["keyring:online", "a.key"])
def test_a_key_is_never_written_over(keys: Keys, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = keys.make(place, says())
    with pytest.raises(Unusable) as caught:
        keys.make(place, nobody)
    assert caught.value.id == "guidelines.file-there"
    with pytest.raises(Unusable) as caught:
        keys.copy("keyring:other", place, nobody, nobody)
    assert caught.value.id == "guidelines.file-there"
    assert keys.public(place) == made


def test_whatever_is_no_key_of_ours_is_told(keys: Keys, backend: Backend, tmp_path: Path) -> None:
    backend.entries["Embassy Assistant/signing-keys", "old"] = "ed25519:00"
    (tmp_path / "junk.key").write_bytes(b"junk")
    for place, said in (
        ("keyring:online", "guidelines.no-key-in-keyring"),
        ("keyring:old", "guidelines.no-key-in-keyring"),
        ("keyring:", "guidelines.no-key-name"),
        ("keyring:../x", "guidelines.no-key-name"),
        (str(tmp_path / "no.key"), "input.no-file"),
        (str(tmp_path), "input.no-file"),
        (str(tmp_path / "junk.key"), "guidelines.no-key-file"),
    ):
        with pytest.raises(Unusable) as caught:
            keys.public(place)
        assert caught.value.id == said, place
        with pytest.raises(Unusable) as caught:
            keys.open(place, nobody)
        assert caught.value.id == said, place


def test_a_wrong_passphrase_opens_nothing_and_a_short_one_keeps_nothing(keys: Keys, tmp_path: Path) -> None:
    (tmp_path / "a.key").write_bytes(keyfile.seal(keyfile.new_seed(), PHRASE))
    with pytest.raises(Unusable) as caught:
        keys.open(str(tmp_path / "a.key"), says("another phrase by far"))
    assert caught.value.id == "guidelines.wrong-passphrase"
    with pytest.raises(Unusable) as caught:
        keys.make(str(tmp_path / "b.key"), says("short"))
    assert caught.value.id == "guidelines.short-passphrase"
    assert not (tmp_path / "b.key").exists()


def test_a_keyring_that_is_locked_says_so_and_keeps_nothing() -> None:
    vault = MemoryVault()
    vault.state = VaultState.LOCKED
    with pytest.raises(KeyringUnavailable):
        Keys(vault, write_whole).make("keyring:online", nobody)
    assert not vault.entries
