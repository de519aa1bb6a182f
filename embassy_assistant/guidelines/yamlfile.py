"""YAML as people write it: plain values, and the line of each.

What a scalar is, the model decides and not its spelling: `no` is a word, `2026.10` a version, `55` a number where one
is wanted and a text where not. A key that stands twice and an alias are mistakes: both hide what the file says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from embassy_assistant.domain.mistake import Mistake

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ruamel.yaml.events import Event

Path = tuple[str | int, ...]
_NULL: Final = ("", "~", "null", "Null", "NULL")
"""What is nothing when it stands without quotation marks: YAML 1.2, core schema, 10.3.2."""


@dataclass(slots=True)
class Document:
    """A document as read.

    Attributes:
        value: dictionaries, lists, texts and None.
        lines: the line of each place, from 1, by its path.
        mistakes: what is wrong with it as YAML.
    """

    value: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Return the line of a place, or of the nearest place around it."""
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(data: bytes, file: str, first_line: int = 1) -> Document:
    """Read one document.

    Args:
        data: YAML in UTF-8.
        file: Its name in mistakes.
        first_line: The line at which it begins in its file.
    """
    document = Document()
    try:
        text = data.decode("utf-8-sig")
        # Events and not nodes: libyaml, which is ten times quicker, composes nodes with the processor's own stack, so
        # that a hundred thousand brackets would end the program.
        document.value = _Reader(document, file, first_line, YAML(typ="safe").parse(text)).document()
    except UnicodeDecodeError as error:
        line = first_line + data[: error.start].count(b"\n")
        document.mistakes.append(Mistake("pack.not-utf8", file=file, line=line))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + mark.line if mark else first_line
        said = str(error.problem or error.context)
        document.mistakes.append(Mistake("pack.not-yaml", parameters={"said": said}, file=file, line=line))
    except (YAMLError, RecursionError, ValueError) as error:
        # A control character, or a thousand brackets.
        said = type(error).__name__
        document.mistakes.append(Mistake("pack.not-yaml", parameters={"said": said}, file=file, line=first_line))
    return document


class _Reader:
    """Turns the events of a document into values."""

    def __init__(self, document: Document, file: str, first_line: int, events: Iterator[Event]) -> None:
        self._document = document
        self._file = file
        self._first = first_line
        self._events = events

    def document(self) -> object:
        """Return the value of the only document; None where there is none."""
        value: object = None
        starts = (event for event in self._events if isinstance(event, DocumentStartEvent))
        for number, start in enumerate(starts):
            if number:
                raise MarkedYAMLError(problem="another document begins", problem_mark=start.start_mark)
            value = self._read(next(self._events), ())
        return value

    def _read(self, event: Event, path: Path) -> object:
        self._document.lines.setdefault(path, self._line(event))
        if isinstance(event, ScalarEvent):
            nothing = event.tag is None and event.implicit[0] and event.value in _NULL
            return None if nothing else event.value
        if isinstance(event, AliasEvent):
            self._mistake("pack.alias", event, path)
            return None
        if isinstance(event, MappingStartEvent):
            return self._mapping(path)
        return self._sequence(path)

    def _sequence(self, path: Path) -> list[object]:
        found: list[object] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            found.append(self._read(event, (*path, len(found))))
        return found

    def _mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(key := next(self._events), MappingEndEvent):
            wrong = "pack.key-no-text"
            place = path
            if isinstance(key, ScalarEvent):
                place = (*path, key.value)
                if key.value not in found:
                    self._document.lines[place] = self._line(key)
                    found[key.value] = self._read(next(self._events), place)
                    continue
                wrong = "pack.key-twice"
            self._mistake(wrong, key, place)
            if isinstance(key, (MappingStartEvent, SequenceStartEvent)):
                self._pass_over(key)
            self._pass_over(next(self._events))
        return found

    def _pass_over(self, event: Event) -> None:
        """Go to the end of a value that is not used."""
        depth = int(isinstance(event, (MappingStartEvent, SequenceStartEvent)))
        while depth:
            event = next(self._events)
            depth += isinstance(event, (MappingStartEvent, SequenceStartEvent))
            depth -= isinstance(event, (MappingEndEvent, SequenceEndEvent))

    def _line(self, event: Event) -> int:
        return int(self._first + event.start_mark.line)

    def _mistake(self, name: str, event: Event, path: Path) -> None:
        self._document.mistakes.append(Mistake(name, path, file=self._file, line=self._line(event)))
