"""What some networks show beside a text: a warning before it, a poll after it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from embassy_assistant.domain.post import PAIR_LANGUAGES, Poll
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Tick, worded

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.post import Post

FEWEST: Final = 2
_HOURS: Final = (1, 6, 12, 24, 72, 168)


class ExtrasDialog(Sheet):
    """Takes both in both languages; nothing is changed until it is confirmed.

    Attributes:
        warnings: a field for each language.
        asks: whether there is a poll.
        answers: the poll's fields, row by row, by language.
        hours: how long the poll is open.
        multiple: whether several answers may be chosen.
        add: makes room for another answer.
    """

    def __init__(self, post: Post, most: int, parent: QWidget | None = None) -> None:
        """Show what `post` has.

        Args:
            post: what is being written.
            most: how many answers there may be.
            parent: the window.
        """
        super().__init__(
            self.tr("Content warning and poll"),
            self.tr("Only where the network has them: readers open the text under the warning, and vote below it."),
            self.tr("Use them in this post"),
            self.tr("Cancel"),
            parent,
        )
        self._most = most
        self._names = {"uk": self.tr("Ukrainian"), "en": self.tr("English")}
        self.warnings = {language: QLineEdit(post.warnings.get(language, "")) for language in PAIR_LANGUAGES}
        titles = {"uk": self.tr("Content warning, Ukrainian"), "en": self.tr("Content warning, English")}
        for language, field in self.warnings.items():
            field.setMinimumHeight(32)
            self.field(titles[language], field)
        self.asks = Tick(self.tr("Ask the readers in a poll"))
        self.body.addWidget(self.asks, 0, Qt.AlignmentFlag.AlignLeft)
        self._poll = QWidget()
        self._grid = QGridLayout(self._poll)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        for column, language in enumerate(PAIR_LANGUAGES):
            self._grid.addWidget(label(self._names[language], kind="strong"), 0, column)
        self.answers: list[dict[str, QLineEdit]] = []
        self.body.addWidget(self._poll)
        self.add = worded(self.tr("Add an answer"), small=True)
        self.add.setAutoDefault(False)
        self.body.addWidget(self.add)
        self.hours, self.multiple = QComboBox(), Tick(self.tr("Readers may choose several answers"))
        for hours in _HOURS:
            days = hours // 24
            words = self.tr("%n day(s)", "", days) if days else self.tr("%n hour(s)", "", hours)
            self.hours.addItem(words, hours * 60)
        self._open_for = self.field(self.tr("The poll is open for"), self.hours)
        self.body.addWidget(self.multiple, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._another)
        self.asks.toggled.connect(self._show_poll)
        self._fill(post.poll)

    def edited(self, post: Post) -> Post:
        """Return `post` with what the fields hold; `post` itself where that is the same."""
        warnings = {language: field.text().strip() for language, field in self.warnings.items() if field.text().strip()}
        poll = self._asked() if self.asks.isChecked() else None
        if warnings == dict(post.warnings) and poll == post.poll:
            return post
        return replace(post, warnings=MappingProxyType(warnings), poll=poll)

    @property
    def typed(self) -> dict[str, str]:
        """What stands in the fields, as `bring_back` takes it."""
        found = {f"warning {language}": field.text() for language, field in self.warnings.items()}
        for number, row in enumerate(self.answers):
            found |= {f"answer {number} {language}": field.text() for language, field in row.items()}
        ticks = {"asks": self.asks, "multiple": self.multiple}
        return found | {name: "yes" if tick.isChecked() else "" for name, tick in ticks.items()}

    def bring_back(self, typed: dict[str, str]) -> None:
        """Put back what was typed before."""
        while f"answer {len(self.answers)} {PAIR_LANGUAGES[0]}" in typed:
            self._another()
        for language, field in self.warnings.items():
            field.setText(typed[f"warning {language}"])
        for number, row in enumerate(self.answers):
            for language, field in row.items():
                field.setText(typed.get(f"answer {number} {language}", ""))
        self.asks.setChecked(bool(typed["asks"]))
        self.multiple.setChecked(bool(typed["multiple"]))

    def focus_on(self, finding: Finding) -> None:
        """Put the keyboard where a finding points."""
        language = finding.version or PAIR_LANGUAGES[0]
        if not finding.rule.startswith("poll."):
            self.warnings[language].setFocus()
            return
        fields = [row[language] for row in self.answers]
        meant = (field for field in fields if field.text().strip() == finding.matched)
        next(meant, fields[0]).setFocus()

    def _asked(self) -> Poll:
        """Return the poll; rows that are empty in both languages are no answers."""
        rows = [{language: field.text().strip() for language, field in row.items()} for row in self.answers]
        rows = [row for row in rows if any(row.values())]
        options = {language: tuple(row[language] for row in rows) for language in PAIR_LANGUAGES}
        return Poll(MappingProxyType(options), int(self.hours.currentData()), self.multiple.isChecked())

    def _fill(self, poll: Poll | None) -> None:
        known = poll or Poll({})
        for number in range(max([FEWEST, *map(len, known.options.values())])):
            self._another()
            for language, field in self.answers[-1].items():
                answers = known.options.get(language, ())
                field.setText(answers[number] if number < len(answers) else "")
        self.hours.setCurrentIndex(max(0, self.hours.findData(known.minutes)))
        self.multiple.setChecked(known.multiple)
        self.asks.setChecked(poll is not None)
        self._show_poll(poll is not None)

    def _another(self) -> None:
        number = len(self.answers) + 1
        row = {language: QLineEdit() for language in PAIR_LANGUAGES}
        for column, (language, field) in enumerate(row.items()):
            field.setMinimumHeight(32)
            field.setAccessibleName(
                self.tr("Answer {number}, {language}").format(number=number, language=self._names[language])
            )
            self._grid.addWidget(field, number, column)
        self.answers.append(row)
        self.add.setEnabled(number < self._most)
        self._make_room()

    def _show_poll(self, shown: bool) -> None:
        for part in (self._poll, self.add, self._open_for, self.hours, self.multiple):
            part.setVisible(shown)
        self._make_room()
