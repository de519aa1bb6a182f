"""Getting the packs that the unit signed: `tuf` does all verification, and a fetcher says where the bytes come from.

`tuf` keeps the metadata that it has verified, each file replaced at once, so that an older one is refused for good. The
packs themselves are returned and nowhere written: whoever takes them in decides when they become the active ones.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tuf.ngclient import Updater, UpdaterConfig

from embassy_assistant.domain.errors import Untrusted
from embassy_assistant.guidelines.evidence import collect, show
from embassy_assistant.guidelines.limits import PACK_BYTES
from embassy_assistant.guidelines.strays import clear_for_file, make_folder, remove

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tuf.ngclient import FetcherInterface


_NEW_ROOTS: Final = 256


@dataclass(frozen=True, slots=True)
class Verified:
    """What the unit vouches for.

    Attributes:
        packs: the packs by name; a name that the unit publishes nothing under is not there.
        expires: until when this is the unit's word on what is newest, aware UTC.
        signed_at: when it gave that word; None where it does not say.
        version: of the root and of the timestamp, which only grow.
        evidence: what shows all this later, with no network.
    """

    packs: Mapping[str, bytes]
    expires: datetime
    signed_at: datetime | None
    version: tuple[int, int]
    evidence: bytes


def get_packs(
    names: Sequence[str],
    fetcher: FetcherInterface,
    base: str,
    kept: Path,
    root: bytes,
    known: Callable[[str], bytes | None] = lambda _digest: None,
) -> Verified:
    """Bring the metadata up to date and return packs, verified whole.

    Args:
        names: The packs' targets, such as `ministry/pack.json`.
        fetcher: Where the bytes come from.
        base: What the fetcher's addresses begin with.
        kept: The folder of the metadata verified before.
        root: The root that is trusted to begin with.
        known: Returns a pack that is here already, by its SHA-256; its bytes are verified like any others.

    Raises:
        RepositoryError: Something did not verify.
        DownloadError: Something did not arrive.
        Untrusted: A pack was signed that is larger than any may be.
        OSError: What was verified could not be kept.
    """
    for folder in (kept, kept / "root_history"):
        make_folder(folder)
    passing = kept / "passing"
    _sweep(kept, passing)
    try:
        updater = Updater(
            str(kept), f"{base}metadata/", str(passing), f"{base}targets/", fetcher, _config(kept), bootstrap=root
        )
        updater.refresh()
        packs = {name: data for name in names if (data := _pack(updater, name, known)) is not None}
    finally:
        shutil.rmtree(passing, ignore_errors=True)
    # Another program may have written to the disk since `tuf` read it: what counts is what these very bytes show.
    evidence = collect(kept, root)
    shown = show(evidence, root, {**dict.fromkeys(names), **packs})
    return Verified(packs, shown.expires, shown.signed_at, shown.version, evidence)


def _pack(updater: Updater, name: str, known: Callable[[str], bytes | None]) -> bytes | None:
    target = updater.get_targetinfo(name)
    if target is None:
        return None
    if target.length > PACK_BYTES:
        raise Untrusted("guidelines.pack-large")
    here = known(target.hashes.get("sha256", ""))
    if here is not None:
        target.verify_length_and_hashes(here)
        return here
    return Path(updater.download_target(target)).read_bytes()


def _sweep(kept: Path, passing: Path) -> None:
    """Remove what a run that was killed left half-written, and make the folder that packs pass through."""
    history = kept / "root_history"
    for stray in [*kept.glob("tmp*"), *kept.glob("*.json"), *history.iterdir()]:
        # `tuf` could not put its own file where a folder is.
        (remove if stray.name.startswith("tmp") else clear_for_file)(stray)
    remove(passing)
    make_folder(passing)


def _config(kept: Path) -> UpdaterConfig:
    """Allow so many new roots in one go; those that are here already do not count."""
    here = sum(1 for _ in (kept / "root_history").iterdir())
    return UpdaterConfig(max_root_rotations=here + _NEW_ROOTS)
