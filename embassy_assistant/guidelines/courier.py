"""A repository as one file, for a stick or an e-mail: a ZIP that is read where it lies and never unpacked.

The file may come from anybody. Its list of contents is judged before anything of it is read: whatever a repository's
export would not hold, refuses the whole file. What it holds is then verified by `tuf`, like what any server sends.
"""

from __future__ import annotations

import re
import stat
import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, Final

from tuf.api.exceptions import DownloadError, DownloadHTTPError
from tuf.ngclient import FetcherInterface

from embassy_assistant.domain.errors import Untrusted, Unusable
from embassy_assistant.guidelines.limits import COURIER_BYTES, COURIER_FILES, PACK_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

BASE: Final = "courier:/"
"""What the addresses in a courier file begin with."""

_PIECE: Final = 64 * 1024
_NOT_FOUND: Final = 404
_NAME: Final = re.compile(r"(?:metadata|targets)(?:/[A-Za-z0-9_~%-][A-Za-z0-9._~%-]{0,199}){1,8}")
_ENCRYPTED: Final = 0x1
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)
# APPNOTE.TXT 6.3.10, sections 4.3.15 and 4.3.16: the record that ends a ZIP, and what comes before it in a huge one.
_END: Final = struct.Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_HUGE_SIZE: Final = 20
_HUGE_MARK: Final = b"PK\x06\x07"
# A file's place in the list: 46 bytes, its name, and what packers add.
_ENTRY_BYTES: Final = 512
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


class CourierFetcher(FetcherInterface):
    """Reads the repository that is in a courier file."""

    def __init__(self, path: Path) -> None:
        """Judge the list of contents.

        Raises:
            Unusable: The file cannot be read, or is no courier file.
            Untrusted: It holds what no export holds.
        """
        try:
            _judge_end(path)
            with zipfile.ZipFile(path) as file:
                self._contents = _judge(file.infolist())
        except _BROKEN as error:
            raise Unusable("guidelines.courier-broken", file=path.name) from error
        self._path = path

    def _fetch(self, url: str) -> Iterator[bytes]:
        """Hand out a file in pieces, no more of it than the list says."""
        entry = self._contents.get(url.removeprefix(BASE))
        if entry is None:
            # To `tuf` this is how a server says that there is no newer root.
            raise DownloadHTTPError(f"not there: {url!r}", _NOT_FOUND)
        return self._pieces(entry)

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with zipfile.ZipFile(self._path) as file, file.open(entry) as stream:
                while piece := stream.read(_PIECE):
                    yield piece
        except _BROKEN as error:
            raise DownloadError("cannot be read") from error


def pack_courier(files: Mapping[str, bytes]) -> bytes:
    """Return a courier file; the same files always make the same bytes.

    Args:
        files: What it is to hold, by path.
    """
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(entry, data)
    return packed.getvalue()


def _judge_end(path: Path) -> None:
    """Look at the size of the list before it is read: each of its lines becomes an object.

    Raises:
        Unusable: The file does not end as a ZIP of ours does.
        Untrusted: It is too large, or its list is.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size > COURIER_BYTES:
            raise Untrusted("guidelines.courier-large")
        file.seek(max(0, size - _END.size - _HUGE_SIZE))
        tail = file.read()
    if len(tail) < _END.size or tail[-_END.size :][:4] != _END_MARK:
        raise Unusable("guidelines.courier-broken", file=path.name)
    *_, entries, listed, _place, comment = _END.unpack(tail[-_END.size :])
    if comment or tail.startswith(_HUGE_MARK) or entries > COURIER_FILES or listed > COURIER_FILES * _ENTRY_BYTES:
        raise Untrusted("guidelines.courier-large")


def _judge(entries: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Return the files by name.

    Raises:
        Untrusted: One of them is not what an export holds.
    """
    contents: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for entry in entries:
        name = entry.filename
        folder = entry.is_dir() and not entry.file_size
        if entry.orig_filename != name or not _NAME.fullmatch(name.removesuffix("/") if folder else name):
            if folder and name in {"metadata/", "targets/"}:
                continue
            raise Untrusted("guidelines.courier-name", name=_shown(entry.orig_filename))
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in {0, stat.S_IFREG} and not (folder and kind == stat.S_IFDIR):
            raise Untrusted("guidelines.courier-link", name=_shown(name))
        if name.casefold() in seen:
            raise Untrusted("guidelines.courier-twice", name=_shown(name))
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Untrusted("guidelines.courier-locked", name=_shown(name))
        if entry.file_size > PACK_BYTES:
            raise Untrusted("guidelines.courier-large")
        seen.add(name.casefold())
        if not folder:
            contents[name] = entry
    if sum(entry.file_size for entry in contents.values()) > COURIER_BYTES:
        raise Untrusted("guidelines.courier-large")
    return contents


def _shown(name: str) -> str:
    """Return a name that a stranger chose, fit for a sentence."""
    return "".join(letter if letter.isprintable() else "·" for letter in name[:80])
