"""The practice network's server: a small social network on loopback, from which nothing can reach the public.

| request | does |
|---|---|
| `POST /sessions` | signs in with any handle and any password but `wrong`; makes the account |
| `GET, DELETE /session` | says whose a token is, with the limits here; revokes it |
| `PUT /pictures/HASH` | keeps a picture |
| `PUT /posts/KEY` | publishes under the client's key, now or at a time; the same again is one post, another is 409 |
| `GET /posts/KEY` | reads one's own post back |
| `PATCH, DELETE /posts/KEY` | corrects one's own post, or deletes it |
| `GET /posts` | lists everybody's posts, newest first |
| `GET /accounts/HANDLE/posts` | lists an account's posts, newest first |
| `GET /`, `/timeline/HANDLE` | shows posts to a person |
| `POST /conditions`, `/stop` | changes how it behaves; ends it; needs the secret of `server.json` |

Errors are `{"error": "word", "message": "…"}`. 429 carries `Retry-After`.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import threading
import time
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from embassy_assistant.networks.practice.book import Book, Kept
from embassy_assistant.networks.practice.entries import Problem, corrected, hold_parent, read_entry
from embassy_assistant.networks.practice.pages import timeline_page
from embassy_assistant.networks.practice.process import Address, Running, withdraw_address
from embassy_assistant.networks.practice.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_KEY: Final = re.compile(r"[A-Za-z0-9._~-]{1,64}")
_HANDLE: Final = re.compile(r"[\w.-]{1,64}")
_KINDS: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_MODES: Final = frozenset({"on", "off", "breaks"})
_ALWAYS: Final = frozenset({"/conditions", "/stop"})
_BODY_LIMIT: Final = 4_000_000
_LOOK_EVERY: Final = 1.0
"""Seconds between two looks whether the folder is still there."""


@dataclass(slots=True)
class Conditions:
    """How the network behaves; see `process.set_conditions`."""

    mode: str = "on"
    answer_delay: float = 0.0
    posts_a_minute: int = 60


class PracticeServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1 only."""

    daemon_threads = True

    def __init__(self, home: Path, port: int = 0, secret: str = "") -> None:
        """Listen on `port`, or on any free one, over the memory in `home`; without a secret it makes one."""
        self.book = Book(home)
        self.conditions = Conditions()
        self.secret = secret or secrets.token_urlsafe(24)
        self.over = threading.Event()
        self._file = home / "practice.db"
        self._made = _identity(self._file)
        self._look_again = 0.0
        super().__init__(("127.0.0.1", port), Handler)

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def service_actions(self) -> None:
        """End once the folder was deleted, or another lies in its place: nobody could find this server any more."""
        super().service_actions()
        if time.monotonic() >= self._look_again and not self.over.is_set():
            self._look_again = time.monotonic() + _LOOK_EVERY
            if _identity(self._file) != self._made:
                self.over.set()
                # From a thread of its own: it waits for the loop that this is called from.
                threading.Thread(target=self.shutdown).start()

    def server_close(self) -> None:
        """Close the port and the book."""
        self.over.set()
        super().server_close()
        self.book.close()


