"""When what the rules of a pack say of a post may change: made once for each pack, asked for each queued text."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from embassy_assistant.domain.rule_body import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from embassy_assistant.domain.guideline import Rule


class Timetable:
    """The days and moments at which any of some rules changes; false where none ever does."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Note when they change.

        Args:
            rules: those that change with time what they say, as far as `Rule.timed` tells.
        """
        days: set[int] = set()
        moments: set[datetime] = set()
        self._daily = False
        for rule in rules:
            if rule.valid_from is not None:
                days.add(rule.valid_from.toordinal())
            if rule.valid_until is not None:
                # The day after the last one there is, is no date.
                days.add(rule.valid_until.toordinal() + 1)
            moments.update(rule.moments)
            self._daily = self._daily or isinstance(rule.body, Calendar)
        self._days, self._moments = sorted(days), sorted(moments)

    def __bool__(self) -> bool:
        return self._daily or bool(self._days or self._moments)

    def differs(self, before: datetime, after: datetime) -> bool:
        """Whether what the rules say of a post may differ between two moments, aware, in whichever order."""
        first, last = before.date().toordinal(), after.date().toordinal()
        return (
            (self._daily and first != last)
            or bisect_right(self._days, first) != bisect_right(self._days, last)
            or bisect_right(self._moments, before) != bisect_right(self._moments, after)
        )
