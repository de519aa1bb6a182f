"""What lies beside the store and goes along to another laptop: whose guidelines are trusted, and those in force.

They are not secret to whoever has the laptop, but a mission's own may name what is not to be said yet; so they travel
sealed like the rest. The other laptop verifies them anew, by what is pinned in the store that came with them.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import TryLater
from embassy_assistant.store.files import named_disk_failures, private_directory, write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

FOLDER: Final = "guidelines"
_TRUST: Final = "trust.json"
_ACTIVE: Final = "active.json"
_PACKS: Final = "packs"
_NAME: Final = re.compile(rf"{_TRUST}|{_ACTIVE}|{_PACKS}/[0-9a-f]{{64}}\.json")
# Whoever takes guidelines in is done with the few files of a switch long before.
_TRIES: Final = 20


def read_if_there(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def collect(workspace: Path, read: Callable[[Path], bytes | None] = read_if_there) -> bytes:
    """Return it as one file; empty where nobody is trusted.

    Args:
        workspace: its directory.
        read: reads a file.

    Raises:
        TryLater: Another program keeps on switching to other guidelines.
        DiskFull, NeedsOfficer: What the disk says.
    """
    folder = workspace / FOLDER
    with named_disk_failures(folder):
        for _ in range(_TRIES):
            switch = read(folder / _ACTIVE)
            files = {_TRUST: read(folder / _TRUST), _ACTIVE: switch}
            files |= {f"{_PACKS}/{path.name}": read(path) for path in sorted((folder / _PACKS).glob("*.json"))}
            if read(folder / _ACTIVE) == switch:
                return _packed({name: data for name, data in files.items() if data is not None})
    raise TryLater("store.busy", path=FOLDER)


def files_of(packed: bytes) -> Mapping[str, bytes]:
    """Return the files that `collect` put together; what a newer program may have put there besides is left out.

    Raises:
        zipfile.BadZipFile, and what else `zipfile` raises: It is something else.
    """
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if _NAME.fullmatch(name)}


def lay_down(workspace: Path, files: Mapping[str, bytes]) -> None:
    """Write down the files; the list of what is in force comes last.

    Raises:
        DiskFull, NeedsOfficer: What the disk says.
    """
    folder = workspace / FOLDER
    private_directory(folder)
    private_directory(folder / _PACKS)
    for name in sorted(files, key=lambda name: name == _ACTIVE):
        write_whole(folder / name, files[name])


def _packed(files: Mapping[str, bytes]) -> bytes:
    if not files:
        return b""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()
