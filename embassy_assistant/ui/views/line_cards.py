"""Approved lines as cards: both languages side by side, and what to do with one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.domain.rule_body import Line
from embassy_assistant.ui.clocks import two_clocks
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.rule_words import rule_title
from embassy_assistant.ui.views.writing.lines import PLACE
from embassy_assistant.ui.widgets.buttons import ElidedButton, button
from embassy_assistant.ui.widgets.flow import Flow
from embassy_assistant.ui.widgets.labels import CodeLabel, Icon, Pill, label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.services.lines import LineUse
    from embassy_assistant.ui.context import Context

_DAY: Final = "d MMMM yyyy"
_USES: Final = 5


class LineCard(QFrame):
    """A line that may be used.

    Signals:
        start_wanted: a post is to begin with it.
        insert_wanted: it is to go into the open post.
        copy_wanted: it is to go to the clipboard.
    """

    start_wanted = Signal(object)
    insert_wanted = Signal(object)
    copy_wanted = Signal(object)

    def __init__(self, context: Context, rule: Rule, *, allowed: bool, parent: QWidget | None = None) -> None:
        """Show `rule`; `allowed`: a freeze is in force and lets it through."""
        super().__init__(parent)
        self.rule = rule
        self._context, self._allowed = context, allowed
        self.setObjectName(rule.id)
        mark(self, role="card")
        self._title = label(kind="strong", wrap=True)
        self._pill = Pill()
        self._about = label(kind="caption", wrap=True)
        self._start = button(icon_name="file-plus-outline", name="line-start", small=True)
        self._insert = button(icon_name="tray-arrow-down", name="line-insert", small=True)
        self._copy = button("flat", icon_name="content-copy", name="line-copy", small=True)
        self._start.clicked.connect(lambda: self.start_wanted.emit(self.rule))
        self._insert.clicked.connect(lambda: self.insert_wanted.emit(self.rule))
        self._copy.clicked.connect(lambda: self.copy_wanted.emit(self.rule))
        self._build()
        self.retranslate()

    @property
    def texts(self) -> Mapping[str, str]:
        """The line by language."""
        return self.rule.body.text if isinstance(self.rule.body, Line) else {}

    def take_keyboard(self) -> None:
        """Put the keyboard on the first button."""
        self._start.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Set every word again."""
        title = rule_title(self.rule, self._context.languages.language)
        self._title.setText(title)
        self._pill.say("check", self.tr("allowed during the freeze"), "ok")
        self._pill.setVisible(self._allowed)
        self._about.setText(" · ".join(self._facts()))
        self._start.setText(self.tr("Start a post with it, both languages"))
        self._insert.setText(self.tr("Insert in the open post"))
        self._copy.setText(self.tr("Copy"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(self.texts.values()))
        for made in (self._start, self._insert, self._copy):
            made.setAccessibleDescription(title)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _facts(self) -> list[str]:
        facts = []
        if self.rule.valid_until is not None:
            end = self.rule.valid_until
            day = self._context.locale.toString(QDate(end.year, end.month, end.day), _DAY)
            facts.append(self.tr("valid until {day}").format(day=day))
        else:
            facts.append(self.tr("no end date"))
        if self.rule.scope.topics:
            pack, language = self._context.desk.review.pack, self._context.languages.language
            names = sorted(pack.topic_title(topic, language) for topic in self.rule.scope.topics)
            facts.append(self.tr("topics: {names}").format(names=", ".join(names)))
        places = max((len(set(re.findall(PLACE, text))) for text in self.texts.values()), default=0)
        if places:
            facts.append(self.tr("%n place(s) to fill in", "", places))
        if isinstance(self.rule.body, Line) and self.rule.body.verbatim:
            facts.append(self.tr("word for word"))
        return facts

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("check-decagram-outline", "ok", 20), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        head.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        acts = Flow(gap=8)
        for made in (self._start, self._insert, self._copy):
            acts.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(side_by_side(self.texts))
        column.addWidget(self._about)
        column.addLayout(acts)


class WithdrawnCard(QFrame):
    """A line that nobody may use any more, what replaces it, and the posts that said it.

    Signals:
        successor_wanted: the line that replaces it is to be shown; its id.
        post_wanted: a post that said it is to be opened; its id.
    """

    successor_wanted = Signal(str)
    post_wanted = Signal(str)

    def __init__(
        self,
        context: Context,
        rule: Rule,
        uses: Sequence[LineUse],
        *,
        successor: Rule | None,
        zone: str,
        parent: QWidget | None = None,
    ) -> None:
        """Show `rule`.

        Args:
            context: the window's.
            rule: a withdrawn line.
            uses: the posts that said it.
            successor: what replaces it, where that may be used.
            zone: the Mission's.
            parent: the page.
        """
        super().__init__(parent)
        self._context, self._rule, self._uses, self._successor, self._zone = context, rule, uses, successor, zone
        self.setObjectName(rule.id)
        mark(self, role="card")
        self._title = label(kind="strong", wrap=True)
        self._pill = Pill()
        self._since = label(kind="caption", wrap=True)
        self._instead = button(icon_name="arrow-right", name="line-successor", small=True)
        self._used = label(kind="caption", wrap=True)
        self._posts: list[ElidedButton] = []
        if successor is not None:
            self._instead.clicked.connect(lambda: self.successor_wanted.emit(successor.id))
        self._build()
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        language = self._context.languages.language
        title = rule_title(self._rule, language)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._pill.say("cancel", self.tr("withdrawn"), "warn")
        self._since.setText(self._when())
        if self._successor is not None:
            name = rule_title(self._successor, language)
            self._instead.setText(self.tr("See what replaces it"))
            self._instead.setToolTip(name)
            self._instead.setAccessibleDescription(name)
        left = len(self._uses) - len(self._posts)
        words = [self.tr("%n post(s) said it", "", len(self._uses))]
        if left:
            words.append(self.tr("the first %n are shown", "", len(self._posts)))
        self._used.setText(", ".join(words))
        for made, use in zip(self._posts, self._uses, strict=False):
            state = self.tr("sent") if use.out else self.tr("in the queue")
            made.set_whole(f"{use.title} · {', '.join(use.languages)} · {state}")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _when(self) -> str:
        body = self._rule.body
        if not isinstance(body, Line) or body.withdrawn is None:
            return ""
        when = two_clocks(body.withdrawn, self._zone, self._context.locale)
        return self.tr("Nobody may say it since {when}.").format(when=when)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("cancel", "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        head.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._since)
        column.addLayout(side_by_side(self._rule.body.text if isinstance(self._rule.body, Line) else {}, tone="quiet"))
        if self._successor is not None:
            column.addWidget(self._instead, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._used)
        for use in self._uses[:_USES]:
            made = ElidedButton()
            made.setObjectName(f"line-use-{use.post_id}")
            mark(made, kind="flat", small=True)
            made.clicked.connect(lambda _checked=False, post_id=use.post_id: self.post_wanted.emit(post_id))
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
            self._posts.append(made)


def side_by_side(texts: Mapping[str, str], *, tone: str = "") -> QHBoxLayout:
    """Return both languages of a line beside each other."""
    row = QHBoxLayout()
    row.setSpacing(24)
    for language in PAIR_LANGUAGES:
        part = QHBoxLayout()
        part.setSpacing(8)
        part.addWidget(CodeLabel(language), 0, Qt.AlignmentFlag.AlignTop)
        words = label(texts.get(language, ""), tone=tone, wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        part.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
        row.addLayout(part, 1)
    return row
