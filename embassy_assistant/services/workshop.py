"""The unit's work on its rules: a folder opened, one rule tried as it is typed, and saved. Methods block."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from embassy_assistant.checks.rules.examples import Trial
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.guideline import GuidelinePack
from embassy_assistant.domain.workshop import Attempt, Wrong
from embassy_assistant.services.trying import posed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.workshop import Field, Order, Published, Sheet, SourceFolders, Sources


class Workshop:
    """Opens folders that packs are made from."""

    def __init__(self, folders: SourceFolders | None) -> None:
        """Open them by `folders`; None where nobody writes guidelines."""
        self._folders = folders

    def fields(self, kind: str) -> Sequence[Field]:
        """Return the fields of a kind of rule, in the order of the form."""
        return self._folders.fields(kind) if self._folders else ()

    def open(self, folder: Path) -> Sources:
        """Open a folder.

        Raises:
            Unusable: There is no `pack.yaml` in it.
        """
        if self._folders is None:
            raise Unusable("guidelines.no-source", path=str(folder))
        return self._folders.open(folder)

    def publish(self, order: Order) -> Published:
        """Sign and publish a folder; see `domain.workshop.SourceFolders`."""
        if self._folders is None:
            raise Unusable("guidelines.no-source", path=str(order.folder))
        return self._folders.publish(order)


def attempt(sources: Sources, sheet: Sheet, text: str) -> Attempt:
    """Try a rule as it stands on a sheet, for itself: on its examples, and on a text.

    Args:
        sources: The folder.
        sheet: The rule.
        text: What it is tried on, where and when its first example goes.

    Raises:
        Unusable: A field of the sheet cannot be read.
    """
    rule, mistakes = sources.compiled(sheet)
    if rule is None:
        return Attempt(None, tuple(mistakes))
    today = datetime.now(UTC).date().isoformat()
    trial = Trial(GuidelinePack("0", {}, (rule,), today), rule, ())
    findings = trial.objections(posed(rule, text)) if text.strip() else ()
    return Attempt(rule, (), findings, tuple(_wrong(trial, rule)))


def _wrong(trial: Trial, rule: Rule) -> Sequence[Wrong]:
    return [
        Wrong(example.text, missed=wanted)
        for examples, wanted in ((rule.match, True), (rule.no_match, False))
        for example in examples
        if bool(trial.objections(example)) is not wanted
    ]
