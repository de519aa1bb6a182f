"""A repository of the unit in memory, which plays every trick that somebody could play with it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from securesystemslib.signer import CryptoSigner
from tuf.api.exceptions import DownloadHTTPError
from tuf.api.metadata import Metadata, MetaFile, Root, Signed, Snapshot, TargetFile, Targets, Timestamp
from tuf.ngclient import FetcherInterface

from embassy_assistant.guidelines.sync import get_packs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROLES = ("root", "targets", "snapshot", "timestamp")
BASE = "memory:/"


class Repository(FetcherInterface):
    """Signs what it is told to sign, and serves whatever lies in `files`."""

    def __init__(self, pack: bytes = b"first", name: str = "ministry.json") -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.expires = datetime.now(UTC) + timedelta(days=7)
        self.name = name
        self.more: dict[str, TargetFile] = {}
        self.versions = dict.fromkeys(ROLES, 0)
        self.signers = {role: [CryptoSigner.generate_ed25519()] for role in ROLES}
        self.signers["root"] += [CryptoSigner.generate_ed25519() for _ in range(2)]
        self.root = self.sign_root()
        self.publish(pack)

    def _fetch(self, url: str) -> Iterator[bytes]:
        self.asked.append(url.removeprefix(BASE))
        data = self.files.get(url.removeprefix(BASE))
        if data is None:
            raise DownloadHTTPError("not there", 404)
        return iter([data[start : start + 1000] for start in range(0, len(data), 1000)])

    def _sign(self, signed: Signed, path: str, signers: list[CryptoSigner]) -> bytes:
        metadata: Metadata[Any] = Metadata(signed)
        for signer in signers:
            metadata.sign(signer, append=True)
        self.files[path] = metadata.to_bytes()
        return self.files[path]

    def _next(self, role: str) -> int:
        self.versions[role] += 1
        return self.versions[role]

    def sign_root(self, signers: list[CryptoSigner] | None = None) -> bytes:
        """Write the next root, which two of three sign."""
        root = Root(self._next("root"), expires=self.expires, consistent_snapshot=True)
        for role, keys in self.signers.items():
            for signer in keys:
                root.add_key(signer.public_key, role)
        root.roles["root"].threshold = 2
        path = f"metadata/{root.version}.root.json"
        return self._sign(root, path, signers or self.signers["root"][:2])

    def publish(self, pack: bytes) -> None:
        """Write a pack and all that vouches for it."""
        target = self._lay_down(self.name, pack)
        targets = Targets(self._next("targets"), expires=self.expires, targets={**self.more, self.name: target})
        self._sign(targets, f"metadata/{targets.version}.targets.json", self.signers["targets"])
        self.sign_snapshot()
        self.sign_timestamp()

    def add(self, name: str, pack: bytes) -> None:
        """Publish one more pack, beside the first one as it stands."""
        self.more[name] = self._lay_down(name, pack)
        self.publish(next(data for path, data in self.files.items() if path.endswith(self.name.rpartition("/")[2])))

    def _lay_down(self, name: str, pack: bytes) -> TargetFile:
        target = TargetFile.from_data(name, pack, ["sha256"])
        folder, _, last = name.rpartition("/")
        self.files[f"targets/{folder}{'/' if folder else ''}{target.hashes['sha256']}.{last}"] = pack
        return target

    def sign_snapshot(self) -> None:
        """Write the next snapshot of what stands."""
        meta = {"targets.json": MetaFile(self.versions["targets"])}
        snapshot = Snapshot(self._next("snapshot"), expires=self.expires, meta=meta)
        self._sign(snapshot, f"metadata/{snapshot.version}.snapshot.json", self.signers["snapshot"])

    def sign_timestamp(self, expires: datetime | None = None) -> None:
        """Write the next timestamp of what stands."""
        meta = MetaFile(self.versions["snapshot"])
        timestamp = Timestamp(self._next("timestamp"), expires=expires or self.expires, snapshot_meta=meta)
        self._sign(timestamp, "metadata/timestamp.json", self.signers["timestamp"])

    def write(self, folder: Path) -> None:
        """Lay everything down as it lies on a stick."""
        for path, data in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)


def get_pack(name: str, fetcher: FetcherInterface, base: str, kept: Path, root: bytes) -> bytes | None:
    """Return one pack, None where nothing is published under its name."""
    return get_packs([name], fetcher, base, kept, root).packs.get(name)
