"""Asks for another time for what waits or was missed; both clocks stay in sight."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from embassy_assistant.domain.post import Due
from embassy_assistant.ui.clocks import city, language_of, naive, two_clocks, wall, wall_clock_field
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class NewTimeDialog(Sheet):
    """A date and a time in the Mission's zone, never in the past."""

    def __init__(
        self, title: str, zone: str, now: Callable[[], datetime], due: Due | None, parent: QWidget | None = None
    ) -> None:
        """Start with the present due time, or in an hour where that has passed.

        Args:
            title: of the post.
            zone: IANA name of the Mission's zone.
            now: the clock, aware.
            due: the time it has.
            parent: the window.
        """
        super().__init__(self.tr("New time"), title, self.tr("Set the new time"), self.tr("Cancel"), parent)
        self._zone = zone
        self._now = now
        soonest = now().astimezone(ZoneInfo(zone)) + timedelta(minutes=5)
        planned = due.instant().astimezone(ZoneInfo(zone)) if due else None
        start = planned if planned and planned > soonest else soonest + timedelta(minutes=55)
        self._when = wall_clock_field(start.replace(tzinfo=None))
        name = self.tr("Date and time in {city}").format(city=city(zone, language_of(QLocale())))
        self.field(name, self._when)
        self._both = label(tone="quiet", wrap=True)
        self.body.addWidget(self._both)
        self._when.dateTimeChanged.connect(self._check)
        self._check()

    @property
    def due(self) -> Due:
        """The time that was chosen."""
        return Due(naive(self._when.dateTime()), self._zone)

    def set_local(self, local: datetime) -> None:
        """Choose a wall time in the Mission's zone."""
        self._when.setDateTime(wall(local))

    def _check(self) -> None:
        instant = self.due.instant()
        ahead = instant > self._now()
        self._both.setText(two_clocks(instant, self._zone, QLocale()))
        self.confirm.setEnabled(ahead)
        self.say("" if ahead else self.tr("This time has passed. Choose a later one."), "warn")
