"""The history of a Delivery: what happened, when, and what was sent, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from embassy_assistant.ui.clocks import clock, day
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.theme import font, mark
from embassy_assistant.ui.widgets.labels import Icon, label
from embassy_assistant.ui.widgets.looks import LOOKS
from embassy_assistant.ui.widgets.parts import scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.delivery import Delivery, Step
    from embassy_assistant.services.outbox import PostRows
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
        self._context = context
        self._zone = zone
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self._text(row))
        column.addLayout(self._steps(row, steps))
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

    def _steps(self, row: Delivery, steps: Sequence[Step]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(2, 1)
        first = (row.queued_at, "tray-full", "text2", self.tr("Queued"), self.tr("Frozen word for word."))
        messages = self._context.messages
        lines = [
            (step.at, LOOKS[step.target].symbol, "text", messages.state(step.target), _sentence(messages.why(step)))
            for step in steps
        ]
        for at, (when, symbol, colour, state, why) in enumerate([first, *lines]):
            time = label(f"{day(when, self._zone, self._context.locale)}, {clock(when, self._zone)}", tone="quiet")
            time.setFont(font(14, tabular=True))
            grid.addWidget(time, at, 0)
            grid.addWidget(Icon(symbol, colour), at, 1)
            sentence = label(f"{state}. {why}", wrap=True)
            grid.addWidget(sentence, at, 2)
        return grid


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
