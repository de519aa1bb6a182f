"""Takes out of a picture what nobody sees in it: where and when it was taken, by which camera, and who wrote what.

Lossless: no pixel is touched. What decides how the picture looks stays: colours, transparency, animation, and which
side is up. Everything that is not known to be needed goes, so that a format's next kind of note goes too.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_ORIENTATION: Final = 0x0112
_TURNED: Final = range(2, 9)
_EXIF: Final = b"Exif\0\0"

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)

_SOI, _EOI, _SOS, _COM, _APP0, _APP15 = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xEF
_APP_KEPT: Final = ((0xE2, b"ICC_PROFILE\0"), (0xEE, b"Adobe"))
_JFIF: Final = b"JFIF\0"
# What ends a scan: a marker that is neither an escaped byte, nor a restart, nor a filling byte before the marker.
_AFTER_SCAN: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")

_WEBP_KEPT: Final = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04

_GIF_EXTENSION, _GIF_IMAGE, _GIF_END = 0x21, 0x2C, 0x3B
_GIF_COMMENT, _GIF_APPLICATION = 0xFE, 0xFF
_GIF_LOOPS: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def without_notes(data: bytes, mime: str) -> bytes:
    """Return the picture without what nobody sees in it.

    Args:
        data: a picture.
        mime: its true type: `image/png`, `image/jpeg`, `image/gif` or `image/webp`.

    Raises:
        Unusable: `media.broken`; the file is not put together as its format demands, so nobody can say what is in it.
    """
    try:
        return b"".join(_WALKS[mime](data))
    except (struct.error, IndexError) as error:
        raise Unusable("media.broken") from error


def _jpeg(data: bytes) -> Iterator[bytes]:
    yield data[:2]
    at = 2
    while True:
        if data[at] != 0xFF:
            raise IndexError
        # A marker may be led by any number of filling bytes.
        while data[at + 1] == 0xFF:
            at += 1
        marker = data[at + 1]
        if marker == _EOI:
            # What comes after it, such as a second picture or a film, is seen by nobody either.
            yield data[at : at + 2]
            return
        end = at + 2 + _number(">H", data, at + 2)
        body = _piece(data, at + 4, end)
        kept = _jpeg_segment(marker, body)
        if kept is not None:
            yield struct.pack(">BBH", 0xFF, marker, len(kept) + 2) + kept
        at = end
        if marker == _SOS:
            found = _AFTER_SCAN.search(data, at)
            # A camera that was switched off too early leaves a scan without an end: its upper part can be seen.
            stop = found.start() if found else len(data)
            yield data[at:stop]
            if found is None:
                return
            at = stop


def _jpeg_segment(marker: int, body: bytes) -> bytes | None:
    """Return what stays of a segment, None where nothing does."""
    if body.startswith(_EXIF) and marker == _APP0 + 1:
        note = _turned(body[len(_EXIF) :])
        return _EXIF + note if note else None
    if marker == _APP0 and body.startswith(_JFIF):
        # Without the small copy of the picture, which may show what was cut off later.
        return body[:12] + b"\0\0"
    if marker == _COM or _APP0 <= marker <= _APP15:
        return body if any(marker == kept and body.startswith(name) for kept, name in _APP_KEPT) else None
    return body


def _png(data: bytes) -> Iterator[bytes]:
    yield data[:8]
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        length = _number(">I", data, at)
        kind = _piece(data, at + 4, at + 8)
        chunk = _piece(data, at, at + 12 + length)
        note = _turned(chunk[8:-4]) if kind == b"eXIf" else b""
        if note:
            yield struct.pack(">I", len(note)) + kind + note + struct.pack(">I", zlib.crc32(kind + note))
        elif kind in _PNG_KEPT:
            yield chunk
        at += 12 + length


def _webp(data: bytes) -> Iterator[bytes]:
    chunks: list[tuple[bytes, bytes]] = []
    at, end = 12, 8 + _number("<I", data, 4)
    note = b""
    while at < end:
        kind, length = _piece(data, at, at + 4), _number("<I", data, at + 4)
        body = _piece(data, at + 8, at + 8 + length)
        if kind == b"EXIF":
            note = _turned(body.removeprefix(_EXIF))
        elif kind in _WEBP_KEPT:
            chunks.append((kind, body))
        at += 8 + length + length % 2
    if note:
        chunks.append((b"EXIF", note))
    flags = _WEBP_EXIF if note else 0
    whole = b"".join(_webp_chunk(kind, body, flags) for kind, body in chunks)
    yield b"RIFF" + struct.pack("<I", len(whole) + 4) + b"WEBP" + whole


def _webp_chunk(kind: bytes, body: bytes, flags: int) -> bytes:
    if kind == b"VP8X":
        body = bytes([body[0] & ~(_WEBP_EXIF | _WEBP_XMP) | flags]) + body[1:]
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def _gif(data: bytes) -> Iterator[bytes]:
    at = 13 + _gif_colours(data[10])
    yield _piece(data, 0, at)
    while data[at] != _GIF_END:
        if data[at] == _GIF_IMAGE:
            end = _gif_blocks(data, at + 11 + _gif_colours(data[at + 9]))
            keep = True
        elif data[at] == _GIF_EXTENSION:
            end = _gif_blocks(data, at + 2)
            label = data[at + 1]
            keep = label != _GIF_COMMENT and (label != _GIF_APPLICATION or data[at + 3 : at + 14] in _GIF_LOOPS)
        else:
            raise IndexError
        if keep:
            yield data[at:end]
        at = end
    yield data[at : at + 1]


def _gif_colours(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks(data: bytes, at: int) -> int:
    """Return where the blocks that begin at `at` end."""
    while data[at]:
        at += 1 + data[at]
    return at + 1


def _turned(tiff: bytes) -> bytes:
    """Return a note that says only which side is up, where that is not the first one; else nothing."""
    try:
        order = "<" if tiff[:2] == b"II" else ">"
        first = _number(f"{order}I", tiff, 4)
        for at in range(_number(f"{order}H", tiff, first)):
            entry = first + 2 + 12 * at
            if _number(f"{order}H", tiff, entry) == _ORIENTATION:
                side = _number(f"{order}H", tiff, entry + 8)
                return _only_turned(side) if side in _TURNED else b""
    except struct.error:
        # A note that nobody can read turns nothing.
        return b""
    return b""


def _only_turned(side: int) -> bytes:
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, side, 0, 0)


def _number(form: str, data: bytes, at: int) -> int:
    number: int = struct.unpack_from(form, data, at)[0]
    return number


def _piece(data: bytes, start: int, end: int) -> bytes:
    """Return a part that must be there whole."""
    if end > len(data) or end < start:
        raise IndexError
    return data[start:end]


_WALKS: Final[Mapping[str, Callable[[bytes], Iterator[bytes]]]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/gif": _gif,
}
