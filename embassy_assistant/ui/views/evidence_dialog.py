"""What was sent and what was read back, in full and side by side, the differences marked word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.differences import compare
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.marked import text_box
from embassy_assistant.ui.widgets.parts import scrolled

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.views.queue_words import QueueWords


class EvidenceDialog(Sheet):
    """Two texts to compare; nothing is decided here."""

    def __init__(self, words: QueueWords, group: PostRows, row: Delivery, parent: QWidget | None = None) -> None:
        """Show the two texts of `row`."""
        account = words.account(group.accounts.get(row.account_id), row.account_id)
        lead = f"{words.title(group)}  ·  {account}"
        super().__init__(self.tr("Compare word by word"), lead, self.tr("Close"), "", parent)
        self.cancel.hide()
        ours, theirs = compare(row.segment.text, row.evidence.strip())
        inside = QWidget()
        line = QHBoxLayout(inside)
        line.setContentsMargins(0, 0, 8, 0)
        line.setSpacing(12)
        sent, read = words.evidence(row)
        line.addWidget(text_box(sent, ours, ours=True), 1)
        line.addWidget(text_box(read, theirs, ours=False), 1)
        self.body.addWidget(scrolled(inside), 1)
        same = not any(piece.differs for piece in [*ours, *theirs])
        said = self.tr("Struck out: sent, but not read back. Underlined: read back, but not sent.")
        alike = self.tr("No word differs, or the two have too little in common to mark it.")
        self.body.addWidget(label(alike if same else said, kind="caption", wrap=True))
        self.resize(760, 520)
