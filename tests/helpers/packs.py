"""Guideline packs for tests: one valid rule of each kind, and the folder that people edit."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from embassy_assistant.guidelines.compiler import compile_source
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.source import read_source

if TYPE_CHECKING:
    from embassy_assistant.guidelines.pack import PackModel

Json = dict[str, Any]
BOTH = {"uk": "так", "en": "so"}
NEEDS: dict[str, Json] = {
    "term": {"language": "uk", "terms": [{"text": "спецоперація", "replacement": "війна", "inflect": True}]},
    "pattern": {"pattern": r"\bKiev(an)?\b", "replacement": r"Kyiv\1"},
    "name": {"entity": "place", "official": {"uk": "Київ", "en": "Kyiv"}, "wrong": {"en": [{"text": "Kiev"}]}},
    "line": {"text": {"uk": "Слова.", "en": "Words."}},
    "require": {"scope": {"topics": ["aid"]}, "needs": [{"what": "hashtag", "text": {"uk": "#Разом", "en": "#Us"}}]},
    "embargo": {"until": "2026-12-01T09:00+02:00", "words": {"en": [{"text": "summit"}]}},
    "calendar": {"days": [{"from": "11-22", "until": "11-28"}], "tone": "mourning"},
    "link": {"domains": ["example.org"], "action": "refuse"},
    "mention": {"accounts": ["@nobody"], "action": "verify"},
    "readability": {"emoji": 3},
    "media": {"alt_text": True},
    "freeze": {"allow": "lines", "since": "2026-11-23T06:00Z"},
}
"""What a rule of each kind has beside what all have."""


def a_rule_of(kind: str, /, **changes: object) -> Json:
    """Return a valid rule as it stands in the source."""
    common = {
        "id": f"a.{kind}",
        "kind": kind,
        "severity": "warn",
        "title": BOTH,
        "reason": BOTH,
        "source": {"issuer": "Issuer", "title": "Title", "number": "55", "read": False},
        "examples": {"match": ["Kiev"], "pass": ["Kyiv"]},
    }
    return {**common, **NEEDS[kind], **changes}


def a_folder(folder: Path, *rules: Json, **header: object) -> Path:
    """Write the source of a pack; JSON is YAML too."""
    said = {"format": 2, "id": "ministry", "version": "2026.10", "title": BOTH, "issuer": BOTH, "issued": "2026-11-23"}
    (folder / "rules").mkdir(parents=True)
    (folder / "lines").mkdir()
    (folder / "pack.yaml").write_text(json.dumps({**said, **header}, ensure_ascii=False), encoding="utf-8")
    if rules:
        (folder / "rules" / "all.yaml").write_text(json.dumps(list(rules), ensure_ascii=False, indent=1), "utf-8")
    return folder


def a_line(keys: str = "", body: str = "# uk\nСлова.\n\n# en\nWords.\n") -> str:
    """Return an approved line as a file of the source."""
    rule = {key: value for key, value in a_rule_of("line").items() if key not in {"kind", "text"}}
    written = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in rule.items())
    return f"---\n{written}{keys}---\n{body}"


@cache
def starter_data() -> bytes:
    """Return the starter pack as it travels, compiled once a process: that takes some seconds."""
    source = Path(__file__).parents[2] / "resources" / "guidelines" / "source"
    return compile_source(read_source(source))


@cache
def starter_pack() -> PackModel:
    """Return the starter pack, compiled once a process."""
    return read_pack(starter_data())
