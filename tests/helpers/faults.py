"""A TCP proxy that stands before a real server and breaks things on purpose, one planned fault per matching request.

    with FaultProxy("127.0.0.1", port) as proxy:
        proxy.plan = [Fault(Cut.HALF_REQUEST, path="putRecord"), Fault(Cut.NOTHING_READ, path="putRecord")]
        ... use proxy.url as the server ...
        with proxy.refusing():
            ... nothing can connect here ...

A request that matches no planned fault is passed on untouched; a fault that has happened `times` times is spent. It
speaks HTTP/1.1 with one request to a connection, which is what `net.py` does.
"""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_T = TypeVar("_T")

_END: Final = b"\r\n\r\n"


class Cut(StrEnum):
    """Where an exchange is broken."""

    BEFORE_CONNECT = "before-connect"  # the port refuses: `refusing()`, since no request can be seen to be planned for
    AFTER_CONNECT = "after-connect"  # accepted, then reset with nothing read
    HALF_REQUEST = "half-request"  # half of the request is read, nothing is passed on, reset
    REQUEST_LOST = "request-lost"  # all of it is read, nothing is passed on, reset
    NOTHING_READ = "nothing-read"  # passed on and handled; the answer is thrown away, reset
    HALF_RESPONSE = "half-response"  # passed on and handled; half of the answer, then the end
    SERVER_ERROR = "server-error"  # passed on and handled; `status` is answered instead
    ERROR_INSTEAD = "error-instead"  # not passed on; `status` is answered


CUTS: Final = (Cut.BEFORE_CONNECT, Cut.AFTER_CONNECT, Cut.HALF_REQUEST, Cut.NOTHING_READ, Cut.HALF_RESPONSE)
"""The five that every fault run goes through."""


@dataclass(slots=True)
class Fault:
    """One planned fault.

    Attributes:
        path: part of the request line (`putRecord`, `PUT /posts/`), or "" for any request.
        times: how often.
        status, headers, body: the answer of `SERVER_ERROR` and `ERROR_INSTEAD`.
    """

    cut: Cut
    path: str = ""
    times: int = 1
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"out of order"

    def __post_init__(self) -> None:
        if self.cut is Cut.BEFORE_CONNECT:
            raise ValueError("a refused connection cannot be planned for a request: use refusing()")


class FaultProxy:
    """Listens on a free port of 127.0.0.1; a context manager."""

    def __init__(self, upstream_host: str, upstream_port: int, *, port: int = 0) -> None:
        """Choose the port, which stays the same while the proxy lives."""
        self.plan: list[Fault] = []
        self.seen: list[str] = []  # request lines, in order, as far as they could be read
        self.struck: list[Cut] = []
        self._upstream = (upstream_host, upstream_port)
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self.port = port or _free_port()

    @property
    def url(self) -> str:
        """The address to use in place of the server's own."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self._refuse()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Close the port for a while: a connection is refused."""
        self._refuse()
        try:
            yield
        finally:
            self._listen()

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(16)
        self._listener = listener
        threading.Thread(target=self._serve, args=(listener,), daemon=True).start()

    def _refuse(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            # A plain close leaves the thread in accept() holding the port.
            _quietly(listener.shutdown, socket.SHUT_RDWR)
            listener.close()

    def _serve(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._handle, args=(client,), daemon=True).start()

    def _handle(self, client: socket.socket) -> None:
        with client:
            _quietly(self._relay, client)

    def _relay(self, client: socket.socket) -> None:
        client.settimeout(30)
        line = _peek_line(client)
        self.seen.append(line)
        fault = self._take(line)
        if fault and fault.cut is Cut.AFTER_CONNECT:
            _reset(client)
            return
        head = _read_head(client)
        length = _content_length(head)
        got = head[head.index(_END) + 4 :]
        if fault and fault.cut is Cut.HALF_REQUEST:
            while len(got) < length // 2:
                got += _read_some(client)
            _reset(client)
            return
        while len(got) < length:
            got += _read_some(client)
        if fault and fault.cut is Cut.REQUEST_LOST:
            _reset(client)
            return
        if fault and fault.cut is Cut.ERROR_INSTEAD:
            client.sendall(_answer(fault))
            return
        self._respond(client, self._ask(head[: head.index(_END) + 4] + got), fault)

    def _respond(self, client: socket.socket, answer: bytes, fault: Fault | None) -> None:
        """Give the answer of a request that the server has handled, or what the fault leaves of it."""
        if fault is None:
            client.sendall(answer)
        elif fault.cut is Cut.NOTHING_READ:
            _reset(client)
        elif fault.cut is Cut.HALF_RESPONSE:
            client.sendall(answer[: len(answer) // 2])
            client.shutdown(socket.SHUT_WR)
        elif fault.cut is Cut.SERVER_ERROR:
            client.sendall(_answer(fault))

    def _ask(self, request: bytes) -> bytes:
        """Pass a request on and return the whole answer."""
        with socket.create_connection(self._upstream, timeout=30) as server:
            server.sendall(request)
            answer = b""
            while chunk := server.recv(65536):
                answer += chunk
        return answer

    def _take(self, line: str) -> Fault | None:
        """Return the next fault for this request line, one fewer of it left."""
        with self._lock:
            fault = next((fault for fault in self.plan if fault.path in line), None)
            if fault is not None:
                self.struck.append(fault.cut)
                fault.times -= 1
                if fault.times <= 0:
                    self.plan.remove(fault)
            return fault


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _reset(client: socket.socket) -> None:
    """Close with a reset, as a vanished network does."""
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def _peek_line(client: socket.socket) -> str:
    """Return the request line and leave it unread."""
    seen = b""
    while b"\r\n" not in seen:
        more = client.recv(4096, socket.MSG_PEEK)
        if not more or more == seen:
            raise ConnectionError
        seen = more
    return seen.split(b"\r\n", 1)[0].decode("latin-1")


def _read_head(client: socket.socket) -> bytes:
    """Read up to the end of the headers, perhaps with a piece of the body."""
    head = b""
    while _END not in head:
        head += _read_some(client)
    return head


def _read_some(client: socket.socket) -> bytes:
    """Read what is there; the client's going away ends the relay."""
    chunk = client.recv(65536)
    if not chunk:
        raise ConnectionError
    return chunk


def _content_length(head: bytes) -> int:
    """Return the length of the body that the headers announce."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


def _answer(fault: Fault) -> bytes:
    """Write the answer that a fault gives in the server's place."""
    headers = {"Content-Type": "text/plain", "Connection": "close", **fault.headers}
    headers["Content-Length"] = str(len(fault.body))
    lines = [f"HTTP/1.1 {fault.status} Fault", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode("latin-1") + _END + fault.body


def _quietly(call: Callable[[_T], object], argument: _T) -> None:
    """Make a call that a vanished peer may break."""
    with suppress(OSError):
        call(argument)
