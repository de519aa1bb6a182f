"""An officer's note to the unit goes into a file that says whose it is, and about which rule of which guidelines."""

from __future__ import annotations

import errno
import json
from pathlib import Path

import pytest

from embassy_assistant import __version__
from embassy_assistant.domain.errors import DiskFull, DraftsLocked, NeedsOfficer
from embassy_assistant.services.rule_note import write_note
from tests.helpers.guidelines_desk import guided_desk, starter
from tests.helpers.lying import START

RULE = starter().rules[0]


def test_a_note_says_who_where_when_about_what(tmp_path: Path) -> None:
    bench, _, _ = guided_desk()
    file = tmp_path / "note.json"
    write_note(bench.desk, RULE, "Тут так кажуть.", "Слова", str(file))
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "note": 1,
        "rule": RULE.id,
        "severity": RULE.severity.value,
        "guidelines": "2026.46",
        "program": __version__,
        "mission": {
            "code": "",
            "country": "DE",
            "uk": "Посольство України в Німеччині",
            "en": "Embassy of Ukraine in Germany",
        },
        "officer": "Olena Test",
        "at": START.isoformat(timespec="seconds"),
        "said": "Тут так кажуть.",
        "text": "Слова",
    }
    assert "Тут так кажуть." in file.read_text(encoding="utf-8"), "people read it too"


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, DiskFull), (errno.EACCES, NeedsOfficer)])
def test_what_the_disk_refuses_is_said(
    number: int, kind: type[Exception], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_args: object, **_named: object) -> int:
        raise OSError(number, "no")

    monkeypatch.setattr(Path, "write_text", refuse)
    with pytest.raises(kind):
        write_note(guided_desk()[0].desk, RULE, "said", "", str(tmp_path / "note.json"))


def test_nobody_signs_a_note_while_the_drafts_are_locked(tmp_path: Path) -> None:
    bench, _, _ = guided_desk()
    bench.desk.workspace.close()
    with pytest.raises(DraftsLocked):
        write_note(bench.desk, RULE, "said", "", str(tmp_path / "note.json"))
    assert not list(tmp_path.iterdir())
