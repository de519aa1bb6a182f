"""One rule: why it is there, what it finds and leaves alone, what to write instead, where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from embassy_assistant.ui.icons import SEVERITY_ICONS
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.labels import CodeLabel, Icon, Pill, label
from embassy_assistant.ui.widgets.parts import card, clear, scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from embassy_assistant.domain.guideline import Example, Rule
    from embassy_assistant.ui.context import Context

_FORMS: Final = 6
_DAY: Final = "d MMMM yyyy"


class RuleDetail(QWidget):
    """Shows one rule, in both languages of the window."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start without a rule."""
        super().__init__(parent)
        self._context = context
        self._rule: Rule | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 16, 24, 16)
        self._column.setSpacing(16)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))

    def show_rule(self, rule: Rule | None) -> None:
        """Show `rule`; None shows that nothing was found."""
        if rule is not self._rule:
            self._rule = rule
            self.retranslate()

    def retranslate(self) -> None:
        """Build it in the window's language."""
        clear(self._column)
        rule = self._rule
        if rule is None:
            self._column.addWidget(label(self.tr("No rule matches."), tone="quiet"))
        else:
            self._column.addLayout(self._head(rule))
            self._column.addWidget(self._reasons(rule))
            if rule.match or rule.no_match:
                self._column.addLayout(self._examples(rule))
            self._column.addWidget(self._facts(rule))
        self._column.addStretch(1)

    def _head(self, rule: Rule) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        title = label(rule_title(rule, self._context.languages.language), kind="h1", wrap=True)
        row.addWidget(title, 1)
        severity = rule.severity.value
        pill = Pill()
        pill.say(SEVERITY_ICONS[severity], self._context.messages.severity(rule.severity), severity)
        row.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _reasons(self, rule: Rule) -> QFrame:
        box = card()
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        for row, (language, reason) in enumerate(rule.reason.items()):
            grid.addWidget(CodeLabel(language), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(reason), row, 1)
        return box

    def _examples(self, rule: Rule) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        found, alone = self.tr("Is found"), self.tr("Is left alone")
        row.addLayout(self._column_of(found, rule.match, "block", "close-circle-outline"), 1)
        row.addLayout(self._column_of(alone, rule.no_match, "ok", "check-circle"), 1)
        return row

    def _column_of(self, title: str, examples: Sequence[Example], tone: str, symbol: str) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(title, kind="strong"))
        for example in examples:
            box = QFrame()
            mark(box, role="example", tone=tone)
            line = QHBoxLayout(box)
            line.setContentsMargins(12, 8, 12, 8)
            line.setSpacing(10)
            line.addWidget(Icon(symbol, tone), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(_text(example.text), 1)
            column.addWidget(box)
        column.addStretch(1)
        return column

    def _facts(self, rule: Rule) -> QFrame:
        box = card()
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(self._lines(rule)):
            grid.addWidget(label(name, tone="quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(value), row, 1)
        return box

    def _lines(self, rule: Rule) -> list[tuple[str, str]]:
        instead = list(dict.fromkeys(surface.replacement for surface in rule.surfaces if surface.replacement))
        forms = list(dict.fromkeys(surface.text for surface in rule.surfaces))
        shown = ", ".join(forms[:_FORMS])
        if len(forms) > _FORMS:
            shown += ", " + self.tr("and %n more form(s)", "", len(forms) - _FORMS)
        source = rule.source
        given = QDate.fromString(source.date, Qt.DateFormat.ISODate)
        day = self._context.locale.toString(given, _DAY) if given.isValid() else source.date
        parts = (source.issuer, source.title, source.number, day, source.clause, source.url)
        applies = self._context.messages.text(f"language.{rule.language or 'any'}")
        if rule.quotes_exempt:
            applies += "; " + self.tr("not inside quotation marks")
        lines = [
            (self.tr("Looks for"), shown),
            (self.tr("Write instead"), ", ".join(instead[:_FORMS])),
            (self.tr("Source"), ", ".join(part for part in parts if part)),
            (self.tr("Valid"), self._valid(rule)),
            (self.tr("Text in"), applies),
            (self.tr("Rule"), rule.id),
        ]
        return [(name, value) for name, value in lines if value]

    def _valid(self, rule: Rule) -> str:
        if rule.valid_from and rule.valid_until:
            both = self.tr("from {start} until {end}")
            return both.format(start=self._date(rule.valid_from), end=self._date(rule.valid_until))
        if rule.valid_from:
            return self.tr("from {start}, no end").format(start=self._date(rule.valid_from))
        if rule.valid_until:
            return self.tr("until {end}").format(end=self._date(rule.valid_until))
        return self.tr("no end")

    def _date(self, day: date) -> str:
        return self._context.locale.toString(QDate(day.year, day.month, day.day), _DAY)


def rule_title(rule: Rule, language: str) -> str:
    """Name a rule in `language`, by what it looks for where it has no title."""
    return rule.title.get(language) or rule.title.get("en") or (rule.surfaces[0].text if rule.surfaces else rule.id)


def _text(words: str) -> QLabel:
    made = label(words, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
