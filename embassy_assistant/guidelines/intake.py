"""From what the unit publishes to what is active here: fetched, verified, read as packs, and switched to at once.

Nothing of this changes what is active until all of it has gone well; whatever fails leaves the last good packs in use.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuf.api.exceptions import DownloadLengthMismatchError, RepositoryError
from tuf.api.metadata import Metadata, Root

from embassy_assistant import __version__
from embassy_assistant.domain.errors import Damaged, NeedsOfficer, Untrusted, Unusable
from embassy_assistant.domain.freshness import Followed, TakenIn
from embassy_assistant.guidelines import courier, folder_fetcher
from embassy_assistant.guidelines.courier import CourierFetcher
from embassy_assistant.guidelines.examples import try_rules
from embassy_assistant.guidelines.folder_fetcher import FolderFetcher
from embassy_assistant.guidelines.heads import heads, heads_of
from embassy_assistant.guidelines.heeding import Heeding
from embassy_assistant.guidelines.https_fetcher import HttpsFetcher
from embassy_assistant.guidelines.partial import Partial
from embassy_assistant.guidelines.refusals import worded
from embassy_assistant.guidelines.shelf import TRUST_FILE, digests_of
from embassy_assistant.guidelines.sync import get_packs
from embassy_assistant.guidelines.trust import MINISTRY, Trust, check_mission
from embassy_assistant.guidelines.whole import verify, verify_active, went_back
from embassy_assistant.net import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from tuf.ngclient import FetcherInterface

    from embassy_assistant.guidelines.heads import Heads
    from embassy_assistant.guidelines.shelf import Active, Shelf
    from embassy_assistant.guidelines.sync import Verified
    from embassy_assistant.net import Client

_ROOT_BYTES: Final = 512_000
# Ten thousand rules with four examples each take ten seconds; a laptop may be three times as slow. It is for as long
# that a freeze may come later into force, so that no more is worth it.
_TRYING: Final = 30.0


class Intake:
    """Takes in what the unit publishes; one at a time, whichever program wants it."""

    def __init__(
        self,
        folder: Path,
        shelf: Shelf,
        write: Callable[[Path, bytes], None],
        alone: Callable[[], AbstractContextManager[None]],
        client: Callable[[], Client],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Take in to `shelf`.

        Args:
            folder: What is trusted, and the metadata verified before.
            shelf: Where verified packs go.
            write: Writes a file so that, whatever happens, it holds the old bytes or the new ones.
            alone: Keeps other programs out for a while.
            client: Makes exchanges with the web.
            now: The time, aware UTC.
        """
        self._folder = folder
        self._shelf = shelf
        self._partial = Partial(folder / "partial", write)
        self._alone = alone
        self._client = client
        self._now = now

    @property
    def trust(self) -> Trust | None:
        """Whose guidelines are taken; None before anybody said so.

        Raises:
            Damaged: The file that says so is not what was written.
        """
        return self._shelf.trust()

    def follow(self, root: bytes, address: str = "", mission: str = "") -> str:
        """Trust a root from now on, and return its fingerprint.

        Args:
            root: The root metadata, whose fingerprint a person has compared.
            address: Where the unit publishes; empty for by stick or e-mail only.
            mission: The code of this mission; empty for none.

        Raises:
            Unusable: It is no root, or the address or the code is none.
            Untrusted: Fewer have signed the root than it asks for itself.
        """
        if address and not (address.startswith("https://") or is_loopback(address)):
            raise Unusable("guidelines.not-https", address=address)
        if mission:
            check_mission(mission)
        _check_root(root)
        trust = Trust(root, address and f"{address.rstrip('/')}/", mission)
        document = {"root": base64.b64encode(root).decode(), "address": trust.address, "mission": mission}
        with self._alone():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._shelf.put(self._folder / TRUST_FILE, json.dumps(document, indent=1).encode())
            for kept in self._folder.glob("kept-*"):
                if kept != self._kept(trust):
                    shutil.rmtree(kept, ignore_errors=True)
        return trust.fingerprint

    def followed(self) -> Followed | None:
        """Return whose guidelines are taken; None before anybody said so.

        Raises:
            Damaged: The file that says so is not what was written.
        """
        trust = self.trust
        return Followed(trust.fingerprint, trust.address, trust.mission) if trust else None

    def take_in(self, place: str = "", going_on: Callable[[], None] = lambda: None) -> TakenIn:
        """Bring the packs up to date.

        Args:
            place: An address, a folder or a courier file; empty for where the unit publishes.
            going_on: Called again and again while something is fetched; what it raises ends it.

        Raises:
            NeedsOfficer: Nobody said yet whose guidelines to trust, or where they are.
            Untrusted: Something did not verify.
            Unusable: There are no guidelines at the place, or one is not what its format says.
            TryLater: Something did not arrive.
            DiskFull: There is no room for it.
        """
        with self._alone(), worded():
            # Read where no other program says meanwhile whom to trust instead.
            trust = self.trust
            if trust is None:
                raise NeedsOfficer("guidelines.nobody-trusted")
            place = place or trust.address
            if not place:
                raise NeedsOfficer("guidelines.no-address")
            return self._take_in(trust, place, going_on)

    def _take_in(self, trust: Trust, place: str, going_on: Callable[[], None]) -> TakenIn:
        found, base = self._fetcher(place)
        fetcher = Heeding(found, going_on)
        before = self._before()
        self._shelf.sweep(before)
        try:
            verified = get_packs(trust.names, fetcher, base, self._kept(trust), trust.root, self._shelf.pack)
        except (RepositoryError, DownloadLengthMismatchError):
            # What was begun may be why it does not verify, and must not keep out what does.
            self._partial.clear()
            raise
        if MINISTRY not in verified.packs:
            raise Unusable("guidelines.no-pack", name=MINISTRY)
        # Where the metadata kept here was lost, this is what still knows how far it had come; but what somebody
        # wrote there must not keep the unit's own word out.
        if before is not None and went_back(before.version, verified.version) and self._shows(before, trust):
            raise Untrusted("guidelines.older")
        digests = digests_of(verified.packs)
        same = before if before is not None and before.packs == digests else None
        told = heads_of(verified.packs.values()) if same else _judge(verified)
        # Made ready before they are active, so that no window waits for it after the switch.
        pack = self._shelf.ready.get({digests[name]: data for name, data in verified.packs.items()})
        tried = same.tried if same and same.tried.by == __version__ else try_rules(pack, _TRYING)
        active = self._shelf.switch(verified, told, tried, self._now())
        # What was begun and is published no more would lie there for ever.
        self._partial.clear()
        return TakenIn(same is None, active.versions, active.freshness, active.tried, pack.unchecked)

    def verify(self, pinned: str = "") -> str:
        """Show, with no network, that what lies on the disk is what the unit signed and no older than it was.

        Args:
            pinned: What this returned before, kept where only this program can write; empty where it never did.

        Returns:
            What to pin from now on; empty where nobody is trusted.

        Raises:
            Untrusted: Something is not what was taken in.
            Damaged: A file cannot be read.
        """
        while True:
            stamp = self._shelf.stamp()
            try:
                pin = verify(self.trust, self._shelf, pinned)
            except (Untrusted, Damaged) as error:
                # Another program may have switched to other packs in the middle of it.
                if stamp == self._shelf.stamp():
                    self._shelf.verified(error)
                    raise
            else:
                self._shelf.verified(None)
                return pin

    def stamp(self) -> object:
        """Return what changes with every switch to other packs."""
        return self._shelf.stamp()

    def _shows(self, active: Active, trust: Trust) -> bool:
        try:
            verify_active(active, trust, self._shelf)
        except (Untrusted, Damaged):
            return False
        return True

    def _before(self) -> Active | None:
        try:
            return self._shelf.active()
        except Damaged:
            # Taking the packs in anew is what mends it; the metadata that is kept knows what is older.
            return None

    def _fetcher(self, place: str) -> tuple[FetcherInterface, str]:
        if "://" in place:
            if not (place.startswith("https://") or is_loopback(place)):
                raise Unusable("guidelines.not-https", address=place)
            return HttpsFetcher(self._client(), self._partial), f"{place.rstrip('/')}/"
        path = Path(place)
        if not path.exists():
            raise Unusable("guidelines.no-place", path=place)
        if path.is_dir():
            return FolderFetcher(path), folder_fetcher.BASE
        return CourierFetcher(path), courier.BASE

    def _kept(self, trust: Trust) -> Path:
        return self._folder / f"kept-{hashlib.sha256(trust.root).hexdigest()[:16]}"


def _check_root(data: bytes) -> None:
    try:
        root = Metadata[Root].from_bytes(data[: _ROOT_BYTES + 1])
    except RepositoryError as error:
        raise Unusable("guidelines.no-root") from error
    if root.signed.type != Root.type or len(data) > _ROOT_BYTES:
        raise Unusable("guidelines.no-root")
    with worded():
        root.signed.verify_delegate(Root.type, root.signed_bytes, root.signatures)


def _judge(verified: Verified) -> Heads:
    """Read every pack whole, and return what they say of themselves.

    Raises:
        Unusable: One is not what its format says.
    """
    # Validation is 90 ms of imports, which only a change of the guidelines is worth.
    from embassy_assistant.guidelines.pack import read_pack

    packs = map(read_pack, verified.packs.values())
    return heads((pack.pack_version, pack.hold_after_days) for pack in packs)
