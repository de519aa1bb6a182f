"""YAML as people write it: plain values, and the line of each.

What a scalar is, the model decides and not its spelling: `no` is a word, `2026.10` a version, `55` a number where one
is wanted and a text where not. A key that stands twice and an alias are mistakes: both hide what the file says.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from embassy_assistant.domain.mistake import Mistake

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node

Path = tuple[str | int, ...]
_NULL: Final = "tag:yaml.org,2002:null"


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
        node = YAML().compose(data.decode("utf-8-sig"))
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
    else:
        if node is not None:
            document.value = _Reader(document, file, first_line).read(node, ())
    return document


class _Reader:
    """Turns the nodes of a document into values."""

    def __init__(self, document: Document, file: str, first_line: int) -> None:
        self._document = document
        self._file = file
        self._first = first_line
        self._seen: set[int] = set()

    def read(self, node: Node, path: Path) -> Any:  # noqa: ANN401 - whatever YAML holds
        self._document.lines.setdefault(path, self._line(node))
        if id(node) in self._seen:
            self._mistake("pack.alias", node, path)
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.read(part, (*path, index)) for index, part in enumerate(node.value)]
        return None if node.tag == _NULL else node.value

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._mistake("pack.key-no-text", key, path)
                continue
            place = (*path, key.value)
            if key.value in found:
                self._mistake("pack.key-twice", key, place)
                continue
            self._document.lines[place] = self._line(key)
            found[key.value] = self.read(value, place)
        return found

    def _line(self, node: Node) -> int:
        return int(self._first + node.start_mark.line)

    def _mistake(self, name: str, node: Node, path: Path) -> None:
        self._document.mistakes.append(Mistake(name, path, file=self._file, line=self._line(node)))
