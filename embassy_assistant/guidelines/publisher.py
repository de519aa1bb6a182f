"""The unit's side: a folder that any web server can serve, and who may change what in it.

    root        two of three persons, offline    says whose keys count; changes only when a key does
    targets     one key, offline                 says who signs which packs; changes when a mission comes or goes
    ministry, mission-CODE  a key, offline       say which pack is the newest
    snapshot, timestamp     one key, online      say what belongs together, and that it is still the newest

Whoever steals the online key can hold updates back for a week at most; packs they cannot change. Each mission's packs
have a role of their own, whose paths no other role may sign (terminating, disjoint), so that a change for one costs the
others next to nothing. What is written is written in an order in which every moment in between is a whole repository.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Signed,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines.evidence import SIGNED_AT
from embassy_assistant.guidelines.trust import MINISTRY, check_mission, mission_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from securesystemslib.signer import Key, Signer

ROOT_KEYS: Final = 3
ROOT_THRESHOLD: Final = 2
ONLINE: Final = ("snapshot", "timestamp")
MINISTRY_ROLE: Final = "ministry"

_OFFLINE_LASTS: Final = timedelta(days=400)
_ONLINE_LASTS: Final = timedelta(days=7)
_EXPORT_LASTS: Final = timedelta(days=30)
# Who is in the middle of a sync still finds the snapshot that the timestamp named a moment ago.
_SNAPSHOTS_KEPT: Final = 5


_Role = TypeVar("_Role", Root, Snapshot, Targets, Timestamp)


def mission_role(code: str) -> str:
    """Return the role that signs a mission's own pack."""
    return f"mission-{code}"


