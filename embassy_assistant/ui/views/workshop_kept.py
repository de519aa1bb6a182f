"""Rules that were changed and not saved, kept with the drafts: closing the window or the program loses none of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from embassy_assistant.services.scratch import Scratch
from embassy_assistant.services.stored import read_table, texts_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QObject

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.ui.context import Context

Unsaved = dict[str, tuple[dict[str, str], dict[str, str]]]
"""The sheet of the file and the one typed, by the rule's id; a new rule has none."""


class KeptRules:
    """Keeps what is not saved of one folder."""

    def __init__(self, context: Context, folder: Path, owner: QObject) -> None:
        """Keep it for the window `owner`."""
        self._context, self._name, self._owner = context, f"workshop {folder}", owner
        self._scratch = Scratch(context.desk.workspace)

    def keep(self, unsaved: Unsaved, failed: Callable[[AssistantError], object]) -> None:
        """Keep it; where the drafts are locked, the window still has it."""
        texts = {
            rule_id: json.dumps({"before": before, "typed": typed}) for rule_id, (before, typed) in unsaved.items()
        }
        scratch, name = self._scratch, self._name
        work = (lambda: scratch.keep(name, texts)) if texts else (lambda: scratch.forget(name))
        self._context.workers.run(work, None, failed, owner=self._owner, lane="writes", newest=name)

    def read(self, then: Callable[[Unsaved], object], failed: Callable[[AssistantError], object]) -> None:
        """Hand on what was kept before."""
        scratch, name = self._scratch, self._name

        def work() -> Unsaved:
            kept = {rule_id: read_table(sheets) for rule_id, sheets in scratch.kept(name).items()}
            # A rule that was kept without what was typed, or not as a table, has nothing to bring back.
            return {
                rule_id: (texts_of(sheets.get("before")), texts_of(sheets["typed"]))
                for rule_id, sheets in kept.items()
                if isinstance(sheets.get("typed"), dict)
            }

        self._context.workers.run(work, then, failed, owner=self._owner, lane="writes")
