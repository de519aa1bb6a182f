"""Rules as forms show them: a text per field, and back into the YAML of a file without touching anything else.

The fields are read off the models of the format, so that a key which the format gains has its field at once.
"""

from __future__ import annotations

import io
import json
import re
import types
from contextlib import suppress
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.workshop import Field, Shape
from embassy_assistant.guidelines.pack_rules import RULE_MODELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_FIRST: Final = ("id", "severity", "title", "reason")
_LAST: Final = ("examples", "source", "scope", "valid")
_ENDLESS: Final = 1_000_000
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")
WIDTH: Final = 120


def yaml(width: int = WIDTH) -> YAML:
    """Return what reads and writes YAML and keeps comments, order and style."""
    made = YAML()
    made.preserve_quotes = True
    made.width = width
    return made


def fields_of(kind: str) -> tuple[Field, ...]:
    """Return the fields of a kind of rule: what every rule begins with, its own, what every rule ends with."""
    model = RULE_MODELS[kind].model_fields
    own = [name for name in model if name not in {*_FIRST, *_LAST, "kind"}]
    return tuple(field for name in (*_FIRST, *own, *_LAST) for field in _fields(name, model[name]))


def _fields(name: str, info: Any, wanted: bool = True) -> Iterator[Field]:  # noqa: ANN401 - what pydantic has
    kind = _bare(info.annotation)
    wanted = wanted and info.is_required()
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for part, inner in kind.model_fields.items():
            yield from _fields(_key(name, part, inner), inner, wanted)
    elif get_origin(kind) is Literal:
        yield Field(name, Shape.CHOICE, wanted, tuple(filter(None, get_args(kind))))
    elif kind is bool:
        yield Field(name, Shape.FLAG, wanted)
    elif get_origin(kind) is tuple:
        yield Field(name, Shape.LINES, wanted, columns=tuple(_columns(name, _bare(get_args(kind)[0]))))
    else:
        yield Field(name, Shape.TEXT, wanted)


def _columns(name: str, item: Any) -> Iterator[Field]:  # noqa: ANN401 - what pydantic has
    """Yield what an item says in one word or text; lists inside an item stay in its line."""
    if isinstance(item, type) and issubclass(item, BaseModel):
        inner = (field for key, info in item.model_fields.items() for field in _fields(_key(name, key, info), info))
        yield from (field for field in inner if field.shape is not Shape.LINES)


def _key(name: str, part: str, info: Any) -> str:  # noqa: ANN401 - what pydantic has
    return f"{name}.{info.serialization_alias or info.alias or part}"


