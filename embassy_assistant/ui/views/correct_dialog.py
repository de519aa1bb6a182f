"""Corrects what is out: the text as it stands there, both halves of it, and where the server can change it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.finding import Severity
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.typed import Typed
from embassy_assistant.ui.views.correct_half import CorrectHalf
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import scrolled

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.post import Post
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords


class CorrectDialog(Sheet):
    """Both halves beside each other, as they are out.

    Signals:
        delete: a row that its network cannot correct is to be deleted and published anew.
    """

    delete = Signal(object)

    def __init__(
        self, context: Context, words: QueueWords, group: PostRows, row: Delivery, parent: QWidget | None = None
    ) -> None:
        """Show what is out of `group`, the half of `row` first."""
        super().__init__(
            self.tr("Correct “{title}”").format(title=words.title(group)),
            self.tr("This is what is out, word for word. Whoever has read or quoted it, keeps what it said."),
            self.tr("Correct it"),
            self.tr("Leave it as it is"),
            parent,
        )
        self._context, self._group = context, group
        self._done: set[str] = set()
        self.halves = [CorrectHalf(context, words, group, rows, self) for rows in _halves(group, row)]
        inside = QWidget()
        line = QHBoxLayout(inside)
        line.setContentsMargins(0, 0, 8, 0)
        line.setSpacing(12)
        for half in self.halves:
            line.addWidget(half, 1)
            half.changed.connect(self._judge)
            half.delete.connect(self._delete)
            half.correction.connect(self._publish)
        self.body.addWidget(scrolled(inside), 1)
        self._reason = QLineEdit()
        self._reason.setObjectName("correct-reason")
        self._reason.textChanged.connect(self._judge)
        self._reason_label = label(self.tr("Why it goes out despite the warnings"), kind="strong")
        self._reason_label.setBuddy(self._reason)
        self._reason.setAccessibleName(self._reason_label.text())
        self.body.addWidget(self._reason_label)
        self.body.addWidget(self._reason)
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self._order)
        self.resize(920 if len(self.halves) > 1 else 560, 640)
        self._judge()
        self.halves[0].editor.setFocus()
        Typed(context, self, f"correct {self.halves[0].rows[0].id}", self._typed, self._bring_back)

    def _typed(self) -> dict[str, str]:
        found = {"reason": self._reason.text()}
        for half in self.halves:
            found |= half.typed
        return found

    def _bring_back(self, typed: dict[str, str]) -> None:
        for half in self.halves:
            half.bring_back(typed)
        self._reason.setText(typed["reason"])

    def _judge(self) -> None:
        """Let it go ahead once something differs, the checks have spoken, and warnings have a reason."""
        chosen = [row for half in self.halves for row in half.chosen]
        obstacles = [finding for half in self.halves for finding in half.obstacles]
        blocked = any(finding.severity is Severity.BLOCK for finding in obstacles)
        asks = bool(obstacles) and not blocked
        self._reason.setVisible(asks)
        self._reason_label.setVisible(asks)
        checked = all(half.checked for half in self.halves if half.chosen)
        self.allow(bool(chosen) and checked and not blocked and (not asks or bool(self._reason.text().strip())))
        words = self.tr("Correct it at %n account(s)", "", len(chosen)) if chosen else self.tr("Nothing is changed yet")
        self.confirm.setText(words)

    def _order(self) -> None:
        desk, reason = self._context.desk, self._reason.text().strip()
        orders = [
            (row.id, half.editor.text, half.descriptions)
            for half in self.halves
            for row in half.chosen
            if row.id not in self._done
        ]

        def work() -> int:
            for row_id, text, alts in orders:
                desk.outbox.correct(row_id, text, desk.preferences.officer, alts, reason)
                self._done.add(row_id)
            return len(orders)

        self.say("")
        self.set_busy(busy=True)
        self._context.workers.run(work, self._ordered, self._refused, owner=self, lane="writes")

    def _ordered(self, _count: int) -> None:
        self.accept()
        self._context.shell.toast(self.tr("It is corrected in 30 seconds. Until then, the queue can take that back."))

    def _refused(self, error: AssistantError) -> None:
        self.set_busy(busy=False)
        self.say(self._context.messages.error(error))

    def _delete(self, row: Delivery) -> None:
        self.reject()
        self.delete.emit(row)

    def _publish(self, row: Delivery) -> None:
        """Open a post of its own with the corrected texts, for the account that cannot be corrected."""
        desk, group = self._context.desk, self._group
        texts = {half.rows[0].language: half.editor.text for half in self.halves}
        topic = self.tr("Correction: {title}").format(title=group.post.title)

        def work() -> Post:
            post = replace(desk.drafting.new((row.account_id,)), topic=topic)
            for language, text in texts.items():
                post = post.with_text(language, text)
            desk.drafting.save(post)
            return post

        self.reject()
        shell = self._context.shell
        self._context.workers.run(work, lambda post: shell.open_post(post.id), shell.trouble, lane="writes")


def _halves(group: PostRows, row: Delivery) -> list[tuple[Delivery, ...]]:
    """Return what is out at the place of `row` in its thread, by language and text: that of `row` first."""
    halves: dict[tuple[str, tuple[str, ...]], list[Delivery]] = {}
    out = [each for each in group.out if each.state is State.SENT and each.segment.index == row.segment.index]
    for each in sorted(out, key=lambda other: other.id != row.id):
        halves.setdefault((each.segment.text, each.segment.languages), []).append(each)
    first, *others = halves.values()
    own = first[0].segment.languages
    return [tuple(first), *(tuple(rows) for rows in others if rows[0].segment.languages != own)]
