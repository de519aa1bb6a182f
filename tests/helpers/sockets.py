"""Servers that do one odd thing each, on real sockets of 127.0.0.1."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator


@contextmanager
def serving(
    behave: Callable[[socket.socket], None], context: ssl.SSLContext | None = None, *, host: str = "127.0.0.1"
) -> Iterator[int]:
    """Serve each connection with `behave` on a thread of its own, behind TLS where there is a context.

    Yields:
        The port.
    """
    listener = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    over = threading.Event()

    def handle(connection: socket.socket) -> None:
        # A client that gives up in the middle is what most of these tests are about.
        with suppress(OSError), connection:
            connection.settimeout(20)
            if context is None:
                behave(connection)
            else:
                with context.wrap_socket(connection, server_side=True) as secured:
                    behave(secured)

    def accept() -> None:
        while not over.is_set():
            with suppress(OSError):
                connection, _ = listener.accept()
                threading.Thread(target=handle, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        over.set()
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def read_request(connection: socket.socket) -> bytes:
    """Read a whole request: its head, and as much body as it announces."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += _some(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    length = next(
        (int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
    )
    while len(body) < length:
        body += _some(connection)
    return head + b"\r\n\r\n" + body


def respond(connection: socket.socket, body: bytes, *, status: str = "200 OK", headers: str = "") -> None:
    """Send a whole answer."""
    head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{headers}\r\n"
    connection.sendall(head.encode() + body)


def reset(connection: socket.socket) -> None:
    """Close with a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def _some(connection: socket.socket) -> bytes:
    chunk = connection.recv(65536)
    if not chunk:
        raise ConnectionError
    return chunk
