"""The unit's work on its rules: a folder opened, and published. Methods block; `trying` tries what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Unusable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from embassy_assistant.domain.workshop import Field, Order, Published, SourceFolders, Sources


class Workshop:
    """Opens folders that packs are made from."""

    def __init__(self, folders: SourceFolders | None) -> None:
        """Open them by `folders`; None where nobody writes guidelines."""
        self._folders = folders

    def fields(self, kind: str) -> Sequence[Field]:
        """Return the fields of a kind of rule, in the order of the form."""
        return self._folders.fields(kind) if self._folders else ()

    def cells(self, field: Field, line: str) -> Sequence[str]:
        """Return what a line of a field with columns says, a text per column; does not block."""
        return self._folders.cells(field, line) if self._folders else ()

    def with_cell(self, field: Field, line: str, column: int, text: str) -> str:
        """Return a line with another text in one column; does not block."""
        return self._folders.with_cell(field, line, column, text) if self._folders else line

    def open(self, folder: Path) -> Sources:
        """Open a folder.

        Raises:
            Unusable: There is no `pack.yaml` in it; where it holds nothing at all, a pack can be begun there.
        """
        if self._folders is None:
            raise Unusable("guidelines.no-source", path=str(folder))
        return self._folders.open(folder)

    def begin(self, folder: Path) -> Sources:
        """Write a small pack to begin from into a new or an empty folder, and open it.

        Raises:
            Unusable: Something lies there already, or it cannot be written.
        """
        if self._folders is None:
            raise Unusable("guidelines.no-source", path=str(folder))
        self._folders.begin(folder)
        return self._folders.open(folder)

    def publish(self, order: Order) -> Published:
        """Sign and publish a folder; see `domain.workshop.SourceFolders`."""
        if self._folders is None:
            raise Unusable("guidelines.no-source", path=str(order.folder))
        return self._folders.publish(order)
