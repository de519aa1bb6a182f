"""What a rule does as it is typed: on a text, on its examples, in all its forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHeaderView,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from embassy_assistant.ui.offsets import Offsets
from embassy_assistant.ui.theme import mark, tokens
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import worded
from embassy_assistant.ui.widgets.underlined import LINES

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.workshop import Attempt
    from embassy_assistant.ui.context import Context

_HEIGHT = 96
_MISSING = "pack.missing"
_INSTEAD, _CASE = 1, 2


class TryRule(QWidget):
    """Shows an attempt.

    Attributes:
        field: the text that the rule is tried on.
        said: what came of it.
        forms: all that the rule looks for.
    """

    corrected = Signal(str, object)

    def __init__(self, context: Context) -> None:
        """Start empty."""
        super().__init__()
        self._context = context
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(_HEIGHT)
        self.field.setAccessibleName(self.tr("Try it"))
        self.field.setPlaceholderText(self.tr("Type a sentence, and see what this rule says of it"))
        self.said = label(wrap=True)
        self.forms = QTableWidget(0, 3)
        self.forms.setAccessibleName(self.tr("Forms it looks for"))
        self.forms.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.forms.itemChanged.connect(self._corrected)
        self.forms.setTabKeyNavigation(False)
        self.forms.setHorizontalHeaderLabels([self.tr("Form"), self.tr("Write instead"), self.tr("Case")])
        self.forms.verticalHeader().hide()
        header = self.forms.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_CASE, QHeaderView.ResizeMode.ResizeToContents)
        column = QVBoxLayout(self)
        column.addWidget(label(self.tr("Try it"), kind="strong"))
        column.addWidget(self.field)
        column.addWidget(self.said)
        self.heading = label(self.tr("Forms it looks for"), kind="strong")
        column.addWidget(self.heading)
        column.addWidget(self.forms, 1)
        self.strike = worded(self.tr("Strike out this form"))
        self.strike.clicked.connect(self._struck)
        column.addWidget(self.strike)
        column.addStretch(0)
        self._forms_shown(shown=False)

    def clear(self) -> None:
        """Say nothing yet of another rule."""
        self.said.setText("")
        self._forms_shown(shown=False)

    def show_attempt(self, attempt: Attempt, words: Callable[[str], str]) -> None:
        """Show what came of a try.

        Args:
            attempt: What came of it.
            words: What stands over a field of the form, by its name.
        """
        missing = [one for one in attempt.mistakes if one.id == _MISSING]
        mark(self.said, tone="block" if len(attempt.mistakes) > len(missing) or attempt.wrong else "text")
        self.said.setText("\n".join(self._lines(attempt, [words(".".join(map(str, one.path))) for one in missing])))
        self.field.setAccessibleDescription(self.said.text())
        self._underline(attempt)
        if attempt.rule is not None:
            surfaces = attempt.rule.surfaces
            self._forms_shown(shown=bool(surfaces))
            self.forms.setColumnHidden(_CASE, not any(surface.case for surface in surfaces))
            self.forms.setRowCount(len(surfaces))
            with QSignalBlocker(self.forms):
                for row, surface in enumerate(surfaces):
                    for column, text in enumerate((surface.text, surface.replacement, self._case(surface.case))):
                        item = QTableWidgetItem(text)
                        item.setToolTip(text)
                        if column != _INSTEAD:
                            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                        self.forms.setItem(row, column, item)

    def _forms_shown(self, *, shown: bool) -> None:
        for made in (self.heading, self.forms, self.strike):
            made.setVisible(shown)

    def _case(self, code: str) -> str:
        return {
            "nomn": self.tr("nominative"),
            "gent": self.tr("genitive"),
            "datv": self.tr("dative"),
            "accs": self.tr("accusative"),
            "ablt": self.tr("instrumental"),
            "loct": self.tr("locative"),
        }.get(code, code)

    def _corrected(self, item: QTableWidgetItem) -> None:
        form = self.forms.item(item.row(), 0)
        if form is not None:
            self.corrected.emit(form.text(), item.text())

    def _struck(self) -> None:
        form = self.forms.item(self.forms.currentRow(), 0)
        if form is not None:
            self.corrected.emit(form.text(), None)

    def _lines(self, attempt: Attempt, missing: list[str]) -> list[str]:
        if attempt.rule is None:
            others = [one for one in attempt.mistakes if one.id != _MISSING]
            wrong = [self.tr("This cannot be tried yet:"), *map(self._context.messages.mistake, others)] * bool(others)
            named = self.tr("Still to be filled in: {fields}.").format(fields=", ".join(missing))
            return [*wrong, named] if missing else wrong
        lines = [
            (self.tr("Should be found: {text}") if one.missed else self.tr("Should be left alone: {text}")).format(
                text=one.text
            )
            for one in attempt.wrong
        ] or [self.tr("All examples hold.")]
        if self.field.toPlainText().strip():
            found = len(attempt.findings)
            lines.append(self.tr("%n match(es).", "", found) if found else self.tr("This rule leaves it alone."))
        return lines

    def _underline(self, attempt: Attempt) -> None:
        colours, offsets, marks = tokens(), Offsets(self.field.toPlainText()), []
        for finding in attempt.findings:
            if finding.span is not None:
                selection = QTextEdit.ExtraSelection()
                form = QTextCharFormat()
                form.setUnderlineStyle(LINES[finding.severity])
                form.setUnderlineColor(colours.for_severity(finding.severity.value))
                cursor = QTextCursor(self.field.document())
                cursor.setPosition(offsets.to_qt(finding.span.start))
                cursor.setPosition(offsets.to_qt(finding.span.end), QTextCursor.MoveMode.KeepAnchor)
                selection.format, selection.cursor = form, cursor
                marks.append(selection)
        self.field.setExtraSelections(marks)
