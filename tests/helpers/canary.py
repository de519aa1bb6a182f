"""Looks for what must be nowhere in clear."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def spellings(secret: str) -> list[bytes]:
    """Return the ways in which a text may lie in a file."""
    escaped = json.dumps(secret)[1:-1]
    return [secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be"), escaped.encode()]


def in_clear(secrets: Iterable[str], *folders: Path) -> list[tuple[Path, str]]:
    """Return every file below `folders` that holds a secret, with the secret; there must be files at all."""
    ways = {secret: spellings(secret) for secret in secrets}
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    return [
        (path, secret)
        for path in files
        for secret, spelled in ways.items()
        if any(way in path.read_bytes() for way in spelled)
    ]
