"""Host countries and their time zones, named in the window's language."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import available_timezones

from PySide6.QtCore import QCollator, QLocale

from embassy_assistant.ui.clocks import city

if TYPE_CHECKING:
    from collections.abc import Mapping

_COUNTRY_CODE: Final = 2
_NOT_COUNTRIES: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"})


@lru_cache(maxsize=4)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Return name and ISO 3166 code of every country, sorted as `language` sorts."""
    # Babel's locale data take 40 ms to load: only the pages that ask for a country pay for it.
    from babel import Locale

    names = Locale(language).territories
    found = [
        (str(name), code)
        for code, name in names.items()
        if len(code) == _COUNTRY_CODE and code.isalpha() and code not in _NOT_COUNTRIES
    ]
    collator = QCollator(QLocale(language))
    return tuple(sorted(found, key=lambda pair: collator.sortKey(pair[0])))


@lru_cache(maxsize=512)
def zones(country: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return city and IANA name of the time zones of a country; of all countries for an empty code.

    The first is the country's own; a zone that is kept for the past alone may follow.
    """
    from babel.core import get_global

    territories: Mapping[str, str] = get_global("zone_territories")
    known = available_timezones()
    found = [
        zone
        for zone, code in territories.items()
        if zone in known and (code == country or (not country and not zone.startswith("Etc/") and "/" in zone))
    ]
    named = [(city(zone, language), zone) for zone in found]
    return tuple(named if country else sorted(named))
