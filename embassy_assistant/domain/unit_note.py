"""An officer's note to the unit: a rule is wrong here. It travels as a file, as long as missions are not connected."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST: Final = 1_000_000
"""Bytes of a file of notes; anybody may send one to the unit."""
_KIND: Final = "embassy-assistant/unit-notes"
_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class UnitNote:
    """What an Officer says of one rule.

    Attributes:
        rule: its id.
        pack: the version of the guidelines that it was in.
        said: the Officer's words.
        text: the words that it is about, as far as the Officer chose to show them; nothing else of a draft.
        mission: the Mission's name in English.
        officer: the Officer's name.
        at: when it was written, aware UTC.
    """

    rule: str
    pack: str
    said: str
    text: str
    mission: str
    officer: str
    at: datetime


def write_notes(notes: Sequence[UnitNote]) -> bytes:
    """Return the file in which notes travel."""
    said = [{**asdict(note), "at": note.at.isoformat()} for note in notes]
    document = {"kind": _KIND, "format": _FORMAT, "notes": said}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def read_notes(data: bytes, name: str) -> tuple[UnitNote, ...]:
    """Return the notes in a file, without signs that a terminal would obey.

    Args:
        data: the file, from anybody.
        name: what it is called.

    Raises:
        Unusable: it is no file of notes (`notes.unreadable`), or of a newer program (`notes.newer`).
    """
    refusal = Unusable("notes.unreadable", file=name)
    if len(data) > LARGEST:
        raise refusal
    try:
        document = json.loads(data)
        if document["kind"] != _KIND:
            raise refusal
        if document["format"] != _FORMAT:
            raise Unusable("notes.newer", file=name)
        return tuple(_note(one) for one in document["notes"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise refusal from None


def _note(said: dict[str, object]) -> UnitNote:
    words = {field.name: said[field.name] for field in fields(UnitNote)}
    if not all(isinstance(value, str) for value in words.values()):
        raise TypeError
    plain = {name: as_read(str(value)) for name, value in words.items()}
    at = datetime.fromisoformat(plain.pop("at"))
    if at.tzinfo is None:
        raise ValueError
    return UnitNote(**plain, at=at)


def as_read(text: str) -> str:
    """Return a text as it comes out of a file of notes: spaces of any kind are one kind, other signs are seen.

    Args:
        text: from anybody.
    """
    lines = text.replace("\r\n", "\n")
    return "".join(sign if sign.isprintable() or sign == "\n" else " " if sign.isspace() else "" for sign in lines)
