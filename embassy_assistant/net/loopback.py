"""Where a browser comes back to after a sign-in: a listener on this machine, for one answer (RFC 8252, section 7.3)."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from typing_extensions import override

from embassy_assistant.domain.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Mapping

_PATH: Final = "/signed-in"
_HOST: Final = "127.0.0.1"
_PAGE: Final = """<!DOCTYPE html><html lang="{language}"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><style>:root {{ color-scheme: light dark }}
body {{ font: 18px/1.5 system-ui, sans-serif; max-width: 32em; margin: 20vh auto; padding: 0 1em }}</style>
<h1>{title}</h1><p>{words}</p>"""


class LoopbackListener:
    """Listens until a browser has come back, or until it is closed.

    Attributes:
        redirect: the address that the browser is to come back to.
    """

    def __init__(self, language: str, title: str, words: str, port: int = 0) -> None:
        """Listen on a free port of this machine only.

        Args:
            language: of the page that the browser shows, as a code.
            title: its heading.
            words: its sentence.
            port: a certain port; 0 for any that is free.

        Raises:
            Unusable: no port can be had (`sign-in.no-port`).
        """
        self._answer: dict[str, str] | None = None
        self._came = threading.Event()
        page = _PAGE.format(language=language, title=title, words=words).encode()
        try:
            self._server = ThreadingHTTPServer((_HOST, port), self._handler(page))
        except OSError as error:
            raise Unusable("sign-in.no-port") from error
        self.redirect = f"http://{_HOST}:{self._server.server_port}{_PATH}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    def wait(self, stop: threading.Event) -> Mapping[str, str] | None:
        """Return the query that the browser brought, None once `stop` was set. Blocks."""
        while not stop.is_set():
            if self._came.wait(0.1):
                return self._answer
        return None

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self, page: bytes) -> type[BaseHTTPRequestHandler]:
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                # A browser asks for an icon too, and other pages may guess the port: only what looks like an answer.
                answer = dict(parse_qsl(parts.query))
                if parts.path != _PATH or not {"code", "error"} & answer.keys():
                    self.send_error(404)
                    return
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.send_header("Referrer-Policy", "no-referrer")
                self.end_headers()
                self.wfile.write(page)
                if not listener._came.is_set():
                    listener._answer = answer
                    listener._came.set()

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Say nothing: the address of a request carries the code."""

        return Handler
