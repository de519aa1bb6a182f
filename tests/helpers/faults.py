"""A TCP proxy that stands before a real server and breaks things on purpose, one planned fault per matching request.

    with FaultProxy("127.0.0.1", port) as proxy:
        proxy.plan = [Fault(Cut.PART_OF_REQUEST, path="putRecord", at=0.9), Fault(Cut.NOTHING_READ, path="putRecord")]
        ... use proxy.url as the server ...
        with proxy.refusing():
            ... nothing can connect here ...

A request that matches no planned fault is passed on untouched; a fault that has happened `times` times is spent. It
speaks HTTP/1.1 with one request to a connection, which is what `net` does.
"""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_T = TypeVar("_T")

_END: Final = b"\r\n\r\n"


class Cut(StrEnum):
    """How an exchange is broken."""

    BEFORE_CONNECT = "before-connect"  # the port refuses: `refusing()`, since no request can be seen to be planned for
    SILENT = "silent"  # nothing answers the knocking at the port: `silent()`, for the same reason
    AFTER_CONNECT = "after-connect"  # accepted, then reset with nothing read
    PART_OF_REQUEST = "part-of-request"  # the server gets the first bytes of the request, then both sides a reset
    REQUEST_LOST = "request-lost"  # all of it is read, nothing is passed on, reset
    NOTHING_READ = "nothing-read"  # passed on and handled; the answer is thrown away, reset
    PART_OF_RESPONSE = "part-of-response"  # passed on and handled; the first bytes of the answer, then the end
    HUNG = "hung"  # passed on and handled; the connection stays open and nothing comes back
    SLOW = "slow"  # passed on and handled; the answer comes at a byte a minute
    LATE = "late"  # passed on and handled; the answer comes whole, `minutes` later
    DOUBLED = "doubled"  # passed on and handled; the answer comes twice over on one connection
    SERVER_ERROR = "server-error"  # passed on and handled; `status` is answered instead
    ERROR_INSTEAD = "error-instead"  # not passed on; `status` is answered


CUTS: Final = (Cut.BEFORE_CONNECT, Cut.AFTER_CONNECT, Cut.PART_OF_REQUEST, Cut.NOTHING_READ, Cut.PART_OF_RESPONSE)
"""The five that every network's contract goes through."""

WAITING: Final = frozenset({Cut.SILENT, Cut.HUNG, Cut.SLOW})
"""Those that end only when the client loses patience."""

_NOT_PLANNED: Final = frozenset({Cut.BEFORE_CONNECT, Cut.SILENT})


@dataclass(slots=True)
class Fault:
    """One planned fault.

    Attributes:
        path: part of the request line (`putRecord`, `PUT /posts/`), or "" for any request.
        times: how often.
        after: how many matching requests go through untouched before.
        at: where `PART_OF_*` breaks, as a share of the bytes: 0 lets none pass, 1 all.
        minutes: how late `LATE` is, by the proxy's own minutes.
        status, headers, body: the answer of `SERVER_ERROR` and `ERROR_INSTEAD`.
    """

    cut: Cut
    path: str = ""
    times: int = 1
    after: int = 0
    at: float = 0.5
    minutes: float = 1
    status: int = 503
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"out of order"

    def __post_init__(self) -> None:
        if self.cut in _NOT_PLANNED:
            raise ValueError("what happens before connecting cannot be planned for a request: refusing(), silent()")

    def part(self, data: bytes) -> bytes:
        """Return the bytes that pass before the break."""
        return data[: round(len(data) * self.at)]


class FaultProxy:
    """Listens on a free port of 127.0.0.1; a context manager."""

    def __init__(self, upstream_host: str, upstream_port: int, *, port: int = 0, minute: float = 60) -> None:
        """Choose the port, which stays the same while the proxy lives; a minute lasts `minute` seconds here."""
        self.plan: list[Fault] = []
        self.seen: list[str] = []  # request lines, in order, as far as they could be read
        self.struck: list[tuple[Cut, str]] = []  # what was broken, with its request line
        self._minute = minute
        self._over = threading.Event()
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
        self._over.set()
        self._refuse()

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Close the port for a while: a connection is refused."""
        self._refuse()
        try:
            yield
        finally:
            self._listen()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Let nobody in for a while: whoever connects is left waiting, as behind a firewall that drops packets."""
        self._refuse()
        with ExitStack() as stack:
            listener = stack.enter_context(_bound(self.port))
            listener.listen(0)
            # The kernel drops the knocking once its queue is full of connections that nobody accepts.
            for _ in range(4):
                filler = stack.enter_context(socket.socket())
                filler.setblocking(False)
                _quietly(filler.connect, ("127.0.0.1", self.port))
            yield
        self._listen()

    def _listen(self) -> None:
        listener = _bound(self.port)
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
        while len(head) < head.index(_END) + 4 + length:
            head += _read_some(client)
        if fault and fault.cut is Cut.REQUEST_LOST:
            _reset(client)
        elif fault and fault.cut is Cut.ERROR_INSTEAD:
            client.sendall(_answer(fault))
        elif fault and fault.cut is Cut.PART_OF_REQUEST:
            self._ask_partly(fault.part(head))
            _reset(client)
        else:
            self._respond(client, self._ask(head), fault)

    def _respond(self, client: socket.socket, answer: bytes, fault: Fault | None) -> None:
        """Give the answer of a request that the server has handled, or what the fault leaves of it."""
        match fault and fault.cut:
            case Cut.NOTHING_READ:
                _reset(client)
            case Cut.HUNG:
                self._over.wait(self._minute * 60)
            case Cut.SLOW:
                for byte in answer:
                    if self._over.wait(self._minute):
                        return
                    client.sendall(bytes([byte]))
            case _:
                self._answer_at_once(client, answer, fault)

    def _answer_at_once(self, client: socket.socket, answer: bytes, fault: Fault | None) -> None:
        if fault is None:
            client.sendall(answer)
        elif fault.cut is Cut.PART_OF_RESPONSE:
            client.sendall(fault.part(answer))
            client.shutdown(socket.SHUT_WR)
        elif fault.cut is Cut.LATE:
            self._over.wait(self._minute * fault.minutes)
            client.sendall(answer)
        elif fault.cut is Cut.DOUBLED:
            client.sendall(answer + answer)
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

    def _ask_partly(self, part: bytes) -> None:
        """Let the server have the beginning of a request, and vanish."""
        with socket.create_connection(self._upstream, timeout=30) as server:
            server.sendall(part)
            _reset(server)

    def _take(self, line: str) -> Fault | None:
        """Return the next fault for this request line, one fewer of it left."""
        with self._lock:
            fault = next((fault for fault in self.plan if fault.path in line), None)
            if fault is not None and fault.after:
                fault.after -= 1
                return None
            if fault is not None:
                self.struck.append((fault.cut, line))
                fault.times -= 1
                if fault.times <= 0:
                    self.plan.remove(fault)
            return fault


def _bound(port: int) -> socket.socket:
    """Return a socket that is bound to a port which may have been in use a moment ago."""
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    return bound


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
