"""The unit's side: a folder that any web server can serve, and who may change what in it.

    root        two of three persons, offline    says whose keys count; changes only when a key does
    targets     one key, offline                 says who signs which packs; changes when a mission comes or goes
    ministry, mission-CODE  a key, offline       say which pack is the newest
    snapshot, timestamp     one key, online      say what belongs together, and that it is still the newest

Whoever steals the online key can hold updates back for a week at most; packs they cannot change. Each mission's packs
have a role of their own, whose paths no other role may sign (terminating, disjoint), so that a change for one costs the
others next to nothing. Nothing in the folder is believed that a key of the unit has not signed: who breaks into the
machine that publishes cannot slip a key of their own under what somebody signs next.
"""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from tuf.api.metadata import Delegations, Root, TargetFile, Targets

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines.pen import (
    EXPORT_LASTS,
    ONLINE,
    ONLINE_LASTS,
    ROOT_KEYS,
    ROOT_THRESHOLD,
    Pen,
    check_key,
    delegate,
)
from embassy_assistant.guidelines.repository import Repository, below, name_of
from embassy_assistant.guidelines.trust import MINISTRY, check_mission, mission_pack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    from securesystemslib.signer import Key, Signer

MINISTRY_ROLE: Final = "ministry"


def mission_role(code: str) -> str:
    """Return the role that signs a mission's own pack."""
    return f"mission-{code}"


