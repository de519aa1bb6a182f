"""Beside the approved lines while a freeze is in force: what it holds, and the proof of the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.rule_body import Freeze
from embassy_assistant.ui.clocks import two_clocks
from embassy_assistant.ui.freeze_words import FreezeWords
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.buttons import ElidedButton, button
from embassy_assistant.ui.widgets.labels import Icon, label
from embassy_assistant.ui.widgets.parts import clear, scrolled

if TYPE_CHECKING:
    from embassy_assistant.services.freezes import FreezeNow, HeldPost
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.freezes import Seen

_WIDE = 300


class FreezePanel(QFrame):
    """Lists the posts that are held, and says of each freeze whose order it is.

    Signals:
        post_wanted: a held post is to be opened; its id.
        queue_wanted: the queue is to be shown.
    """

    post_wanted = Signal(str)
    queue_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        self.setObjectName("freeze-panel")
        mark(self, role="panel")
        self.setFixedWidth(_WIDE)
        self._context = context
        self._words = FreezeWords(context, self)
        self._seen: Seen | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(16, 16, 16, 16)
        self._column.setSpacing(10)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inside))
        self.hide()

    def show_seen(self, seen: Seen) -> None:
        """Show what is known of the freezes in force; none hides the panel."""
        self._seen = seen
        self.setVisible(bool(seen.freezes))
        self.retranslate()

    def retranslate(self) -> None:
        """Build it in the window's language."""
        clear(self._column)
        seen = self._seen
        if seen is None or not seen.freezes:
            return
        held = {post.post_id: post for freeze in seen.freezes for post in freeze.held}
        self._column.addWidget(label(self.tr("Held by the freeze"), kind="h2", wrap=True))
        lead = self.tr(
            "They stay in the queue as they are. When the freeze is lifted, each is checked again and you are asked "
            "before anything is sent."
        )
        if not seen.known:
            lead = self.tr("What is held is shown once the drafts are unlocked.")
        elif not held:
            lead = self.tr("Nothing in the queue is held by it.")
        self._column.addWidget(label(lead, kind="caption", wrap=True))
        for post in held.values():
            self._column.addWidget(self._row(post, seen.zone))
        if held:
            queue = button("flat", icon_name="tray-full", name="freeze-queue", small=True)
            queue.setText(self.tr("See the queue"))
            queue.clicked.connect(self.queue_wanted)
            self._column.addWidget(queue, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addStretch(1)
        for freeze in seen.freezes:
            self._column.addWidget(self._proof(freeze, seen.zone))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _row(self, post: HeldPost, zone: str) -> QFrame:
        box = QFrame()
        mark(box, role="head")
        title = ElidedButton()
        title.setObjectName(f"held-{post.post_id}")
        mark(title, kind="flat", small=True)
        title.set_whole(post.title)
        title.clicked.connect(lambda: self.post_wanted.emit(post.post_id))
        accounts = self.tr("%n account(s)", "", post.accounts)
        when = self.tr("as soon as possible")
        if post.due is not None:
            due = two_clocks(post.due, zone, self._context.locale)
            when = self.tr("due {when}").format(when=due)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(title, 0, Qt.AlignmentFlag.AlignLeft)
        about = label(f"{accounts}, {when}", kind="caption", wrap=True)
        about.setIndent(13)
        words.addWidget(about)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 8)
        row.setSpacing(6)
        row.addWidget(Icon("pause-circle-outline", "block", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        return box

    def _proof(self, freeze: FreezeNow, zone: str) -> QFrame:
        """Say whose order it is, so that an officer can call back and ask."""
        rule, source = freeze.rule, freeze.rule.source
        box = QFrame()
        mark(box, role="foot")
        form = QFormLayout(box)
        form.setContentsMargins(0, 10, 0, 0)
        form.setHorizontalSpacing(12)
        form.setVerticalSpacing(4)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(label(self.tr("Proof of the order"), kind="strong", wrap=True))
        order = ", ".join(part for part in (source.title, source.number, source.clause) if part)
        since = self._words.moment(rule.body.since, zone) if isinstance(rule.body, Freeze) else ""
        for name, value in (
            (self.tr("Ordered by"), source.issuer),
            (self.tr("Order"), order),
            (self.tr("Since"), since),
            (self.tr("Covers"), self._words.covers(rule, zone)),
            (self.tr("Rule"), rule.id),
            (self.tr("Guidelines"), self._context.desk.guidelines.pack.version),
        ):
            if value:
                form.addRow(label(name, kind="caption"), label(value, wrap=True))
        return box
