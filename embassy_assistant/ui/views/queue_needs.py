"""What needs a person: beside the queue, the loudest first, each choice with its consequence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from embassy_assistant.services.tray import Needs
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.needs_cards import RowCards
from embassy_assistant.ui.views.needs_halves import HalfCards
from embassy_assistant.ui.views.needs_others import OtherCards
from embassy_assistant.ui.widgets.labels import Icon, Pill, label
from embassy_assistant.ui.widgets.parts import clear, scrolled, worded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords

SHOWN: Final = 12
"""How many decisions are shown at first, and how many more each time more is asked for."""


class NeedsPanel(QFrame):
    """Cards for what a person must decide.

    Signals:
        chosen: group, Delivery and what to do, as in `QueueList.chosen`.
        sign_in: an account to sign in to again.
        open_post: id of a post to write on.
        more: more is to be read, `room` says how much.
    """

    chosen = Signal(object, object, str)
    sign_in = Signal(object)
    open_post = Signal(str)
    more = Signal()

    def __init__(self, context: Context, words: QueueWords, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        mark(self, role="panel")
        self._needs = Needs()
        self._known = False
        self.room = SHOWN
        self._next: int | None = None
        self._context = context
        self._rows = RowCards(context, words, self)
        self._halves = HalfCards(context, words, self)
        self._others = OtherCards(context, words, self)
        self._rows.chosen.connect(self.chosen)
        self._halves.chosen.connect(self.chosen)
        self._others.sign_in.connect(self.sign_in)
        self._others.open_post.connect(self.open_post)
        self._others.decided.connect(self.more)
        self._title = label(kind="h2", wrap=True)
        self._count = Pill()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("account-question", "text", 20))
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        inside = QWidget()
        self._cards = QVBoxLayout(inside)
        self._cards.setContentsMargins(0, 0, 4, 0)
        self._cards.setSpacing(12)
        self._area = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 12, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._area, 1)

    def show_needs(self, needs: Needs) -> None:
        """Show what was read; nothing is rebuilt while it is the same."""
        if not self._known or needs != self._needs or self._next is not None:
            self._known = True
            self._needs = needs
            self.retranslate()

    def retranslate(self) -> None:
        """Build the cards in the window's language."""
        self._title.setText(self.tr("Needs your decision"))
        self.setAccessibleName(self._title.text())
        self._count.setVisible(self._needs.count > 0)
        self._count.say("account-question", str(self._needs.count), "yellow")
        delivery, name = self._focused()
        clear(self._cards)
        shown = 0
        for made, decisions in self._made():
            if shown >= self.room:
                made.deleteLater()
                break
            self._cards.addWidget(made)
            shown += decisions
        rest = self._needs.count - shown
        if rest > 0:
            self._cards.addWidget(self._more(rest))
        if self._known and not self._needs.count:
            nothing = self.tr("Nothing waits for you. What goes wrong, or cannot be known, is put here.")
            self._cards.addWidget(label(nothing, tone="quiet", wrap=True))
        self._cards.addStretch(1)
        if self._next is not None:
            item = self._cards.itemAt(self._next)
            self._focus(item.widget() if item else None)
            self._next = None
        elif delivery:
            self.focus_row(delivery, name)

    def loudest(self, needs: Needs) -> str:
        """Say in one sentence what a screen reader should tell of `needs`; empty when nothing waits."""
        if any(group.half_out for group in needs.groups):
            return self.tr("One half is out") + ". " + self.tr("Needs your decision") + f": {needs.count}"
        return self.tr("Needs your decision") + f": {needs.count}" if needs.count else ""

    def focus_row(self, delivery_id: str, name: str = "") -> bool:
        """Bring the card of a Delivery into sight, its first choice focused, or the one called `name`."""
        for at in range(self._cards.count()):
            item = self._cards.itemAt(at)
            widget = item.widget() if item else None
            if widget is not None and widget.property("delivery") == delivery_id:
                self._focus(widget, name)
                return True
        return False

    def _focus(self, card: QWidget | None, name: str = "") -> None:
        """Bring a card into sight, its first choice focused, or the one called `name`."""
        if card is None:
            return
        card.show()  # Qt would show it later, and what is not shown yet cannot take the focus.
        self._area.ensureWidgetVisible(card)
        first = card.findChild(QPushButton, name) or card.findChild(QPushButton)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _more(self, rest: int) -> QPushButton:
        words = self.tr("Show %n more", "", min(rest, SHOWN))
        if rest > SHOWN:
            words = self.tr("Show {some} more of {rest}").format(some=SHOWN, rest=self._context.locale.toString(rest))
        made = worded(words, small=True)
        made.setObjectName("needs-more")
        made.clicked.connect(self._show_more)
        return made

    def _show_more(self) -> None:
        """Ask for more of what waits; the keyboard goes to the first card that was not there before."""
        self._next = self._cards.count() - 2  # Behind the cards are this button and the stretch.
        self.room += SHOWN
        self.more.emit()

    def _made(self) -> Iterator[tuple[QFrame, int]]:
        """Yield the cards, the loudest first, each with how many decisions it stands for."""
        for group in self._needs.groups:
            if group.half_out:
                yield self._halves.card(group), 0 if group.asks else 1
            for row in group.asks:
                yield self._rows.card(group, row), 1
        for key in self._needs.keys:
            yield self._others.key(key), 1
        for post in self._needs.overdue:
            yield self._others.overdue(post), 1
        for rule, uses in self._needs.withdrawn:
            yield self._others.withdrawn(rule, uses), 1

    def _focused(self) -> tuple[str, str]:
        """Return on the card of which Delivery the keyboard is, and on what of it; empty where it is elsewhere."""
        inside: QWidget | None = self.focusWidget()
        widget = inside
        while widget is not None and widget is not self:
            if widget.property("delivery"):
                return str(widget.property("delivery")), inside.objectName() if inside else ""
            widget = widget.parentWidget()
        return "", ""
