"""The queued posts that the rules in force hold, each with a way to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import Icon, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.services.freezes import HeldPost
    from embassy_assistant.ui.context import Context

_NAMED: Final = 5


class HeldPosts(QFrame):
    """A card with the first of them; the queue has them all."""

    def __init__(self, context: Context, held: Sequence[HeldPost]) -> None:
        """Show `held`."""
        super().__init__()
        mark(self, role="example", tone="block")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Icon("pause-octagon", "block"), 0, Qt.AlignmentFlag.AlignTop)
        says = self.tr("%n queued post(s) no longer pass, and are held:", "", len(held))
        row.addWidget(label(says, tone="block", wrap=True), 1)
        column.addLayout(row)
        for post in held[:_NAMED]:
            title = post.title or self.tr("Untitled post")
            opens = button(name="held-post", icon_name="arrow-right", small=True)
            opens.setText(self.tr("Open the held post"))
            opens.setAccessibleName(self.tr("Open the held post “{title}”").format(title=title))
            opens.clicked.connect(lambda _checked=False, post_id=post.post_id: context.shell.open_post(post_id))
            column.addWidget(label(self.tr("“{title}”").format(title=title), wrap=True))
            column.addWidget(opens, 0, Qt.AlignmentFlag.AlignLeft)
        if len(held) > _NAMED:
            column.addWidget(label(self.tr("and %n more in the queue", "", len(held) - _NAMED), kind="caption"))
