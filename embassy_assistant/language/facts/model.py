"""What a fact is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Span


class Kind(StrEnum):
    """What a fact tells."""

    NUMBER = "number"
    MONEY = "money"
    MEASURE = "measure"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    RELATIVE = "relative"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Day:
    """What is said of a day; 0 for what is not.

    Attributes:
        year: two digits where no more are written.
        weekday: 1 is Monday.
    """

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0

    @property
    def parts(self) -> tuple[int, ...]:
        """Year, month, day and weekday."""
        return self.year, self.month, self.day, self.weekday


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day.

    Attributes:
        sure: whether it is known which half of the day it is in.
        zone: as `zones` in the tables name it; empty where none is said.
        offset: hours before UTC where they are told.
    """

    hour: int
    minute: int
    sure: bool
    zone: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a text.

    Attributes:
        span: in code points of the text.
        text: as it stands there.
        value: of an amount; days from today of what is relative.
        unit: of an amount: a currency, a unit or nothing.
        also: what the amount may be, too («1,500»; the first of «10 or 15 thousand»).
        about: whether it is said to be approximate.
        loose: whether the other half may well do without it («сьогодні», "first", "a dozen").
        day: of a date.
        clock: of a time.
    """

    kind: Kind
    span: Span
    text: str
    value: float = 0
    unit: str = ""
    also: float | None = None
    about: bool = False
    loose: bool = False
    day: Day = Day()
    clock: Clock | None = None
