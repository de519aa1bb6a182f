"""The posts that an approved line touches: those that wait with it, and those that are out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.widgets.labels import CodeLabel, Icon, label
from embassy_assistant.ui.widgets.parts import scrolled, worded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.services.lines import LineUse
    from embassy_assistant.ui.context import Context


class LinePostsDialog(Sheet):
    """Lists them, each with a way to it."""

    def __init__(self, context: Context, rule: Rule, title: str, parent: QWidget | None = None) -> None:
        """Look for them.

        Args:
            context: the window's.
            rule: the line.
            title: how it is called in the window's language.
            parent: the window.
        """
        super().__init__(self.tr("Posts that it touches"), title, self.tr("Close"), "", parent)
        self._context = context
        self.cancel.hide()
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(8)
        self._looking = label(self.tr("Looking for them"), tone="quiet")
        self._rows.addWidget(self._looking)
        self._rows.addStretch(1)
        area = scrolled(inside)
        area.setMinimumHeight(240)
        self.body.addWidget(area)
        lines = context.desk.lines
        context.workers.run(
            lambda: lines.uses(rule.id),
            self._show,
            self._refused,
            owner=self,
        )

    def _show(self, uses: Sequence[LineUse]) -> None:
        waiting = [use for use in uses if not use.out]
        out = [use for use in uses if use.out]
        self._looking.hide()
        at = 0
        for title, some in ((self.tr("In the queue"), waiting), (self.tr("Sent"), out)):
            if some:
                self._rows.insertWidget(at, label(title, kind="strong"))
                at += 1
            for use in some:
                self._rows.insertWidget(at, self._row(use))
                at += 1
        if not uses:
            self._rows.insertWidget(0, label(self.tr("No post that is queued or sent uses it."), wrap=True))

    def _refused(self, error: AssistantError) -> None:
        self._looking.hide()
        self.say(self._context.messages.error(error))

    def _row(self, use: LineUse) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon("check-circle" if use.out else "clock-outline", "ok" if use.out else "text2"))
        title = use.title or self.tr("Untitled post")
        row.addWidget(label(title, wrap=True), 1)
        for code in use.languages:
            row.addWidget(CodeLabel(code), 0, Qt.AlignmentFlag.AlignVCenter)
        act = worded(self.tr("Open"), small=True)
        act.setAutoDefault(False)
        act.setAccessibleName(self.tr("Open “{title}”").format(title=title))
        act.clicked.connect(partial(self._open, use.post_id))
        row.addWidget(act)
        return made

    def _open(self, post_id: str) -> None:
        self.accept()
        self._context.shell.open_post(post_id)
