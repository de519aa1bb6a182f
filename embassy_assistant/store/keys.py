"""The store's key: 256 random bits in the operating system's keyring and, wrapped by a code on paper, beside the store.

A lost keyring costs a typed code, not the drafts; a stolen disk without either gives nothing.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import nacl.exceptions
import nacl.pwhash.argon2id as argon2id
import nacl.secret

from embassy_assistant.domain.errors import Damaged, KeyringUnavailable, Unusable
from embassy_assistant.store.files import private_directory, write_whole
from embassy_assistant.store.recovery import generate_code, read_code

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.domain.ports import Vault

ENTRY: Final = "store-key"
RECOVERY_FILE: Final = "recovery.json"
_KEY_BYTES: Final = 32
_FORMAT: Final = 1
# A file that somebody changed must not make us take all of the machine's memory.
_MOST_MEMORY: Final = 1 << 30
_MOST_PASSES: Final = 16


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made.

    Attributes:
        key: 32 bytes.
        code: the recovery code, to be shown once and written down; it is kept nowhere.
        problem: why the keyring did not take the key; None when it did.
    """

    key: bytes
    code: str
    problem: KeyringUnavailable | None = None


class StoreKeys:
    """Makes, finds and recovers the key of one workspace. All methods may block on the keyring."""

    def __init__(self, workspace: Path, vault: Vault) -> None:
        """Look after `workspace`, which need not exist yet."""
        self._workspace = workspace
        self._recovery = workspace / RECOVERY_FILE
        self._vault = vault

    def create(self) -> NewKey:
        """Make a key for a new workspace; the caller has made sure that it is new.

        The code is on disk, as a wrapped key, before the keyring is asked: no order of events leaves a store that
        nothing opens.
        """
        return self.adopt(secrets.token_bytes(_KEY_BYTES))

    def adopt(self, key: bytes) -> NewKey:
        """Let a new workspace have this key; see `create`."""
        code = self.new_code(key)
        return NewKey(key, code, self._keep(key))

    def new_code(self, key: bytes) -> str:
        """Wrap the key by a new recovery code, which makes the old one worthless."""
        code = generate_code()
        private_directory(self._workspace)
        write_whole(self._recovery, _wrap(key, code))
        return code

    def from_keyring(self) -> bytes:
        """Return the key that the keyring has.

        Raises:
            KeyringUnavailable: the keyring cannot be asked now; `keyring.missing` when it can, and has no such entry or
                not a key: the recovery code is needed.
        """
        stored = self._vault.get(ENTRY)
        if stored is None:
            raise KeyringUnavailable("missing")
        try:
            key = base64.b64decode(stored, validate=True)
        except ValueError:
            key = b""
        if len(key) != _KEY_BYTES:
            raise KeyringUnavailable("missing")
        return key

    def from_code(self, typed: str) -> NewKey:
        """Return the key that a typed recovery code unwraps, and put it back into the keyring.

        Returns:
            The key, the code as it is spelt, and why the keyring did not take the key, if so.

        Raises:
            MistypedCode: no code reads like this.
            Unusable: a code, but not of this workspace, or an old one.
            Damaged: the file with the wrapped key is gone or broken.
        """
        code = typed.strip()
        key = _unwrap(self._read(), read_code(code))
        return NewKey(key, code, self._keep(key))

    def _keep(self, key: bytes) -> KeyringUnavailable | None:
        try:
            self._vault.set(ENTRY, base64.b64encode(key).decode())
        except KeyringUnavailable as problem:
            return problem
        return None

    def _read(self) -> dict[str, Any]:
        try:
            wrapped = json.loads(self._recovery.read_bytes())
            if wrapped["format"] != _FORMAT or wrapped["kdf"] != "argon2id":
                raise Damaged(path=RECOVERY_FILE)
            values: dict[str, Any] = {
                "passes": int(wrapped["passes"]),
                "memory": int(wrapped["memory"]),
                "salt": base64.b64decode(wrapped["salt"], validate=True),
                "key": base64.b64decode(wrapped["key"], validate=True),
            }
        except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise Damaged(path=RECOVERY_FILE) from error
        if values["memory"] > _MOST_MEMORY or values["passes"] > _MOST_PASSES:
            raise Damaged(path=RECOVERY_FILE)
        return values


def _wrap(key: bytes, code: str) -> bytes:
    # The code has 128 random bits, so the costs need only be decent, not painful on an old laptop.
    passes, memory = argon2id.OPSLIMIT_INTERACTIVE, argon2id.MEMLIMIT_INTERACTIVE
    salt = secrets.token_bytes(argon2id.SALTBYTES)
    wrapping = argon2id.kdf(_KEY_BYTES, read_code(code), salt, opslimit=passes, memlimit=memory)
    wrapped = bytes(nacl.secret.SecretBox(wrapping).encrypt(key))
    document = {
        "format": _FORMAT,
        "kdf": "argon2id",
        "passes": passes,
        "memory": memory,
        "salt": base64.b64encode(salt).decode(),
        "key": base64.b64encode(wrapped).decode(),
    }
    return json.dumps(document, indent=1).encode()


def _unwrap(wrapped: dict[str, Any], code: bytes) -> bytes:
    try:
        wrapping = argon2id.kdf(
            _KEY_BYTES, code, wrapped["salt"], opslimit=wrapped["passes"], memlimit=wrapped["memory"]
        )
        return nacl.secret.SecretBox(wrapping).decrypt(wrapped["key"])
    except nacl.exceptions.CryptoError as error:
        raise Unusable("recovery.wrong") from error
