"""A repository over the web: what arrived stays, what drips is given up, and only what was asked for is taken."""

from __future__ import annotations

import hashlib
import socket
from typing import TYPE_CHECKING

import pytest
from tuf.api.exceptions import DownloadError, DownloadHTTPError, DownloadLengthMismatchError

from embassy_assistant.domain.errors import RequestFailed, TryLater, Unusable
from embassy_assistant.guidelines.https_fetcher import HttpsFetcher
from embassy_assistant.guidelines.limits import PACK_BYTES
from embassy_assistant.guidelines.partial import Partial
from embassy_assistant.net import Client, NetSettings
from embassy_assistant.store.files import write_whole
from tests.helpers.authority import Authority
from tests.helpers.sockets import read_request, serving
from tests.helpers.tuf_repository import Repository, get_pack
from tests.helpers.web import Web, cut_link, web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGE = hashlib.shake_256(b"a large pack").digest(20_000_000)
MOST = len(LARGE)


@pytest.fixture
def server() -> Iterator[Web]:
    with web({"pack": LARGE[:300_000]}) as server:
        yield server


def fetcher(**more: object) -> HttpsFetcher:
    return HttpsFetcher(Client(), wait=lambda _: None, **more)  # type: ignore[arg-type]


def get(server: Web, path: str = "pack", **more: object) -> bytes:
    return fetcher(**more).download_bytes(f"{server.base}{path}", MOST)


def test_a_repository_on_a_server_syncs(tmp_path: Path) -> None:
    unit = Repository(LARGE[:100_000])
    with web(unit.files) as server:
        pack = get_pack("ministry.json", fetcher(), server.base, tmp_path / "kept", unit.root)
    assert pack == LARGE[:100_000]


def test_after_each_cut_only_the_rest_is_asked_for(server: Web) -> None:
    server.cut = 65_536
    assert get(server) == LARGE[:300_000]
    starts = [int(asked.removeprefix("bytes=").split("-")[0] or 0) for _, asked in server.asked]
    assert starts == sorted(starts)
    assert len(starts) == 5


@pytest.mark.slow
def test_a_first_sync_of_20_mb_over_a_link_cut_every_64_kb_wastes_less_than_5_percent(tmp_path: Path) -> None:
    unit = Repository(LARGE)
    with web(unit.files) as server:
        server.cut = 65_536
        pack = get_pack("ministry.json", fetcher(), server.base, tmp_path / "kept", unit.root)
        assert pack == LARGE
        assert len(server.asked) > 300
        assert server.sent < 1.05 * len(LARGE)


