"""Writes `guidelines-format.md` and the JSON Schemas beside it from the models of the pack: `make docs`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import TypeAdapter

from embassy_assistant.checks.rules.effort import EACH, LEAST
from embassy_assistant.guidelines.crowding import MOST_PHRASES, MOST_RULES
from embassy_assistant.guidelines.pack import PackModel
from embassy_assistant.guidelines.pack_rules import RULE_MODELS, KnownRule
from embassy_assistant.guidelines.plain import FORMAT
from embassy_assistant.guidelines.source import HeaderModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_HERE: Final = Path(__file__).parent
PAGE: Final = _HERE / "guidelines-format.md"
_OPENING: Final = f"""\
# The format of guideline packs

*Made from the models in `embassy_assistant/guidelines/` by `make docs`; a test fails when they differ.*

People edit a folder; what travels is one JSON file that is compiled from it. This is format {FORMAT}; packs of format 1
are read too. JSON Schemas, for editors that complete and check as one types:
[pack.yaml](schemas/header.schema.json), [a file of rules](schemas/rules.schema.json),
[what travels](schemas/pack.schema.json).

| File | What it holds |
|---|---|
| `pack.yaml` | what the pack is called, its version, who issues it |
| `rules/*.yaml` | lists of rules of any kind |
| `lines/*.md` | one approved line each: its keys between two lines of `---`, then its words under `# uk` and `# en` |

`embassy-assistant guidelines new FOLDER` makes a small pack to begin from, `lint` names all mistakes with file, line
and path, `test` runs the examples, `compile` writes what travels. A value is what the format says and not what its
spelling suggests: `no` is a word and `2026.10` a version without any quotation marks.

## How programs and packs of different age get along

- A rule of a kind that the program does not know is set aside.
- In a pack of a newer format, a rule that the program cannot read is set aside too, and keys of the pack that it does
  not know are passed over. Whatever a newer format restricts, it restricts by rules.
- All that is set aside is counted and said: “This program is too old to check N rules of the guidelines.”
- In a pack of the program's own format, or an older one, anything that it cannot read is a mistake, and the whole pack
  is refused.

## How much a pack may ask for

- At one letter of a text at most {MOST_RULES} rules may meet, and at most {MOST_PHRASES} different phrases may end
  (“zone”, “safe zone”, “a safe zone” are three). A pack with more is refused, and the rules are named.
- Whatever the pack, a check does so much work for a post and no more: {LEAST:,} steps and {EACH} for each letter. What
  is over that is left out, the same on every machine, and a finding says so. Rules that block are then asked once more
  by themselves; where even they could not be asked to the end, the post is held.
"""


def schemas() -> dict[Path, str]:
    """Return each JSON Schema by its file."""
    found = {
        "header": HeaderModel.model_json_schema(),
        "rules": TypeAdapter(list[KnownRule]).json_schema(),
        "pack": PackModel.model_json_schema(),
    }
    return {
        _HERE / "schemas" / f"{name}.schema.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in found.items()
    }


def page() -> str:
    """Return the page as Markdown."""
    header, pack = HeaderModel.model_json_schema(), PackModel.model_json_schema()
    models = {kind: model.model_json_schema() for kind, model in RULE_MODELS.items()}
    common = [
        name for name in models["term"]["properties"] if all(name in one["properties"] for one in models.values())
    ]
    parts: dict[str, Any] = {}
    for schema in (header, *models.values()):
        parts |= schema["$defs"]
    lines = [_OPENING, "## `pack.yaml`\n", *_table(header), "\n## What every rule has\n"]
    lines += _table(models["term"], [name for name in common if name != "kind"])
    for kind, schema in models.items():
        own = [name for name in schema["properties"] if name not in common]
        lines += [f"\n## `kind: {kind}`\n", f"{_said(schema)}\n", *_table(schema, own)]
    lines.append("\n## Parts\n")
    for name, schema in sorted(parts.items()):
        lines += [f"\n### {_title(name)}\n", f"{_said(schema)}\n", *_table(schema)]
    lines += ["\n## What travels\n", "`rules` holds the rules of all files; beside it stands:\n"]
    lines += _table(pack, [name for name in pack["properties"] if name != "rules"])
    return "\n".join(lines) + "\n"


def _said(schema: Mapping[str, Any]) -> str:
    return " ".join(str(schema["description"]).split())


def _title(name: str) -> str:
    """Return a part's name in words: `BothLanguages` is “Both languages”."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.removesuffix("Model"))
    return words.capitalize()


def _table(schema: Mapping[str, Any], names: list[str] | None = None) -> Iterator[str]:
    yield "| Key | What stands there | |"
    yield "|---|---|---|"
    for name, field in schema["properties"].items():
        if names is None or name in names:
            needed = "" if name in schema.get("required", ()) else " Optional."
            yield f"| `{name}` | {_cell(_kind(field))} | {_cell(field.get('description', ''))}{needed} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _kind(field: Mapping[str, Any]) -> str:
    """Return in words what a value may be."""
    if "$ref" in field:
        title = _title(field["$ref"].rpartition("/")[2])
        return f"[{title.lower()}](#{title.lower().replace(' ', '-')})"
    choices = field.get("anyOf") or field.get("oneOf")
    if choices:
        return " or ".join(dict.fromkeys(_kind(one) for one in choices if one.get("type") != "null"))
    if "enum" in field:
        return ", ".join(f"`{one}`" for one in field["enum"] if one)
    if field["type"] == "array":
        return f"list: {_kind(field['items'])}"
    words = {"boolean": "`true` or `false`", "integer": "whole number", "string": "text"}
    formats = {"date": "day (`2026-11-23`)", "date-time": "moment with its time zone (`2026-11-23T09:00+02:00`)"}
    said = formats.get(field.get("format", ""), words[field["type"]])
    return f"{said} like `{field['pattern']}`" if "pattern" in field else said


def main() -> None:
    """Write the page and the schemas."""
    PAGE.write_text(page(), encoding="utf-8")
    for path, text in schemas().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
