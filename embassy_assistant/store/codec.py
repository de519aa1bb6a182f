"""Domain objects to JSON and back, led by the types of their fields.

Reading is lenient towards an older writer (a field it lacks takes its default) and towards a field that is gone.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from embassy_assistant.domain.errors import Damaged

T = TypeVar("T")
_Reader = Callable[[Any], Any]


def dumps(value: object) -> str:
    """Return `value`, a domain object or a tuple or mapping of such, as JSON."""
    text = json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))
    if storable(text) == text:
        return text
    # Half of a surrogate pair, which an editor may hand over, has no UTF-8; escaped, it survives too.
    return json.dumps(_plain(value), separators=(",", ":"))


def loads(kind: type[T], text: str) -> T:
    """Return the object of type `kind` that `dumps` wrote.

    Raises:
        ValueError, TypeError, KeyError: `text` is not what `dumps` writes for this type.
        Damaged: a page of it is broken: SQLCipher hands out zeros for one, and fails only at what is read next.
    """
    if "\0" in text:
        raise Damaged(path="store.db")
    annotation: Any = kind
    return typing.cast("T", _reader(annotation)(json.loads(text)))


def loads_optional(kind: type[T], text: str | None) -> T | None:
    """Return the object, or None for an empty column."""
    return None if text is None else loads(kind, text)


def dumps_optional(value: object | None) -> str | None:
    """Return JSON, or None for None, so that the column is empty."""
    return None if value is None else dumps(value)


def storable(text: str) -> str:
    """Return `text` with what cannot be stored as text, halves of surrogate pairs, replaced by `?`."""
    return text.encode("utf-8", "replace").decode()


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    msg = f"no way to store a {type(value).__name__}"
    raise TypeError(msg)


@cache
def _reader(kind: Any) -> _Reader:  # noqa: ANN401 - any annotation of a field
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        (inner,) = (_reader(argument) for argument in arguments if argument is not type(None))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        item = _reader(arguments[0])
        return lambda data: tuple(map(item, data))
    if origin is Mapping:
        item = _reader(arguments[1])
        return lambda data: MappingProxyType({key: item(value) for key, value in data.items()})
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass_reader(kind)
    if kind is datetime:
        return datetime.fromisoformat
    if isinstance(kind, type) and issubclass(kind, (str, int, float)):
        # An Enum finds its member; a plain type refuses nothing that it can represent.
        return kind
    msg = f"no way to read a {kind}"
    raise TypeError(msg)


def _dataclass_reader(kind: Any) -> _Reader:  # noqa: ANN401 - any dataclass
    hints = typing.get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in fields(kind)}

    def read(data: Any) -> Any:  # noqa: ANN401 - JSON in, domain object out
        return kind(**{name: readers[name](value) for name, value in data.items() if name in readers})

    return read
