"""The pieces of Bluesky that need no server: facets, keys, picture sizes, answers, addresses."""

from __future__ import annotations

import itertools
import json
import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.domain.errors import (
    AssistantError,
    NetworkRefused,
    RateLimited,
    ServerTrouble,
    SignInAgain,
    Unusable,
)
from embassy_assistant.net import Reply
from embassy_assistant.networks.addresses import checked_server
from embassy_assistant.networks.bluesky.answers import problem
from embassy_assistant.networks.bluesky.pictures import dimensions
from embassy_assistant.networks.bluesky.richtext import facets
from embassy_assistant.networks.bluesky.session import home_of
from embassy_assistant.networks.bluesky.tid import new_tid
from embassy_assistant.networks.pauses import retry_at
from tests.helpers.pictures import flag

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
KNOWN = {"mfa.gov.ua": "did:plc:mfa"}


@pytest.mark.parametrize(
    ("text", "piece", "feature"),
    [
        pytest.param("Дивіться https://mfa.gov.ua/x.", "https://mfa.gov.ua/x", ("uri", "https://mfa.gov.ua/x")),
        pytest.param("🇺🇦 Сайт mfa.gov.ua тут", "mfa.gov.ua", ("uri", "https://mfa.gov.ua"), id="no scheme"),
        pytest.param("Дякуємо @mfa.gov.ua!", "@mfa.gov.ua", ("did", "did:plc:mfa"), id="mention"),
        pytest.param("Пам’ятаємо #Голодомор.", "#Голодомор", ("tag", "Голодомор"), id="tag"),
    ],
)
def test_a_facet_marks_the_bytes_of_its_piece(text: str, piece: str, feature: tuple[str, str]) -> None:
    [facet], unknown = facets(text, KNOWN.get)
    assert unknown == []
    start, end = facet["index"]["byteStart"], facet["index"]["byteEnd"]
    assert text.encode()[start:end].decode() == piece
    assert facet["features"][0][feature[0]] == feature[1]


@pytest.mark.parametrize("text", ["@unknown.example", "@ukraine", "@mfa.gov.ua@mastodon.social", "a@b.example", "#1"])
def test_what_cannot_be_resolved_stays_text(text: str) -> None:
    marks, unknown = facets(text, lambda _handle: None)
    assert [f for f in marks if f["features"][0]["$type"] != "app.bsky.richtext.facet#link"] == []
    assert unknown == (["@unknown.example"] if text == "@unknown.example" else [])


@pytest.mark.parametrize("text", ["ftp://a.example/x", f"#{'т' * 65}", "@nobody.example"])
def test_what_the_network_would_not_take_as_a_link_a_tag_or_a_mention_stays_text(text: str) -> None:
    assert facets(text, KNOWN.get)[0] == []
    assert len(facets(f"{text} #тег", KNOWN.get)[0]) == 1


@given(st.text(max_size=80), st.sampled_from(["https://a.example/ї", "@mfa.gov.ua", "#тег", ""]), st.text(max_size=80))
def test_facets_lie_in_the_text_in_order(before: str, piece: str, after: str) -> None:
    text = f"{before} {piece} {after}".encode("utf-8", "replace").decode()
    spans = [(f["index"]["byteStart"], f["index"]["byteEnd"]) for f in facets(text, KNOWN.get)[0]]
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    for start, end in spans:
        assert 0 <= start < end <= len(text.encode())
        text.encode()[start:end].decode()


def test_keys_sort_by_time_and_never_repeat() -> None:
    keys = [new_tid(NOW + timedelta(milliseconds=step)) for step in range(100)]
    assert keys == sorted(set(keys))
    assert {len(key) for key in keys} == {13}
    assert len({new_tid(NOW) for _ in range(20)}) > 1


