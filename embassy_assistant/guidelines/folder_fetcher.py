"""What a stick or a folder holds, handed to `tuf` as if a server had sent it.

Nothing on a stick is believed: `tuf` verifies every byte. What is seen to here is only that reading stays inside the
folder and ends: no step up, no link, no pipe that never closes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BASE: Final = "folder:/"
"""What the addresses in a folder begin with."""
_PIECE: Final = 64 * 1024
_NOT_FOUND: Final = 404


class FolderFetcher(FetcherInterface):
    """Reads the repository that lies in a folder."""

    def __init__(self, folder: Path) -> None:
        """Remember the folder; nothing is read yet."""
        self._folder = folder

    def _fetch(self, url: str) -> Iterator[bytes]:
        """Hand out a file in pieces; `tuf` stops where it is longer than signed."""
        path = self._folder
        for part in url.removeprefix(BASE).split("/"):
            if part in {"", ".", ".."} or set(part) & set("\\:\0"):
                raise DownloadError(f"not a name inside the folder: {url!r}")
            path /= part
            if path.is_symlink():
                raise DownloadError(f"a link: {url!r}")
        if not path.exists():
            # To `tuf` this is how a server says that there is no newer root.
            raise DownloadHTTPError(f"not there: {url!r}", _NOT_FOUND)
        if not path.is_file():
            raise DownloadError(f"not a file: {url!r}")
        return _pieces(path)


def _pieces(path: Path) -> Iterator[bytes]:
    """Read a file; what a stick that is pulled out raises is a failed download."""
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        raise DownloadError("cannot be read") from error
