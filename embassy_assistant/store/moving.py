"""Everything of a workspace but its secrets, in one file for another laptop, sealed with a passphrase.

The file is a ZIP of copies of the two databases and of the guidelines, encrypted with a key made for this once, and of
a head: that key and what the file must hold, in a secret box whose key is drawn from the passphrase by argon2id.
Nothing lies on a disk in clear at any moment.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import os
import secrets
import shutil
import unicodedata
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any, Final

import nacl.exceptions
import nacl.pwhash.argon2id as argon2id
import nacl.secret

from embassy_assistant.domain.account import Account, Credential
from embassy_assistant.domain.delivery import FINAL
from embassy_assistant.domain.errors import TryLater, Unusable
from embassy_assistant.domain.keeping import SHORTEST_PASSPHRASE, Packed, part, unheard
from embassy_assistant.store import beside
from embassy_assistant.store.codec import dumps, loads
from embassy_assistant.store.copying import copy_database
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import connect, named_failures
from embassy_assistant.store.file_lock import take
from embassy_assistant.store.files import (
    PRIVATE_FILE,
    named_disk_failures,
    private_directory,
    private_file,
    sync_directory,
)
from embassy_assistant.store.keys import RECOVERY_FILE
from embassy_assistant.store.mending import PLAIN_FILE
from embassy_assistant.store.placing import MEDIA_FILE, STORE_FILE, alone, place, put_aside
from embassy_assistant.store.plain import PlainSettings
from embassy_assistant.store.rebuilding import put_setting
from embassy_assistant.store.sealed import PUBLIC_KEY_FILE
from embassy_assistant.store.workspace import MEDIA_PURPOSE, STORE_PURPOSE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from embassy_assistant.domain.keeping import Progress
    from embassy_assistant.domain.ports import Created
    from embassy_assistant.store.opener import WorkspaceOpener

_HEAD: Final = "head.json"
_PACKING: Final = "packing"
_FORMAT: Final = "embassy-assistant-workspace-1"
_KEY_BYTES: Final = 32
# A person makes the passphrase up, so that each guess must cost: about a second and 256 MiB.
PASSES: Final = argon2id.OPSLIMIT_MODERATE
MEMORY: Final = argon2id.MEMLIMIT_MODERATE
# A file that somebody changed must not make us take all of the machine's memory.
_MOST_MEMORY: Final = 1 << 30
_MOST_PASSES: Final = 16
_FILES: Final = ((STORE_FILE, STORE_PURPOSE), (MEDIA_FILE, MEDIA_PURPOSE))
_BESIDE: Final = "guidelines.sealed"
_BESIDE_PURPOSE: Final = b"guidelines"
# What reading an archive that was damaged, or made to harm, can raise, besides `OSError`.
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
)
_LONGEST_HEAD: Final = 1 << 20
_PIECE: Final = 1 << 20
# Of this laptop alone, or a secret.
_STAYS: Final = ("moved", "held-before-move", "recovery-pending")
_PLAIN_STAYS: Final = frozenset({"id", "moved"})


@dataclass(frozen=True, slots=True)
class _Inner:
    """The key of the copies, the settings that are kept in clear, and the guidelines by their files' names."""

    key: bytes
    plain: dict[str, Any]
    beside: Mapping[str, bytes]


def pack(
    workspace: Path,
    store_key: bytes,
    file: Path,
    passphrase: str,
    *,
    replace_file: bool = False,
    progress: Progress = unheard,
) -> Packed:
    """See `domain.keeping.Keeper.pack`."""
    _refuse_present(file, replace_file=replace_file)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Unusable("move.weak-passphrase", count=SHORTEST_PASSPHRASE)
    transport = secrets.token_bytes(_KEY_BYTES)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}.new")
    # What is copied lies beside the store until it is packed: a stick may know no rights.
    with _room(workspace) as folder:
        for at, (name, purpose) in enumerate(_FILES):
            keys = derive(store_key, purpose), derive(transport, purpose)
            told = part(progress, 35 * at, 35 * at + 35)
            copy_database(workspace / name, keys[0], folder / name, keys[1], told)
        packed = _without_secrets(folder / STORE_FILE, derive(transport, STORE_PURPOSE))
        plain = PlainSettings(workspace / PLAIN_FILE).all()
        if guidelines := beside.collect(workspace):
            with named_disk_failures(folder):
                (folder / _BESIDE).write_bytes(_box(transport).encrypt(guidelines))
        inner = {
            "key": base64.b64encode(transport).decode(),
            "sums": {path.name: _sum(path) for path in _present(folder)},
            "plain": {name: value for name, value in plain.items() if name not in _PLAIN_STAYS},
        }
        with named_disk_failures(file):
            try:
                head = _seal(json.dumps(inner).encode(), passphrase)
                progress(85)
                _write(draft, head, folder)
                progress(100)
                _refuse_present(file, replace_file=replace_file)
                draft.replace(file)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise
            sync_directory(file.parent)
    return packed


