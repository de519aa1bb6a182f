"""What packs say of themselves, which a mission knows without reading their rules."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import Untrusted

if TYPE_CHECKING:
    from collections.abc import Iterable

_BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class Heads:
    """What packs say of themselves.

    Attributes:
        versions: what they call themselves, the ministry's first.
        hold_after: the age at which sending is to be held; None for never.
    """

    versions: tuple[str, ...]
    hold_after: timedelta | None


def heads(told: Iterable[tuple[str, int | None]]) -> Heads:
    """Return what packs say of themselves, from the version and the days of each."""
    versions, days = zip(*told, strict=True)
    return Heads(versions, timedelta(days=min(filter(None, days))) if any(days) else None)


def heads_of(packs: Iterable[bytes]) -> Heads:
    """Return what packs say of themselves that were validated before.

    Raises:
        Untrusted: They never were, or there are none.
    """
    try:
        documents = map(json.loads, packs)
        return heads((document["pack_version"], document.get("hold_after_days")) for document in documents)
    except _BROKEN as error:
        raise Untrusted("guidelines.disk-changed") from error
