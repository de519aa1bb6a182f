"""One key opens the workspace; what each file is encrypted with is derived from it."""

from __future__ import annotations

from typing import Final

import nacl.encoding
import nacl.hash

_KEY_BYTES: Final = 32


def derive(store_key: bytes, purpose: bytes) -> bytes:
    """Return the 32 bytes that serve `purpose` (at most 16 bytes long) under the store's key."""
    return nacl.hash.blake2b(
        b"", digest_size=_KEY_BYTES, key=store_key, person=purpose, encoder=nacl.encoding.RawEncoder
    )
