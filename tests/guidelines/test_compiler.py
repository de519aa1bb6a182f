"""Compiling a pack: all forms, once, in a layout whose changes can be read."""

from __future__ import annotations

import json
import runpy
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.guidelines import compiler
from embassy_assistant.guidelines.compiler import compile_pack
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from pathlib import Path

BOTH = {"uk": "так", "en": "so"}
PACK = {
    "format_version": 1,
    "pack_version": "1",
    "title": BOTH,
    "issued": "2026-01-02",
    "rules": [
        {
            "id": "war.test",
            "kind": "term",
            "severity": "block",
            "language": "uk",
            "title": BOTH,
            "terms": [{"text": "спецоперація", "replacement": "війна", "inflect": True}, {"text": "Kiev"}],
            "exceptions": [{"text": "спецоперація СБУ", "inflect": True}, {"text": "як є"}],
            "reason": BOTH,
            "source": {"issuer": "I", "title": "T"},
            "examples": {"match": ["спецоперація"], "no_match": ["ні"]},
        }
    ],
}


def test_terms_and_exceptions_get_their_forms() -> None:
    rule = json.loads(compile_pack(json.dumps(PACK).encode()))["rules"][0]
    assert {"surface": "спецоперацією", "replacement": "війною"} in rule["terms"][0]["forms"]
    assert {"surface": "спецоперації", "replacement": "війні", "case": "loct"} in rule["terms"][0]["forms"]
    assert "спецоперацією СБУ" in rule["exceptions"][0]["forms"]
    assert "forms" not in rule["terms"][1]


def test_a_form_stands_on_a_line_of_its_own() -> None:
    lines = compile_pack(json.dumps(PACK).encode()).decode().splitlines()
    assert '{"surface": "спецоперацією", "replacement": "війною"}' in {line.strip().rstrip(",") for line in lines}


def test_a_term_that_cannot_be_inflected_is_refused() -> None:
    broken = json.dumps(PACK).replace(json.dumps("спецоперація СБУ")[1:-1], json.dumps("вже")[1:-1])
    with pytest.raises(ValueError, match="вже"):
        compile_pack(broken.encode())


def test_a_pack_is_compiled_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "pack.json"
    path.write_text(json.dumps(PACK))
    monkeypatch.setattr("sys.argv", ["compiler", str(path)])
    runpy.run_path(compiler.__file__, run_name="__main__")
    assert path.read_bytes() == compile_pack(json.dumps(PACK).encode())


def test_the_shipped_pack_carries_the_forms_that_the_compiler_writes_today() -> None:
    data = (data_dir("resources") / "guidelines" / "pack.json").read_bytes()
    assert compile_pack(data) == data
