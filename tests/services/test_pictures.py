"""What a camera notes in a picture does not go out; what the picture looks like does not change."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.services.pictures import without_notes
from tests.helpers.memory import memory_desk
from tests.helpers.pictures import flag

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = b"50.4501N 30.5234E"


def tiff(side: int, order: str = "<") -> bytes:
    """A camera's note: its name, which side is up, and where it stood."""
    head = (b"II" if order == "<" else b"MM") + struct.pack(f"{order}HI", 42, 8)
    maker = struct.pack(f"{order}HHII", 0x010F, 2, len(SECRET), 38)
    turned = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, side, 0)
    return head + struct.pack(f"{order}H", 2) + maker + turned + bytes(4) + SECRET


def made(form: str) -> bytes:
    """A picture as Qt writes it."""
    picture = QImage.fromData(flag())
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert picture.save(buffer, form)  # type: ignore[call-overload]
    return bytes(data.data())


def seen(data: bytes, form: str) -> tuple[QImage, object]:
    """The pixels, and how they are to be turned."""
    kept = QByteArray(data)
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, form.encode())
    turned = reader.transformation()
    image = reader.read()
    assert not image.isNull(), reader.errorString()
    return image, turned


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg(side: int, order: str = "<") -> bytes:
    plain = made("jpeg")
    notes = (
        segment(0xE1, b"Exif\0\0" + tiff(side, order))
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET)
        + segment(0xE2, b"MPF\0" + SECRET)
        + segment(0xE2, b"ICC_PROFILE\0\x01\x01profile")
        + segment(0xED, SECRET)
        + segment(0xFE, SECRET)
        + b"\xff"
    )
    return plain[:2] + notes + plain[2:] + b"\xff\xd8" + SECRET


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(side: int, order: str = "<") -> bytes:
    plain = flag()
    notes = chunk(b"eXIf", tiff(side, order)) + chunk(b"tIME", bytes(7))
    notes += chunk(b"pHYs", struct.pack(">IIB", 2835, 2835, 1))
    for kind in (b"tEXt", b"zTXt", b"iTXt", b"caBX"):
        notes += chunk(kind, SECRET)
    return plain[:33] + notes + plain[33:] + SECRET


