"""What is written into a repository: each role's next version, signed and dated, by the one who may."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from tuf.api.metadata import DelegatedRole, Metadata, MetaFile, Root, Signed, Snapshot, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines.evidence import SIGNED_AT
from embassy_assistant.guidelines.repository import Repository, below, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from securesystemslib.signer import Key, Signer

ROOT_KEYS: Final = 3
ROOT_THRESHOLD: Final = 2
ONLINE: Final = ("snapshot", "timestamp")
"""The roles of the online key."""
ONLINE_LASTS: Final = timedelta(days=7)
EXPORT_LASTS: Final = timedelta(days=30)

_OFFLINE_LASTS: Final = timedelta(days=400)
# Who is in the middle of a sync still finds the snapshot that the timestamp named a moment ago.
_SNAPSHOTS_KEPT: Final = 5


class Pen:
    """Writes, in an act of the repository."""

    def __init__(self, files: Repository, now: Callable[[], datetime]) -> None:
        """Write into a repository.

        Args:
            files: The repository.
            now: The time, aware UTC.
        """
        self._files = files
        self._now = now

    def root(self, root: Root, signers: Sequence[Signer], previous: Root | None) -> bytes:
        """Write the next root, and return it.

        Args:
            root: What it says.
            signers: Who signs it.
            previous: The one before; None for the first.

        Raises:
            Unusable: Too few have signed.
        """
        root.version = self._files.newest("root") + 1
        root.expires = self._until(_OFFLINE_LASTS)
        metadata: Metadata[Root] = Metadata(root)
        for signer in signers:
            metadata.sign(signer, append=True)
        if not root.get_root_verification_result(previous, metadata.signed_bytes, metadata.signatures):
            raise Unusable("guidelines.too-few-keys", count=ROOT_THRESHOLD)
        return self._put("root", root.version, metadata)

    def role(self, role: str, signed: Signed, signer: Signer, lasts: timedelta = _OFFLINE_LASTS) -> None:
        """Write the next version of any other role.

        Args:
            role: Its name.
            signed: What it says.
            signer: Who signs it.
            lasts: For how long it stands.
        """
        # Never used twice, not even by who goes on from an older copy: laptops keep what they have under a version.
        signed.version = max(self._files.newest(role) + 1, int(self._now().timestamp()))
        signed.expires = self._until(lasts)
        metadata: Metadata[Any] = Metadata(signed)
        metadata.sign(signer)
        self._put(role, signed.version, metadata)

    def vouch(self, online: Signer, lasts: timedelta) -> datetime:
        """Say that all that is signed is the newest there is, and return until when that stands.

        Args:
            online: Says so.
            lasts: For how long.

        Raises:
            Unusable: It is another key, or something is not signed by the key that counts.
        """
        check_key(online, self._files.root().roles["timestamp"].keyids)
        now = self._now().astimezone(UTC).replace(microsecond=0)
        # Never without what was there once: to clients that would be a step back.
        meta = dict(self._files.load(Snapshot, "snapshot").signed.meta) if self._files.newest("snapshot") else {}
        whole = self._files.whole()
        for role in ("targets", *(role for role in below(whole) if self._files.said(whole, role))):
            meta[f"{role}.json"] = MetaFile(self._files.newest(role))
        snapshot = Snapshot(meta=meta)
        self.role("snapshot", snapshot, online, lasts)
        said = {SIGNED_AT: now.isoformat()}
        timestamp = Timestamp(snapshot_meta=MetaFile(snapshot.version), unrecognized_fields=said)
        self.role("timestamp", timestamp, online, lasts)
        for version in self._files.versions("snapshot")[:-_SNAPSHOTS_KEPT]:
            self._files.drop(name_of("snapshot", version))
        return timestamp.expires

    def _put(self, role: str, version: int, metadata: Metadata[Any]) -> bytes:
        data = metadata.to_bytes(JSONSerializer(compact=True))
        self._files.put(name_of(role, version), data)
        return data

    def _until(self, lasts: timedelta) -> datetime:
        return (self._now().astimezone(UTC) + lasts).replace(microsecond=0)


def delegate(whole: Targets, role: str, name: str, key: Key) -> None:
    """Let one key, and no other, sign a pack.

    Args:
        whole: Who may sign which packs; it is changed.
        role: Who shall.
        name: What the pack is called.
        key: The one key.
    """
    known = below(whole)
    for old in list(known[role].keyids) if role in known else ():
        whole.revoke_key(old, role)
    if role not in known:
        known[role] = DelegatedRole(role, [], 1, terminating=True, paths=[f"{name.rpartition('/')[0]}/*"])
    whole.add_key(key, role)


def check_key(signer: Signer, keyids: Sequence[str]) -> None:
    """See that a key is one of those that count.

    Raises:
        Unusable: It is none of them.
    """
    if signer.public_key.keyid not in keyids:
        raise Unusable("guidelines.wrong-key")