def _identity(file: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of its name; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    server_version = "Practice"
    sys_version = ""
    timeout = 30
    server: PracticeServer

    def do_GET(self) -> None:
        """Read something."""
        self._answer(
            {
                "/": self._timeline,
                "/timeline/": self._timeline,
                "/session": self._session,
                "/posts": self._list_all,
                "/posts/": self._read_post,
                "/accounts/": self._list,
                "/pictures/": self._picture,
            }
        )

    def do_PUT(self) -> None:
        """Publish or upload."""
        self._answer({"/posts/": self._publish, "/pictures/": self._upload})

    def do_POST(self) -> None:
        """Sign in, or change the conditions."""
        self._answer({"/sessions": self._sign_in, "/conditions": self._set_conditions, "/stop": self._stop})

    def do_DELETE(self) -> None:
        """Sign out, or delete a post."""
        self._answer({"/session": self._sign_out, "/posts/": self._delete})

    def do_PATCH(self) -> None:
        """Correct a post."""
        self._answer({"/posts/": self._correct})

    def log_message(self, *_: object) -> None:
        """Keep addresses and handles out of every log."""

    def _answer(self, routes: dict[str, Callable[[str], None]]) -> None:
        """Find who answers this path, and turn a `Problem` into its answer."""
        self.close_connection = True
        path = unquote(urlsplit(self.path).path)
        if self.server.conditions.mode == "off" and path not in _ALWAYS:
            self._drop()
            return
        try:
            if (self.headers.get("Host") or "").rpartition(":")[0] not in {"127.0.0.1", "localhost"}:
                # A page of the web whose name was pointed at this machine.
                raise Problem(403, "not-here", "This server answers to this machine only.")
            if self.command != "GET" and self.headers.get("Origin", self.server.url) != self.server.url:
                raise Problem(403, "not-here", "A page of another site may change nothing here.")
            for route, act in routes.items():
                if path == route or (route != "/" and route.endswith("/") and path.startswith(route)):
                    act(path.removeprefix(route))
                    return
            raise Problem(404, "unknown", "There is nothing at this address.")
        except Problem as problem:
            self._json({"error": problem.error, "message": problem.message}, problem.status, problem.headers)

    def _drop(self) -> None:
        """End the connection without an answer, as a broken network does."""
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _json(self, value: object, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self._send(json.dumps(value, ensure_ascii=False).encode(), "application/json", status, headers)

    def _send(self, body: bytes, kind: str, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, text in (headers or {}).items():
            self.send_header(name, text)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'")
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> bytes:
        """Read the whole body; one that breaks off changes nothing here."""
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > _BODY_LIMIT:
            raise Problem(413, "too-large", "The request is too large.")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise Problem(400, "incomplete", "The request broke off.")
        return body

    def _object(self) -> dict[str, Any]:
        """Read the body as a JSON object."""
        try:
            value = json.loads(self._body())
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise Problem(400, "unreadable", "The request is not a JSON object.")
        return value

    def _account(self) -> str:
        """Return whose token this request carries."""
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        handle = self.server.book.whose(token)
        if handle is None:
            raise Problem(401, "sign-in", "The token is not known here.")
        return handle

    def _sign_in(self, _rest: str) -> None:
        given = self._object()
        handle, password = str(given.get("handle", "")), str(given.get("password", ""))
        if not _HANDLE.fullmatch(handle):
            raise Problem(400, "handle", "A handle has letters, digits, dots and hyphens.")
        if not password or password == "wrong":  # noqa: S105 - how training shows a refused password
            raise Problem(401, "password", "The password is wrong.")
        self._json({"token": self.server.book.sign_in(handle), "handle": handle, "limits": asdict(RULES)})

    def _session(self, _rest: str) -> None:
        self._json({"handle": self._account(), "limits": asdict(RULES)})

    def _sign_out(self, _rest: str) -> None:
        self._account()
        self.server.book.sign_out((self.headers.get("Authorization") or "").removeprefix("Bearer "))
        self._json({})

    def _upload(self, digest: str) -> None:
        self._account()
        data, kind = self._body(), self.headers.get("Content-Type", "")
        if kind not in _KINDS:
            raise Problem(415, "picture-kind", "Pictures are PNG, JPEG, GIF or WebP.")
        if len(data) > RULES.image_bytes:
            raise Problem(413, "picture-size", "The picture is too large.")
        if self.server.book.keep_picture(data, kind) != digest:
            raise Problem(400, "picture-hash", "The picture is not the one that was announced.")
        self._json({"hash": digest})

    def _picture(self, digest: str) -> None:
        found = self.server.book.picture(digest)
        if found is None:
            raise Problem(404, "unknown", "There is no such picture.")
        self._send(found[0], found[1])

    def _publish(self, key: str) -> None:
        handle = self._account()
        entry = read_entry(self._object(), self.server.book)
        if not _KEY.fullmatch(key):
            raise Problem(400, "key", "The key has up to 64 letters, digits, dots and hyphens.")
        known = self.server.book.find(handle, key)
        if known is None:
            hold_parent(entry, self.server.book)
            self._allow(handle)
        kept = self.server.book.publish(handle, key, entry)
        if self._breaks():
            return
        if kept.entry != entry:
            raise Problem(409, "key-taken", "Another post has this key.")
        self._json(self._shown(kept), 201 if kept.new else 200)

    def _breaks(self) -> bool:
        """Wait as long as the conditions say, and drop the connection where they say so."""
        conditions = self.server.conditions
        if conditions.answer_delay:
            self.server.over.wait(conditions.answer_delay)
        if conditions.mode == "breaks":
            self._drop()
            return True
        return False

    def _correct(self, key: str) -> None:
        handle = self._account()
        given = self._object()
        there = self.server.book.find(handle, key)
        if there is None:
            raise Problem(404, "unknown", "There is no post with this key.")
        entry = corrected(there.entry, given, self.server.book)
        self.server.book.correct(handle, key, entry)
        if not self._breaks():
            self._json(self._shown(replace(there, entry=entry)))

    def _delete(self, key: str) -> None:
        self.server.book.delete(self._account(), key)
        if not self._breaks():
            self._json({})

    def _allow(self, handle: str) -> None:
        """Refuse an account that has published too often within the minute."""
        if self.server.book.written_since(handle, time.time() - 60) >= self.server.conditions.posts_a_minute:
            raise Problem(429, "too-often", "Too many posts in a minute.", Retry_After="60")

    def _read_post(self, key: str) -> None:
        kept = self.server.book.find(self._account(), key)
        if kept is None:
            raise Problem(404, "unknown", "There is no post with this key.")
        self._json(self._shown(kept))

    def _list(self, rest: str) -> None:
        handle, _, tail = rest.partition("/")
        if tail != "posts":
            raise Problem(404, "unknown", "There is nothing at this address.")
        self._json({"posts": [self._shown(kept) for kept in self.server.book.timeline(handle)]})

    def _list_all(self, _rest: str) -> None:
        self._json({"posts": [self._shown(kept) for kept in self.server.book.timeline()]})

    def _shown(self, kept: Kept) -> dict[str, Any]:
        url = f"{self.server.url}/timeline/{kept.handle}#{kept.key}"
        return {"id": kept.id, "key": kept.key, "url": url, "parked": kept.parked, **asdict(kept.entry)}

    def _timeline(self, handle: str) -> None:
        if handle and handle not in self.server.book.handles():
            raise Problem(404, "unknown", "There is no such account.")
        posts = [kept for kept in self.server.book.timeline(handle) if handle or kept.entry.visibility == "public"]
        page = timeline_page(handle, self.server.book.handles(), posts)
        self._send(page.encode(), "text/html; charset=utf-8")

    def _authorise(self) -> None:
        """Refuse whoever does not know the secret of `server.json`."""
        given = self.headers.get("X-Practice-Secret") or ""
        if not secrets.compare_digest(given.encode(), self.server.secret.encode()):
            raise Problem(403, "secret", "Only this workspace may change the conditions.")

    def _stop(self, _rest: str) -> None:
        self._authorise()
        self._json({})
        # From a thread of its own: it waits for the loop that this connection came from.
        threading.Thread(target=self.server.shutdown).start()

    def _set_conditions(self, _rest: str) -> None:
        self._authorise()
        given = self._object()
        mode = str(given.get("mode", "on"))
        if mode not in _MODES:
            raise Problem(400, "mode", "The mode is on, off or breaks.")
        self.server.conditions = Conditions(
            mode, float(given.get("answer_delay", 0)), int(given.get("posts_a_minute", 60))
        )
        self._json(asdict(self.server.conditions))


def serve(home: Path, port: int = 0, *, started: Callable[[PracticeServer], None] = lambda _server: None) -> bool:
    """Run the practice network of `home` until it is stopped; for a process of its own.

    Args:
        home: the folder of its memory; made when it is not there.
        port: 0 takes the one it had before, else any free one.
        started: called once it listens.

    Returns:
        False when another process runs it already.
    """
    with closing(Running(home)) as running:
        if not running.acquire():
            return False
        server = _listen(home, port)
        try:
            Address(server.url, os.getpid(), server.secret).write(home)
            started(server)
            server.serve_forever(0.05)
        finally:
            server.server_close()
    return True


def _listen(home: Path, port: int) -> PracticeServer:
    """Listen where the last server did, else on any port: addresses of timelines should outlive a restart."""
    last = withdraw_address(home)
    secret = last.secret if last else ""
    wanted = port or (urlsplit(last.url).port if last else 0) or 0
    try:
        return PracticeServer(home, wanted, secret)
    except OSError:
        if port:
            raise
        return PracticeServer(home, 0, secret)
