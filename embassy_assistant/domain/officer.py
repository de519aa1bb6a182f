"""Who writes, and for which Mission."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Officer:
    """The person at the keyboard; every override, confirmation and decision carries one."""

    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Mission:
    """The embassy or consulate this installation works for.

    Attributes:
        zone: IANA name of the host city's time zone, such as `Europe/Berlin`.
        country: ISO 3166 two-letter code of the host country.
        practice: True where nothing can reach the public.
    """

    name_uk: str
    name_en: str
    country: str
    zone: str
    practice: bool = False

    def name(self, language: str) -> str:
        """Return the Mission's name in `uk` or, for anything else, English; the other one where one is empty."""
        first, second = (self.name_uk, self.name_en) if language == "uk" else (self.name_en, self.name_uk)
        return first or second