def unpack(
    workspace: Path,
    opener: WorkspaceOpener,
    file: Path,
    passphrase: str,
    at: datetime,
    progress: Progress = unheard,
) -> Created:
    """See `domain.keeping.Keeper.unpack`."""
    private_directory(workspace)
    store_key = secrets.token_bytes(_KEY_BYTES)
    with alone(workspace) as building:
        progress(0)
        inner = _extract(file, passphrase, building)
        for number, (name, purpose) in enumerate(_FILES):
            received = building / _received(name)
            told = part(progress, 30 + 35 * number, 65 + 35 * number)
            copy_database(received, derive(inner.key, purpose), building / name, derive(store_key, purpose), told)
            received.unlink()
        progress(100)
        # Of an empty workspace that was made here before; without its public key it counts as none.
        put_aside(workspace, at, "empty", (PUBLIC_KEY_FILE, RECOVERY_FILE))
        plain = PlainSettings(workspace / PLAIN_FILE)
        for name, value in inner.plain.items():
            plain.set(name, value)
        if inner.beside:
            # Before the store, which would miss them.
            put_aside(workspace, at, "guidelines", (beside.FOLDER,))
            beside.lay_down(workspace, inner.beside)
        place(workspace, at, "before")
    # Whatever dies before the key is kept: the file that was packed is still there.
    return opener.adopt(store_key)


def _refuse_present(file: Path, *, replace_file: bool) -> None:
    """Pack over nothing that may be the only copy of another workspace."""
    with named_disk_failures(file):
        if not replace_file and os.path.lexists(file):
            raise Unusable("move.file-there", file=str(file))


@contextmanager
def _room(workspace: Path) -> Iterator[Path]:
    """Yield an empty folder to pack in, one program at a time; what a killed one left there goes."""
    folder = workspace / _PACKING
    descriptor = take(workspace / f"{_PACKING}.lock")
    if descriptor is None:
        raise TryLater("store.busy", path=_PACKING)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        private_directory(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _present(folder: Path) -> Iterator[Path]:
    """Yield what is to be packed; there may be no guidelines."""
    yield from (folder / name for name, _ in _FILES)
    if (folder / _BESIDE).exists():
        yield folder / _BESIDE


def _write(draft: Path, head: bytes, folder: Path) -> None:
    descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE_FILE)
    with os.fdopen(descriptor, "w+b") as stream:
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr(_HEAD, head)
            for path in _present(folder):
                archive.write(path, path.name)
        stream.flush()
        os.fsync(stream.fileno())


def _extract(file: Path, passphrase: str, building: Path) -> _Inner:
    """Put the two encrypted copies into `building`, and return what the head says of them.

    Raises:
        Unusable: `input.no-file`, `move.not-ours`, `move.wrong-passphrase`.
        DiskFull, NeedsOfficer: what the disk says.
    """
    try:
        with file.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            return _received_from(archive, passphrase, building)
    except _BROKEN as error:
        raise Unusable("move.not-ours", file=file.name) from error
    except OSError as error:
        if error.errno == errno.EINVAL:
            # The archive points to a place that no file has.
            raise Unusable("move.not-ours", file=file.name) from error
        # Also in the middle of it: a stick that was pulled out.
        raise Unusable("input.no-file", file=str(file)) from error