def test_a_key_is_the_one_of_the_specification() -> None:
    # AT Protocol, "TID": 0 is 2222222222222; the last ten bits are ours to choose, hence eleven characters.
    assert new_tid(datetime.fromtimestamp(0, UTC))[:11] == "2" * 11


def jpeg(width: int, height: int, orientation: int = 1) -> bytes:
    tiff = b"II*\0" + struct.pack("<IHHHII", 8, 1, 0x0112, 3, 1, orientation)
    exif = b"Exif\0\0" + tiff
    return (
        b"\xff\xd8\xff\xe1"
        + struct.pack(">H", len(exif) + 2)
        + exif
        + b"\xff\xff\xc0\x00\x11\x08"
        + struct.pack(">HH", height, width)
        + b"\x03" * 20
    )


@pytest.mark.parametrize(
    ("data", "size"),
    [
        pytest.param(flag(24, 16), (24, 16), id="png"),
        pytest.param(b"GIF89a" + struct.pack("<HH", 7, 5) + b"\0\0\0", (7, 5), id="gif"),
        pytest.param(jpeg(640, 480), (640, 480), id="jpeg"),
        pytest.param(jpeg(640, 480, orientation=6), (480, 640), id="jpeg of a turned camera"),
        pytest.param(
            b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + b"\x0f\0\0" + b"\x07\0\0", (16, 8), id="webp extended"
        ),
        pytest.param(
            b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 15 | 7 << 14), (16, 8), id="webp lossless"
        ),
        pytest.param(
            b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 16, 8), (16, 8), id="webp lossy"
        ),
        pytest.param(flag()[:18], None, id="a cut file"),
        pytest.param(b"\xff\xd8\xff\xe1\0\x10Exif\0\0II", None, id="a cut jpeg"),
        pytest.param(b"%PDF-1.7", None, id="no picture"),
        pytest.param(b"", None, id="nothing"),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_head(data: bytes, size: tuple[int, int] | None) -> None:
    assert dimensions(data) == size


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8", b"GIF89a", b"\x89PNG\r\n\x1a\n", b"RIFF1234WEBP"]))
def test_a_broken_picture_has_no_size_and_breaks_nothing(data: bytes, head: bytes) -> None:
    size = dimensions(head + data)
    assert size is None or min(size) > 0


def answer(status: int, error: str = "", **headers: str) -> Reply:
    body = json.dumps({"error": error, "message": "why"}).encode() if error else b"<html>"
    return Reply(status, {name.replace("_", "-"): value for name, value in headers.items()}, body, NOW)


