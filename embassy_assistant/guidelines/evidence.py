"""What shows, with no network and long after, that packs are the ones that the unit signed.

Beside the packs lies, in one file, the metadata by which they were verified when they were taken in: the roots from the
trusted one on, the timestamp, the snapshot, and every role that vouches for a pack. Whether any of it has expired is
asked when packs are taken in, and not here: what was in use yesterday is still what the unit signed.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from embassy_assistant.domain.errors import Untrusted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tuf.api.metadata import MetaFile, TargetFile

SIGNED_AT: Final = "x-signed-at"
"""The timestamp's field in which the unit says when it signed it, ISO 8601."""

# Roles that name roles that name roles; the unit's are all named by the top one.
_DEEPEST: Final = 8
_BROKEN: Final = (RepositoryError, ValueError, LookupError, TypeError, AttributeError, RecursionError)

_Role = TypeVar("_Role", Timestamp, Snapshot, Targets)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the evidence shows.

    Attributes:
        version: of the newest root and of the timestamp.
        expires: until when the unit vouched, aware UTC.
        signed_at: when it did; None where it does not say.
    """

    version: tuple[int, int]
    expires: datetime
    signed_at: datetime | None


def signed_at(timestamp: Timestamp) -> datetime | None:
    """Return when the unit signed a timestamp, aware UTC; None where it does not say."""
    try:
        moment = datetime.fromisoformat(timestamp.unrecognized_fields[SIGNED_AT])
        # At the ends of the calendar, another zone is another year.
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (KeyError, TypeError, ValueError, OverflowError):
        return None


def collect(kept: Path, root: bytes) -> bytes:
    """Return the metadata that `tuf` has verified, as one file; what else lies there is left out.

    Args:
        kept: The folder in which `tuf` keeps it.
        root: The root that is trusted.

    Raises:
        Untrusted: It is not what `tuf` wrote.
        OSError: It cannot be read.
    """
    try:
        first = Metadata[Root].from_bytes(root).signed.version
        newest = Metadata[Root].from_file(str(kept / "root.json")).signed.version
        # One by one: what the disk says of the newest may be anything by now, and the first that is missing ends it.
        roots = (kept / "root_history" / f"{version}.root.json" for version in range(first, newest + 1))
        listed = Metadata[Snapshot].from_file(str(kept / "snapshot.json")).signed.meta
        names = ["timestamp", "snapshot", *(name.removesuffix(".json") for name in listed)]
        roles = {name: kept / f"{quote(name, '')}.json" for name in names}
        document = {
            "roots": list(map(_packed, roots)),
            "roles": {name: _packed(path) for name, path in roles.items() if path.is_file()},
        }
    except (*_BROKEN, FileNotFoundError) as error:
        raise Untrusted("guidelines.disk-changed") from error
    return json.dumps(document, indent=1).encode()


def show(evidence: bytes, root: bytes, packs: Mapping[str, bytes | None]) -> Shown:
    """Verify packs offline.

    Args:
        evidence: What `collect` returned when they were taken in.
        root: The root that is trusted.
        packs: The packs by name; None for a name under which the unit published nothing.

    Raises:
        Untrusted: They are not what the unit signed.
    """
    try:
        return _Evidence(json.loads(evidence)).show(root, packs)
    except _BROKEN as error:
        raise Untrusted("guidelines.disk-changed") from error


class _Evidence:
    def __init__(self, document: Mapping[str, Any]) -> None:
        self._roots = [base64.b64decode(root, validate=True) for root in document["roots"]]
        self._roles = {name: base64.b64decode(role, validate=True) for name, role in document["roles"].items()}

    def show(self, trusted: bytes, packs: Mapping[str, bytes | None]) -> Shown:
        root = self._newest_root(trusted)
        timestamp = self._role(root, Timestamp, None)
        snapshot = self._role(root, Snapshot, timestamp.snapshot_meta)
        targets = self._role(root, Targets, snapshot.meta["targets.json"])
        for name, data in packs.items():
            found = self._find(name, targets, snapshot)
            if (found is None) is not (data is None):
                raise LookupError(name)
            if found is not None and data is not None:
                found.verify_length_and_hashes(data)
        # `tuf` lets `true` be a version, which counts as 1.
        version = int(root.version), int(timestamp.version)
        return Shown(version, timestamp.expires, signed_at(timestamp))

    def _newest_root(self, trusted: bytes) -> Root:
        """Go from the trusted root to the newest, each signed by the one before it and by itself."""
        newest = _root(trusted, None)
        for data in self._roots:
            if data != trusted:
                newest = _root(data, newest)
        return newest

    def _find(self, path: str, role: Targets, snapshot: Snapshot, deep: int = _DEEPEST) -> TargetFile | None:
        """Look for a pack as `tuf` does: in a role, then in those that it names for such a path."""
        if path in role.targets:
            return role.targets[path]
        named = role.delegations.get_roles_for_target(path) if role.delegations and deep else ()
        for name, terminating in named:
            below = self._role(role, Targets, snapshot.meta[f"{name}.json"], name)
            found = self._find(path, below, snapshot, deep - 1)
            if found is not None or terminating:
                return found
        return None

    def _role(self, above: Root | Targets, kind: type[_Role], listed: MetaFile | None, name: str = "") -> _Role:
        """Return a role, signed as the one above says, and the very one that is listed as belonging together."""
        name = name or kind.type
        data = self._roles[name]
        metadata: Metadata[_Role] = Metadata.from_bytes(data)
        signed = metadata.signed
        above.verify_delegate(name, metadata.signed_bytes, metadata.signatures)
        if signed.type != kind.type or (listed is not None and listed.version != signed.version):
            raise ValueError(name)
        if listed is not None:
            listed.verify_length_and_hashes(data)
        return signed


def _root(data: bytes, before: Root | None) -> Root:
    metadata: Metadata[Root] = Metadata.from_bytes(data)
    root = metadata.signed
    if root.type != Root.type or (before is not None and root.version != before.version + 1):
        raise ValueError(root.type)
    if not root.get_root_verification_result(before, metadata.signed_bytes, metadata.signatures):
        raise ValueError(root.version)
    return root


def _packed(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()