def _received_from(archive: zipfile.ZipFile, passphrase: str, building: Path) -> _Inner:
    if any(info.compress_type != zipfile.ZIP_STORED for info in archive.infolist()):
        # We compress nothing, and so unpack nothing that is larger than the file.
        raise zipfile.BadZipFile
    with archive.open(_HEAD) as stream:
        inner = json.loads(_unseal(stream.read(_LONGEST_HEAD), passphrase))
    for name, _ in _FILES:
        received = building / _received(name)
        private_file(received)
        with archive.open(name) as packed:
            _copy(packed, received)
        if _sum(received) != inner["sums"][name]:
            raise zipfile.BadZipFile(name)
    key = base64.b64decode(inner["key"])
    return _Inner(key, dict(inner["plain"]), _guidelines(archive, key) if _BESIDE in inner["sums"] else {})


def _guidelines(archive: zipfile.ZipFile, key: bytes) -> Mapping[str, bytes]:
    try:
        return beside.files_of(_box(key).decrypt(archive.read(_BESIDE)))
    except nacl.exceptions.CryptoError as error:
        raise zipfile.BadZipFile(_BESIDE) from error


def _box(key: bytes) -> nacl.secret.SecretBox:
    return nacl.secret.SecretBox(derive(key, _BESIDE_PURPOSE))


def _copy(packed: IO[bytes], received: Path) -> None:
    """Write what is read; what the disk it is written to says is told from what it is read from says."""
    with named_disk_failures(received):
        stream = received.open("wb")
    with stream:
        while data := packed.read(_PIECE):
            with named_disk_failures(received):
                stream.write(data)


def _received(name: str) -> str:
    return f"received-{name}"


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _without_secrets(path: Path, key: bytes) -> Packed:
    """Make of a copy what the other laptop needs: no code, no hold of this one's, accounts that must sign in."""
    with named_failures(path):
        database = connect(path, key)
        try:
            # What is deleted must not lie on in the file.
            database.conn.execute("PRAGMA secure_delete = ON")
            with database.atomic():
                kept = dict(database.execute("SELECT name, value FROM settings").fetchall())
                if "held-before-move" in kept:
                    put_setting(database, "held", kept["held-before-move"])
                for name in _STAYS:
                    database.execute("DELETE FROM settings WHERE name = ?", (name,))
                for account_id, document in database.execute("SELECT id, document FROM accounts").fetchall():
                    account = replace(loads(Account, document), credential=Credential.MISSING)
                    database.execute("UPDATE accounts SET document = ? WHERE id = ?", (dumps(account), account_id))
            (posts,) = database.execute("SELECT count(*) FROM posts WHERE removed_at IS NULL").fetchone()
            states = [state for (state,) in database.execute("SELECT state FROM deliveries")]
        finally:
            database.close()
    return Packed(posts, sum(state not in FINAL for state in states))


def _seal(data: bytes, passphrase: str) -> bytes:
    salt = secrets.token_bytes(argon2id.SALTBYTES)
    wrapping = argon2id.kdf(_KEY_BYTES, _typed(passphrase), salt, opslimit=PASSES, memlimit=MEMORY)
    head = {
        "format": _FORMAT,
        "kdf": "argon2id",
        "passes": PASSES,
        "memory": MEMORY,
        "salt": base64.b64encode(salt).decode(),
        "sealed": base64.b64encode(nacl.secret.SecretBox(wrapping).encrypt(data)).decode(),
    }
    return json.dumps(head, indent=1).encode()


def _unseal(data: bytes, passphrase: str) -> bytes:
    """Return what `_seal` sealed.

    Raises:
        Unusable: `move.wrong-passphrase`.
        ValueError, KeyError: it is not what `_seal` makes.
    """
    head = json.loads(data)
    passes, memory = int(head["passes"]), int(head["memory"])
    if head["format"] != _FORMAT or passes > _MOST_PASSES or memory > _MOST_MEMORY:
        raise ValueError(head["format"])
    salt, sealed = (base64.b64decode(head[name], validate=True) for name in ("salt", "sealed"))
    wrapping = argon2id.kdf(_KEY_BYTES, _typed(passphrase), salt, opslimit=passes, memlimit=memory)
    try:
        return nacl.secret.SecretBox(wrapping).decrypt(sealed)
    except nacl.exceptions.CryptoError as error:
        raise Unusable("move.wrong-passphrase") from error


def _typed(passphrase: str) -> bytes:
    """Return the bytes of a passphrase, the same from whichever keyboard it was typed on."""
    return unicodedata.normalize("NFKC", passphrase).encode()
