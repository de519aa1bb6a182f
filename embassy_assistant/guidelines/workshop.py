"""The folder that the unit works on, rule by rule: a change touches the lines of its own rule and no other byte.

Every act reads the file anew, so that what another program wrote meanwhile is seen and never undone; a rule that
changed since its sheet was handed out is not overwritten.
"""

from __future__ import annotations

import copy
import io
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError

from embassy_assistant.domain.errors import Refused, Unusable
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.workshop import TakenOut, Written
from embassy_assistant.guidelines.compiler import compile_source, write_forms
from embassy_assistant.guidelines.corrections import correct
from embassy_assistant.guidelines.mistakes import mistakes_of
from embassy_assistant.guidelines.pack_parts import SOURCE
from embassy_assistant.guidelines.pack_rules import RULE_MODELS
from embassy_assistant.guidelines.plain import rule_of
from embassy_assistant.guidelines.sheets import WIDTH, sheet_of, write_sheet, yaml
from embassy_assistant.guidelines.source import Source, read_source
from embassy_assistant.guidelines.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.mistake import Mistake
    from embassy_assistant.domain.workshop import Sheet

_LINE: Final = "line"
_FENCE: Final = "---"


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of a file in which one rule stands, from 0, the end not included."""

    path: Path
    start: int
    end: int
    rule: CommentedMap

    @property
    def id(self) -> str:
        return str(self.rule.get("id"))

    @property
    def is_line(self) -> bool:
        return self.path.suffix == ".md"


def open_folder(folder: Path, write: Callable[[Path, bytes], None]) -> Folder:
    """Open a folder.

    Args:
        folder: Where `pack.yaml` lies.
        write: Writes a file whole, or not at all.

    Raises:
        Unusable: There is no `pack.yaml` in it.
    """
    if not (folder / "pack.yaml").is_file():
        holds = not folder.is_dir() or any(folder.iterdir())
        raise Unusable("guidelines.no-source" if holds else "guidelines.folder-empty", path=str(folder))
    return Folder(folder, write)


def begin_folder(folder: Path, example: Path) -> None:
    """Write the example of a pack into a folder, which is made where it is not there.

    Args:
        folder: A new or an empty one.
        example: What is copied.

    Raises:
        Unusable: Something lies there already, or it cannot be written; nothing of it was changed.
    """
    try:
        if folder.exists() and any(folder.iterdir()):
            raise Unusable("guidelines.folder-there", path=str(folder))
        shutil.copytree(example, folder, dirs_exist_ok=True)
    except OSError as error:
        raise Unusable("guidelines.folder-unwritable", path=str(folder)) from error


class Folder:
    """One folder."""

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None]) -> None:
        """Remember where it is."""
        self._folder, self._write = folder, write

    def rules(self) -> Sequence[Written]:
        """See `domain.workshop.Sources`."""
        return tuple(
            Written(
                block.id,
                str(block.rule["kind"]),
                _severity(block.rule.get("severity")),
                {key: str(text) for key, text in _mapping(block.rule.get("title")).items()},
                block.path.relative_to(self._folder).as_posix(),
                block.start + 1,
            )
            for block in self._blocks()
        )

    def sheet(self, rule_id: str) -> Sheet:
        """See `domain.workshop.Sources`."""
        return sheet_of(self._find(rule_id).rule)

    def save(self, before: Sheet, sheet: Sheet) -> None:
        """See `domain.workshop.Sources`."""
        rule_id = sheet.get("id", "")
        if rule_id != before.get("id") and any(block.id == rule_id for block in self._blocks(rule_id)):
            raise Unusable("workshop.id-taken", id=rule_id)
        if not before:
            self._add(sheet)
            return
        block = self._find(before["id"])
        if sheet_of(block.rule) != dict(before):
            raise Refused("workshop.changed-meanwhile", id=before["id"])
        text = "".join(_lines(block.path)[block.start : block.end])
        # Where lines of the rule are longer than ours, they stay whole.
        ours = _written(copy.deepcopy(block.rule), line=block.is_line) == text
        width = 0 if ours else max(map(len, text.splitlines()))
        write_sheet(block.rule, sheet)
        self._splice(block.path, block.start, block.end, _written(block.rule, line=block.is_line, width=width))

    def remove(self, rule_id: str) -> TakenOut:
        """See `domain.workshop.Sources`."""
        block = self._find(rule_id)
        lines = _lines(block.path)
        text = "".join(lines[block.start : block.end])
        file = block.path.relative_to(self._folder).as_posix()
        if block.is_line:
            block.path.unlink()
        else:
            self._splice(block.path, block.start, block.end, "")
        return TakenOut(file, text, block.start)

    def put_back(self, taken: TakenOut) -> None:
        """See `domain.workshop.Sources`."""
        path = self._folder / taken.file
        line = min(taken.line, len(_lines(path)) if path.exists() else 0)
        self._splice(path, line, line, taken.text)

    @staticmethod
    def compiled(sheet: Sheet) -> tuple[Rule | None, Sequence[Mistake]]:
        """See `domain.workshop.Sources`."""
        rule = CommentedMap()
        write_sheet(rule, sheet)
        value = read_yaml(_dump(rule).encode(), "").value
        try:
            model = RULE_MODELS[sheet["kind"]].model_validate(value, context=SOURCE)
        except ValidationError as error:
            return None, mistakes_of(error)
        plain = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        mistakes = tuple(write_forms(plain))
        return (None, mistakes) if mistakes else (rule_of(plain), ())

    @staticmethod
    def correct(sheet: Sheet, form: str, instead: str | None) -> Sheet:
        """See `domain.workshop.Sources`."""
        return correct(sheet, form, instead)

    def lint(self) -> Sequence[Mistake]:
        """See `domain.workshop.Sources`."""
        source = read_source(self._folder)
        if source.mistakes:
            return tuple(source.mistakes)
        return _cannot_compile(source)

    def _find(self, rule_id: str) -> _Block:
        found = next((block for block in self._blocks(rule_id) if block.id == rule_id), None)
        if found is None:
            raise Refused("workshop.rule-gone", id=rule_id)
        return found

    def _blocks(self, naming: str = "") -> Iterator[_Block]:
        """Yield all rules of kinds that the format knows, of files that name an id; the rest is for `lint` to tell."""
        for pattern, read in (("rules/*.yaml", _rules_in), ("lines/*.md", _line_in)):
            for path in sorted(self._folder.glob(pattern)):
                if naming in path.read_text("utf-8-sig", "replace"):
                    yield from read(path, naming)

    def _add(self, sheet: Sheet) -> None:
        rule = CommentedMap()
        line = sheet.get("kind") == _LINE
        write_sheet(rule, sheet)
        name = re.sub(r"[^a-z0-9.-]", "-", sheet.get("id", ""))
        path = self._folder / (f"lines/{name}.md" if line else f"rules/{sheet['kind']}.yaml")
        path.parent.mkdir(exist_ok=True)
        if line and path.exists():
            raise Unusable("guidelines.file-there", path=str(path))
        end = len(_lines(path)) if path.exists() else 0
        self._splice(path, end, end, _written(rule, line=line))

    def _splice(self, path: Path, start: int, end: int, text: str) -> None:
        lines = _lines(path) if path.exists() else []
        if start and not lines[start - 1].endswith("\n"):
            lines[start - 1] += "\n"
        whole = "".join([*lines[:start], text, *lines[end:]])
        self._write(path, (whole or "[]\n").encode())


def _cannot_compile(source: Source) -> Sequence[Mistake]:
    try:
        compile_source(source)
    except Unusable as error:
        problems = error.parameters["problems"]
        return problems if isinstance(problems, tuple) else ()
    return ()


def _rules_in(path: Path, naming: str) -> Iterator[_Block]:
    """Yield the rules of a file: a dash at the first column begins one, for nothing inside one may stand there."""
    lines = _lines(path)
    starts = [number for number, line in enumerate(lines) if line.startswith(("- ", "-\n"))]
    for start, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        end = following
        # What stands between two rules belongs to neither.
        while lines[end - 1].lstrip(" \t").startswith(("#", "\n", "\r")):
            end -= 1
        text = "".join(lines[start:end])
        # Reading all rules takes seconds, and most are not asked for.
        found = _read(text) if naming in text else None
        if isinstance(found, list) and _is_known(found[0]):
            yield _Block(path, start, end, found[0])


def _read(text: str) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return yaml().load(text)
    except (YAMLError, RecursionError, ValueError):
        return None


def _line_in(path: Path, _naming: str) -> Iterator[_Block]:
    lines = _lines(path)
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE]
    if len(fences) < 2 or fences[0]:
        return
    rule = _read("".join(lines[1 : fences[1]]))
    if not isinstance(rule, CommentedMap):
        return
    body = "".join(lines[fences[1] + 1 :])
    parts = re.split(r"^# (\w+)[ \t]*$", body, flags=re.MULTILINE)
    rule["kind"] = _LINE
    rule["text"] = CommentedMap(zip(parts[1::2], (part.strip() for part in parts[2::2]), strict=True))
    if _is_known(rule):
        yield _Block(path, 0, len(lines), rule)


def _is_known(rule: object) -> bool:
    return isinstance(rule, CommentedMap) and isinstance(rule.get("id"), str) and rule.get("kind") in RULE_MODELS


def _written(rule: CommentedMap, *, line: bool, width: int = 0) -> str:
    if not line:
        return _dump(CommentedSeq([rule]), width)
    texts = rule.pop("text", {})
    rule.pop("kind")
    body = "\n".join(f"# {language}\n\n{text}\n" for language, text in texts.items())
    return f"{_FENCE}\n{_dump(rule, width)}{_FENCE}\n{body}"


def _dump(value: object, width: int = 0) -> str:
    out = io.StringIO()
    yaml(max(width, WIDTH)).dump(value, out)
    return out.getvalue().rstrip("\n") + "\n"


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8-sig", "replace").splitlines(keepends=True)


def _mapping(value: object) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {}


def _severity(value: object) -> Severity:
    return next((severity for severity in Severity if severity == value), Severity.ADVISE)
