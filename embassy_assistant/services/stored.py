"""Tables that the workspace keeps as JSON, read whatever stands there now: another version may have written it."""

from __future__ import annotations

import json
from typing import Any


def read_table(stored: str | None) -> dict[str, Any]:
    """Return the table that was kept; an empty one where what was kept is none."""
    try:
        found = json.loads(stored or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def texts_of(value: object) -> dict[str, str]:
    """Return the texts of a table; what is no text, or no table, is passed over."""
    table = value if isinstance(value, dict) else {}
    return {name: text for name, text in table.items() if isinstance(text, str)}
