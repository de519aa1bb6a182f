"""A signing key of the unit in a file: the public half in clear, the private half sealed under a passphrase.

The sealing is a secret box whose key is drawn from the passphrase by argon2id (RFC 9106); the signature is Ed25519.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import unicodedata
from typing import Any, Final

import nacl.exceptions
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.signing import SigningKey
from securesystemslib.signer import Key, Signature, Signer, SSlibKey
from typing_extensions import override

from embassy_assistant.domain.errors import Unusable

SHORTEST: Final = 12
"""Characters of a passphrase."""

_FORMAT: Final = 1
PASSES: Final = argon2id.OPSLIMIT_MODERATE
MEMORY: Final = argon2id.MEMLIMIT_MODERATE
# A file that asks for more to be opened was not written here, and would take the machine's memory.
_MOST_PASSES: Final = argon2id.OPSLIMIT_SENSITIVE
_MOST_MEMORY: Final = argon2id.MEMLIMIT_SENSITIVE
_SEED_BYTES: Final = 32
_BYTES: Final = 64 * 1024
# What reading a file that somebody made up can raise.
_BROKEN: Final = (ValueError, KeyError, TypeError, ArithmeticError, RecursionError)


class KeySigner(Signer):
    """Signs with a key that was unsealed."""

    def __init__(self, seed: bytes) -> None:
        """Take the private half, 32 bytes."""
        self._key = SigningKey(seed)
        self._public = _public(bytes(self._key.verify_key))

    @property
    @override
    def public_key(self) -> Key:
        return self._public

    @property
    def seed(self) -> bytes:
        """The private half, for whoever keeps the key somewhere else."""
        return bytes(self._key)

    @override
    def sign(self, payload: bytes) -> Signature:
        return Signature(self._public.keyid, self._key.sign(payload).signature.hex())

    @classmethod
    @override
    def from_priv_key_uri(cls, priv_key_uri: str, public_key: Key, secrets_handler: Any = None) -> Signer:
        """Not there: a key of the unit is only ever opened by a person."""
        raise NotImplementedError


def new_seed() -> bytes:
    """Return the private half of a key that there was not before."""
    return secrets.token_bytes(_SEED_BYTES)


def new_key(passphrase: str, *, passes: int = PASSES, memory: int = MEMORY) -> bytes:
    """Make a key and return its file; see `seal`."""
    return seal(new_seed(), passphrase, passes=passes, memory=memory)


def seal(seed: bytes, passphrase: str, *, passes: int = PASSES, memory: int = MEMORY) -> bytes:
    """Return the file of a key.

    Args:
        seed: The private half, 32 bytes.
        passphrase: What opens it.
        passes: How much work each try of a passphrase is, in passes over the memory.
        memory: In bytes.

    Raises:
        Unusable: The passphrase is too short.
    """
    if len(passphrase.strip()) < SHORTEST:
        raise Unusable("guidelines.short-passphrase", least=SHORTEST)
    salt = secrets.token_bytes(argon2id.SALTBYTES)
    box = SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, _typed(passphrase), salt, opslimit=passes, memlimit=memory))
    document = {
        "format": _FORMAT,
        "key": "ed25519",
        "public": bytes(SigningKey(seed).verify_key).hex(),
        "kdf": "argon2id",
        "passes": passes,
        "memory": memory,
        "salt": base64.b64encode(salt).decode(),
        "sealed": base64.b64encode(box.encrypt(seed)).decode(),
    }
    return json.dumps(document, indent=1).encode()


def public_key(file: bytes) -> Key:
    """Return the public half, for which no passphrase is needed.

    Raises:
        Unusable: It is no key file.
    """
    return _public(_read(file)[0])


def unseal(file: bytes, passphrase: str) -> KeySigner:
    """Return what signs with the key in a file.

    Raises:
        Unusable: It is no key file, or the passphrase is another.
    """
    public, document = _read(file)
    try:
        passes, memory = int(document["passes"]), int(document["memory"])
        if passes > _MOST_PASSES or memory > _MOST_MEMORY:
            raise Unusable("guidelines.no-key-file")
        salt, sealed = base64.b64decode(document["salt"]), base64.b64decode(document["sealed"])
        box = SecretBox(argon2id.kdf(SecretBox.KEY_SIZE, _typed(passphrase), salt, opslimit=passes, memlimit=memory))
    except (*_BROKEN, nacl.exceptions.CryptoError) as error:
        raise Unusable("guidelines.no-key-file") from error
    try:
        signer = KeySigner(box.decrypt(sealed))
    except (nacl.exceptions.CryptoError, ValueError) as error:
        raise Unusable("guidelines.wrong-passphrase") from error
    if signer.public_key != _public(public):
        raise Unusable("guidelines.no-key-file")
    return signer


def _read(file: bytes) -> tuple[bytes, dict[str, Any]]:
    try:
        document = json.loads(file[:_BYTES])
        if document["format"] != _FORMAT or document["kdf"] != "argon2id":
            raise ValueError
        public = bytes.fromhex(document["public"])
        if len(public) != _SEED_BYTES:
            raise ValueError
    except _BROKEN as error:
        raise Unusable("guidelines.no-key-file") from error
    return public, document


def _public(key: bytes) -> SSlibKey:
    return SSlibKey(hashlib.sha256(key).hexdigest(), "ed25519", "ed25519", {"public": key.hex()})


def _typed(passphrase: str) -> bytes:
    """Return a passphrase as it is whatever keyboard it was typed on."""
    return unicodedata.normalize("NFC", passphrase.strip()).encode()
