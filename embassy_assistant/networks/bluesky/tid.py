"""Record keys of the kind `tid`, which sort by time (AT Protocol, "Timestamp Identifiers")."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

_ALPHABET: Final = "234567abcdefghijklmnopqrstuvwxyz"
_LENGTH: Final = 13


def new_tid(moment: datetime) -> str:
    """Return a key for a record made at `moment` (aware); its last ten bits are chance, so that no two are the same."""
    microseconds = int(moment.timestamp() * 1_000_000)
    number = (microseconds << 10 | secrets.randbelow(1 << 10)) & ((1 << 63) - 1)
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
