"""The history of a Delivery: what happened, when, and what was sent, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from embassy_assistant.services.account_log import LogEntry
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.dialogs.log_lines import LogLines
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.delivery import Delivery, Step
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.context import Context


class HistoryDialog(Sheet):
    """Steps of one Delivery, oldest first, and the text word for word."""

    def __init__(
        self,
        context: Context,
        group: PostRows,
        row: Delivery,
        steps: Sequence[Step],
        zone: str,
        parent: QWidget | None = None,
    ) -> None:
        """Show `steps` in the Mission's zone."""
        account = group.accounts.get(row.account_id)
        where = account.handle if account else row.account_id
        super().__init__(self.tr("History"), f"{group.post.title}  ·  {where}", self.tr("Close"), "", parent)
        self.cancel.hide()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self._text(row))
        lines = LogLines(context, zone, titles=False)
        queued = LogEntry(row.queued_at, group.post.title, row, None)
        lines.show_entries([queued, *(LogEntry(step.at, group.post.title, row, step) for step in steps)])
        column.addWidget(lines)
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self.resize(640, 560)

    def _text(self, row: Delivery) -> QFrame:
        box = QFrame()
        mark(box, role="sunken")
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 8, 12, 12)
        column.addWidget(label(self.tr("What goes out, word for word"), kind="caption"))
        text = label(row.segment.text, wrap=True)
        column.addWidget(text)
        if row.segment.media:
            column.addWidget(label(self.tr("%n picture(s)", "", len(row.segment.media)), kind="caption"))
        return box
