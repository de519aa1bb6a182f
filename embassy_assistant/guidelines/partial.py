"""What arrived of a large file before the link broke for good, so that the next sync goes on where this one ended.

Nothing here is trusted: it is handed to the verification like anything a server sends, and dropped where that refuses.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.guidelines.limits import PACK_BYTES
from embassy_assistant.guidelines.strays import remove

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_WORTHWHILE: Final = 64 * 1024
_STRONG: Final = re.compile(r'"[\x21\x23-\x7e]{0,256}"')
_MOST: Final = PACK_BYTES + 1024


def strong(mark: str) -> str:
    """Return a server's mark (ETag) of a file where it vouches for bytes and can be sent back to it, else nothing.

    Only a strong one vouches for bytes (RFC 9110, section 8.8.1). A server may send anything as its mark.
    """
    return mark if _STRONG.fullmatch(mark) else ""


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of a file, and the server's mark of which file that is."""

    version: str
    data: bytes


class Partial:
    """Keeps the beginnings of files in a folder of its own."""

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None]) -> None:
        """Keep them in `folder`.

        Args:
            folder: Made when it is needed.
            write: Writes a file so that it is whole or not there.
        """
        self._folder = folder
        self._write = write

    def take(self, url: str) -> Begun | None:
        """Return what is here of a file; None for nothing."""
        path = self._path(url)
        try:
            if path.stat().st_size > _MOST:
                return None
            head, _, data = path.read_bytes().partition(b"\n")
            version = strong(json.loads(head)["version"])
            return Begun(version, data) if version else None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None

    def keep(self, url: str, version: str, data: bytes) -> None:
        """Keep what arrived; nothing where it is little, or where the server cannot say later that it is the same file.

        Args:
            url: Whose file it is.
            version: The server's mark.
            data: All that arrived, from the file's first byte on.
        """
        if not version or len(data) < _WORTHWHILE:
            return
        # To go on later is a comfort: the failure that led here is what must be told.
        with suppress(OSError, AssistantError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._write(self._path(url), json.dumps({"version": version}).encode() + b"\n" + data)

    def drop(self, url: str) -> None:
        """Forget a file that is whole."""
        # What cannot be removed is handed to the verification again, and does no more harm than that.
        with suppress(OSError):
            remove(self._path(url))

    def clear(self) -> None:
        """Forget everything: a sync that went well to its end has no use for the rest."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _path(self, url: str) -> Path:
        return self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:32]}.part"
