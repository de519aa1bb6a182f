"""All that can be read of one store's tables, and whether it can be believed to be the newest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from embassy_assistant.store.database import log_is_one
from embassy_assistant.store.log_mark import LogMark
from embassy_assistant.store.wreck import Row, Wreck

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

TABLES: Final = ("posts", "documents", "revisions", "deliveries", "steps", "accounts", "settings")


@dataclass(frozen=True, slots=True)
class Remains:
    """What was read of a store.

    Attributes:
        rows: of each table, by row number.
        broken: tables of which something could not be read.
        stale: the newest commits are missing, since the log could not be used; what is there may have moved on.
    """

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in TABLES})
    broken: frozenset[str] = frozenset(TABLES)
    stale: bool = True

    @property
    def sent_is_known(self) -> bool:
        """Whether every delivery there was can be seen as it last was."""
        return not self.stale and "deliveries" not in self.broken


def read_remains(path: Path, key: bytes, wanted: Sequence[str] = TABLES) -> Remains:
    """Return what can be read of the store's file `path`, of the `wanted` tables; of a file that is gone, nothing."""
    if not path.exists():
        return Remains()
    stale = not log_is_one(path) or LogMark(path).lost
    wreck = Wreck(path, key, log=not stale)
    if not wreck.tables:
        # The log of another workspace hides the file's own pages; without it they may be there.
        wreck, stale = Wreck(path, key, log=False), True
    try:
        rows = {name: list(wreck.rows(name)) if name in wanted else [] for name in TABLES}
    finally:
        wreck.close()
    missing = set(TABLES) - wreck.tables
    return Remains(rows, frozenset(wreck.broken | missing), stale)
