"""What each thread has exchanged since it was last asked: enough to tell later what happened, and no secret.

Kept are method, host, path, the answer's status or the error's id, the time it took and both sizes. Never the query,
a header, a body, or a name and a password in the address; a part of the path that may be a token is left out too.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from embassy_assistant.net.exchange import Request

Exchange = dict[str, str | int]

# A thread that never asks keeps no more than this.
_LAST: Final = 24
_PLAIN: Final = re.compile(r"[\w.@~-]{0,48}", re.ASCII)


class _Kept(threading.local):
    def __init__(self) -> None:
        self.exchanges: deque[Exchange] = deque(maxlen=_LAST)


_kept: Final = _Kept()


def note(request: Request, seconds: float, result: str, received: int = 0) -> None:
    """Keep an exchange that has just ended.

    Args:
        request: what was asked.
        seconds: how long it took.
        result: the answer's status, or the id of the error.
        received: bytes of the answer's body.
    """
    parts = urlsplit(request.url)
    _kept.exchanges.append(
        {
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "method": request.method,
            "host": parts.hostname or "",
            "path": "/".join(part if _PLAIN.fullmatch(part) else "…" for part in parts.path.split("/")),
            "result": result,
            "ms": round(seconds * 1000),
            "sent": len(request.body or b""),
            "received": received,
        }
    )


def taken() -> list[Exchange]:
    """Return what this thread has exchanged since it last asked, oldest first."""
    exchanges = list(_kept.exchanges)
    _kept.exchanges.clear()
    return exchanges