@pytest.mark.parametrize(
    ("status", "error", "kind", "id"),
    [
        (400, "InvalidRequest", NetworkRefused, "network.refused"),
        (400, "BlobNotFound", NetworkRefused, "network.picture-gone"),
        (400, "BlobTooLarge", NetworkRefused, "network.picture-too-large"),
        (413, "PayloadTooLarge", NetworkRefused, "network.picture-too-large"),
        (413, "", NetworkRefused, "network.picture-too-large"),
        (429, "", RateLimited, "network.rate-limited"),
        (400, "InvalidMimeType", NetworkRefused, "network.picture-kind"),
        (400, "ExpiredToken", SignInAgain, "account.sign-in-again"),
        (400, "InvalidToken", SignInAgain, "account.sign-in-again"),
        (401, "AuthMissing", SignInAgain, "account.sign-in-again"),
        (401, "SomethingNew", SignInAgain, "account.sign-in-again"),
        (401, "AuthFactorTokenRequired", SignInAgain, "account.app-password-needed"),
        (401, "AccountTakedown", SignInAgain, "account.taken-down"),
        (401, "AccountDeactivated", SignInAgain, "account.deactivated"),
        (403, "AccountSuspended", SignInAgain, "account.suspended"),
        (403, "AccountNotFound", SignInAgain, "account.not-there"),
        (429, "RateLimitExceeded", RateLimited, "network.rate-limited"),
        (500, "InternalServerError", ServerTrouble, "network.server-trouble"),
        (502, "", ServerTrouble, "network.server-trouble"),
        (404, "", ServerTrouble, "network.not-the-server"),
        (404, "XRPCNotSupported", ServerTrouble, "network.unlisted-answer"),
        (409, "InvalidRequest", ServerTrouble, "network.unlisted-answer"),
        (302, "", ServerTrouble, "network.not-the-server"),
    ],
)
def test_each_answer_has_its_error(status: int, error: str, kind: type[AssistantError], id: str) -> None:
    problem_found = problem(answer(status, error), "mfa.gov.ua")
    assert type(problem_found) is kind
    assert problem_found.id == id


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({"ratelimit_reset": str(int(NOW.timestamp()) + 90)}, 90),
        ({"ratelimit_reset": str(int(NOW.timestamp()) - 90)}, 1),
        ({"ratelimit_reset": "45"}, 45),
        ({"ratelimit_reset": "9" * 40, "retry_after": "30"}, 30),
        ({"retry_after": "30"}, 30),
        ({"retry_after": "Sun, 22 Nov 2026 20:02:00 GMT"}, 120),
        ({"retry_after": "9" * 5000}, 300),
        ({"retry_after": "soon"}, 300),
        ({"retry_after": "-5"}, 300),
        ({"ratelimit_reset": "2026-11-22T20:01:00"}, 60),
        ({"ratelimit_reset": "0001-01-01T00:00:00"}, 1),
        ({"ratelimit_reset": "9999-12-31T23:59:59Z"}, 25 * 3600),
        ({"retry_after": "99999999"}, 25 * 3600),
        ({}, 300),
    ],
)
def test_a_pause_is_counted_by_the_servers_clock(headers: dict[str, str], pause: int) -> None:
    wrong_clock = NOW - timedelta(days=400)
    assert retry_at(answer(429, "RateLimitExceeded", **headers), wrong_clock) == wrong_clock + timedelta(seconds=pause)


@pytest.mark.parametrize(
    ("typed", "server"),
    [
        ("bsky.social", "https://bsky.social"),
        (" https://pds.mfa.example/ ", "https://pds.mfa.example"),
        ("http://127.0.0.1:2583", "http://127.0.0.1:2583"),
        ("http://localhost:2583", "http://localhost:2583"),
    ],
)
def test_the_address_of_a_server_is_completed(typed: str, server: str) -> None:
    assert checked_server(typed) == server


@pytest.mark.parametrize(
    "typed",
    [
        *("http://bsky.social", "HTTP://bsky.social", "ftp://bsky.social", "https://", "https://[x", ""),
        # On this machine for one reader of addresses, elsewhere for another.
        *("http://bsky.social\\@127.0.0.1", "http://bsky.social\t@127.0.0.1", "http://bsky.social @127.0.0.1"),
    ],
)
def test_a_server_that_would_see_the_password_in_clear_is_refused(typed: str) -> None:
    with pytest.raises(Unusable):
        checked_server(typed)


def document(endpoint: str) -> dict[str, object]:
    return {"didDoc": {"service": [{"id": "did:plc:x#atproto_pds", "serviceEndpoint": endpoint}]}}


@pytest.mark.parametrize(
    ("said", "home"),
    [
        (document("https://morel.us-east.host.bsky.network/"), "https://morel.us-east.host.bsky.network"),
        (document("http://morel.example"), "https://bsky.social"),
        (document("https://127.0.0.1:8443"), "https://bsky.social"),
        (document("https://localhost"), "https://bsky.social"),
        (document("https://[broken"), "https://bsky.social"),
        ({"didDoc": {"service": ["odd"]}}, "https://bsky.social"),
        ({}, "https://bsky.social"),
    ],
)
def test_the_account_is_found_where_its_identity_says(said: dict[str, object], home: str) -> None:
    assert home_of(said, "https://bsky.social") == home
