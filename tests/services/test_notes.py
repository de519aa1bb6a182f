"""An officer's note to the unit: kept until it is in a file, and read from there whoever made the file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import DraftsLocked, NeedsOfficer, OfficerUnknown, Unusable
from embassy_assistant.domain.unit_note import LARGEST, UnitNote, read_notes, write_notes
from embassy_assistant.services.preferences import NOBODY
from tests.helpers.lying import START
from tests.helpers.memory import memory_desk
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import a_pack_of

if TYPE_CHECKING:
    from pathlib import Path

NOTE = UnitNote(
    "a.term", "2026.46", "Тут це назва вулиці.", "вулиця", "Embassy of Ukraine in Germany", "Olena Test", START
)
RULE = a_pack_of(a_rule_of("term")).rules[0]


def test_a_note_goes_to_a_file_and_waits_no_longer(tmp_path: Path) -> None:
    guidelines = memory_desk().desk.guidelines
    guidelines.note(RULE, " Тут це назва вулиці. ", "вулиця", str(tmp_path / "note.json"))
    data = (tmp_path / "note.json").read_bytes()
    (note,) = read_notes(data, "note.json")
    assert note == UnitNote("a.term", "0", NOTE.said, NOTE.text, NOTE.mission, NOTE.officer, START)
    assert not guidelines.notes.waiting()


def test_a_note_whose_file_cannot_be_written_waits_and_is_kept_once(tmp_path: Path) -> None:
    guidelines = memory_desk().desk.guidelines
    for _ in range(2):
        with pytest.raises(NeedsOfficer):
            guidelines.note(RULE, "Wrong.", "", str(tmp_path / "nowhere" / "note.json"))
    assert [note.said for note in guidelines.notes.waiting()] == ["Wrong."]
    guidelines.notes.keep("a.term", "0", "Another thing.", "")
    assert guidelines.notes.export(str(tmp_path / "all.json")) == 2
    assert [note.said for note in read_notes((tmp_path / "all.json").read_bytes(), "")] == ["Wrong.", "Another thing."]
    with pytest.raises(Unusable, match="none"):
        guidelines.notes.export(str(tmp_path / "all.json"))


def test_a_note_is_kept_as_it_is_read_so_that_its_file_ends_its_wait(tmp_path: Path) -> None:
    guidelines = memory_desk().desk.guidelines
    guidelines.note(
        RULE, "Тут\u00a0назва.\r\nІ все.", "10\u202f000\t👨\u200d👩 здоро\u00adв’я", str(tmp_path / "note.json")
    )
    (note,) = read_notes((tmp_path / "note.json").read_bytes(), "note.json")
    assert (note.said, note.text) == ("Тут назва.\nІ все.", "10 000 👨👩 здоров’я")
    assert not guidelines.notes.waiting()
    for _ in range(2):
        guidelines.notes.keep("a.term", "0", "Хиба\u200b тут.", "")
    assert [kept.said for kept in guidelines.notes.waiting()] == ["Хиба тут."]


def test_more_than_a_file_of_notes_takes_is_refused_and_those_that_wait_can_still_be_read() -> None:
    notes = memory_desk().desk.guidelines.notes
    notes.keep("a.term", "0", "Wrong.", "x" * (LARGEST // 2))
    with pytest.raises(Unusable, match="too-long"):
        notes.keep("a.term", "0", "Wrong, too.", "x" * (LARGEST // 2))
    with pytest.raises(Unusable, match="nothing-said"):
        notes.keep("a.term", "0", "\u200b", "")
    assert [note.said for note in notes.waiting()] == ["Wrong."]


def test_a_note_says_something_and_who_says_it() -> None:
    bench = memory_desk()
    with pytest.raises(Unusable, match="nothing-said"):
        bench.desk.guidelines.notes.keep("a.term", "0", " ", "")
    bench.desk.preferences.officer = NOBODY
    with pytest.raises(OfficerUnknown):
        bench.desk.guidelines.notes.keep("a.term", "0", "Wrong.", "")


def test_without_the_key_nothing_is_kept() -> None:
    with pytest.raises(DraftsLocked):
        memory_desk(opened=False).desk.guidelines.notes.keep("a.term", "0", "Wrong.", "")


def test_what_a_terminal_would_obey_is_left_out() -> None:
    data = write_notes([UnitNote("a.term", "1", "Red:\x1b[31m\nhere", "", "", "", START)])
    assert read_notes(data, "x")[0].said == "Red:[31m\nhere"


def changed(**more: object) -> bytes:
    return json.dumps({**json.loads(write_notes([NOTE])), **more}).encode()


def of(**more: object) -> bytes:
    (note,) = json.loads(write_notes([NOTE]))["notes"]
    return changed(notes=[{**note, **more}])


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "unreadable"),
        (b"\xff\xfe", "unreadable"),
        (b"[]", "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (b" " * (LARGEST + 1), "unreadable"),
        (changed(kind="other"), "unreadable"),
        (changed(notes=7), "unreadable"),
        (changed(notes=[{"rule": "a.term"}]), "unreadable"),
        (changed(format=2), "newer"),
        (of(said=7), "unreadable"),
        (of(at="yesterday"), "unreadable"),
        (of(at="2026-11-23T12:00:00"), "unreadable"),
    ],
)
def test_a_file_that_is_none_of_notes_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Unusable, match=why) as caught:
        read_notes(data, "sent.json")
    assert caught.value.parameters["file"] == "sent.json"
    assert read_notes(write_notes([NOTE]), "x") == (NOTE,)