def _bare(annotation: Any) -> Any:  # noqa: ANN401 - a type, or what stands for one
    """Return a type without `None` and without what narrows it."""
    if hasattr(annotation, "__metadata__"):
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return _bare(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def sheet_of(rule: Mapping[str, Any]) -> dict[str, str]:
    """Return the sheet of a rule.

    Args:
        rule: As `yaml` reads it, of a kind that the format knows.
    """
    sheet = {"kind": str(rule["kind"])}
    for field in fields_of(sheet["kind"]):
        sheet[field.name] = _shown(_at(rule, field.name))
    return sheet


def write_sheet(rule: CommentedMap, sheet: Mapping[str, str]) -> None:
    """Write into a rule what differs on a sheet.

    Args:
        rule: The rule, changed in place; keys that no field stands for stay as they are.
        sheet: The sheet.

    Raises:
        Unusable: A line cannot be read.
    """
    rule.setdefault("kind", sheet["kind"])
    numbers = {name for name, info in RULE_MODELS[sheet["kind"]].model_fields.items() if _bare(info.annotation) is int}
    for field in fields_of(sheet["kind"]):
        text = sheet.get(field.name, "")
        if text != _shown(_at(rule, field.name)):
            lines, items = [line.strip() for line in text.splitlines() if line.strip()], _at(rule, field.name)
            if field.shape is Shape.LINES and lines and isinstance(items, CommentedSeq):
                _write_lines(items, field, lines)
            else:
                is_number = field.name in numbers and _NUMBER.fullmatch(text)
                _put(rule, field.name, int(text) if is_number else _value(field, text))


def cells_of(field: Field, line: str) -> tuple[str, ...]:
    """Return what a line says, a text per column of its field; a line that nobody can read stands in the first.

    Args:
        field: One with columns.
        line: One of its lines, as the sheet has it.
    """
    with suppress(Unusable):
        item = read_line(field.name, line.strip()) if line.strip() else CommentedMap()
        if isinstance(item, dict):
            return tuple(_shown(_at(item, _inner(field, column))) for column in field.columns)
    return (line, *[""] * (len(field.columns) - 1))


def with_cell(field: Field, line: str, column: int, text: str) -> str:
    """Return a line with another text in one column; what no column shows stays.

    Args:
        field: One with columns.
        line: The line before; empty for a new one.
        column: Which, from 0.
        text: What is to stand there; empty for nothing.
    """
    item: object = None
    with suppress(Unusable):
        item = read_line(field.name, line.strip()) if line.strip() else None
    changed = item if isinstance(item, CommentedMap) else CommentedMap()
    where = field.columns[column]
    value = _value(where, text) if where.shape is Shape.FLAG else text.strip() or None
    _put(changed, _inner(field, where), None if value is False else value)
    return write_line(changed) if changed else ""


def _inner(field: Field, column: Field) -> str:
    return column.name.removeprefix(f"{field.name}.")


def _at(rule: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    value: Any = rule
    for key in name.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _put(rule: CommentedMap, name: str, value: object) -> None:
    *way, last = name.split(".")
    around = [rule]
    for key in way:
        if not isinstance(around[-1].get(key), dict):
            around[-1][key] = CommentedMap()
        around.append(around[-1][key])
    if value is not None:
        around[-1][last] = value
        return
    around[-1].pop(last, None)
    for outer, key, inner in zip(around, way, around[1:], strict=False):
        if not inner:
            del outer[key]


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(map(write_line, value))
    return write_line(value) if isinstance(value, dict) else _scalar(value)


def _scalar(value: object) -> str:
    return value if isinstance(value, str) else _dumped(value)


def write_line(value: object) -> str:
    """Return an item on one line; a text that could be taken for something else is quoted."""
    if isinstance(value, str):
        plain = value and value == value.strip() and "\n" not in value and not value.startswith(("{", "[", '"'))
        return str(value) if plain else json.dumps(str(value), ensure_ascii=False)
    return _dumped(value)


def _dumped(value: object) -> str:
    out = io.StringIO()
    yaml(_ENDLESS).dump(_flat(value), out)
    return " ".join(out.getvalue().removesuffix("...\n").split("\n")).strip()


def _flat(value: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return a copy that stands on one line, without the comments of the file."""
    if isinstance(value, dict):
        mapping = CommentedMap((key, _flat(part)) for key, part in value.items())
        mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        sequence = CommentedSeq(map(_flat, value))
        sequence.fa.set_flow_style()
        return sequence
    return value


def _write_lines(items: CommentedSeq, field: Field, lines: list[str]) -> None:
    """Change a list in place: what stands in it already keeps its style and its comments."""
    before = [write_line(item) for item in items]
    changes = SequenceMatcher(None, before, lines, autojunk=False).get_opcodes()
    for change, start, end, first, last in reversed(changes):
        if change != "equal":
            del items[start:end]
            for offset, line in enumerate(lines[first:last]):
                items.insert(start + offset, read_line(field.name, line))


def _value(field: Field, text: str) -> object:
    """Return what a field says, as YAML writes it; None for nothing."""
    if not text.strip():
        return None
    if field.shape is Shape.FLAG:
        return text == "true"
    if field.shape is Shape.LINES:
        return CommentedSeq(read_line(field.name, line.strip()) for line in text.splitlines() if line.strip())
    return text


def read_line(name: str, line: str) -> object:
    """Return what a line of a list says.

    Raises:
        Unusable: It cannot be read; `name` says in which field.
    """
    if not line.startswith(("{", "[", '"')):
        return line
    with suppress(YAMLError, ValueError):
        return yaml().load(line)
    raise Unusable("workshop.line-unreadable", field=name, text=line)
