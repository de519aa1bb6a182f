"""The panel beside the halves: what is left to do, the findings, and the Queue button."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.ui.clocks import two_clocks
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.writing.checklist import Checklist
from embassy_assistant.ui.views.writing.findings import FindingsList
from embassy_assistant.ui.views.writing.queue_button import QueueButton
from embassy_assistant.ui.widgets.labels import CodeLabel, Icon, Pill, label

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import ReviewResult
    from embassy_assistant.messages import Messages
    from embassy_assistant.ui.views.writing.checklist import Row

NARROW, WIDE = 320, 400


class ReviewPanel(QFrame):
    """Checklist, findings, Queue.

    Signals:
        queue_wanted: Queue was pressed and nothing is in the way.
        led: a row of the checklist was pressed, or Queue while something is in the way; carries the row.
    """

    queue_wanted = Signal()
    led = Signal(object)

    def __init__(self, practice: bool, parent: QWidget | None = None) -> None:
        """Build the panel.

        Args:
            practice: whether nothing here can reach the public.
            parent: the view.
        """
        super().__init__(parent)
        self.setObjectName("review-panel")
        mark(self, role="panel")
        self._practice = practice
        self._shown: tuple[Post, ReviewResult, int | None] | None = None
        # All that the words depend on: most key presses change none of it.
        self._drawn: tuple[object, ...] | None = None
        self._heading = label(kind="strong", wrap=True)
        self._pill = Pill()
        self._pill.setObjectName("left")
        self.checklist = Checklist()
        self._findings_heading = label(kind="strong")
        self._hints = [
            label(kind="caption"),
            CodeLabel("F8", key=True),
            label(kind="caption"),
            CodeLabel("Ctrl+.", key=True),
        ]
        self.findings = FindingsList()
        mark(self.findings, role="plain")
        self.queue = QueueButton()
        self._left_icon = Icon("lock-outline", "text2", 16)
        self._left = label(kind="caption", wrap=True, name="queue-left")
        self._build()
        self.checklist.pressed.connect(self.led)
        self.queue.clicked.connect(self._pressed)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self._heading.setText(self.tr("Between this post and the queue"))
        self._findings_heading.setText(self.tr("Findings"))
        self._hints[0].setText(self.tr("Next"))
        self._hints[2].setText(self.tr("Fix"))
        for word, key in zip(self._hints[::2], self._hints[1::2], strict=True):
            key.setToolTip(word.text())
        self._drawn = None
        if self._shown:
            post, result, accounts = self._shown
            self.checklist.show_post(post, result, accounts)
        self._word()

    def show_result(
        self,
        post: Post,
        result: ReviewResult,
        accounts: int | None,
        pack: GuidelinePack | None,
        messages: Messages,
        can_thread: bool,
    ) -> None:
        """Show where a post stands.

        Args:
            post: as checked.
            result: what the checks say.
            accounts: how many accounts it goes to; None while nobody knows.
            pack: the active pack.
            messages: the core's sentences.
            can_thread: whether a long text could go out as a thread.
        """
        self._shown = post, result, accounts
        drawn = (
            *(
                result.findings,
                result.overrides,
                result.pair,
                bool(result.counts),
                accounts,
                pack,
                messages,
                can_thread,
            ),
            *(post.empty, post.due, post.media, post.missing_languages, post.changed_since_confirmed),
        )
        if drawn == self._drawn:
            return
        self._drawn = drawn
        self.checklist.show_post(post, result, accounts)
        # That a half is missing is no news, and no alarm, before anything is written.
        self.findings.show_result(replace(result, findings=()) if post.empty else result, pack, messages, can_thread)
        self._word()

    def set_practice(self, practice: bool) -> None:
        """Tell whether nothing here can reach the public."""
        self._practice = practice
        self._word()

    def start_over(self) -> None:
        """Say nothing of the post before, until the checks have spoken of the new one."""
        self._shown = self._drawn = None
        self._word()

    def set_wide(self, wide: bool) -> None:
        """Take more room where there is some."""
        self.setFixedWidth(WIDE if wide else NARROW)
        for hint in self._hints[::2]:
            hint.setVisible(wide)

    @property
    def left(self) -> str:
        """The line below Queue."""
        return self._left.text()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._heading, 1)
        head.addWidget(self._pill)
        line = QFrame()
        mark(line, role="line")
        findings_head = QHBoxLayout()
        findings_head.setSpacing(6)
        findings_head.addWidget(self._findings_heading)
        findings_head.addStretch(1)
        for hint in self._hints:
            findings_head.addWidget(hint)
        inside = QWidget()
        mark(inside, role="plain")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.checklist)
        column.addWidget(line)
        column.addLayout(findings_head)
        column.addWidget(self.findings)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QFrame()
        mark(foot, role="foot")
        below = QVBoxLayout(foot)
        below.setContentsMargins(16, 12, 16, 10)
        below.setSpacing(6)
        below.addWidget(self.queue)
        why = QHBoxLayout()
        why.addWidget(self._left_icon, 0, Qt.AlignmentFlag.AlignTop)
        why.addWidget(self._left, 1)
        below.addLayout(why)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._area, 1)
        whole.addWidget(foot)

    def reveal(self, widget: QWidget) -> None:
        """Scroll to a card."""
        self._area.ensureWidgetVisible(widget, 0, 12)

    def _pressed(self) -> None:
        if self.queue.ready:
            self.queue_wanted.emit()
        elif self.checklist.open_rows:
            self.led.emit(self.checklist.open_rows[0])

    def _word(self) -> None:
        """Say what Queue would do, or what is in its way."""
        if self._shown is None:
            self._pill.hide()
            self._left_icon.hide()
            self._left.setText("")
            self.queue.say(self.tr("Queue"), self.tr("Nothing is written yet"), self.tr("Nothing is written yet"))
            return
        post, _result, accounts = self._shown
        todo: list[Row] = self.checklist.open_rows
        self._pill.show()
        if todo:
            hard = any(row.state == "block" for row in todo)
            tone = "block" if hard else "warn"
            self._pill.say("alert-octagon" if hard else "alert", self.tr("%n left", "", len(todo)), tone)
        else:
            self._pill.say("check-circle", self.tr("Ready"), "ok")
        left = ""
        if todo:
            others = len(todo) - 1
            left = self.tr("First: {what}.").format(what=todo[0].title)
            if others:
                then = self.tr("Then %n more.", "", others)
                left = f"{left} {then}"
        self._left_icon.setVisible(bool(todo))
        ready = self.tr("You will see each account once more first. Ctrl+Enter")
        if self._practice:
            ready = self.tr("On this laptop only. You will see each account once more first. Ctrl+Enter")
        self._left.setText(left or ready)
        self.queue.say(self._what(accounts), self._when(post), left)

    def _what(self, accounts: int | None) -> str:
        if not accounts:
            return self.tr("Queue")
        if self._practice:
            return self.tr("Queue for %n practice account(s)", "", accounts)
        return self.tr("Queue for %n account(s)", "", accounts)

    def _when(self, post: Post) -> str:
        if post.due is None:
            when = self.tr("Sends as soon as there is a network")
        else:
            clocks = two_clocks(post.due.instant(), post.due.zone, QLocale())
            when = self.tr("Sends {when}").format(when=clocks)
        return when
