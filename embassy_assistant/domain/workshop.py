"""What the unit works on: the folder that a pack is made from, its rules as sheets of texts, and what a try shows.

A sheet holds a rule as a form shows it: a text per field, the field named by its place (`title.uk`). A list has one
item a line, a flag is `true`, `false` or empty. What a form does not know stays as it is in the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from embassy_assistant.domain.finding import Finding, Severity
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.mistake import Mistake

Sheet = Mapping[str, str]

IN_KEYRING: Final = "keyring:"
"""What the place of a signing key begins with that is in the system's keyring; its name there follows."""


class Shape(StrEnum):
    """How a field is typed."""

    TEXT = "text"
    CHOICE = "choice"
    FLAG = "flag"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form.

    Attributes:
        name: its place in the rule, `title.uk`.
        shape: how it is typed.
        wanted: whether a rule is nothing without it.
        choices: of a choice, what may stand there.
        columns: of lines that say several things each, a field for each of these; their names begin with this one's.
    """

    name: str
    shape: Shape
    wanted: bool
    choices: tuple[str, ...] = ()
    columns: tuple[Field, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A rule as the list of the folder shows it."""

    id: str
    kind: str
    severity: Severity
    title: Mapping[str, str]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Wrong:
    """An example that does not hold: the rule should have objected (`missed`), or should not."""

    text: str
    missed: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one rule does as it is typed.

    Attributes:
        rule: the rule with all its forms; None where it cannot be read.
        mistakes: why not, each with its place in the rule.
        findings: what it objects to in the text.
        wrong: its examples that do not hold.
    """

    rule: Rule | None
    mistakes: tuple[Mistake, ...] = ()
    findings: tuple[Finding, ...] = ()
    wrong: tuple[Wrong, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenOut:
    """A rule that was removed, for whoever wants it back: the lines of its file, and before which line they stood."""

    file: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Order:
    """What is published, where and by which keys.

    Attributes:
        folder: what the pack is made from.
        repository: what missions get guidelines from.
        key: the key that signs the pack: a file, or `IN_KEYRING` and its name.
        passphrase: of its file.
        online_key: the key that says what is newest, kept likewise.
        online_passphrase: of its file.
        mission: whose own pack it is; empty for the ministry's.
        courier: where a courier file is written; None for nowhere.
    """

    folder: Path
    repository: Path
    key: Path
    passphrase: str = field(repr=False)
    online_key: Path
    online_passphrase: str = field(repr=False)
    mission: str = ""
    courier: Path | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What was published, and until when missions believe that it is the newest."""

    version: str
    rules: int
    until: datetime


class Sources(Protocol):
    """A folder that a pack is made from, opened. Methods block."""

    def rules(self) -> Sequence[Written]:
        """Return all rules that can be read, in the order of their files."""
        ...

    def sheet(self, rule_id: str) -> Sheet:
        """Return a rule as its file has it.

        Raises:
            Unusable: There is no such rule.
        """
        ...

    def save(self, before: Sheet, sheet: Sheet) -> None:
        """Write what differs on a sheet into the file.

        Args:
            before: The sheet as it was handed out; an empty one adds a rule.
            sheet: The sheet now.

        Raises:
            Unusable: The id is taken, or a field cannot be written.
            Refused: Another program changed the rule in the meantime.
        """
        ...

    def remove(self, rule_id: str) -> TakenOut:
        """Take a rule out of its file."""
        ...

    def put_back(self, taken: TakenOut) -> None:
        """Put a rule back where it stood."""
        ...

    def compiled(self, sheet: Sheet) -> tuple[Rule | None, Sequence[Mistake]]:
        """Return the rule of a sheet with all its forms; None, and what is wrong, where it cannot be read."""
        ...

    def correct(self, sheet: Sheet, form: str, instead: str | None) -> Sheet:
        """Return a sheet with another replacement for one form of an inflected term; None strikes the form out."""
        ...

    def lint(self) -> Sequence[Mistake]:
        """Return all mistakes of the folder, each with its file and line."""
        ...


class SourceFolders(Protocol):
    """Opens folders that packs are made from."""

    def fields(self, kind: str) -> Sequence[Field]:
        """Return the fields of a kind of rule, in the order of the form."""
        ...

    def cells(self, field: Field, line: str) -> Sequence[str]:
        """Return what a line of a field with columns says, a text per column, without blocking."""
        ...

    def with_cell(self, field: Field, line: str, column: int, text: str) -> str:
        """Return a line with another text in one column, and all that no column shows, without blocking."""
        ...

    def begin(self, folder: Path) -> None:
        """Write a small pack to begin from into a new or an empty folder.

        Raises:
            Unusable: Something lies there already, or it cannot be written.
        """
        ...

    def publish(self, order: Order) -> Published:
        """Compile a folder, try all examples, sign, publish.

        Raises:
            Unusable: There are mistakes in the folder, or the repository or a key is not what it should be.
            Refused: Examples fail; nothing was signed.
        """
        ...

    def open(self, folder: Path) -> Sources:
        """Open a folder.

        Raises:
            Unusable: There is no `pack.yaml` in it.
        """
        ...
