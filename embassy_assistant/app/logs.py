"""The log: one rotating file in the workspace, for whoever must find out what happened; never a secret, never a draft.

Modules log ids, states and counts. Should something else slip in all the same, a filter takes out what looks like a
credential and whatever was registered as a secret, from messages and tracebacks alike.
"""

from __future__ import annotations

import copy
import logging
import os
import re
import sys
import tempfile
import threading
import traceback
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from typing_extensions import override

if TYPE_CHECKING:
    from io import TextIOWrapper

FILE_NAME: Final = "assistant.log"
GONE: Final = "[redacted]"
_LARGEST: Final = 1_000_000
_KEPT: Final = 3
_SHORTEST_SECRET: Final = 6

_CREDENTIALS: Final = re.compile(
    r"""
    (?P<key>(?:authorization|proxy-authorization|cookie|set-cookie|dpop)["']?\s*[:=]\s*["']?)[^\r\n"']+
    | (?P<field>(?:access_?jwt|refresh_?jwt|app_?password|password|passwd|secret|token|api_?key|recovery_?code)
        ["']?\s*[:=]\s*["']?)[^\s"',;&}]+
    | (?P<scheme>\b(?:bearer|basic|dpop)\s+)[\w.~+/=-]{8,}
    | \beyJ[\w-]{5,}(?:\.[\w-]*){1,4}
    | \b[a-z0-9]{4}(?:-[a-z0-9]{4}){3,}(?:-[a-z0-9]{1,3})?\b
    | (?P<user>://[^/\s:@]+:)[^/\s@]+(?=@)
    """,
    re.IGNORECASE | re.VERBOSE,
)


class Redaction(logging.Formatter):
    """Formats a record, traceback included, and takes out what must not be written."""

    def __init__(self) -> None:
        """Write the time in UTC, the level, the module and the message."""
        super().__init__("%(asctime)sZ %(levelname)s %(process)d %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        self._secrets: set[str] = set()
        self._lock = threading.Lock()

    def hide(self, secret: str) -> None:
        """Never write `secret`; a very short one would take half of every line with it and is left to the patterns."""
        if len(secret) >= _SHORTEST_SECRET:
            with self._lock:
                self._secrets.add(secret)

    def redact(self, text: str) -> str:
        """Return `text` without credentials."""
        with self._lock:
            secrets = sorted(self._secrets, key=len, reverse=True)
        for secret in secrets:
            text = text.replace(secret, GONE)
        return _CREDENTIALS.sub(_replace, text)

    @override
    def format(self, record: logging.LogRecord) -> str:
        # Another handler may have left its own traceback on the record, and ours is not for others.
        ours = copy.copy(record)
        vars(ours).update(exc_text=None)
        return self.redact(super().format(ours))

    @override
    def formatException(self, ei: object) -> str:
        """Return the traceback without the exceptions' own words, which may quote a draft; their types stay."""
        error = ei[1] if isinstance(ei, tuple) else None
        if error is None:
            return ""
        lines: list[str] = []
        seen: BaseException | None = error
        while seen is not None:
            lines += traceback.format_tb(seen.__traceback__)
            lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}\n")
            seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
        return "".join(lines).rstrip()


class _PrivateFile(RotatingFileHandler):
    """A log file that only its owner reads."""

    @override
    def _open(self) -> TextIOWrapper:
        def opener(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        file = open(self.baseFilename, self.mode, encoding=self.encoding, opener=opener)  # noqa: SIM115
        return cast("TextIOWrapper", file)

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """Let a line go for which the disk has no room: it must not become a traceback before an Officer."""

    @override
    def close(self) -> None:
        with suppress(OSError):
            super().close()


REDACTION: Final = Redaction()


def hide(secret: str) -> None:
    """Never write `secret` to the log of this process."""
    REDACTION.hide(secret)


def set_up(workspace: Path | None, *, verbose: bool = False) -> Path | None:
    """Log to the workspace, and to stderr where asked to.

    Args:
        workspace: an existing folder; None keeps no file.
        verbose: whether to log to stderr too.

    Returns:
        The file, if there is one.
    """
    root = logging.getLogger()
    stop()
    root.setLevel(logging.INFO)
    if workspace is not None and workspace.is_dir():
        path = workspace / FILE_NAME
        _attach(root, _PrivateFile(path, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True))
    if verbose:
        _attach(root, logging.StreamHandler(sys.stderr))
    if not root.handlers:
        root.addHandler(logging.NullHandler())
    # Libraries that write headers and bodies at DEBUG say nothing below WARNING, whatever the level here.
    for library in ("urllib3", "requests", "keyring", "asyncio"):
        logging.getLogger(library).setLevel(logging.WARNING)
    return current()


def set_up_temporary() -> Path:
    """Log to a new private folder: for a defect before there is any workspace.

    Returns:
        The file.
    """
    folder = Path(tempfile.mkdtemp(prefix="embassy-assistant-"))
    set_up(folder)
    return folder / FILE_NAME


def current() -> Path | None:
    """Return the file that is being written, if there is one."""
    files = (handler for handler in logging.getLogger().handlers if isinstance(handler, _PrivateFile))
    return next((Path(handler.baseFilename) for handler in files), None)


def stop() -> None:
    """Close what `set_up` opened."""
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if handler.formatter is REDACTION]:
        root.removeHandler(handler)
        handler.close()


def _attach(root: logging.Logger, handler: logging.Handler) -> None:
    handler.setFormatter(REDACTION)
    root.addHandler(handler)


def _replace(match: re.Match[str]) -> str:
    kept = next((match[name] for name in ("key", "field", "scheme", "user") if match[name]), "")
    return f"{kept}{GONE}"
