"""The form of one rule: a field for each text of its sheet, with a word before it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from embassy_assistant.domain.workshop import Shape
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.line_table import LineTable
from embassy_assistant.ui.widgets.parts import Tick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.workshop import Field, Sheet
    from embassy_assistant.services.workshop import Workshop

    Made = QLineEdit | QPlainTextEdit | QComboBox | QCheckBox

_LONG = frozenset({"reason.uk", "reason.en", "text.uk", "text.en"})
_LINE_HEIGHT = 20
_LEAST, _MOST = 3, 9


class RuleForm(QWidget):
    """Shows a sheet and gives it back as it was changed.

    Attributes:
        fields: what was made for each field, by its name.
    """

    changed = Signal()

    def __init__(self, workshop: Workshop) -> None:
        """Start empty; `workshop` takes lines apart."""
        super().__init__()
        self._workshop = workshop
        self.fields: dict[str, Made] = {}
        self._sheet: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._page = QWidget()
        self._column.addWidget(self._page)
        self._column.addStretch(1)

    @property
    def sheet(self) -> dict[str, str]:
        """The sheet as it stands now."""
        return {**self._sheet, **{name: _read(made) for name, made in self.fields.items()}}

    def show_sheet(self, fields: Sequence[Field], sheet: Sheet) -> None:
        """Show another rule."""
        self._sheet, self.fields = dict(sheet), {}
        page = QWidget()
        rows = QFormLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        for field in fields:
            made = self._make(field, sheet.get(field.name, ""))
            words = self.words(field.name)
            made.setAccessibleName(words)
            made.setObjectName(f"workshop-{field.name}")
            self.fields[field.name] = made
            if isinstance(made, QCheckBox):
                made.setText(words)
                rows.addRow(made)
                continue
            lines = field.shape is Shape.LINES and not field.columns
            said = self.tr("{field} (one a line)").format(field=words) if lines else words
            head = label(said, kind="strong" if field.wanted else "")
            shown: QWidget = made
            if field.columns and isinstance(made, QPlainTextEdit):
                shown = LineTable(made, field, self._workshop, self._column_words)
                shown.describe(words)
            head.setBuddy(shown.focusProxy() or shown)
            rows.addRow(head, shown)
        self._column.replaceWidget(self._page, page)
        self._page.deleteLater()
        self._page = page

    def set_texts(self, sheet: Sheet) -> None:
        """Put texts of a sheet into the fields that have others; each is one step to undo."""
        for name, made in self.fields.items():
            if isinstance(made, QPlainTextEdit) and made.toPlainText() != sheet.get(name, ""):
                cursor = QTextCursor(made.document())
                cursor.select(QTextCursor.SelectionType.Document)
                cursor.insertText(sheet[name])

    def _make(self, field: Field, text: str) -> Made:
        if field.shape is Shape.FLAG:
            flag = Tick()
            flag.setChecked(text == "true")
            # Where the file says nothing, nothing is written before somebody chooses.
            flag.setProperty("unset", not text)
            flag.clicked.connect(lambda: flag.setProperty("unset", False))
            flag.clicked.connect(self.changed)
            return flag
        if field.shape is Shape.CHOICE:
            choice = QComboBox()
            empty = () if field.wanted and text else ("",)
            for value in dict.fromkeys((*empty, *field.choices, text)):
                choice.addItem(self._choice(value), value)
            choice.setCurrentIndex(choice.findData(text))
            choice.currentIndexChanged.connect(self.changed)
            return choice
        if field.shape is Shape.TEXT and field.name not in _LONG:
            line = QLineEdit(text)
            line.textChanged.connect(self.changed)
            return line
        area = QPlainTextEdit(text)
        area.setTabChangesFocus(True)
        lines = min(max(text.count("\n") + 2, _LEAST), _MOST)
        area.setFixedHeight(lines * _LINE_HEIGHT + 12)
        area.textChanged.connect(self.changed)
        area.setPlaceholderText(self._hint(field.name.partition(".")[0]))
        return area

    def _hint(self, name: str) -> str:
        """Show how a line is written where it is more than a word."""
        example = {
            "terms": "{text: Kiev, replacement: Kyiv}",
            "wrong": "{text: Kiev, replacement: Kyiv}",
            "words": "{text: знижка, inflect: true}",
            "days": "{from: 02-24, until: 02-26}",
            "needs": '{what: hashtag, text: {uk: "#Україна", en: "#Ukraine"}}',
        }.get(name, "")
        return self.tr("For instance: {example}").format(example=example) if example else ""

    def _column_words(self, name: str) -> str:
        """Return what stands over a column of a table, or for a value in one."""
        parts = name.split(".")
        if parts[-2:-1] == ["text"]:
            return self.tr("Ukrainian") if parts[-1] == "uk" else self.tr("English")
        return {
            "text": self.tr("Word or phrase"),
            "replacement": self.tr("Write instead"),
            "status": self.tr("Use"),
            "inflect": self.tr("All forms"),
            "what": self.tr("What"),
            "from": self.tr("From (month-day)"),
            "until": self.tr("Until (month-day)"),
        }.get(parts[-1]) or self._choice(name)

    def _choice(self, value: str) -> str:
        return {
            "forbidden": self.tr("Never"),
            "deprecated": self.tr("No longer"),
            "hashtag": self.tr("A hashtag"),
            "link": self.tr("A link"),
            "phrase": self.tr("Words"),
            "disclaimer": self.tr("A disclaimer"),
            "": "—",
            "block": self.tr("Cannot be sent"),
            "warn": self.tr("Needs a reason"),
            "advise": self.tr("Advice"),
            "person": self.tr("A person"),
            "place": self.tr("A place"),
            "institution": self.tr("An institution"),
            "other": self.tr("Something else"),
            "verbatim": self.tr("Word for word"),
            "paraphrase": self.tr("In other words too"),
            "mourning": self.tr("Mourning"),
            "remembrance": self.tr("Remembrance"),
            "solemn": self.tr("Solemn"),
            "refuse": self.tr("Never"),
            "verify": self.tr("A person looks first"),
            "lines": self.tr("Approved lines only"),
            "nothing": self.tr("Nothing"),
        }.get(value, value)

    def field_at(self, path: Sequence[str | int]) -> str:
        """Return the field that the keys of a mistake lead to, as deep as there is one; empty for none."""
        keys = list(itertools.takewhile(lambda key: isinstance(key, str), path))
        names = (".".join(map(str, keys[:deep])) for deep in range(len(keys), 0, -1))
        known = self._names()
        return next((name for name in names if name in known or name.rpartition(".")[0] in known), "")

    def place(self, path: Sequence[str | int]) -> str:
        """Return what stands over that field, and in which row of it; the keys themselves where nothing does."""
        name = self.field_at(path)
        row = next((key for key in path if isinstance(key, int)), None)
        words = self.words(name) if name else ".".join(map(str, path))
        return words if row is None or not name else self.tr("{field}, row {row}").format(field=words, row=row + 1)

    def go_to(self, name: str) -> None:
        """Put the cursor into a field, where there is one of that name."""
        made = self.fields.get(name) or next(
            (self.fields[one] for one in self.fields if one.startswith(f"{name}.")), None
        )
        if made is None:
            return
        around = made.parentWidget()
        shown = around if isinstance(around, LineTable) else made
        shown.setFocus(Qt.FocusReason.OtherFocusReason)
        while around is not None and not isinstance(around, QScrollArea):
            around = around.parentWidget()
        if around is not None:
            around.ensureWidgetVisible(shown)

    def words(self, name: str) -> str:
        """Return what stands over a field, or over several that begin alike."""
        base, _dot, part = name.partition(".")
        words = self._names().get(name) or self._names().get(base, base)
        if part == "uk":
            return self.tr("{field}, Ukrainian").format(field=words)
        return self.tr("{field}, English").format(field=words) if part == "en" else words

    def _names(self) -> dict[str, str]:
        return {
            "id": self.tr("Id"),
            "severity": self.tr("What a finding does"),
            "title": self.tr("Title"),
            "reason": self.tr("Reason"),
            "language": self.tr("Language of the text"),
            "terms": self.tr("Terms"),
            "exceptions": self.tr("Exceptions"),
            "case_sensitive": self.tr("Capitals count"),
            "quotes_exempt": self.tr("Leave quotations alone"),
            "pattern": self.tr("Pattern (RE2)"),
            "replacement": self.tr("Write instead"),
            "entity": self.tr("What bears the name"),
            "official": self.tr("Official name"),
            "house": self.tr("The English name is the house’s own"),
            "wrong": self.tr("Wrong names"),
            "text": self.tr("Approved words"),
            "use": self.tr("How it may be used"),
            "withdrawn": self.tr("Withdrawn since"),
            "superseded_by": self.tr("Replaced by the line"),
            "words": self.tr("Words"),
            "needs": self.tr("What is needed"),
            "until": self.tr("Until"),
            "since": self.tr("Since"),
            "days": self.tr("Days"),
            "tone": self.tr("Tone"),
            "emoji": self.tr("Emoji"),
            "exclamations": self.tr("Exclamation marks suit"),
            "domains": self.tr("Sites"),
            "accounts": self.tr("Accounts"),
            "action": self.tr("What to do"),
            "instead": self.tr("Instead"),
            "sentence_words": self.tr("Words in a sentence, at most"),
            "capitals": self.tr("Words in capitals in a row, at most"),
            "hashtags": self.tr("Hashtags, at most"),
            "camel_case_hashtags": self.tr("Hashtags #LikeThis"),
            "plain_letters": self.tr("Plain letters only"),
            "alt_text": self.tr("A description of each picture"),
            "alt_longest": self.tr("Characters of a description, at most"),
            "openings": self.tr("How no description begins"),
            "credit": self.tr("A credit of each picture"),
            "allow": self.tr("What may still be sent"),
            "lines": self.tr("Lines that may be sent"),
            "cancel_parked": self.tr("Call back what servers hold"),
            "examples": self.tr("Examples"),
            "source": self.tr("Source"),
            "examples.match": self.tr("Examples: is found"),
            "examples.pass": self.tr("Examples: is left alone"),
            "source.issuer": self.tr("Source: who issued it"),
            "source.title": self.tr("Source: title"),
            "source.number": self.tr("Source: number"),
            "source.date": self.tr("Source: date"),
            "source.clause": self.tr("Source: clause"),
            "source.url": self.tr("Source: address"),
            "source.read": self.tr("The source was read"),
            "scope.topics": self.tr("Only for topics"),
            "scope.networks": self.tr("Only for networks"),
            "scope.languages": self.tr("Only for languages"),
            "scope.missions": self.tr("Only for missions"),
            "valid.from": self.tr("In force from"),
            "valid.until": self.tr("In force until"),
        }


def _read(made: Made) -> str:
    if isinstance(made, QCheckBox):
        return "" if made.property("unset") else str(made.isChecked()).lower()
    if isinstance(made, QComboBox):
        return str(made.currentData() or "")
    return made.text() if isinstance(made, QLineEdit) else made.toPlainText()
