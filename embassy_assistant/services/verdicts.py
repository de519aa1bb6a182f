"""What the rules found in queued texts, kept as long as it would be found again."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable
    from datetime import datetime

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.timetable import Timetable

    Found = dict[Hashable, tuple[Finding, ...]]


class Verdicts:
    """Kept for one pack, and until a rule says another thing with time. Safe to share between threads."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._lock = threading.Lock()
        self._judge: tuple[GuidelinePack, str] | None = None
        self._at: datetime | None = None
        self._found: Found = {}

    def standing(self, pack: GuidelinePack, version: str, times: Timetable, now: datetime) -> Found:
        """Return what stands, to be looked at and added to.

        Args:
            pack: What is judged by.
            version: That pack, and the mission whose rules hold.
            times: When what its rules say changes.
            now: Aware.
        """
        with self._lock:
            same = self._judge is not None and self._judge[0] is pack and self._judge[1] == version
            if not same or self._at is None or times.differs(self._at, now):
                self._judge, self._found = (pack, version), {}
            self._at = now
            return self._found

    def forget(self) -> None:
        """Let go of all of it: the drafts are locked."""
        with self._lock:
            self._judge, self._found = None, {}
