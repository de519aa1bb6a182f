"""The menu of the kinds of rules that the unit can begin."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from embassy_assistant.domain.guideline import RuleKind


class KindsMenu(QMenu):
    """Says which kind was chosen."""

    chosen = Signal(RuleKind)

    def __init__(self, parent: QWidget) -> None:
        """List all kinds."""
        super().__init__(parent)
        for kind, words in {
            RuleKind.TERM: self.tr("Terms"),
            RuleKind.NAME: self.tr("A name in both languages"),
            RuleKind.PATTERN: self.tr("A pattern"),
            RuleKind.LINE: self.tr("An approved line"),
            RuleKind.REQUIRE: self.tr("What a topic needs"),
            RuleKind.EMBARGO: self.tr("An embargo"),
            RuleKind.CALENDAR: self.tr("Days of mourning and remembrance"),
            RuleKind.LINK: self.tr("Sites"),
            RuleKind.MENTION: self.tr("Accounts"),
            RuleKind.READABILITY: self.tr("How a text is written"),
            RuleKind.MEDIA: self.tr("What a picture needs"),
            RuleKind.FREEZE: self.tr("A freeze"),
        }.items():
            self.addAction(words).triggered.connect(lambda _on, kind=kind: self.chosen.emit(kind))
