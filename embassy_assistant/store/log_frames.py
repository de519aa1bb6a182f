"""Whether SQLite will read a log to its end.

It reads up to the first frame whose checksum is wrong, and leaves out what follows in silence. That is right for a
commit that was cut short: nobody was told that it stands. It is not for a frame that rotted or was changed since: the
commits behind it stood, and what they sent would go out again.

The format, and how a checksum is made: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.store.files import named_disk_failures

if TYPE_CHECKING:
    from pathlib import Path

_HEAD: Final = struct.Struct(">8I")
_FRAME: Final = struct.Struct(">6I")
_MAGIC: Final = 0x377F0682
_WORD: Final = 0xFFFFFFFF
_PAGES: Final = frozenset(1 << power for power in range(9, 17))
# SQLCipher's own, which every file of ours has.
_PAGE: Final = 4_096


@dataclass(frozen=True, slots=True)
class Frames:
    """What lies in a log.

    Attributes:
        sound: bytes up to the end of the last commit that SQLite will read, 0 where it will read none.
        dropped: how many commits it will leave out.
    """

    sound: int = 0
    dropped: int = 0

    @property
    def rotten(self) -> bool:
        """Whether commits that stood are left out.

        The last commit of all may have been cut short, and nothing tells one that was from one that rotted. One more
        was not: each is on the disk before the next begins.
        """
        return self.dropped > 1


def read_frames(log: Path) -> Frames:
    """Read a log that nobody has open; one that is not there has none.

    Raises:
        NeedsOfficer: the disk does not tell.
    """
    with named_disk_failures(log):
        data = log.read_bytes() if log.exists() else b""
    if len(data) < _HEAD.size:
        return Frames()
    magic, _, page, _, *salts, first, second = _HEAD.unpack_from(data)
    if page not in _PAGES:
        # That has rotted, too.
        page = _PAGE
    order = ">" if magic & 1 else "<"
    sums = _sums(order, data[:24], (0, 0))
    whole = magic & ~1 == _MAGIC and sums == (first, second)
    sound = dropped = 0
    for at in range(_HEAD.size, len(data) - _FRAME.size - page + 1, _FRAME.size + page):
        number, commit, *rest = _FRAME.unpack_from(data, at)
        if rest[:2] != salts:
            # Of the log that was here before this one began anew.
            whole = False
            continue
        if whole:
            sums = _sums(order, data[at : at + 8], sums)
            sums = _sums(order, data[at + _FRAME.size : at + _FRAME.size + page], sums)
            whole = bool(number) and sums == tuple(rest[2:])
        if not commit:
            continue
        if whole:
            sound = at + _FRAME.size + page
        else:
            dropped += 1
    return Frames(sound, dropped)


def _sums(order: str, data: bytes, sums: tuple[int, int]) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for even, odd in zip(words[::2], words[1::2], strict=True):
        first = (first + even + second) & _WORD
        second = (second + odd + first) & _WORD
    return first, second
