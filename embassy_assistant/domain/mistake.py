"""Something wrong in a document that people write, with its place."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a pack, or in what one is made from.

    Attributes:
        id: the sentence that says it.
        path: keys and numbers from the outermost part to the place.
        parameters: what the sentence names.
        file: the file it stands in; empty in a pack that travels.
        line: the line, from 1; 0 where none is known.
    """

    id: str
    path: tuple[str | int, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    file: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """Where it stands, as one reads it: `rules/names.yaml:12 terms.0.text`."""
        where = f"{self.file}:{self.line}" if self.line else self.file
        return " ".join(part for part in (where, ".".join(map(str, self.path))) if part)
