"""The list of missions that the unit keeps: codes, each with a title for whoever reads the list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines.trust import check_mission
from embassy_assistant.guidelines.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def read_missions(data: bytes, file: str) -> Sequence[str]:
    """Return the codes of a list.

    Args:
        data: One mission a line, its code first and then whatever its title is; `#` begins a note. Or YAML, where the
            file's name says so: a list of codes, or of `code:` and `title:`, or a title under each code.
        file: Its name.

    Raises:
        Unusable: A line is no mission, or a mission stands there twice.
    """
    found: dict[str, int] = {}
    for line, code in (_of_yaml if file.lower().endswith((".yaml", ".yml")) else _of_lines)(data, file):
        try:
            check_mission(code)
        except Unusable as error:
            raise Unusable("guidelines.missions-line", file=file, line=line) from error
        if code in found:
            raise Unusable("guidelines.missions-twice", file=file, line=line, code=code, first=found[code])
        found[code] = line
    if not found:
        raise Unusable("guidelines.missions-line", file=file, line=1)
    return tuple(found)


def _of_lines(data: bytes, file: str) -> Iterator[tuple[int, str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = 1 + data[: error.start].count(b"\n")
        raise Unusable("guidelines.missions-line", file=file, line=wrong) from error
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].split()
        if words:
            yield number, words[0]


def _of_yaml(data: bytes, file: str) -> Iterator[tuple[int, str]]:
    document = read_yaml(data, file)
    if document.mistakes:
        raise Unusable("guidelines.missions-line", file=file, line=document.mistakes[0].line)
    if isinstance(document.value, dict):
        yield from ((document.line((code,)), code) for code in document.value)
        return
    for number, entry in enumerate(document.value if isinstance(document.value, list) else ()):
        yield document.line((number,)), _code(entry)


def _code(entry: Any) -> str:  # noqa: ANN401 - whatever YAML holds
    code = entry.get("code") if isinstance(entry, dict) else entry
    return code if isinstance(code, str) else ""
