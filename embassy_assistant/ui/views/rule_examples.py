"""A rule's examples: what it finds, with the place underlined, and what it leaves alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from embassy_assistant.ui.models.rule_entries import languages_of
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.labels import CodeLabel, Icon, label
from embassy_assistant.ui.widgets.parts import Notice
from embassy_assistant.ui.widgets.underlined import Underlined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import Example, Rule
    from embassy_assistant.services.trying import Shown, Trying
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.rule_words import RuleWords


class RuleExamples(QWidget):
    """Two columns of one rule; what the rule does with them on this laptop is looked up when they are there."""

    def __init__(self, context: Context, words: RuleWords, trying: Trying, rule: Rule) -> None:
        """Show the examples of `rule` and try them."""
        super().__init__()
        self._context, self._words, self._rule = context, words, rule
        self._boxes: dict[bool, list[_Box]] = {True: [], False: []}
        self.notice = Notice()
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addLayout(self._column(self.tr("Is found"), rule.match, found=True), 1)
        columns.addLayout(self._column(self.tr("Is left alone"), rule.no_match, found=False), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(columns)
        whole.addWidget(self.notice)
        context.workers.run(
            lambda: trying.examples(rule),
            self._show,
            lambda error: self.notice.say(context.messages.error(error)),
            owner=self,
            lane="review",
            newest="rule-examples",
        )

    def _show(self, shown: Shown) -> None:
        for boxes, seen, wanted in (
            (self._boxes[True], shown.match, True),
            (self._boxes[False], shown.no_match, False),
        ):
            for box, findings in zip(boxes, seen, strict=True):
                box.show_findings(findings, wanted=wanted)
        if not shown.holds:
            self.notice.say(
                self.tr("An example does not hold on this laptop: do not rely on this rule. Write to the unit."), "warn"
            )

    def _column(self, title: str, examples: Sequence[Example], *, found: bool) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        column.addWidget(label(title, kind="strong"))
        for example in examples:
            box = _Box(self._text(example), self._conditions(example), self._codes(example), found=found)
            self._boxes[found].append(box)
            column.addWidget(box)
        if not examples:
            column.addWidget(label(self.tr("No example."), tone="quiet"))
        column.addStretch(1)
        return column

    def _codes(self, example: Example) -> tuple[str, ...]:
        return (example.language,) if example.language else languages_of(self._rule)

    def _text(self, example: Example) -> str:
        if example.text:
            return example.text
        described = [picture.alt for picture in example.pictures if picture.alt]
        return described[0] if described else self.tr("A picture without a description")

    def _conditions(self, example: Example) -> str:
        """Say where and when it goes, where the example is about that."""
        parts = []
        if example.topics:
            topics = self._words.topics(example.topics)
            parts.append(self.tr("Topic: {topics}").format(topics=", ".join(topics)))
        if example.network:
            parts.append(self._words.network(example.network))
        if example.mission:
            parts.append(self.tr("Mission: {code}").format(code=example.mission.upper()))
        if example.at is not None:
            parts.append(self._words.moment(example.at))
        if example.text and example.pictures:
            alts = "; ".join(picture.alt or self.tr("no description") for picture in example.pictures)
            parts.append(self.tr("Picture: {descriptions}").format(descriptions=alts))
        elif example.pictures:
            parts.append(self.tr("Description of a picture"))
        credits = ", ".join(picture.credit for picture in example.pictures if picture.credit)
        if credits:
            parts.append(self.tr("Credit: {names}").format(names=credits))
        return " · ".join(parts)


class _Box(QFrame):
    """One example."""

    def __init__(self, text: str, conditions: str, codes: Sequence[str], *, found: bool) -> None:
        super().__init__()
        mark(self, role="example", tone="block" if found else "ok")
        self._icon = Icon("close-circle-outline" if found else "check-circle", "block" if found else "ok")
        self.text = Underlined(text)
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(self.text)
        if conditions:
            column.addWidget(label(conditions, kind="caption", wrap=True))
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 12, 8)
        line.setSpacing(10)
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column, 1)
        for code in codes:
            line.addWidget(CodeLabel(code), 0, Qt.AlignmentFlag.AlignTop)

    def show_findings(self, findings: tuple[Finding, ...], *, wanted: bool) -> None:
        """Underline what was found; say of an example that does not hold that something is wrong with it."""
        self.text.underline(findings)
        if bool(findings) is not wanted:
            self._icon.show_icon("alert", "warn")
            mark(self, tone="warn")
