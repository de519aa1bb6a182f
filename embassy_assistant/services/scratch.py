"""What was typed into a dialog that nobody has answered yet, kept in the encrypted store: locking loses none of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, TypedDict

from embassy_assistant.services.stored import read_table, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from embassy_assistant.services.workspace import Workspace


class _Entry(TypedDict):
    texts: dict[str, str]
    told: bool


MOST: Final = 20
"""Dialogs; the one that was typed into longest ago goes first."""
_NAME: Final = "scratch"


class Scratch:
    """Texts by the dialog's name and the field's. Blocks on the disk; one thread of a program at a time."""

    def __init__(self, workspace: Workspace) -> None:
        """Keep them in `workspace`, while it is open."""
        self._workspace = workspace

    def keep(self, dialog: str, texts: Mapping[str, str]) -> None:
        """Keep what stands in a dialog now.

        Raises:
            AssistantError: the drafts are locked, or the disk does not take it.
        """
        kept = self._read()
        kept.pop(dialog, None)
        kept[dialog] = {"texts": dict(texts), "told": False}
        self._write(dict(list(kept.items())[-MOST:]))

    def kept(self, dialog: str) -> dict[str, str]:
        """Return what stood in a dialog when it was last open and not answered; empty where it was."""
        entry = self._read().get(dialog)
        return entry["texts"] if entry else {}

    def forget(self, dialog: str) -> None:
        """Drop what was kept of a dialog: it was answered."""
        kept = self._read()
        if kept.pop(dialog, None) is not None:
            self._write(kept)

    def news(self) -> bool:
        """Whether something is kept that nobody was told of yet; the next call says no."""
        kept = self._read()
        untold = [entry for entry in kept.values() if not entry["told"]]
        for entry in untold:
            entry["told"] = True
        if untold:
            self._write(kept)
        return bool(untold)

    def _read(self) -> dict[str, _Entry]:
        stored = read_table(self._workspace.store.settings.get(_NAME))
        return {
            dialog: {"texts": texts_of(entry.get("texts")), "told": entry.get("told") is True}
            for dialog, entry in stored.items()
            if isinstance(entry, dict)
        }

    def _write(self, kept: Mapping[str, _Entry]) -> None:
        self._workspace.store.settings.set(_NAME, json.dumps(kept, ensure_ascii=False))
