"""The field in which an officer tries one rule on words of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout

from embassy_assistant.domain.rule_body import MediaNeeds
from embassy_assistant.services.trying import setting
from embassy_assistant.ui.icons import SEVERITY_ICONS
from embassy_assistant.ui.offsets import Offsets
from embassy_assistant.ui.theme import mark, tokens
from embassy_assistant.ui.widgets.labels import Icon, label
from embassy_assistant.ui.widgets.underlined import LINES

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.services.trying import Trying
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.rule_words import RuleWords

_PAUSE: Final = 120
_HEIGHT: Final = 64


class TryIt(QFrame):
    """Checks by one rule what is typed, at each pause, off this thread.

    Attributes:
        rule: the rule.
        field: where it is typed.
        found: what the rule said last.
    """

    def __init__(self, context: Context, words: RuleWords, trying: Trying, rule: Rule) -> None:
        """Start empty."""
        super().__init__()
        mark(self, role="card")
        self._context, self._words, self._trying, self.rule = context, words, trying, rule
        self.found: tuple[Finding, ...] = ()
        self.field = QPlainTextEdit()
        self.field.setObjectName("rule-try")
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(_HEIGHT)
        self.field.setAccessibleName(self.tr("Try it"))
        self.field.setPlaceholderText(self._hint())
        self._icon = Icon("check-circle", "ok")
        self._says = label(wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._says, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Try it"), kind="strong"))
        column.addWidget(self.field)
        where = self._where()
        if where:
            column.addWidget(label(where, kind="caption", wrap=True))
        column.addLayout(row)
        self._timer = QTimer(self, interval=_PAUSE, singleShot=True)
        self._timer.timeout.connect(self.ask)
        self.field.textChanged.connect(self._timer.start)
        self._say("")

    @property
    def says(self) -> str:
        """What is said of the text."""
        return self._says.text()

    def ask(self) -> None:
        """Check what stands in the field now."""
        self._timer.stop()
        text = self.field.toPlainText()

        def show(found: tuple[Finding, ...]) -> None:
            # What was typed since is asked about next.
            if text == self.field.toPlainText():
                self._show(text, found)

        self._context.workers.run(
            lambda: self._trying.text(self.rule, text),
            show,
            lambda error: self._say(self._context.messages.error(error), "warn"),
            owner=self,
            lane="review",
            newest="rule-try",
        )

    def _show(self, text: str, found: tuple[Finding, ...]) -> None:
        self.found = found
        self._underline(text)
        if not text.strip():
            self._say("")
        elif not found:
            self._say(self.tr("This rule leaves it alone."), "ok")
        else:
            self._say(self._sentence(), found[0].severity.value)

    def _sentence(self) -> str:
        parts = [self.tr("%n match(es).", "", len(self.found))]
        instead = list(dict.fromkeys(f.suggestions[0] for f in self.found if f.suggestions))
        if instead:
            listed = ", ".join(self.tr("“{text}”").format(text=text) for text in instead)
            parts.append(self.tr("Would be replaced with {texts}.").format(texts=listed))
        messages = self._context.messages
        said = (messages.render(f.detail, {"matched": f.matched, **f.parameters}) for f in self.found if f.detail)
        return " ".join([*parts, *dict.fromkeys(said)])

    def _say(self, text: str, tone: str = "ok") -> None:
        self._icon.show_icon(SEVERITY_ICONS.get(tone, "check-circle"), tone)
        self._icon.setVisible(bool(text))
        mark(self._says, tone=tone)
        self._says.setText(text)
        self.field.setAccessibleDescription(text)

    def _underline(self, text: str) -> None:
        colours, offsets = tokens(), Offsets(text)
        marks = []
        for finding in self.found:
            if finding.span is None:
                continue
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

    def _hint(self) -> str:
        body = self.rule.body
        if isinstance(body, MediaNeeds) and not (body.credit and not body.alt_text and body.alt_longest is None):
            return self.tr("Type the description of a picture")
        return self.tr("Type a sentence, and see what this rule says of it")

    def _where(self) -> str:
        """Say where and when the text is taken to go, where the rule depends on it."""
        example, parts = setting(self.rule), []
        if example.topics:
            topics = self._words.topics(example.topics)
            parts.append(self.tr("Topic: {topics}").format(topics=", ".join(topics)))
        if self.rule.scope.networks:
            parts.append(self._words.network(example.network or min(self.rule.scope.networks)))
        if example.at is not None:
            parts.append(self._words.moment(example.at))
        return self.tr("Checked as in its first example: {where}").format(where=" · ".join(parts)) if parts else ""
