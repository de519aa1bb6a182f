"""The rules of a folder, to choose one from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from embassy_assistant.domain.workshop import Written

_ID: Final = Qt.ItemDataRole.UserRole
_HEIGHT: Final = 44


class WrittenRules(QListWidget):
    """Says which rule was chosen, by its id; a new rule has none."""

    chosen = Signal(str)

    def __init__(self, language: str) -> None:
        """Start empty; titles are shown in `language`."""
        super().__init__()
        self._language = language
        self.setAccessibleName(self.tr("Rules of the folder"))
        self.currentItemChanged.connect(self._say)

    def show_rules(self, rules: Sequence[Written], search: str, unsaved: Collection[str], current: str) -> None:
        """List what a search leaves, and choose a rule again without saying so.

        Args:
            rules: All rules.
            search: Words that are all in what is said of a rule.
            unsaved: Ids of those that were changed and not saved.
            current: The id of the one that is shown; empty for a new one.
        """
        words = search.casefold().split()
        with QSignalBlocker(self):
            self.clear()
            if "" in unsaved:
                self._add("", self.tr("New rule") + " •", current)
            for rule in rules:
                title = rule.title.get(self._language, rule.id)
                said = f"{rule.id} · {rule.file}:{rule.line}"
                searched = f"{said} {' '.join(rule.title.values())}".casefold()
                if all(word in searched for word in words):
                    self._add(rule.id, f"{title}{' •' * (rule.id in unsaved)}\n{said}", current)
        if self.currentItem() is None and not current:
            self.setCurrentRow(0)

    def choose(self, rule_id: str) -> None:
        """Choose a rule, as somebody would."""
        for row in range(self.count()):
            if self.item(row).data(_ID) == rule_id:
                self.setCurrentRow(row)

    def _add(self, rule_id: str, text: str, current: str) -> None:
        item = QListWidgetItem(text, self)
        item.setData(_ID, rule_id)
        item.setToolTip(text)
        item.setSizeHint(QSize(0, _HEIGHT))
        if rule_id == current:
            self.setCurrentItem(item)

    def _say(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(_ID)))
