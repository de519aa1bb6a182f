"""An officer's note to the unit, "this rule is wrong here": a file, as long as missions are not connected."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant import __version__
from embassy_assistant.domain.errors import DiskFull, NeedsOfficer

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.services.desk import Desk

FORMAT: Final = 1
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_note(desk: Desk, rule: Rule, said: str, text: str, path: str) -> None:
    """Write a note to a file that people and programs can read: JSON, UTF-8, a key a line.

    Args:
        desk: whose note it is.
        rule: the rule it is about.
        said: what is wrong with it here.
        text: the words that it is about; empty where they must not leave the laptop.
        path: the file; one that is there is replaced.

    Raises:
        DraftsLocked: the mission and the officer are not known.
        DiskFull: there is no room for it.
        NeedsOfficer: it cannot be written there.
    """
    mission, officer = desk.preferences.mission, desk.preferences.officer
    note = {
        "note": FORMAT,
        "rule": rule.id,
        "severity": rule.severity.value,
        "guidelines": desk.guidelines.pack.version,
        "program": __version__,
        "mission": {
            "code": mission.code,
            "country": mission.country,
            "uk": mission.name_uk,
            "en": mission.name_en,
        },
        "officer": officer.name,
        "at": desk.clock.now().isoformat(timespec="seconds"),
        "said": said,
        "text": text,
    }
    file = Path(path)
    try:
        file.write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise DiskFull(path=file.name) from error
        raise NeedsOfficer("store.unusable-disk", path=file.name) from error
