"""Getting a pack that the unit signed: `tuf` does all verification, and a fetcher says where the bytes come from.

`tuf` keeps the metadata that it has verified, each file replaced at once, so that an older one is refused for good. The
pack itself is returned and nowhere written: whoever takes it in decides when it becomes the active one.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tuf.ngclient import Updater, UpdaterConfig

from embassy_assistant.guidelines.limits import PACK_BYTES

if TYPE_CHECKING:
    from tuf.ngclient import FetcherInterface


def get_pack(name: str, fetcher: FetcherInterface, base: str, kept: Path, root: bytes) -> bytes | None:
    """Bring the metadata up to date and return one pack, verified whole.

    Args:
        name: The pack's target, such as `ministry.json`.
        fetcher: Where the bytes come from.
        base: What the fetcher's addresses begin with.
        kept: The folder of the metadata verified before.
        root: The root that came with the program.

    Returns:
        The pack; None where the unit publishes none of this name, or one over `PACK_BYTES`.

    Raises:
        RepositoryError: Something did not verify.
        DownloadError: Something did not arrive.
        OSError: What was verified could not be kept.
    """
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as passing:
        updater = Updater(
            str(kept), f"{base}metadata/", passing, f"{base}targets/", fetcher, UpdaterConfig(), bootstrap=root
        )
        updater.refresh()
        target = updater.get_targetinfo(name)
        if target is None or target.length > PACK_BYTES:
            return None
        return Path(updater.download_target(target)).read_bytes()