class Publisher:
    """The repository in a folder."""

    def __init__(
        self,
        folder: Path,
        write: Callable[[Path, bytes], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Work on `folder`.

        Args:
            folder: What a web server serves.
            write: Writes a file so that, whatever happens, it holds the old bytes or the new ones.
            now: The time, aware UTC.
        """
        self._folder = folder
        self._write = write
        self._now = now

    def begin(self, root_keys: Sequence[Key], signers: Sequence[Signer], targets: Signer, online: Signer) -> bytes:
        """Make the repository, with no pack in it yet, and return its root.

        Args:
            root_keys: The public keys of the three who keep the root.
            signers: Two of them.
            targets: Signs who may sign which packs, and the ministry's pack.
            online: Vouches for what is newest.

        Raises:
            Unusable: There is a repository already, or the keys are too few or the same.
        """
        if self._newest("root"):
            raise Unusable("guidelines.repository-there", path=str(self._folder))
        everyone = {key.keyid for key in root_keys} | {targets.public_key.keyid, online.public_key.keyid}
        if len(root_keys) != ROOT_KEYS or len(everyone) != ROOT_KEYS + 2:
            raise Unusable("guidelines.keys-must-differ", count=ROOT_KEYS)
        root = Root(consistent_snapshot=True)
        for key in root_keys:
            root.add_key(key, "root")
        root.roles["root"].threshold = ROOT_THRESHOLD
        root.add_key(targets.public_key, "targets")
        for role in ONLINE:
            root.add_key(online.public_key, role)
        data = self._sign_root(root, signers, previous=None)
        delegations = Delegations({}, {})
        self._save("targets", Targets(delegations=delegations), targets)
        self._delegate({MINISTRY_ROLE: (MINISTRY.rpartition("/")[0], targets.public_key)}, targets)
        self._save(MINISTRY_ROLE, Targets(), targets)
        self.publish(online)
        return data

    @property
    def root(self) -> bytes:
        """The newest root.

        Raises:
            Unusable: There is no repository in the folder.
        """
        self._load(Root, "root")
        return self._path("root", self._newest("root")).read_bytes()

    @property
    def keys(self) -> Mapping[str, Sequence[str]]:
        """The ids of the keys that count, by what for.

        Raises:
            Unusable: There is no repository in the folder.
        """
        roles = self._load(Root, "root").signed.roles
        top = {"root": roles["root"].keyids, "targets": roles["targets"].keyids, "online": roles["timestamp"].keyids}
        delegations = self._load(Targets, "targets").signed.delegations
        below = (delegations and delegations.roles) or {}
        return top | {name: role.keyids for name, role in below.items()}

    def add_missions(self, codes: Iterable[str], targets: Signer, theirs: Signer | None = None) -> None:
        """Let missions have packs of their own, or give another key to those that have.

        Args:
            codes: Their codes.
            targets: The key that says who may sign what.
            theirs: Who signs their packs; `targets` itself when None.

        Raises:
            Unusable: It is another key, or a code is none.
        """
        signer = theirs or targets
        named = [check_mission(code) for code in codes]
        paths = {mission_role(code): mission_pack(code).rpartition("/")[0] for code in named}
        self._delegate({role: (path, signer.public_key) for role, path in paths.items()}, targets)
        for role in paths:
            # Whoever asks for a role that is named must find it, signed by the key that counts now.
            self._save(role, self._load(Targets, role).signed if self._newest(role) else Targets(), signer)

    def sign(self, pack: bytes, signer: Signer, mission: str = "") -> str:
        """Lay down a pack, signed; missions see it once it is published.

        Args:
            pack: As it travels.
            signer: Whose pack it is.
            mission: The code of the mission it is for; empty for the ministry's.

        Returns:
            The pack's name.

        Raises:
            Unusable: The key may not sign this pack, or the mission is not known.
        """
        role = mission_role(mission) if mission else MINISTRY_ROLE
        name = mission_pack(mission) if mission else MINISTRY
        delegations = self._load(Targets, "targets").signed.delegations
        if not (delegations and delegations.roles and role in delegations.roles):
            raise Unusable("guidelines.mission-unknown", code=mission)
        self._check_key(signer, delegations.roles[role].keyids)
        target = TargetFile.from_data(name, pack, ["sha256"])
        folder, _, last = name.rpartition("/")
        path = self._folder / "targets" / folder / f"{target.hashes['sha256']}.{last}"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._write(path, pack)
        self._save(role, Targets(targets={name: target}), signer)
        return name

    def publish(self, online: Signer) -> datetime:
        """Say that what is signed is the newest there is, and return until when that stands.

        Raises:
            Unusable: It is another key.
        """
        return self._vouch(online, _ONLINE_LASTS)

    def export(self, online: Signer, mission: str | None = None) -> dict[str, bytes]:
        """Return what a courier file or a stick holds: the newest packs, vouched for long enough to travel.

        The online state is raised past it at once, since nobody takes an older or an equal one after it.

        Args:
            online: Vouches for it.
            mission: Only the ministry's pack and that of the mission with this code; None for all.

        Raises:
            Unusable: It is another key, or the mission is not known.
        """
        self._vouch(online, _EXPORT_LASTS)
        files = {f"metadata/{path.name}": path.read_bytes() for path in (self._folder / "metadata").glob("*.root.json")}
        snapshot = self._load(Snapshot, "snapshot")
        files["metadata/timestamp.json"] = self._path("timestamp", 0).read_bytes()
        wanted = None if mission is None else {MINISTRY_ROLE, *([mission_role(mission)] if mission else [])}
        roles = {name.removesuffix(".json") for name in snapshot.signed.meta}
        if wanted and not wanted <= roles:
            raise Unusable("guidelines.mission-unknown", code=mission)
        for role in ("snapshot", "targets", *(sorted(roles - {"targets"} if wanted is None else wanted))):
            path = self._path(role, self._newest(role))
            files[f"metadata/{path.name}"] = path.read_bytes()
            if role not in {"snapshot", "targets"}:
                files |= self._packs(role)
        self.publish(online)
        return files

    def rotate(
        self, role: str, signers: Sequence[Signer], remove: Sequence[str] = (), add: Sequence[Key] = ()
    ) -> bytes:
        """Write the next root, in which other keys count for a role; with no key to change, it only lasts longer.

        What the old key signed is signed anew by whoever has the new one: `publish` for the online key, `resign` for
        the targets' key.

        Args:
            role: `root`, `targets` or `online`.
            signers: Enough of those who keep the root, by the old one and by the new one.
            remove: Ids of keys that no longer count.
            add: Keys that count from now on.

        Raises:
            Unusable: Too few have signed, or a key to remove is none of the role's.
        """
        root = self._load(Root, "root").signed
        roles = ONLINE if role == "online" else (role,)
        for name in roles:
            for keyid in remove:
                if keyid not in root.roles[name].keyids:
                    raise Unusable("guidelines.not-that-key", role=role)
                root.revoke_key(keyid, name)
            for key in add:
                root.add_key(key, name)
        count = ROOT_KEYS if role == "root" else 1
        if len(root.roles[roles[0]].keyids) != count:
            raise Unusable("guidelines.keys-must-differ", count=count)
        return self._sign_root(root, signers, previous=self._load(Root, "root").signed)

    def resign(self, targets: Signer, replaces: str = "") -> None:
        """Sign anew what the targets' key signs, so that it lasts longer, or so that a new key has signed it.

        Args:
            targets: The key that counts now.
            replaces: Id of the key that counted before; empty for the same one.
        """
        self._check_key(targets, self._load(Root, "root").signed.roles["targets"].keyids)
        whole = self._load(Targets, "targets").signed
        old = replaces or targets.public_key.keyid
        roles = (whole.delegations and whole.delegations.roles) or {}
        for name in [name for name, role in roles.items() if old in role.keyids]:
            whole.revoke_key(old, name)
            whole.add_key(targets.public_key, name)
            self._save(name, self._load(Targets, name).signed, targets)
        self._save("targets", whole, targets)

    def _vouch(self, online: Signer, lasts: timedelta) -> datetime:
        self._check_key(online, self._load(Root, "root").signed.roles["timestamp"].keyids)
        now = self._now().astimezone(UTC).replace(microsecond=0)
        # Never without what was there once: to clients that would be a step back.
        meta = dict(self._load(Snapshot, "snapshot").signed.meta) if self._newest("snapshot") else {}
        delegations = self._load(Targets, "targets").signed.delegations
        named = delegations.roles if delegations and delegations.roles else {}
        for role in ("targets", *named):
            if version := self._newest(role):
                meta[f"{role}.json"] = MetaFile(version)
        snapshot = Snapshot(meta=meta)
        self._save("snapshot", snapshot, online, lasts)
        said = {SIGNED_AT: now.isoformat()}
        timestamp = Timestamp(snapshot_meta=MetaFile(snapshot.version), unrecognized_fields=said)
        self._save("timestamp", timestamp, online, lasts)
        for version in self._versions("snapshot")[:-_SNAPSHOTS_KEPT]:
            self._path("snapshot", version).unlink(missing_ok=True)
        return timestamp.expires

    def _delegate(self, roles: Mapping[str, tuple[str, Key]], targets: Signer) -> None:
        self._check_key(targets, self._load(Root, "root").signed.roles["targets"].keyids)
        whole = self._load(Targets, "targets").signed
        known = (whole.delegations and whole.delegations.roles) or {}
        whole.delegations = Delegations(whole.delegations.keys if whole.delegations else {}, known)
        for role, (folder, key) in roles.items():
            for old in list(known[role].keyids) if role in known else ():
                whole.revoke_key(old, role)
            if role not in known:
                known[role] = DelegatedRole(role, [], 1, terminating=True, paths=[f"{folder}/*"])
            whole.add_key(key, role)
        self._save("targets", whole, targets)

    def _packs(self, role: str) -> dict[str, bytes]:
        """Return the packs that a role signed, by their path in the folder."""
        found = {}
        for name, target in self._load(Targets, role).signed.targets.items():
            folder, _, last = name.rpartition("/")
            path = f"targets/{folder}/{target.hashes['sha256']}.{last}"
            found[path] = (self._folder / path).read_bytes()
        return found

    def _sign_root(self, root: Root, signers: Sequence[Signer], previous: Root | None) -> bytes:
        root.version = self._newest("root") + 1
        root.expires = self._until(_OFFLINE_LASTS)
        metadata: Metadata[Root] = Metadata(root)
        for signer in signers:
            metadata.sign(signer, append=True)
        if not root.get_root_verification_result(previous, metadata.signed_bytes, metadata.signatures):
            raise Unusable("guidelines.too-few-keys", count=ROOT_THRESHOLD)
        return self._put("root", root.version, metadata)

    def _save(self, role: str, signed: Signed, signer: Signer, lasts: timedelta = _OFFLINE_LASTS) -> None:
        """Write the next version of a role."""
        # Never used twice, not even by who goes on from an older copy: laptops keep what they have under a version.
        signed.version = max(self._newest(role) + 1, int(self._now().timestamp()))
        signed.expires = self._until(lasts)
        metadata: Metadata[Any] = Metadata(signed)
        metadata.sign(signer)
        self._put(role, signed.version, metadata)

    def _put(self, role: str, version: int, metadata: Metadata[Any]) -> bytes:
        data = metadata.to_bytes(JSONSerializer(compact=True))
        path = self._path(role, version)
        path.parent.mkdir(parents=True, exist_ok=True)
        self._write(path, data)
        return data

    def _until(self, lasts: timedelta) -> datetime:
        return (self._now().astimezone(UTC) + lasts).replace(microsecond=0)

    def _load(self, _kind: type[_Role], role: str) -> Metadata[_Role]:
        version = self._newest(role)
        if not version:
            raise Unusable("guidelines.no-repository", path=str(self._folder))
        loaded: Metadata[_Role] = Metadata[Any].from_file(str(self._path(role, version)))
        return loaded

    def _newest(self, role: str) -> int:
        """Return the newest version of a role that is in the folder; 0 for none."""
        if role == Timestamp.type:
            path = self._path(role, 0)
            return Metadata[Timestamp].from_file(str(path)).signed.version if path.exists() else 0
        return max(self._versions(role), default=0)

    def _versions(self, role: str) -> list[int]:
        names = (path.name.partition(".") for path in (self._folder / "metadata").glob(f"*.{role}.json"))
        return sorted(int(version) for version, _, rest in names if version.isdecimal() and rest == f"{role}.json")

    def _path(self, role: str, version: int) -> Path:
        # Whoever asks for the timestamp cannot know its version.
        name = f"{role}.json" if role == Timestamp.type else f"{version}.{role}.json"
        return self._folder / "metadata" / name

    @staticmethod
    def _check_key(signer: Signer, keyids: Sequence[str]) -> None:
        if signer.public_key.keyid not in keyids:
            raise Unusable("guidelines.wrong-key")
