"""A courier file is read where it lies, and refused whole where it holds what no export holds."""

from __future__ import annotations

import random
import stat
import struct
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from tuf.api.exceptions import DownloadError, DownloadHTTPError, RepositoryError

from embassy_assistant.domain.errors import AssistantError, Untrusted, Unusable
from embassy_assistant.guidelines.courier import BASE, CourierFetcher, pack_courier
from embassy_assistant.guidelines.limits import COURIER_BYTES, COURIER_FILES, PACK_BYTES
from tests.helpers.tuf_repository import Repository, get_pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "guidelines.courier"


def entry(name: str, mode: int = 0, compress: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name)
    made.external_attr = mode << 16
    made.compress_type = compress
    return made


def zipped(*entries: tuple[zipfile.ZipInfo, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for info, data in entries:
            target.writestr(info, data)
    return packed.getvalue()


def refusal(file: Path, data: bytes) -> AssistantError:
    file.write_bytes(data)
    before = sorted(file.parent.rglob("*"))
    with pytest.raises(AssistantError) as caught:
        CourierFetcher(file)
    assert sorted(file.parent.rglob("*")) == before
    return caught.value


def test_a_repository_travels_in_one_file(file: Path, tmp_path: Path) -> None:
    unit = Repository(b"a pack" * 50_000)
    file.write_bytes(pack_courier(unit.files))
    assert get_pack("ministry.json", CourierFetcher(file), BASE, tmp_path / "kept", unit.root) == b"a pack" * 50_000


def test_a_file_that_somebody_packed_by_hand_is_read_too(file: Path, tmp_path: Path) -> None:
    unit = Repository()
    folders = [(entry(name, stat.S_IFDIR | 0o755), b"") for name in ("metadata/", "targets/", "targets/ministry/")]
    files = [(entry(name, stat.S_IFREG | 0o644), data) for name, data in unit.files.items()]
    file.write_bytes(zipped(*folders, *files))
    assert get_pack("ministry.json", CourierFetcher(file), BASE, tmp_path / "kept", unit.root) == b"first"


def test_the_same_repository_always_makes_the_same_file() -> None:
    files = {"metadata/1.root.json": b"x", "targets/a.json": b"y"}
    assert pack_courier(files) == pack_courier(dict(reversed(files.items())))


@pytest.mark.parametrize(
    "name",
    [
        "../metadata/1.root.json",
        "metadata/../../x.json",
        "/metadata/x.json",
        "metadata//x.json",
        "metadata/./x.json",
        "metadata/.hidden",
        "metadata\\x.json",
        "C:/metadata/x.json",
        "metadata/x.json:stream",
        "metadata/x\x07.json",
        "metadata/х.json",
        "elsewhere/x.json",
        "targets/" + "a/" * 9 + "x.json",
        "targets/" + "a" * 201,
        "autorun.inf",
    ],
)
def test_a_name_that_no_export_has_refuses_the_whole_file(file: Path, name: str) -> None:
    error = refusal(file, zipped((entry("metadata/1.root.json"), b"x"), (entry(name), b"x")))
    assert error.id == "guidelines.courier-name"
    assert str(error.parameters["name"]).isprintable()


def test_a_name_that_hides_its_end_is_refused(file: Path) -> None:
    data = zipped((entry("metadata/a.json_.exe"), b"x")).replace(b"a.json_.exe", b"a.json\0.exe")
    assert refusal(file, data).id == "guidelines.courier-name"


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_a_link_or_a_device_is_refused(file: Path, mode: int) -> None:
    data = zipped((entry("metadata/1.root.json", mode | 0o777), b"/etc/passwd"))
    assert refusal(file, data).id == "guidelines.courier-link"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("second", ["metadata/a.json", "metadata/A.json"])
def test_a_name_that_is_there_twice_is_refused(file: Path, second: str) -> None:
    data = zipped((entry("metadata/a.json"), b"x"), (entry(second), b"y"))
    assert refusal(file, data).id == "guidelines.courier-twice"


def test_what_is_locked_with_a_password_is_refused(file: Path) -> None:
    data = bytearray(zipped((entry("metadata/a.json"), b"x")))
    place = data.index(b"PK\x01\x02")
    data[place + 8] |= 1
    assert refusal(file, bytes(data)).id == "guidelines.courier-locked"


def test_what_is_packed_in_another_way_is_refused(file: Path) -> None:
    data = zipped((entry("metadata/a.json", compress=zipfile.ZIP_LZMA), b"x"))
    assert refusal(file, data).id == "guidelines.courier-locked"


def test_a_file_that_says_it_is_larger_than_any_pack_is_refused(file: Path) -> None:
    data = bytearray(zipped((entry("metadata/a.json"), b"x")))
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = struct.pack("<L", PACK_BYTES + 1)
    assert refusal(file, bytes(data)).id == "guidelines.courier-large"


def test_files_that_are_too_large_together_are_refused(file: Path) -> None:
    data = bytearray(zipped(*((entry(f"metadata/{number}.json"), b"x") for number in range(9))))
    place = -1
    for _ in range(9):
        place = data.index(b"PK\x01\x02", place + 1)
        data[place + 24 : place + 28] = struct.pack("<L", PACK_BYTES)
    assert refusal(file, bytes(data)).id == "guidelines.courier-large"


def test_a_bomb_gives_no_more_than_it_says(file: Path, tmp_path: Path) -> None:
    unit = Repository()
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w") as target:
        for name, data in unit.files.items():
            target.writestr(entry(name), bytes(30_000_000) if name.endswith("timestamp.json") else data)
    file.write_bytes(bomb.getvalue())
    assert file.stat().st_size < 100_000
    with pytest.raises(DownloadError, match="maximum"):
        get_pack("ministry.json", CourierFetcher(file), BASE, tmp_path / "kept", unit.root)


def test_a_bomb_that_lies_about_its_size_is_cut_at_what_it_says(file: Path) -> None:
    data = bytearray(zipped((entry("metadata/a.json"), bytes(20_000_000))))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark)
        data[place + offset : place + offset + 4] = struct.pack("<L", 1000)
    file.write_bytes(bytes(data))
    with pytest.raises(DownloadError):
        CourierFetcher(file).download_bytes(f"{BASE}metadata/a.json", 10_000_000)


@pytest.mark.parametrize("what", ["entries", "list", "comment", "huge"])
def test_a_list_of_absurd_size_is_refused_before_it_is_read(
    file: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = bytearray(zipped((entry("metadata/a.json"), b"x")))
    end = len(data) - 22
    if what == "entries":
        data[end + 10 : end + 12] = struct.pack("<H", COURIER_FILES + 1)
    elif what == "list":
        data[end + 12 : end + 16] = struct.pack("<L", 200_000_000)
    elif what == "comment":
        data[end + 20 : end + 22] = struct.pack("<H", 7)
    else:
        data[end:end] = b"PK\x06\x07" + bytes(16)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    assert refusal(file, bytes(data)).id == "guidelines.courier-large"


def test_a_file_larger_than_any_export_is_refused_unread(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(COURIER_BYTES + 1)
    with pytest.raises(Untrusted) as caught:
        CourierFetcher(file)
    assert caught.value.id == "guidelines.courier-large"


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06", b"<html>" * 100])
def test_what_is_no_courier_file_is_refused(file: Path, data: bytes) -> None:
    assert refusal(file, data).id == "guidelines.courier-broken"


def test_a_file_that_is_not_there_is_refused(file: Path) -> None:
    with pytest.raises(Unusable):
        CourierFetcher(file)


def test_what_is_not_in_it_is_what_a_server_does_not_have(file: Path) -> None:
    file.write_bytes(pack_courier({"metadata/1.root.json": b"x"}))
    with pytest.raises(DownloadHTTPError) as caught:
        CourierFetcher(file).download_bytes(f"{BASE}metadata/../metadata/1.root.json", 10)
    assert caught.value.status_code == 404


def _cut(data: bytes, pick: random.Random) -> bytes:
    return data[: pick.randrange(len(data))]


def _flip(data: bytes, pick: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(pick.randrange(1, 4)):
        changed[pick.randrange(len(changed))] ^= 1 << pick.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("damage", [_cut, _flip])
def test_whatever_a_stick_did_to_it_the_pack_is_right_or_refused(
    file: Path, tmp_path: Path, damage: Callable[[bytes, random.Random], bytes]
) -> None:
    unit = Repository(b"a pack")
    whole = pack_courier(unit.files)
    pick = random.Random(11)  # noqa: S311 - seeded damage
    refused = 0
    for _ in range(150):
        file.write_bytes(damage(whole, pick))
        try:
            pack = get_pack("ministry.json", CourierFetcher(file), BASE, tmp_path / "kept", unit.root)
        except (AssistantError, DownloadError, RepositoryError):
            refused += 1
        else:
            assert pack == b"a pack"
    assert refused > 40
