"""A key in a file signs for whoever knows its passphrase, and for nobody else."""

from __future__ import annotations

import json

import pytest
from nacl.pwhash import argon2id
from securesystemslib.exceptions import UnverifiedSignatureError

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines.keyfile import MEMORY, PASSES, new_key, public_key, unseal

PASSPHRASE = "коротка ніч у вересні"
CHEAP = {"passes": argon2id.OPSLIMIT_MIN, "memory": argon2id.MEMLIMIT_MIN}
FILE = new_key(PASSPHRASE, **CHEAP)


def changed(**fields: object) -> bytes:
    return json.dumps({**json.loads(FILE), **fields}).encode()


def test_what_is_signed_verifies_with_the_public_half_alone() -> None:
    signature = unseal(FILE, PASSPHRASE).sign(b"a pack")
    public_key(FILE).verify_signature(signature, b"a pack")
    with pytest.raises(UnverifiedSignatureError):
        public_key(FILE).verify_signature(signature, b"another")


def test_the_passphrase_may_be_typed_on_any_keyboard() -> None:
    decomposed = PASSPHRASE.replace("і", "і")
    assert unseal(FILE, f" {decomposed}\n").public_key == public_key(FILE)


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(Unusable) as caught:
        unseal(FILE, PASSPHRASE + "!")
    assert caught.value.id == "guidelines.wrong-passphrase"


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(Unusable) as caught:
        new_key("одинадцять!", **CHEAP)
    assert caught.value.id == "guidelines.short-passphrase"


def test_the_private_half_is_not_in_the_file() -> None:
    seed = bytes(unseal(FILE, PASSPHRASE)._key)  # noqa: SLF001 - what must not be found
    assert seed.hex().encode() not in FILE
    assert json.loads(new_key(PASSPHRASE))["memory"] == MEMORY
    assert PASSES >= argon2id.OPSLIMIT_MODERATE


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"[]",
        b"{}",
        changed(format=2),
        changed(kdf="none"),
        changed(public="00"),
        changed(public=json.loads(new_key(PASSPHRASE, **CHEAP))["public"]),
        changed(memory=argon2id.MEMLIMIT_SENSITIVE + 1),
        changed(passes="x"),
        changed(salt="xx"),
        changed(passes=float("inf")),
        b"[" * 50_000,
    ],
)
def test_what_is_no_key_file_is_refused(file: bytes) -> None:
    with pytest.raises(Unusable) as caught:
        unseal(file, PASSPHRASE)
    assert caught.value.id == "guidelines.no-key-file"
