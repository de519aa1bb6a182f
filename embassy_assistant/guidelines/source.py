"""The folder that people edit: `pack.yaml`, `rules/*.yaml` and `lines/*.md`, read with every mistake and its place.

pack.yaml     what the pack is called, its version and who issues it
rules/*.yaml  lists of rules of any kind
lines/*.md    one approved line or template each: its keys between two lines of `---`, then its words, under a
              heading `# uk` and a heading `# en`
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

from pydantic import Field, TypeAdapter, ValidationError

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.mistake import Mistake
from embassy_assistant.guidelines.mistakes import mistakes_of
from embassy_assistant.guidelines.pack_parts import SOURCE, BothLanguages, Part, Slug, TopicModel, ValidityModel
from embassy_assistant.guidelines.pack_rules import Rule
from embassy_assistant.guidelines.plain import FORMAT
from embassy_assistant.guidelines.yamlfile import Document, read_yaml

if TYPE_CHECKING:
    from pathlib import Path

_RULE: Final[TypeAdapter[Any]] = TypeAdapter(Rule)
_FENCE: Final = "---"
_HEADING: Final = re.compile(r"# (\w+)\s*")
_BEFORE: Final = ""


class HeaderModel(Part):
    """What `pack.yaml` says of the whole pack."""

    format: Annotated[int, Field(ge=FORMAT, le=FORMAT)] = Field(description="The format that the folder is written in.")
    id: Slug = Field(description="The pack's name for good.")
    version: Annotated[str, Field(pattern=r"^\d+(\.\d+)*$")] = Field(description="Its version.")
    title: BothLanguages = Field(description="What it is called.")
    issuer: BothLanguages = Field(description="Who issues it.")
    issued: date = Field(description="When it was issued.")
    valid: ValidityModel = Field(default=ValidityModel(), description="When it is in force.")
    hold_after_days: Annotated[int, Field(ge=1, le=3_650)] | None = Field(
        default=None, description="Days after which sending is held, because the pack is too old to be relied on."
    )
    topics: Annotated[tuple[TopicModel, ...], Field(max_length=200)] = Field(
        default=(), description="The topics that rules may name."
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule stands."""

    file: str
    document: Document
    path: tuple[str | int, ...]

    def mistake(self, mistake: Mistake) -> Mistake:
        """Return a mistake of the rule with the file and line where it stands."""
        line = self.document.line((*self.path, *mistake.path))
        return Mistake(mistake.id, mistake.path, mistake.parameters, self.file, line)


@dataclass(slots=True)
class Source:
    """A folder as read.

    Attributes:
        document: the pack in its travel format, its forms not yet written.
        places: where each rule stands, in the order of the rules.
        mistakes: all that is wrong, in the order of the files.
    """

    document: dict[str, Any] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def rules(self) -> list[dict[str, Any]]:
        """The rules, as they are written."""
        rules: list[dict[str, Any]] = self.document.setdefault("rules", [])
        return rules


def read_source(folder: Path) -> Source:
    """Read the folder of a pack, whatever is wrong with it.

    Args:
        folder: The folder that holds `pack.yaml`.

    Raises:
        Unusable: There is no `pack.yaml` in it.
    """
    header = folder / "pack.yaml"
    if not header.is_file():
        raise Unusable("guidelines.no-source", path=str(folder))
    source = Source()
    _read_header(source, header)
    for path in sorted(folder.glob("rules/*.yaml")):
        _read_rules(source, path, path.relative_to(folder).as_posix())
    for path in sorted(folder.glob("lines/*.md")):
        _read_line(source, path, path.relative_to(folder).as_posix())
    _check_ids(source)
    if not source.rules and not source.mistakes:
        source.mistakes.append(Mistake("pack.list-empty", ("rules",), file=header.name, line=1))
    return source


def refuse_mistakes(source: Source) -> None:
    """Refuse a folder with mistakes.

    Raises:
        Unusable: There are some; the parameter `problems` has them all.
    """
    if source.mistakes:
        raise Unusable("guidelines.mistakes", count=len(source.mistakes), problems=tuple(source.mistakes))


def _read_header(source: Source, path: Path) -> None:
    document = read_yaml(path.read_bytes(), path.name)
    place = Place(path.name, document, ())
    source.mistakes += document.mistakes
    if document.mistakes:
        return
    try:
        header = HeaderModel.model_validate(document.value, context=SOURCE)
    except ValidationError as error:
        source.mistakes += map(place.mistake, mistakes_of(error))
        return
    said = header.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"format", "version"})
    source.document = {"format_version": FORMAT, "pack_version": header.version, **said}


def _read_rules(source: Source, path: Path, file: str) -> None:
    document = read_yaml(path.read_bytes(), file)
    source.mistakes += document.mistakes
    if document.mistakes:
        return
    if not isinstance(document.value, list):
        source.mistakes.append(Mistake("pack.needs-list", file=file, line=1))
        return
    for index, rule in enumerate(document.value):
        _add(source, rule, Place(file, document, (index,)))


def _read_line(source: Source, path: Path, file: str) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    fences = [index for index, line in enumerate(lines) if line.rstrip() == _FENCE.encode()]
    if len(fences) < 2 or fences[0] != 0:
        source.mistakes.append(Mistake("pack.no-front-matter", file=file, line=1))
        return
    document = read_yaml(b"".join(lines[1 : fences[1]]), file, first_line=2)
    source.mistakes += document.mistakes
    if document.mistakes:
        return
    try:
        texts = _sections(b"".join(lines[fences[1] + 1 :]).decode("utf-8"))
    except UnicodeDecodeError:
        source.mistakes.append(Mistake("pack.not-utf8", file=file, line=fences[1] + 2))
        return
    if not isinstance(document.value, dict):
        source.mistakes.append(Mistake("pack.needs-keys", file=file, line=2))
        return
    place = Place(file, document, ())
    source.mistakes += [
        place.mistake(Mistake("pack.unknown-key", (key,))) for key in ("kind", "text") if key in document.value
    ]
    document.lines[("text",)] = fences[1] + 2
    if texts.pop(_BEFORE):
        source.mistakes.append(place.mistake(Mistake("pack.no-heading", ("text",))))
    _add(source, {**document.value, "kind": "line", "text": texts}, place)


def _sections(body: str) -> dict[str, str]:
    """Return the words under each heading, and those before the first one; a heading that stands twice goes on."""
    current: list[str] = []
    texts = {_BEFORE: current}
    for line in body.splitlines():
        heading = _HEADING.fullmatch(line)
        if heading:
            current = texts.setdefault(heading.group(1), [])
        else:
            current.append(line)
    return {language: "\n".join(lines).strip() for language, lines in texts.items()}


def _add(source: Source, rule: Any, place: Place) -> None:  # noqa: ANN401 - whatever the file holds
    try:
        model = _RULE.validate_python(rule, context=SOURCE)
    except ValidationError as error:
        source.mistakes += map(place.mistake, mistakes_of(error))
        return
    source.rules.append(model.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    source.places.append(place)


def _check_ids(source: Source) -> None:
    first: dict[str, Place] = {}
    for rule, place in zip(source.rules, source.places, strict=True):
        known = first.setdefault(rule["id"], place)
        if known is not place:
            where = f"{known.file}:{known.document.line((*known.path, 'id'))}"
            source.mistakes.append(place.mistake(Mistake("pack.id-taken", ("id",), {"where": where})))
