"""Run mastodon-mock with a clock that can be moved: `serve.py FILE ARGUMENTS...`; FILE says how many minutes ahead.

Run by the Python that mastodon-mock is installed for.
"""

from __future__ import annotations

import importlib
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

_AHEAD = Path(sys.argv[1])


class _Moved(datetime):
    """What time it is, as the double believes."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + timedelta(minutes=int(_AHEAD.read_text(encoding="utf-8")))


importlib.import_module("mastodon_mock.db.models").__dict__["datetime"] = _Moved
sys.exit(importlib.import_module("mastodon_mock.cli").main(sys.argv[2:]))
