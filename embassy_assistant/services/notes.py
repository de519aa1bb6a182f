"""Officers' notes to the unit: kept with the drafts until they are written to a file."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import NotSendable, Unusable
from embassy_assistant.domain.unit_note import UnitNote, read_notes, write_notes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.ports import Clock
    from embassy_assistant.services.preferences import Preferences
    from embassy_assistant.services.review import Review
    from embassy_assistant.services.workspace import Workspace

_KEPT: Final = "unit-notes"

WriteFile = "Callable[[Path, bytes], None]"
