"""Where the unit keeps its signing keys: each in a sealed file, or in the keyring of the system.

A key in a file can be carried to a safe; a key in the keyring stays on its machine, and whoever is signed in there may
use it. That suits the online key, which signs each day; those that lie in safes are files.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.workshop import IN_KEYRING
from embassy_assistant.guidelines.keyfile import KeySigner, new_seed, public_key, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Callable

    from securesystemslib.signer import Key

    from embassy_assistant.domain.ports import Vault

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_KEPT: Final = re.compile(r"ed25519:([0-9a-f]{64})")


class Keys:
    """Makes, keeps and opens keys. A place is the path of a file, or `keyring:` and a name."""

    def __init__(self, keyring: Vault, write: Callable[[Path, bytes], None]) -> None:
        """Keep keys.

        Args:
            keyring: The keyring, which is asked only for keys that are kept there.
            write: Writes a file whole, or not at all, for its owner only.
        """
        self._keyring = keyring
        self._write = write

    def make(self, place: str, passphrase: Callable[[], str]) -> Key:
        """Make a key and return its public half.

        Args:
            place: Where it is kept from now on.
            passphrase: Returns what shall open it; asked for files only.

        Raises:
            Unusable: Something is kept there already, or the passphrase is too short.
            KeyringUnavailable: What the keyring says.
        """
        return self._keep(new_seed(), place, passphrase)

    def copy(self, source: str, place: str, opens: Callable[[], str], passphrase: Callable[[], str]) -> Key:
        """Keep a key at a second place, too, and return its public half.

        Args:
            source: Where it is kept now.
            place: Where it is kept as well from now on.
            opens: Returns the passphrase it has where it is; asked for files only.
            passphrase: Returns what shall open it at the second place; asked for files only.

        Raises:
            Unusable: There is no such key, something is kept there already, or a passphrase is wrong or too short.
            KeyringUnavailable: What the keyring says.
        """
        self._must_be_free(place)
        return self._keep(self.open(source, opens).seed, place, passphrase)

    def public(self, place: str) -> Key:
        """Return the public half of a key, for which no passphrase is needed.

        Raises:
            Unusable: There is no such key.
            KeyringUnavailable: What the keyring says.
        """
        name = _name(place)
        return self._kept(name).public_key if name else public_key(_read(place))

    def open(self, place: str, passphrase: Callable[[], str]) -> KeySigner:
        """Return what signs with a key.

        Args:
            place: Where it is kept.
            passphrase: Returns what opens it; asked for files only, once it is known that there is one.

        Raises:
            Unusable: There is no such key, or the passphrase is another.
            KeyringUnavailable: What the keyring says.
        """
        name = _name(place)
        if name:
            return self._kept(name)
        file = _read(place)
        public_key(file)
        return unseal(file, passphrase())

    def _keep(self, seed: bytes, place: str, passphrase: Callable[[], str]) -> Key:
        self._must_be_free(place)
        name = _name(place)
        if name:
            self._keyring.set(name, f"ed25519:{seed.hex()}")
        else:
            self._write(Path(place), seal(seed, passphrase()))
        return KeySigner(seed).public_key

    def _must_be_free(self, place: str) -> None:
        name = _name(place)
        if self._keyring.get(name) is not None if name else Path(place).exists():
            raise Unusable("guidelines.file-there", path=place)

    def _kept(self, name: str) -> KeySigner:
        found = _KEPT.fullmatch(self._keyring.get(name) or "")
        if found is None:
            raise Unusable("guidelines.no-key-in-keyring", name=name)
        return KeySigner(bytes.fromhex(found[1]))


def _name(place: str) -> str:
    """Return under which name a key is in the keyring; empty for one in a file."""
    if not place.startswith(IN_KEYRING):
        return ""
    name = place.removeprefix(IN_KEYRING)
    if not _NAME.fullmatch(name):
        raise Unusable("guidelines.no-key-name", name=name)
    return name


def _read(place: str) -> bytes:
    try:
        return Path(place).read_bytes()
    except OSError as error:
        raise Unusable("input.no-file", file=place) from error
