"""The width and height of a picture, from the first bytes of its file; Bluesky lays a post out by them."""

from __future__ import annotations

import struct
from typing import Final

_JPEG_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_ROTATED: Final = frozenset({5, 6, 7, 8})


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels as shown, None for a file of another kind or a broken one.

    Args:
        data: a PNG, JPEG, GIF or WebP file.
    """
    try:
        size = _read(data)
    except (struct.error, IndexError):
        return None
    return size if size and min(size) > 0 else None


def _read(data: bytes) -> tuple[int, int] | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data.startswith((b"GIF87a", b"GIF89a")):
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return _webp(data)
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    """Read the first chunk (RFC 9649, section 2.5 to 2.7)."""
    kind = data[12:16]
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        bits = struct.unpack("<I", data[21:25])[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """Walk the segments to the frame header (ITU-T T.81, annex B); a camera's rotation swaps the sides."""
    position, rotated = 2, False
    while position + 4 <= len(data):
        if data[position] != 0xFF:
            return None
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        length = struct.unpack(">H", data[position + 2 : position + 4])[0]
        if marker == 0xE1:
            rotated = _orientation(data[position + 4 : position + 2 + length]) in _ROTATED
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[position + 5 : position + 9])
            return (height, width) if rotated else (width, height)
        position += 2 + length
    return None


def _orientation(segment: bytes) -> int:
    """Return the Exif orientation, 1 where there is none (Exif 2.32, section 4.6.4)."""
    if not segment.startswith(b"Exif\0\0"):
        return 1
    tiff = segment[6:]
    order = "<" if tiff.startswith(b"II") else ">"
    try:
        start = struct.unpack(f"{order}I", tiff[4:8])[0]
        count = struct.unpack(f"{order}H", tiff[start : start + 2])[0]
        for index in range(count):
            entry = tiff[start + 2 + 12 * index :][:12]
            tag, _kind, _count, value = struct.unpack(f"{order}HHIH", entry[:10])
            if tag == 0x0112:
                return int(value)
    except struct.error:
        return 1
    return 1
