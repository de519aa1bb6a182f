"""Officers' notes to the unit: kept with the drafts until they are written to a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import OfficerUnknown, Unusable
from embassy_assistant.domain.unit_note import LARGEST, UnitNote, as_read, read_notes, write_notes
from embassy_assistant.services.preferences import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.officer import Officer
    from embassy_assistant.domain.ports import Clock
    from embassy_assistant.services.preferences import Preferences
    from embassy_assistant.services.workspace import Workspace

WriteFile = Callable[[Path, bytes], None]
"""Writes a file whole or not at all; raises what the disk says as an error of the domain."""

_KEPT: Final = "unit-notes"


class UnitNotes:
    """The notes that have not been written to a file yet. Methods block, and raise `DraftsLocked` without the key."""

    def __init__(self, workspace: Workspace, preferences: Preferences, clock: Clock, write_file: WriteFile) -> None:
        """Keep them in `workspace`; `write_file` takes them out."""
        self._workspace = workspace
        self._preferences = preferences
        self._clock = clock
        self._write_file = write_file

    def waiting(self) -> Sequence[UnitNote]:
        """Return the notes that are still to be written to a file, oldest first."""
        kept = self._workspace.store.settings.get(_KEPT)
        return read_notes(kept.encode(), _KEPT) if kept else ()

    def keep(self, rule: str, pack: str, said: str, text: str, officer: Officer | None = None) -> UnitNote:
        """Keep a note; what was said before and waits still is kept once.

        Args:
            rule: the id of the rule that it is about.
            pack: the version of the guidelines.
            said: what is wrong.
            text: the words that it is about, as far as the Officer shows them.
            officer: who says it; the workspace's own when None.

        Raises:
            Unusable: nothing is said (`notes.nothing-said`), or more than a file takes (`notes.too-long`).
            OfficerUnknown: nobody said who writes here.
        """
        officer, mission = officer or self._preferences.officer, self._preferences.mission
        said, text = as_read(said).strip(), as_read(text).strip()
        if not said:
            raise Unusable("notes.nothing-said")
        if officer == NOBODY:
            raise OfficerUnknown
        now = self._clock.now().astimezone(UTC)
        note = UnitNote(rule, pack, said, text, as_read(mission.name("en")), as_read(officer.name), now)
        waiting = self.waiting()
        for other in waiting:
            if (other.rule, other.pack, other.said, other.text) == (rule, pack, said, text):
                return other
        if len(write_notes([*waiting, note])) > LARGEST:
            # Nobody could read them any more, here or at the unit.
            raise Unusable("notes.too-long")
        self._put([*waiting, note])
        return note

    def export(self, path: str, notes: Sequence[UnitNote] | None = None) -> int:
        """Write notes to a file; from then on they wait no longer.

        Args:
            path: the file.
            notes: which; all that wait when None.

        Returns:
            How many.

        Raises:
            Unusable: there are none (`notes.none`).
            DiskFull, NeedsOfficer: what the disk says; they go on waiting.
        """
        going = self.waiting() if notes is None else notes
        if not going:
            raise Unusable("notes.none")
        self._write_file(Path(path), write_notes(going))
        self._put([note for note in self.waiting() if note not in going])
        return len(going)

    def _put(self, notes: Sequence[UnitNote]) -> None:
        self._workspace.store.settings.set(_KEPT, write_notes(notes).decode() if notes else "")