@pytest.mark.slow
def test_over_tls_the_handshakes_and_the_broken_records_are_in_the_5_percent_too(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    client = Client(NetSettings(ca_file=authority.ca_file))
    with web({"pack": LARGE}, authority.server()) as server, cut_link(server.port, 65_536) as link:
        fetching = HttpsFetcher(client, wait=lambda _: None)
        assert fetching.download_bytes(f"https://127.0.0.1:{link.port}/pack", MOST) == LARGE
    assert link.connections > 300
    assert link.carried < 1.05 * len(LARGE)


def test_a_server_that_knows_no_ranges_is_read_from_the_start_and_the_known_part_is_skipped(server: Web) -> None:
    server.cut, server.ranges = 200_000, False
    with pytest.raises(RequestFailed):
        get(server)
    server.cut = 0
    fetching = fetcher().fetch(f"{server.base}pack")
    assert b"".join(fetching) == LARGE[:300_000]


def test_a_file_that_changed_in_the_middle_is_refused(server: Web) -> None:
    server.cut = 100_000
    pieces = fetcher().fetch(f"{server.base}pack")
    next(pieces)
    server.files = {"pack": LARGE[300_000:600_000]}
    with pytest.raises(DownloadError, match="changed"):
        list(pieces)


def test_a_link_that_brings_nothing_any_more_is_given_up(server: Web) -> None:
    server.cut = 400
    waited: list[float] = []
    with pytest.raises(RequestFailed):
        HttpsFetcher(Client(), wait=waited.append).download_bytes(f"{server.base}pack", MOST)
    assert waited == [0.5, 1.0, 2.0, 4.0]


def test_without_a_network_nothing_is_waited_for(server: Web) -> None:
    waited: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(RequestFailed):
        HttpsFetcher(Client(), wait=waited.append).download_bytes(f"http://127.0.0.1:{port}/pack", MOST)
    assert waited == []


def test_a_server_that_drips_is_given_up(server: Web) -> None:
    seconds = iter(range(0, 1_000_000, 100))
    server.cut = 8_000
    with pytest.raises(TryLater) as caught:
        get(server, now=lambda: next(seconds))
    assert caught.value.id == "guidelines.too-slow"


def test_endless_data_ends_at_what_was_allowed() -> None:
    sent = [0]

    def endless(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            sent[0] += connection.send(b"x" * 65_536)

    with serving(endless) as port, pytest.raises(DownloadLengthMismatchError):
        fetcher().download_bytes(f"http://127.0.0.1:{port}/pack", 100_000)
    # What the system's buffers took besides is not ours to say.
    assert sent[0] < 20_000_000


@pytest.mark.parametrize("status", [301, 302, 401, 403, 404, 500])
def test_any_other_answer_is_a_refusal_with_its_status(server: Web, status: int) -> None:
    server.statuses["pack"] = status
    with pytest.raises(DownloadHTTPError) as caught:
        get(server)
    assert caught.value.status_code == status
    assert len(server.asked) == 1


def test_what_is_packed_is_refused(server: Web) -> None:
    server.headers = "Content-Encoding: gzip\r\n"
    with pytest.raises(DownloadError, match="packed"):
        get(server)


def test_another_part_than_was_asked_for_is_refused() -> None:
    def wrong(connection: socket.socket) -> None:
        if b"Range" in read_request(connection):
            connection.sendall(b"HTTP/1.1 206 .\r\nContent-Length: 9\r\nContent-Range: bytes 0-8/5000\r\n\r\nxxxxxxxxx")
        else:
            connection.sendall(b"HTTP/1.1 200 .\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2000)

    with serving(wrong) as port, pytest.raises(DownloadError, match="another part"):
        fetcher().download_bytes(f"http://127.0.0.1:{port}/pack", MOST)


def test_an_address_in_clear_is_refused_except_on_this_machine() -> None:
    with pytest.raises(DownloadError) as caught:
        fetcher().download_bytes("http://packs.example/pack", MOST)
    assert isinstance(caught.value.__cause__, Unusable)


def test_a_server_that_a_private_authority_vouches_for_is_believed(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with web({"pack": LARGE[:300_000]}, authority.server()) as server:
        client = Client(NetSettings(ca_file=authority.ca_file))
        fetching = HttpsFetcher(client, wait=lambda _: None)
        assert fetching.download_bytes(server.base.replace("http:", "https:") + "pack", MOST) == LARGE[:300_000]


def test_the_next_sync_goes_on_where_the_last_one_ended(server: Web, tmp_path: Path) -> None:
    partial = Partial(tmp_path / "partial", write_whole)
    server.cut = 100_000

    seconds = iter([*[0.0] * 2, *[10_000.0] * 50])
    with pytest.raises(TryLater):
        get(server, partial=partial, now=lambda: next(seconds))
    first = len(server.asked)
    server.cut = 0
    assert get(server, partial=partial) == LARGE[:300_000]
    assert server.asked[first][1].startswith("bytes=")
    assert not list((tmp_path / "partial").iterdir())


def test_what_began_as_another_file_begins_anew(server: Web, tmp_path: Path) -> None:
    partial = Partial(tmp_path / "partial", write_whole)
    partial.keep(f"{server.base}pack", '"older"', b"x" * 100_000)
    with pytest.raises(DownloadError, match="changed"):
        get(server, partial=partial)
    assert get(server, partial=partial) == LARGE[:300_000]


@pytest.mark.parametrize("mark", ['"a\tb"', "\x01", '"' + "m" * 5000 + '"', 'W/"weak"', "none", '"\xe9"'])
def test_a_mark_that_cannot_be_sent_back_is_not_kept(server: Web, tmp_path: Path, mark: str) -> None:
    partial = Partial(tmp_path / "partial", write_whole)
    server.mark = mark
    server.cut = 100_000
    seconds = iter([*[0.0] * 2, *[10_000.0] * 50])
    with pytest.raises(TryLater):
        get(server, partial=partial, now=lambda: next(seconds))
    partial.keep(f"{server.base}pack", mark, b"x" * 100_000)
    server.cut = 0
    assert get(server, partial=partial) == LARGE[:300_000]


def test_what_is_too_large_to_have_been_begun_here_begins_anew(server: Web, tmp_path: Path) -> None:
    partial = Partial(tmp_path / "partial", write_whole)
    partial.keep(f"{server.base}pack", '"mark"', b"x" * 100_000)
    (begun,) = (tmp_path / "partial").iterdir()
    with begun.open("r+b") as stream:
        stream.truncate(PACK_BYTES + 2048)
    assert get(server, partial=partial) == LARGE[:300_000]
    assert [asked for _, asked in server.asked] == [""]


@pytest.mark.parametrize("head", [b"[" * 100_000, b"[]", b"{}", b'{"version": 1}', b"\xff"])
def test_what_was_begun_and_says_nothing_of_itself_begins_anew(server: Web, tmp_path: Path, head: bytes) -> None:
    partial = Partial(tmp_path / "partial", write_whole)
    partial.keep(f"{server.base}pack", '"mark"', b"x" * 100_000)
    (begun,) = (tmp_path / "partial").iterdir()
    begun.write_bytes(head + b"\n" + b"x" * 1000)
    assert get(server, partial=partial) == LARGE[:300_000]


def test_what_was_whole_when_the_last_sync_ended_is_not_fetched_again(server: Web, tmp_path: Path) -> None:
    partial = Partial(tmp_path / "partial", write_whole)
    mark = hashlib.sha256(LARGE[:300_000]).hexdigest()[:16]
    partial.keep(f"{server.base}pack", f'"{mark}"', LARGE[:300_000])
    assert get(server, partial=partial) == LARGE[:300_000]
    assert server.sent < 1000


def test_on_a_link_that_has_become_better_all_of_the_rest_is_asked_for_again(server: Web) -> None:
    server.cut = 20_000
    pieces = fetcher().fetch(f"{server.base}pack")
    first = next(pieces)
    server.cut = 21_000
    assert first + b"".join(pieces) == LARGE[:300_000]
    ends = [asked.partition("-")[2] for _, asked in server.asked]
    assert all(ends[1:9])
    assert ends[9] == ""
    # Which breaks again, and then it is asked for less at once for longer.
    assert all(ends[10:])


def test_a_server_in_trouble_in_the_middle_of_a_file_is_asked_again(server: Web) -> None:
    server.cut = 100_000
    waited: list[float] = []

    def recover(seconds: float) -> None:
        waited.append(seconds)
        server.statuses.clear()

    pieces = HttpsFetcher(Client(), wait=recover).fetch(f"{server.base}pack")
    first = next(pieces)
    server.statuses["pack"] = 503
    assert first + b"".join(pieces) == LARGE[:300_000]
    assert waited == [0.5]


def test_a_server_that_answers_with_empty_parts_is_given_up() -> None:
    waited: list[float] = []

    def nothing_more(connection: socket.socket) -> None:
        if b"Range" in read_request(connection):
            connection.sendall(b"HTTP/1.1 206 .\r\nContent-Length: 0\r\nContent-Range: bytes 2000-4999/5000\r\n\r\n")
        else:
            connection.sendall(b"HTTP/1.1 200 .\r\nContent-Length: 5000\r\n\r\n" + b"x" * 2000)

    with serving(nothing_more) as port, pytest.raises(RequestFailed):
        HttpsFetcher(Client(), wait=waited.append).download_bytes(f"http://127.0.0.1:{port}/pack", MOST)
    assert waited == [0.5, 1.0, 2.0, 4.0]
