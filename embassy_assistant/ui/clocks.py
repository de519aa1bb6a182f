"""Times as people read them: in the Mission's zone and in Kyiv, by the locale of the window."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime, QTimeZone
from PySide6.QtWidgets import QDateTimeEdit

KYIV: Final = "Europe/Kyiv"
_CLOCK: Final = "HH:mm"
_DAY: Final = "ddd d MMM"


@lru_cache(maxsize=256)
def city(zone: str, language: str) -> str:
    """Return the city that an IANA zone is called after, in `uk` or `en`."""
    if zone == KYIV:
        # CLDR still files the city under the zone's old name, and Babel does not follow the alias.
        return "Київ" if language == "uk" else "Kyiv"
    # Babel's locale data take 40 ms to load: only windows that show a time pay for it.
    from babel.dates import get_timezone_location

    return str(get_timezone_location(zone, locale=language if language == "uk" else "en", return_city=True))


def language_of(locale: QLocale) -> str:
    """Return `uk` or `en`, whichever the locale speaks."""
    return "uk" if locale.language() == QLocale.Language.Ukrainian else "en"


def naive(moment: QDateTime) -> datetime:
    """Return the wall time that a date-time field shows."""
    day, time = moment.date(), moment.time()
    return datetime(day.year(), day.month(), day.day(), time.hour(), time.minute())


def wall_clock_field(start: datetime) -> QDateTimeEdit:
    """Return a field for a wall time of any zone, free of the laptop's own zone and its summer time.

    Args:
        start: naive.
    """
    field = QDateTimeEdit()
    field.setTimeZone(QTimeZone(QTimeZone.Initialization.UTC))
    field.setDateTime(wall(start))
    field.setCalendarPopup(True)
    field.setDisplayFormat(f"dd.MM.yyyy  {_CLOCK}")
    return field


def wall(local: datetime) -> QDateTime:
    """Return a naive wall time as such a field wants it."""
    day_, time = QDate(local.year, local.month, local.day), QTime(local.hour, local.minute)
    return QDateTime(day_, time, QTimeZone(QTimeZone.Initialization.UTC))


def clock(moment: datetime, zone: str) -> str:
    """Return hours and minutes in a zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return QTime(local.hour, local.minute).toString(_CLOCK)


def day(moment: datetime, zone: str, locale: QLocale) -> str:
    """Return weekday, day and month in a zone."""
    local = moment.astimezone(ZoneInfo(zone))
    return locale.toString(QDate(local.year, local.month, local.day), _DAY)


def two_clocks(moment: datetime, zone: str, locale: QLocale) -> str:
    """Return day and time in the Mission's zone and in Kyiv; Kyiv's day only where it is another one.

    `Tue 24 Nov, 14:00 Berlin / 15:00 Kyiv`.
    """
    language = language_of(locale)
    here = f"{day(moment, zone, locale)}, {clock(moment, zone)} {city(zone, language)}"
    if zone == KYIV:
        return here
    there = f"{clock(moment, KYIV)} {city(KYIV, language)}"
    if moment.astimezone(ZoneInfo(zone)).date() != moment.astimezone(ZoneInfo(KYIV)).date():
        there = f"{day(moment, KYIV, locale)}, {there}"
    return f"{here} / {there}"
