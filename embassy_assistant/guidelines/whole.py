"""Whether what lies on the disk is still what the unit signed: whoever can write files can write these, too.

Three things cannot be swapped on the disk, since they are pinned, as one line, in the encrypted store: the root whose
fingerprint people compared, how far the versions had come, and what was made ready of the packs.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import Damaged, Untrusted
from embassy_assistant.guidelines.evidence import show
from embassy_assistant.guidelines.heads import heads_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.guidelines.shelf import Active, Shelf
    from embassy_assistant.guidelines.trust import Trust

# Python reads and writes no number of more digits than this, so that `tuf` knows no such version.
_PIN: Final = re.compile(r"(?P<root>[0-9a-f]{64}) (?P<roots>\d{1,4300}) (?P<timestamp>\d{1,4300}) (?P<ready>[0-9a-f]*)")


def verify(trust: Trust | None, shelf: Shelf, pinned: str) -> str:
    """See `Intake.verify`."""
    before, active = _PIN.fullmatch(pinned), shelf.active()
    if trust is None:
        if before or active:
            raise Untrusted("guidelines.trust-changed")
        return ""
    root = hashlib.sha256(trust.root).hexdigest()
    if before and before["root"] != root:
        raise Untrusted("guidelines.trust-changed")
    version = (0, 0) if active is None else verify_active(active, trust, shelf)
    if before and went_back((int(before["roots"]), int(before["timestamp"])), version):
        raise Untrusted("guidelines.disk-older")
    ready = active and _made_ready(shelf, list(active.packs.values()), before["ready"] if before else "")
    return f"{root} {version[0]} {version[1]} {ready or ''}"


def verify_active(active: Active, trust: Trust, shelf: Shelf) -> tuple[int, int]:
    """Hold what is said to be active against what the unit signed, and return the versions of that.

    Raises:
        Untrusted: It is something else.
        Damaged: A file is not whole.
    """
    packs = {name: _whole(shelf, digest) for name, digest in active.packs.items()}
    shown = show(_whole(shelf, active.evidence), trust.root, {**dict.fromkeys(trust.names), **packs})
    signed = heads_of(packs.values())
    names = [name for name in trust.names if name in packs]
    age = active.freshness
    if (
        (list(packs), active.versions, active.version) != (names, signed.versions, shown.version)
        or (age.expires, age.hold_after) != (shown.expires, signed.hold_after)
        or (shown.signed_at is not None and age.confirmed > shown.signed_at)
    ):
        raise Untrusted("guidelines.disk-changed")
    return shown.version


def _made_ready(shelf: Shelf, digests: Sequence[str], pinned: str) -> str:
    """Make packs ready anew, unless what is kept of them is what was kept after the last time; return what is kept."""
    kept = shelf.ready.mark(digests)
    if not kept or kept != pinned:
        shelf.ready.drop(digests)
        shelf.ready.get({digest: _whole(shelf, digest) for digest in digests})
        if shelf.ready.mark(digests) != kept:
            shelf.read_anew()
    return shelf.ready.mark(digests)


def went_back(before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether an older state came; with a new root, the versions of the rest may begin anew."""
    return after[0] < before[0] or (after[0] == before[0] and after[1] < before[1])


def _whole(shelf: Shelf, digest: str) -> bytes:
    data = shelf.pack(digest)
    if data is None:
        raise Damaged("guidelines.damaged", path=f"{digest}.json")
    return data
