"""The files of a repository. What one act writes comes into force together, whatever cuts it short.

An act writes its files beside the others first, into a folder that no web server shows, and then the list of where
they go. From the moment that the list is there the act is done: moving the files into their places needs no room, and
whoever works on the folder next finishes what a power cut left. Before that moment nothing has changed.
"""

from __future__ import annotations

import errno
import json
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import DelegatedRole, Metadata, Root, Snapshot, Targets, Timestamp

from embassy_assistant.domain.errors import DiskFull, NeedsOfficer, Unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

# Private to whoever publishes; a web server that runs as somebody else cannot look into it.
_ASIDE: Final = ".publishing"
_LIST: Final = "list.json"
LOCK: Final = "lock"
_PRIVATE: Final = 0o700
# A web server runs as somebody else, and there is no secret in what is published.
_SERVED: Final = 0o644
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})

_Role = TypeVar("_Role", Root, Snapshot, Targets, Timestamp)


class Repository:
    """The folder that a web server serves."""

    def __init__(
        self,
        folder: Path,
        write: Callable[[Path, bytes], None],
        alone: Callable[[Path], AbstractContextManager[object]] = nullcontext,
    ) -> None:
        """Look after `folder`, which need not be there.

        Args:
            folder: What a web server serves.
            write: Writes a file so that, whatever happens, it holds the old bytes or the new ones.
            alone: Keeps other programs out by a lock on the file it is given.
        """
        self.folder = folder
        self._aside = folder / _ASIDE
        self._write = write
        self._alone = alone
        # What the act that is under way has written, in that order; None stands for a file that goes.
        self._pending: dict[str, bytes | None] = {}
        self._acting = False

    @contextmanager
    def act(self) -> Iterator[None]:
        """Write all that the block writes at its end, or nothing where it fails; an act within an act is part of it.

        Raises:
            DiskFull, NeedsOfficer: What the disk says; nothing has changed.
        """
        if self._acting:
            yield
            return
        with told(self._aside):
            self._aside.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        with self._alone(self._aside / LOCK):
            self._settle()
            self._acting = True
            try:
                yield
                self._commit()
            finally:
                self._acting = False
                self._pending.clear()

    def put(self, name: str, data: bytes) -> None:
        """Write a file at the end of the act that is under way."""
        # What is written last comes into force last.
        self._pending.pop(name, None)
        self._pending[name] = data

    def drop(self, name: str) -> None:
        """Remove a file at the end of the act that is under way."""
        self._pending[name] = None

    def read(self, name: str) -> bytes:
        """Return a file as the act that is under way has it.

        Raises:
            Unusable: It is not there.
        """
        data = self._pending.get(name)
        if data is not None:
            return data
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise Unusable("guidelines.repository-damaged", path=str(self.folder / name)) from error

    def load(self, _kind: type[_Role], role: str, version: int = 0) -> Metadata[_Role]:
        """Return what a role says, in a version or the newest; who signed it is not asked.

        Raises:
            Unusable: There is no such thing in the folder, or it cannot be read.
        """
        version = version or self.newest(role)
        name = name_of(role, version)
        try:
            loaded: Metadata[_Role] = Metadata[Any].from_bytes(self.read(name))
        except RepositoryError as error:
            raise Unusable("guidelines.repository-damaged", path=str(self.folder / name)) from error
        # A name that promises another version than was signed would use up all versions in between.
        renamed = role != Timestamp.type and loaded.signed.version != version
        if renamed or not isinstance(loaded.signed, _kind):
            raise Unusable("guidelines.repository-damaged", path=str(self.folder / name))
        return loaded

    def newest(self, role: str) -> int:
        """Return the newest version of a role that is in the folder; 0 for none."""
        if role == Timestamp.type:
            name = name_of(role, 0)
            there = name in self._pending or (self.folder / name).exists()
            return self.load(Timestamp, role, 1).signed.version if there else 0
        return max(self.versions(role), default=0)

    def versions(self, role: str) -> list[int]:
        """Return the versions of a role that are in the folder, the oldest first."""
        written = self._pending
        there = {f"metadata/{path.name}" for path in (self.folder / "metadata").glob(f"*.{role}.json")}
        there = (there | written.keys()) - {name for name, data in written.items() if data is None}
        names = (name.removeprefix("metadata/").partition(".") for name in there)
        return sorted(int(version) for version, _, rest in names if version.isdecimal() and rest == f"{role}.json")

    def must_be_there(self) -> None:
        """Finish what a power cut left, and see that there is a repository.

        Raises:
            Unusable: There is none.
        """
        if not self._acting and (self._aside / _LIST).exists():
            with self.act():
                pass
        if not self.newest("root"):
            raise Unusable("guidelines.no-repository", path=str(self.folder))

    def root(self) -> Root:
        """Return the newest root, which enough of those it names have signed.

        Raises:
            Unusable: There is none, or they have not.
        """
        metadata = self.load(Root, "root")
        self._believe(metadata.signed, "root", metadata)
        return metadata.signed

    def whole(self, keyid: str = "") -> Targets:
        """Return who may sign which packs, signed by the key that counts.

        Args:
            keyid: The id of the key that has signed it, where that is one that counted before.

        Raises:
            Unusable: There is no such thing, or another key has signed it.
        """
        root = self.root()
        if keyid and keyid not in root.roles["targets"].keyids:
            olds = (self.load(Root, "root", version).signed for version in reversed(self.versions("root")))
            root = next((old for old in olds if keyid in old.roles["targets"].keyids), root)
        metadata = self.load(Targets, "targets")
        self._believe(root, "targets", metadata)
        return metadata.signed

    def said(self, whole: Targets, role: str) -> Targets | None:
        """Return which pack a role signed; None before there is such a role.

        Args:
            whole: Who may sign which packs.
            role: Whose word is asked for.

        Raises:
            Unusable: Another key has signed it.
        """
        if role not in below(whole) or not self.newest(role):
            return None
        metadata = self.load(Targets, role)
        self._believe(whole, role, metadata)
        if not all(below(whole)[role].is_delegated_path(name) for name in metadata.signed.targets):
            # One key signs for many roles, and what it signs does not say for which.
            raise self._damaged(role, metadata)
        return metadata.signed

    def _believe(self, delegator: Root | Targets, role: str, metadata: Metadata[Any]) -> None:
        try:
            delegator.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
        except RepositoryError as error:
            raise self._damaged(role, metadata) from error

    def _damaged(self, role: str, metadata: Metadata[Any]) -> Unusable:
        path = self.folder / name_of(role, metadata.signed.version)
        return Unusable("guidelines.repository-damaged", path=str(path))

    def _commit(self) -> None:
        if not self._pending:
            return
        try:
            self._prepare()
        finally:
            try:
                self._settle()
            except KeyboardInterrupt:
                # Somebody is impatient; what is left takes no time.
                self._settle()
                raise

    def _prepare(self) -> None:
        moves = []
        for number, (name, data) in enumerate(self._pending.items()):
            moves.append(("" if data is None else str(number), name))
            if data is not None:
                with told(self.folder / name):
                    (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
                    self._write(self._aside / str(number), data)
                # A stick may know no rights, and says so.
                with suppress(OSError):
                    (self._aside / str(number)).chmod(_SERVED)
        with told(self._aside):
            self._write(self._aside / _LIST, json.dumps(moves).encode())

    def _settle(self) -> None:
        """Move what a finished act wrote into its places, and forget what an unfinished one wrote."""
        done = self._aside / _LIST
        with told(self.folder, "guidelines.not-in-place"):
            if done.exists():
                for draft, name in json.loads(done.read_bytes()):
                    if not draft:
                        (self.folder / name).unlink(missing_ok=True)
                    elif (self._aside / draft).exists():
                        (self._aside / draft).replace(self.folder / name)
                done.unlink()
            for left in self._aside.iterdir():
                if left.name != LOCK:
                    left.unlink()


def name_of(role: str, version: int) -> str:
    """Return the name of the file that holds a version of a role."""
    # Whoever asks for the timestamp cannot know its version.
    return f"metadata/{role}.json" if role == Timestamp.type else f"metadata/{version}.{role}.json"


def below(whole: Targets) -> dict[str, DelegatedRole]:
    """Return who may sign which packs, by role.

    Args:
        whole: What the targets' key signed.

    Returns:
        What `whole` has, and not a copy of it.
    """
    roles = whole.delegations.roles if whole.delegations else None
    return {} if roles is None else roles


@contextmanager
def told(path: Path, refused: str = "guidelines.disk-refuses") -> Iterator[None]:
    """Say what the disk says in words that fit who publishes: there is no draft in memory here.

    Args:
        path: What is written.
        refused: The sentence for a disk that is not full and refuses all the same.

    Raises:
        DiskFull, NeedsOfficer: What the disk says.
    """
    try:
        yield
    except DiskFull as error:
        raise DiskFull("guidelines.disk-full") from error
    except (OSError, NeedsOfficer) as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise DiskFull("guidelines.disk-full") from error
        raise NeedsOfficer(refused, path=str(path)) from error