class Publisher:
    """The repository in a folder. Each method is an act of its own, all or nothing, or a part of `act`."""

    def __init__(
        self,
        folder: Path,
        write: Callable[[Path, bytes], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        alone: Callable[[Path], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """Work on `folder`.

        Args:
            folder: What a web server serves.
            write: Writes a file so that, whatever happens, it holds the old bytes or the new ones.
            now: The time, aware UTC.
            alone: Keeps other programs out by a lock on the file it is given.
        """
        self._files = Repository(folder, write, alone)
        self._pen = Pen(self._files, now)
        self._folder = folder

    @contextmanager
    def act(self) -> Iterator[None]:
        """Let all that the block does come into force together, or nothing of it.

        Raises:
            Unusable: There is no repository in the folder.
            DiskFull, NeedsOfficer: What the disk says; nothing has changed.
        """
        self._files.must_be_there()
        with self._files.act():
            yield

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
        with self._files.act():
            if self._files.newest("root"):
                raise Unusable("guidelines.repository-there", path=str(self._folder))
            data = self._pen.root(root, signers, previous=None)
            whole = Targets(delegations=Delegations({}, {}))
            delegate(whole, MINISTRY_ROLE, MINISTRY, targets.public_key)
            self._pen.role("targets", whole, targets)
            self._pen.role(MINISTRY_ROLE, Targets(), targets)
            self._pen.vouch(online, ONLINE_LASTS)
        return data

    @property
    def root(self) -> bytes:
        """The newest root.

        Raises:
            Unusable: There is no repository in the folder.
        """
        self._files.root()
        return self._files.read(name_of("root", self._files.newest("root")))

    @property
    def keys(self) -> Mapping[str, Sequence[str]]:
        """The ids of the keys that count, by what for.

        Raises:
            Unusable: There is no repository in the folder.
        """
        self._files.must_be_there()
        roles = self._files.root().roles
        top = {"root": roles["root"].keyids, "targets": roles["targets"].keyids, "online": roles["timestamp"].keyids}
        return top | {name: role.keyids for name, role in below(self._files.whole()).items()}

    @property
    def runs_out(self) -> datetime:
        """When the first thing that is signed offline runs out; whoever can must sign it anew before."""
        self._files.must_be_there()
        root, whole = self._files.root(), self._files.whole()
        said = (self._files.said(whole, role) for role in below(whole))
        return min(signed.expires for signed in (root, whole, *filter(None, said)))

    def add_missions(self, codes: Iterable[str], targets: Signer, theirs: Signer | None = None) -> Sequence[str]:
        """Let missions have packs of their own, or give another key to those that have.

        Args:
            codes: Their codes.
            targets: The key that says who may sign what.
            theirs: Who signs their packs from now on. None: `targets`, and missions that are there stay as they are.

        Returns:
            The codes of those that were added or changed.

        Raises:
            Unusable: It is another key, or a code is none.
        """
        signer = theirs or targets
        named = [check_mission(code) for code in dict.fromkeys(codes)]
        with self.act():
            check_key(targets, self._files.root().roles["targets"].keyids)
            whole = self._files.whole()
            said = {code: self._files.said(whole, mission_role(code)) for code in named}
            changed = [code for code in named if theirs or said[code] is None]
            for code in changed:
                delegate(whole, mission_role(code), mission_pack(code), signer.public_key)
                # Whoever asks for a role that is named must find it, signed by the key that counts now.
                self._pen.role(mission_role(code), said[code] or Targets(), signer)
            if changed:
                self._pen.role("targets", whole, targets)
        return changed

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
        role, name = _role_of(mission)
        with self.act():
            known = below(self._files.whole())
            if role not in known:
                raise Unusable("guidelines.mission-unknown", code=mission)
            check_key(signer, known[role].keyids)
            target = TargetFile.from_data(name, pack, ["sha256"])
            self._files.put(_path_of(name, target), pack)
            self._pen.role(role, Targets(targets={name: target}), signer)
        return name

    def holds(self, pack: bytes, mission: str = "") -> bool:
        """Whether this very pack is the one that is signed.

        Args:
            pack: As it travels.
            mission: The code of the mission it is for; empty for the ministry's.
        """
        self._files.must_be_there()
        role, name = _role_of(mission)
        said = self._files.said(self._files.whole(), role)
        there = said.targets.get(name) if said else None
        return there is not None and there.hashes == TargetFile.from_data(name, pack, ["sha256"]).hashes

    def publish(self, online: Signer) -> datetime:
        """Say that what is signed is the newest there is, and return until when that stands.

        Raises:
            Unusable: It is another key, or something is not signed by the key that counts.
        """
        with self.act():
            return self._pen.vouch(online, ONLINE_LASTS)

    def export(self, online: Signer, mission: str | None = None) -> dict[str, bytes]:
        """Return what a courier file or a stick holds: the newest packs, vouched for long enough to travel.

        The online state is raised past it at once, since nobody takes an older or an equal one after it.

        Args:
            online: Vouches for it.
            mission: Only the ministry's pack and that of the mission with this code; None for all.

        Raises:
            Unusable: It is another key, or the mission is not known.
        """
        with self.act():
            whole = self._files.whole()
            known = [role for role in below(whole) if self._files.newest(role)]
            wanted = known if mission is None else [MINISTRY_ROLE, *([mission_role(mission)] if mission else [])]
            if not set(wanted) <= set(known):
                raise Unusable("guidelines.mission-unknown", code=mission or "")
            self._pen.vouch(online, EXPORT_LASTS)
            names = [name_of("root", version) for version in self._files.versions("root")]
            names += [name_of(role, self._files.newest(role)) for role in ("timestamp", "snapshot", "targets", *wanted)]
            for role in wanted:
                said = self._files.said(whole, role)
                names += [_path_of(name, target) for name, target in said.targets.items()] if said else []
            files = {name: self._files.read(name) for name in names}
            self._pen.vouch(online, ONLINE_LASTS)
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
        with self.act():
            root = self._files.root()
            for name in (roles := ONLINE if role == "online" else (role,)):
                for keyid in remove:
                    if keyid not in root.roles[name].keyids:
                        raise Unusable("guidelines.not-that-key", role=role)
                    root.revoke_key(keyid, name)
                for key in add:
                    root.add_key(key, name)
            count = ROOT_KEYS if role == "root" else 1
            everyone = {keyid for one in root.roles.values() for keyid in one.keyids}
            if len(root.roles[roles[0]].keyids) != count or len(everyone) != ROOT_KEYS + 2:
                raise Unusable("guidelines.keys-must-differ", count=count)
            return self._pen.root(root, signers, previous=self._files.root())

    def resign(self, targets: Signer, replaces: str = "") -> None:
        """Sign anew what the targets' key signs, so that it lasts longer, or so that a new key has signed it.

        Args:
            targets: The key that counts now.
            replaces: Id of the key that counted before; empty for the same one.
        """
        with self.act():
            check_key(targets, self._files.root().roles["targets"].keyids)
            old = replaces or targets.public_key.keyid
            whole = self._files.whole(old)
            for name in [name for name, role in below(whole).items() if old in role.keyids]:
                said = self._files.said(whole, name)
                whole.revoke_key(old, name)
                whole.add_key(targets.public_key, name)
                self._pen.role(name, said or Targets(), targets)
            self._pen.role("targets", whole, targets)


def _role_of(mission: str) -> tuple[str, str]:
    """Return who signs a mission's pack, the ministry's where the code is empty, and what the pack is called."""
    return (mission_role(mission), mission_pack(mission)) if mission else (MINISTRY_ROLE, MINISTRY)


def _path_of(name: str, target: TargetFile) -> str:
    """Return where a pack lies in the folder."""
    folder, _, last = name.rpartition("/")
    return f"targets/{folder}/{target.hashes['sha256']}.{last}"