def part(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def webp(side: int, order: str = "<", prefix: bytes = b"") -> bytes:
    plain = made("webp")
    image = plain[12:]
    if image[:4] == b"VP8X":
        image = image[8 + 10 :]
    extended = part(b"VP8X", bytes([0x0C, 0, 0, 0]) + (23).to_bytes(3, "little") + (15).to_bytes(3, "little"))
    notes = part(b"EXIF", prefix + tiff(side, order)) + part(b"XMP ", SECRET) + part(b"odd ", SECRET)
    whole = b"WEBP" + extended + image + notes
    return b"RIFF" + struct.pack("<I", len(whole)) + whole + SECRET


PICTURES: dict[str, Callable[..., bytes]] = {"jpeg": jpeg, "png": png, "webp": webp}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("side", [1, 3, 6])
@pytest.mark.parametrize("form", list(PICTURES))
def test_where_it_was_taken_goes_and_which_side_is_up_stays(form: str, side: int, order: str) -> None:
    before = PICTURES[form](side, order)
    assert SECRET in before
    after = without_notes(before, f"image/{form}")
    assert SECRET not in after
    assert len(after) < len(before)
    assert seen(after, form) == seen(before, form)


def test_a_webp_whose_note_has_the_name_of_a_jpegs_is_turned_too() -> None:
    after = without_notes(webp(6, prefix=b"Exif\0\0"), "image/webp")
    assert after == without_notes(webp(6), "image/webp")
    assert without_notes(after, "image/webp") == after


def test_colours_stay() -> None:
    assert b"ICC_PROFILE\0\x01\x01profile" in without_notes(jpeg(1), "image/jpeg")
    assert b"pHYs" in without_notes(png(1), "image/png")
    assert segment(0xEE, b"Adobe...") in without_notes(
        made("jpeg")[:2] + segment(0xEE, b"Adobe...") + made("jpeg")[2:], "image/jpeg"
    )


def test_the_small_copy_in_a_jpegs_head_goes() -> None:
    plain = made("jpeg")
    head = segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\x02\x02" + SECRET[:12])
    assert plain[2:4] == b"\xff\xe0"
    length = struct.unpack_from(">H", plain, 4)[0]
    after = without_notes(plain[:2] + head + plain[4 + length :], "image/jpeg")
    assert SECRET[:12] not in after
    assert seen(after, "jpeg")[0] == seen(plain, "jpeg")[0]


def test_a_jpeg_whose_end_is_missing_is_kept_as_far_as_it_goes() -> None:
    cut = jpeg(6)[: -len(SECRET) - 14]
    after = without_notes(cut, "image/jpeg")
    assert SECRET not in after
    assert len(after) > 100


def test_a_scan_may_be_followed_by_another() -> None:
    scan = segment(0xDA, b"\x01\x01\0\0\x3f\0") + b"data\xff\0\xff\xd0more"
    whole = b"\xff\xd8" + scan + segment(0xC4, b"table") + scan + b"\xff\xff\xd9"
    assert without_notes(whole, "image/jpeg") == whole


GIF = (
    b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0"
    + b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    + b"!\xff\x0bXMP DataXMP"
    + bytes([len(SECRET)])
    + SECRET
    + b"\0"
    + b"!\xfe"
    + bytes([len(SECRET)])
    + SECRET
    + b"\0"
    + b"!\xf9\x04\0\0\0\0\0"
    + b",\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
    + SECRET
)


def test_a_gifs_comments_go_and_its_loop_stays() -> None:
    after = without_notes(GIF, "image/gif")
    assert SECRET not in after
    assert b"NETSCAPE2.0" in after
    assert seen(after, "gif") == seen(GIF, "gif")


@pytest.mark.parametrize(
    ("mime", "data"),
    [
        pytest.param("image/jpeg", b"\xff\xd8\xff", id="a jpeg with nothing in it"),
        pytest.param("image/jpeg", b"\xff\xd8\xff\xe1\x00\x10short", id="a segment that is cut off"),
        pytest.param("image/jpeg", b"\xff\xd8\xff\xe1\x00\x00" + bytes(9), id="a segment shorter than its own length"),
        pytest.param("image/jpeg", b"\xff\xd8\xff\xc4\x00\x02nothing", id="no marker where one must be"),
        pytest.param("image/png", flag()[:40], id="a png that is cut off"),
        pytest.param("image/png", b"\x89PNG\r\n\x1a\n", id="a png with nothing in it"),
        pytest.param("image/webp", b"RIFF\xff\0\0\0WEBPVP8 \x05\0\0\0a", id="a webp that is cut off"),
        pytest.param("image/gif", b"GIF89a", id="a gif with nothing in it"),
        pytest.param("image/gif", GIF[:19] + b"?;", id="a gif with an unknown block"),
    ],
)
def test_a_file_that_nobody_can_take_apart_is_not_attached(mime: str, data: bytes) -> None:
    with pytest.raises(Unusable, match=r"media\.broken"):
        without_notes(data, mime)


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(b"II", id="cut off"),
        pytest.param(struct.pack("<2sHIH", b"II", 42, 8, 9), id="says more than it has"),
        pytest.param(struct.pack("<2sHIH", b"II", 42, 8, 0), id="says nothing"),
    ],
)
def test_a_note_that_nobody_can_read_is_left_out(note: bytes) -> None:
    plain = made("jpeg")
    noted = plain[:2] + segment(0xE1, b"Exif\0\0" + note) + plain[2:]
    assert without_notes(noted, "image/jpeg") == without_notes(plain, "image/jpeg")


def test_what_is_attached_is_kept_without_its_notes() -> None:
    desk = memory_desk().desk
    media = desk.drafting.attach(jpeg(6), "mission.jpg")
    assert SECRET not in desk.drafting.picture(media.hash)
