"""One rule: why it is there, what it finds and leaves alone, what it asks for, where it comes from; a field to try."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.ui.icons import SEVERITY_ICONS, icon
from embassy_assistant.ui.views.rule_examples import RuleExamples
from embassy_assistant.ui.views.rule_facts import RuleFacts, line_text
from embassy_assistant.ui.views.rule_try import TryIt
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.empty import Empty
from embassy_assistant.ui.widgets.labels import CodeLabel, ElidedLabel, Pill, label
from embassy_assistant.ui.widgets.parts import card, clear, scrolled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.services.trying import Trying
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.rule_facts import Fact
    from embassy_assistant.ui.views.rule_words import RuleWords

_NAMES: Final = 132


class RuleDetail(QWidget):
    """Shows one rule.

    Signals:
        note_wanted: the officer has something to say to the unit about the rule.
        posts_wanted: the posts that an approved line touches are to be shown.
    """

    note_wanted = Signal(object)
    posts_wanted = Signal(object)

    def __init__(self, context: Context, words: RuleWords, trying: Trying, parent: QWidget | None = None) -> None:
        """Start without a rule."""
        super().__init__(parent)
        self._context, self._words, self._trying = context, words, trying
        self._facts = RuleFacts(words)
        self._rule: Rule | None = None
        self._trouble = ""
        self._try: TryIt | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(20, 16, 20, 20)
        self._column.setSpacing(14)
        self._area: QScrollArea = scrolled(inside)
        self._area.setAccessibleName(self.tr("Rule"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    @property
    def rule(self) -> Rule | None:
        """The rule that is shown."""
        return self._rule

    @property
    def trial(self) -> TryIt | None:
        """The field to try it in."""
        return self._try

    def show_rule(self, rule: Rule | None, trouble: str = "") -> None:
        """Show `rule`; None shows that nothing was found, or what kept it from being read."""
        if rule is not self._rule or trouble != self._trouble:
            self._rule, self._trouble = rule, trouble
            self.retranslate()
            self._area.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        """Build it in the window's language; what was typed to try the rule stays."""
        typed = self._try.field.toPlainText() if self._try is not None and self._try.rule is self._rule else ""
        clear(self._column)
        rule, self._try = self._rule, None
        if rule is None:
            empty = Empty("magnify")
            empty.set_words(self._trouble or self.tr("No rule matches."))
            self._column.addWidget(empty, 1)
            return
        self._column.addLayout(self._head(rule))
        self._column.addWidget(self._texts(rule.reason))
        if rule.kind is RuleKind.LINE:
            self._column.addWidget(label(self.tr("Its words"), kind="strong"))
            self._column.addWidget(self._texts(line_text(rule)))
        self._column.addWidget(RuleExamples(self._context, self._words, self._trying, rule))
        self._column.addWidget(self._fact_card(rule))
        self._try = TryIt(self._context, self._words, self._trying, rule)
        self._try.field.setPlainText(typed)
        self._column.addWidget(self._try)
        self._column.addLayout(self._acts(rule))
        self._column.addStretch(1)

    def _head(self, rule: Rule) -> QVBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(label(self._words.title(rule), kind="h1", wrap=True), 1)
        severity = rule.severity.value
        pill = Pill()
        pill.say(SEVERITY_ICONS[severity], self._context.messages.severity(rule.severity), severity)
        row.addWidget(pill, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addLayout(row)
        below = ElidedLabel(f"{rule.id} · {self._words.kind(rule.kind)}", mode=Qt.TextElideMode.ElideMiddle)
        below.setProperty("type", "caption")
        column.addWidget(below)
        return column

    def _texts(self, texts: Mapping[str, str]) -> QFrame:
        """Return a card with a text in each of its languages, the window's first."""
        box = card()
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        first = self._context.languages.language
        for row, language in enumerate(sorted(texts, key=lambda code: (code != first, code))):
            grid.addWidget(CodeLabel(language), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_text(texts[language]), row, 1)
        return box

    def _fact_card(self, rule: Rule) -> QFrame:
        box = card()
        grid = QGridLayout(box)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(self._facts.of(rule)):
            name = label(fact.name, tone="quiet", wrap=True)
            name.setFixedWidth(_NAMES)
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(self._fact(fact), row, 1)
        return box

    def _fact(self, fact: Fact) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(_text(fact.value))
        if fact.address:
            link = button("flat", icon_name="open-in-new", name="rule-source", small=True)
            site = QUrl(fact.address).host()
            link.setText(site)
            link.setToolTip(fact.address)
            link.setAccessibleName(self.tr("Open {address}").format(address=fact.address))
            link.clicked.connect(lambda: QDesktopServices.openUrl(QUrl(fact.address)))
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        return column

    def _acts(self, rule: Rule) -> QVBoxLayout:
        acts = QVBoxLayout()
        acts.setSpacing(8)
        if rule.kind is RuleKind.LINE:
            posts = button(name="rule-posts", icon_name="file-document-multiple-outline")
            posts.setText(self.tr("Show posts it touches"))
            posts.clicked.connect(lambda: self.posts_wanted.emit(rule))
            acts.addWidget(posts, 0, Qt.AlignmentFlag.AlignLeft)
        note = button(name="rule-note")
        note.setIcon(icon("comment-alert-outline"))
        note.setText(self.tr("This rule is wrong here: write to the unit…"))
        note.clicked.connect(lambda: self.note_wanted.emit(rule))
        acts.addWidget(note, 0, Qt.AlignmentFlag.AlignLeft)
        return acts


def _text(words: str) -> QLabel:
    made = label(words, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made
