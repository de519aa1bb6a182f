"""Instants as whole microseconds since 1970, which sort, compare and index well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def to_stored(at: datetime) -> int:
    """Return an aware time as microseconds."""
    return (at - _EPOCH) // _MICROSECOND


def from_stored(microseconds: int) -> datetime:
    """Return the time, aware UTC."""
    return _EPOCH + timedelta(microseconds=microseconds)
