"""A web server with a folder, over a link that can be cut, starved or made to drip."""

from __future__ import annotations

import hashlib
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.helpers.sockets import read_request, reset, serving

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping


class Web:
    """Answers GET with ranges, as a static server does (RFC 9110, section 14).

    Attributes:
        files: what it has, by path without the first slash.
        asked: path and `Range` of each request.
        cut: after how many bytes each connection breaks, head included; 0 for never.
        ranges: whether it knows of ranges.
        sent: bytes handed to the link, head included.
        mark: what it says as the mark (ETag) of every file; empty for one that tells them apart.
        statuses: answers that it gives instead, by path.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.asked: list[tuple[str, str]] = []
        self.cut = 0
        self.ranges = True
        self.sent = 0
        self.statuses: dict[str, int] = {}
        self.headers = ""
        self.mark = ""
        self.port = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def answer(self, connection: socket.socket) -> None:
        head = read_request(connection).split(b"\r\n\r\n")[0].decode().splitlines()
        path = head[0].split(" ")[1].lstrip("/")
        fields = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:])}
        self.asked.append((path, fields.get("range", "")))
        self._send(connection, self._response(path, fields))

    def _response(self, path: str, fields: Mapping[str, str]) -> bytes:
        data = self.files.get(path)
        status = self.statuses.get(path) or (200 if data is not None else 404)
        if status != 200 or data is None:
            return self._whole(status, b"no", "")
        mark = self.mark or f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        asked = fields.get("range", "")
        if not asked or not self.ranges or fields.get("if-range", mark) != mark:
            return self._whole(200, data, f"ETag: {mark}\r\n")
        start = int(asked.removeprefix("bytes=").split("-")[0])
        end = int(asked.split("-")[1] or len(data) - 1)
        if start >= len(data):
            return self._whole(416, b"", f"Content-Range: bytes */{len(data)}\r\n")
        part = data[start : end + 1]
        told = f"Content-Range: bytes {start}-{start + len(part) - 1}/{len(data)}\r\nETag: {mark}\r\n"
        return self._whole(206, part, told)

    def _whole(self, status: int, body: bytes, more: str) -> bytes:
        head = f"HTTP/1.1 {status} .\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}{self.headers}\r\n"
        return head.encode("latin-1") + body

    def _send(self, connection: socket.socket, data: bytes) -> None:
        sent = data[: self.cut] if self.cut else data
        connection.sendall(sent)
        self.sent += len(sent)
        if len(sent) < len(data):
            # What was sent still arrives, and then the line is dead.
            connection.shutdown(socket.SHUT_WR)
            connection.recv(1)
            reset(connection)


@contextmanager
def web(files: Mapping[str, bytes], context: ssl.SSLContext | None = None) -> Iterator[Web]:
    """Serve `files` on a port of this machine, behind TLS where there is a context."""
    server = Web(files)
    with serving(server.answer, context) as port:
        server.port = port
        yield server


@dataclass
class Link:
    """What a link has carried towards whoever asked.

    Attributes:
        carried: bytes, whatever they are.
    """

    port: int = 0
    carried: int = 0
    connections: int = 0


@contextmanager
def cut_link(port: int, after: int) -> Iterator[Link]:
    """Carry connections to a server at `port`, each only until it has brought `after` bytes."""
    link = Link()

    def carry(near: socket.socket) -> None:
        link.connections += 1
        with socket.create_connection(("127.0.0.1", port)) as far:
            back = threading.Thread(target=_forward, args=(near, far), daemon=True)
            back.start()
            left = after
            while left and (data := far.recv(left)):
                near.sendall(data)
                left -= len(data)
                link.carried += len(data)
            near.shutdown(socket.SHUT_RDWR)
            back.join(5)

    with serving(carry) as link.port:
        yield link


def _forward(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65_536):
            target.sendall(data)
